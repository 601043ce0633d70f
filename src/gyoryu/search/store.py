"""Which engine the setting chose, where the index lies on disk, which one serves, and who may write to it.

``INDEX_DIR/current`` holds the name of the folder that serves. A new index is built in a folder of its own beside it
and takes its place by one rename, so there is always a whole one. A folder's name begins with the version of what is
written into it: an index of another version counts as broken, and is built anew.
"""

from __future__ import annotations

import os
import secrets
import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings

from gyoryu.common.locks import file_lock
from gyoryu.search import engine as interface
from gyoryu.search import tables
from gyoryu.search.engine import IndexBroken
from gyoryu.search.entries import VERSION
from gyoryu.search.index import Engine

SCHEMA: Final = 1
_PREFIX: Final = f"v{SCHEMA}.{VERSION}-"
_WAIT: Final = 120.0
_opened: dict[str, Engine] = {}
_opening = threading.Lock()


def in_tables() -> bool:
    """Is the index a table of the database, as the setting says?"""
    return bool(settings.SEARCH_ENGINE == "postgresql")


def _home() -> Path:
    return Path(settings.INDEX_DIR)


def _marker() -> Path:
    return _home() / "current"


def _late() -> Path:
    return _home() / "changed-while-building"


@contextmanager
def writing() -> Iterator[None]:
    """One process writes at a time."""
    if in_tables():
        with tables.writing():
            yield
        return
    with file_lock(_home() / "write.lock", timeout=_WAIT):
        yield


@contextmanager
def building() -> Iterator[None]:
    """One process builds at a time; LockBusy at once for a second."""
    with file_lock(_home() / "build.lock"):
        yield


def _serving_folder() -> Path:
    try:
        name = _marker().read_text().strip()
    except OSError as error:
        raise IndexBroken("there is no index yet") from error
    if not name.startswith(_PREFIX) or "/" in name:
        raise IndexBroken(f"the index is of another version ({name[:20]})")
    return _home() / name


def serving() -> interface.Engine:
    """The index that serves, with everything committed so far; IndexBroken when there is none."""
    if in_tables():
        return tables.serving()
    folder = _serving_folder()
    key = str(folder)
    with _opening:
        engine = _opened.get(key)
        if engine is None:
            engine = Engine.open(folder)
            _opened.clear()
            _opened[key] = engine
    engine.refresh()
    return engine


def to_write() -> interface.Engine:
    """The index that serves, opened afresh: a writer goes by what it saw when it was opened, and would lose what
    another process has committed since. Hold ``writing``."""
    if in_tables():
        return tables.serving()
    return Engine.open(_serving_folder())


def new_folder() -> Path:
    """A folder to build in. What earlier builders left behind is cleared away; hold ``building``."""
    _home().mkdir(parents=True, exist_ok=True)
    keep = _marker().read_text().strip() if _marker().exists() else ""
    for old in _home().glob("v*-*"):
        if old.name != keep:
            shutil.rmtree(old, ignore_errors=True)
    _late().write_text("")
    return _home() / f"{_PREFIX}{secrets.token_hex(6)}"


def note_changed(ids: Iterable[int]) -> None:
    """Tell a builder, if there is one, what changed while it builds; hold ``writing``."""
    if not in_tables() and _late().exists():
        with _late().open("a") as late:
            late.writelines(f"{pk}\n" for pk in ids)


def changed_while_building() -> list[int]:
    """What to look at once more before a new index may serve; hold ``writing``."""
    return sorted({int(line) for line in _late().read_text().split()}) if _late().exists() else []


def serve(folder: Path) -> None:
    """From now on this one; hold ``building`` and ``writing``."""
    fresh = _home() / "current.new"
    with fresh.open("w") as handle:
        handle.write(folder.name)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(fresh, _marker())
    _late().unlink(missing_ok=True)
    for old in _home().glob("v*-*"):
        if old.name != folder.name:
            shutil.rmtree(old, ignore_errors=True)


def forget() -> None:
    """Close what is open in this process (after a failure, before trying again)."""
    with _opening:
        _opened.clear()
