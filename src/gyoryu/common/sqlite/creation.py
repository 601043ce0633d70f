"""Test databases: files, so that threads and processes meet there as they do in earnest, and no log is left behind."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import creation

SHARED_MEMORY = Path("/dev/shm")


PREFIX = "gyoryu-test-"


def _remove_what_dead_processes_left(home: Path) -> None:
    for folder in home.glob(f"{PREFIX}{os.getuid()}-*"):
        pid = folder.name.rpartition("-")[2]
        if pid.isdigit() and not Path("/proc", pid).exists():
            shutil.rmtree(folder, ignore_errors=True)


def _memory_or_disk() -> Path:
    usable = SHARED_MEMORY.is_dir() and os.access(SHARED_MEMORY, os.W_OK)
    return SHARED_MEMORY if usable else Path(tempfile.gettempdir())


class DatabaseCreation(creation.DatabaseCreation):
    """Each test process has a folder of its own; ``TEST = {"NAME": ":memory:"}`` still means memory."""

    def _get_test_db_name(self) -> Any:
        if self.connection.settings_dict["TEST"]["NAME"] == ":memory:":
            return super()._get_test_db_name()  # type: ignore[misc]
        home = _memory_or_disk()
        _remove_what_dead_processes_left(home)
        folder = home / f"{PREFIX}{os.getuid()}-{os.getpid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
        return str(folder / f"{self.connection.alias}.sqlite3")

    def _create_test_db(self, verbosity: int, autoclobber: bool, keepdb: bool = False) -> Any:
        name = self._get_test_db_name()
        if not self.is_in_memory_db(name):
            self._remove(Path(name))
        return super()._create_test_db(verbosity, autoclobber=True, keepdb=keepdb)  # type: ignore[misc]

    def _destroy_test_db(self, test_database_name: Any, verbosity: int) -> None:
        if test_database_name and not self.is_in_memory_db(test_database_name):
            path = Path(test_database_name)
            self._remove(path)
            if path.parent.name.startswith(PREFIX):
                shutil.rmtree(path.parent, ignore_errors=True)

    def _remove(self, path: Path) -> None:
        """A log that outlives its database would be read into the next one: all of them go, the database last."""
        for ending in ("-wal", "-shm", "-writer", "-writer-gate", ""):
            Path(f"{path}{ending}").unlink(missing_ok=True)
