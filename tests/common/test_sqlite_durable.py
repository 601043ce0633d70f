"""The settings under which SQLite keeps what it acknowledged, and the refusal of all others."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pysqlite3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections, transaction

from gyoryu.common.durable import assert_durable, check_durable, faults
from gyoryu.common.sqlite.base import DatabaseWrapper
from gyoryu.common.sqlite.driver import WrongSQLite, use_bundled_sqlite


def opened(alias: str, **options: Any) -> DatabaseWrapper:
    """A further connection to the scratch database with other options."""
    described = connections[alias].settings_dict
    return DatabaseWrapper({**described, "OPTIONS": {**described["OPTIONS"], **options}}, alias="other")


def pragmas(wrapper: Any) -> dict[str, Any]:
    with wrapper.cursor() as cursor:
        names = ("journal_mode", "synchronous", "foreign_keys", "mmap_size", "busy_timeout")
        return {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in names}


def test_every_connection_is_durable(scratch: str) -> None:
    assert pragmas(connections[scratch]) == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "mmap_size": 0,
        "busy_timeout": 20_000,
    }
    assert list(faults(scratch)) == []
    assert_durable(scratch)


def test_python_sees_the_bundled_library() -> None:
    import sqlite3

    assert sqlite3 is pysqlite3
    assert sys.modules["sqlite3.dbapi2"] is pysqlite3.dbapi2


def test_an_older_sqlite_is_refused(monkeypatch: pytest.MonkeyPatch, scratch: str) -> None:
    monkeypatch.setattr(pysqlite3, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(WrongSQLite, match="3.51.3 or newer"):
        use_bundled_sqlite()
    monkeypatch.setattr(pysqlite3.dbapi2, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(ImproperlyConfigured, match="make setup"):
        opened(scratch).ensure_connection()


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF", "SOMETIMES"])
def test_a_lax_sync_is_refused(scratch: str, synchronous: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="loses acknowledged writes"):
        opened(scratch, synchronous=synchronous).ensure_connection()


def test_a_deferred_transaction_is_refused(scratch: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="IMMEDIATE"):
        opened(scratch, transaction_mode="DEFERRED").ensure_connection()


@pytest.fixture
def lax(scratch: str) -> Iterator[str]:
    """The scratch database opened as the durability bench does for its control."""
    connections[scratch].close()
    connections[scratch].settings_dict["OPTIONS"] |= {"synchronous": "NORMAL", "allow_unsafe": True}
    yield scratch


def test_the_control_of_the_bench_can_be_lax_and_is_seen_to_be(lax: str, settings: Any) -> None:
    assert pragmas(connections[lax])["synchronous"] == 1
    assert [error.msg for error in check_durable(databases=[lax])] == ["synchronous is 1; it must be 2 or 3."]
    with pytest.raises(ImproperlyConfigured, match="synchronous is 1"):
        assert_durable(lax)
    settings.ALLOW_UNSAFE = True
    assert check_durable(databases=[lax]) == []
    assert_durable(lax)


def test_a_setting_changed_behind_our_back_is_seen(scratch: str) -> None:
    with connections[scratch].cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
    assert list(faults(scratch)) == ["foreign_keys is 0; it must be 1."]


def test_a_database_in_memory_works_and_is_not_durable(django_db_blocker: Any) -> None:
    alias = "memory"
    one = {"ENGINE": "gyoryu.common.sqlite", "NAME": "file:gyoryu?mode=memory&cache=shared"}
    connections.settings[alias] = connections.configure_settings({"default": {}, alias: one})[alias]
    with django_db_blocker.unblock():
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            cursor.execute("CREATE TABLE thing (name text)")
            cursor.execute("INSERT INTO thing VALUES ('kept')")
        with connections[alias].cursor() as cursor:
            assert cursor.execute("SELECT name FROM thing").fetchall() == [("kept",)]
        assert next(faults(alias)) == "The database is in memory."
        assert connections[alias].write_lock.path is None  # type: ignore[attr-defined]
    del connections[alias]
    del connections.settings[alias]


@pytest.mark.django_db
def test_the_suites_own_database_is_a_durable_one() -> None:
    assert list(faults()) == []
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
        assert list(faults()) == ["synchronous_commit is off; it must be on or remote_write or remote_apply or local."]


def test_a_test_database_takes_its_log_along_when_it_goes(scratch: str, tmp_path: Path) -> None:
    for ending in ("-wal", "-shm", "-writer", "-writer-gate", "-journal-of-something-else"):
        Path(f"{connections[scratch].settings_dict['NAME']}{ending}").touch()
    connections[scratch].close()
    connections[scratch].creation._destroy_test_db(str(connections[scratch].settings_dict["NAME"]), verbosity=0)
    assert [path.name for path in tmp_path.iterdir()] == ["scratch.sqlite3-journal-of-something-else"]
