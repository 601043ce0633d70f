"""The SQLite library this product runs on."""

import sys

# 3.7.0 to 3.51.2 can corrupt a database when a checkpoint meets a reset of the write-ahead log.
MINIMUM = (3, 51, 3)


class WrongSQLite(RuntimeError):
    """The SQLite library is one that can lose data."""


def use_bundled_sqlite() -> None:
    """Let ``import sqlite3`` mean the SQLite that ships in the ``pysqlite3`` wheel. Call it before Django loads."""
    import pysqlite3
    from pysqlite3 import dbapi2

    if pysqlite3.sqlite_version_info < MINIMUM:
        wanted = ".".join(map(str, MINIMUM))
        raise WrongSQLite(
            f"SQLite {pysqlite3.sqlite_version} can corrupt its database; {wanted} or newer is needed. Run: make setup"
        )
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = dbapi2
