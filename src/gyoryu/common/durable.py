"""Whether an acknowledged write survives a power cut: asked of the running database, not of the settings."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

SQLITE_WANTS = {
    "journal_mode": ("wal",),
    "synchronous": (2, 3),
    "foreign_keys": (1,),
    "mmap_size": (0,),
}
POSTGRESQL_WANTS = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "remote_write", "remote_apply", "local"),
}


def faults(alias: str = "default") -> Iterator[str]:
    """One sentence for each setting of the running database under which it may lose what it acknowledged."""
    connection = connections[alias]
    if connection.vendor == "sqlite":
        if not hasattr(connection, "write_lock"):
            yield 'ENGINE is Django\'s own SQLite backend; it must be "gyoryu.common.sqlite".'
        ask, wants = "PRAGMA", dict(SQLITE_WANTS)
        if connection.is_in_memory_db():  # type: ignore[attr-defined]
            yield "The database is in memory."
    else:
        ask, wants = "SHOW", dict(POSTGRESQL_WANTS)
    with connection.cursor() as cursor:
        for name, good in wants.items():
            cursor.execute(f"{ask} {name}")
            found: Any = cursor.fetchone()[0]
            if found not in good:
                yield f"{name} is {found}; it must be {' or '.join(str(value) for value in good)}."


def assert_durable(alias: str = "default") -> None:
    """Refuse to start on a database that may lose acknowledged writes. GYORYU_ALLOW_UNSAFE=1 is for tests."""
    if getattr(settings, "ALLOW_UNSAFE", False):
        return
    found = list(faults(alias))
    if found:
        raise ImproperlyConfigured("The database may lose what it acknowledged. " + " ".join(found))


@register(Tags.database)
def check_durable(*, databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """The same as a system check, for ``migrate`` and ``check --database default``."""
    if getattr(settings, "ALLOW_UNSAFE", False):
        return []
    return [Error(fault, id="gyoryu.E001") for alias in databases or [] for fault in faults(alias)]
