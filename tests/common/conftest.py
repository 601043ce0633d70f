import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction


@pytest.fixture
def scratch(tmp_path: Path, django_db_blocker: Any) -> Iterator[str]:
    """The alias of a SQLite database of its own, with one counter in it, whatever the suite runs on."""
    alias = "scratch"
    one = {"ENGINE": "gyoryu.common.sqlite", "NAME": str(tmp_path / "scratch.sqlite3"), "OPTIONS": {"timeout": 20}}
    connections.settings[alias] = connections.configure_settings({"default": {}, alias: one})[alias]
    with django_db_blocker.unblock():
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            cursor.execute("CREATE TABLE counter (value integer NOT NULL)")
            cursor.execute("INSERT INTO counter VALUES (0)")
        yield alias
        connections[alias].close()
    del connections[alias]
    del connections.settings[alias]


@pytest.fixture
def writer(scratch: str) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """``writer("count", 50)`` starts another process at the scratch database; it waits for a line before it writes."""
    started: list[subprocess.Popen[str]] = []

    def start(what: str, number: int = 0) -> subprocess.Popen[str]:
        script = Path(__file__).with_name("sqlite_writer.py")
        name = str(connections[scratch].settings_dict["NAME"])
        process = subprocess.Popen(
            [sys.executable, str(script), name, what, str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
