"""The database wrapper Django loads. All that differs from Django's own: durable by pragma, and one fair write lock."""

import weakref
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from gyoryu.common.locks import LockBusy
from gyoryu.common.sqlite.creation import DatabaseCreation
from gyoryu.common.sqlite.driver import MINIMUM
from gyoryu.common.sqlite.write_lock import Hold, WriteLock, write_lock_of

DURABLE = {"FULL": 2, "EXTRA": 3}
UNSAFE = {"NORMAL": 1, "OFF": 0}
LARGEST_WAL_KEPT = 64 * 1024 * 1024
READS = ("SELECT", "PRAGMA", "EXPLAIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "BEGIN")

Result = TypeVar("Result")


class Cursor(base.SQLiteCursorWrapper):
    """A cursor whose writes outside a transaction wait in the same line as transactions do."""

    wrapper: "DatabaseWrapper"

    def execute(self, query: str, params: Any = None) -> Any:
        if self.wrapper.writes_are_held or query.lstrip()[:9].upper().startswith(READS):
            return super().execute(query, params)
        return self.wrapper.write_alone(lambda: base.SQLiteCursorWrapper.execute(self, query, params))

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        if self.wrapper.writes_are_held:
            return super().executemany(query, param_list)
        return self.wrapper.write_alone(lambda: base.SQLiteCursorWrapper.executemany(self, query, param_list))


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite in write-ahead mode, synced at each commit; transactions begin IMMEDIATE, behind the write lock."""

    creation_class = DatabaseCreation

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._hold: Hold | None = None
        self._if_we_vanish: weakref.finalize[..., DatabaseWrapper] | None = None
        self._write_lock: tuple[str, WriteLock] | None = None

    # Opening

    def get_connection_params(self) -> dict[str, Any]:
        params = dict(super().get_connection_params())
        self.synchronous = str(params.pop("synchronous", "FULL")).upper()
        if self.synchronous not in (DURABLE | UNSAFE if params.pop("allow_unsafe", False) else DURABLE):
            raise ImproperlyConfigured(
                f"SQLite with synchronous={self.synchronous} loses acknowledged writes when the power fails. "
                "Only a test may ask for it: set GYORYU_ALLOW_UNSAFE=1."
            )
        self.transaction_mode = getattr(self, "transaction_mode", None) or "IMMEDIATE"
        if self.transaction_mode == "DEFERRED":
            raise ImproperlyConfigured('SQLite needs OPTIONS["transaction_mode"] = "IMMEDIATE".')
        params.setdefault("timeout", 20)
        self.busy_timeout = float(params["timeout"])
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if self.get_database_version() < MINIMUM:
            raise ImproperlyConfigured(f"SQLite {self.get_database_version()} is older than {MINIMUM}. Run: make setup")
        connection = super().get_new_connection(conn_params)
        try:
            self._make_durable(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _make_durable(self, connection: Any) -> None:
        def pragma(statement: str) -> Any:
            row = connection.execute(f"PRAGMA {statement}").fetchone()
            return row[0] if row else None

        if not self.is_in_memory_db() and pragma("journal_mode") != "wal":
            self.write_alone(lambda: pragma("journal_mode = WAL"))
        pragma(f"synchronous = {self.synchronous}")
        pragma("mmap_size = 0")
        pragma(f"journal_size_limit = {LARGEST_WAL_KEPT}")
        wanted: dict[str, Any] = {"foreign_keys": 1, "synchronous": (DURABLE | UNSAFE)[self.synchronous]}
        if not self.is_in_memory_db():
            wanted |= {"journal_mode": "wal", "mmap_size": 0}
        found = {name: pragma(name) for name in wanted}
        if found != wanted:
            raise ImproperlyConfigured(f"SQLite did not take its settings: wanted {wanted}, found {found}.")

    def create_cursor(self, name: Any = None) -> Cursor:
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        cursor.wrapper = self
        return cursor

    # Writing, one at a time

    @property
    def writes_are_held(self) -> bool:
        return self._hold is not None

    @property
    def write_lock(self) -> WriteLock:
        name = str(self.settings_dict["NAME"])
        if self._write_lock is None or self._write_lock[0] != name:
            self._write_lock = (name, write_lock_of(name, in_memory=self.is_in_memory_db()))
        return self._write_lock[1]

    def _acquire(self) -> Hold:
        try:
            return self.write_lock.acquire(self.busy_timeout)
        except LockBusy as busy:
            raise OperationalError(f"database is locked: {busy}, for more than {self.busy_timeout:g} s") from busy

    def write_alone(self, write: Callable[[], Result]) -> Result:
        """Run one write that is a transaction of its own."""
        hold = self._acquire()
        try:
            return write()
        finally:
            hold.release()

    def _start_transaction_under_autocommit(self) -> None:
        hold = self._acquire()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            hold.release()
            raise
        self._hold = hold
        self._if_we_vanish = weakref.finalize(self, hold.abandon)

    def _release(self) -> None:
        hold, self._hold = self._hold, None
        if hold is not None:
            if self._if_we_vanish is not None:
                self._if_we_vanish.detach()
            hold.release()

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._release()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._release()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._release()
