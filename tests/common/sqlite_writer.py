"""Another process at the same SQLite database, started by the tests: ``sqlite_writer.py DATABASE WHAT [NUMBER]``."""

import os
import signal
import sys
import time

from django.conf import settings

import gyoryu  # noqa: F401 - puts our SQLite in the place of the system's


def main(database: str, what: str, number: int) -> None:
    settings.configure(
        DATABASES={"default": {"ENGINE": "gyoryu.common.sqlite", "NAME": database, "OPTIONS": {"timeout": 20}}},
        USE_TZ=True,
    )
    from django.db import connection, transaction

    if what == "hold and die":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE counter SET value = value + 1000")
            print("holding", flush=True)
            sys.stdin.readline()
            os.kill(os.getpid(), signal.SIGKILL)
    print("ready", flush=True)
    sys.stdin.readline()
    if what == "count":
        for _ in range(number):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT value FROM counter")
                (value,) = cursor.fetchone()
                cursor.execute("UPDATE counter SET value = %s", [value + 1])
    elif what == "compete":
        until = time.monotonic() + number / 1000
        done = 0
        while time.monotonic() < until:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("UPDATE counter SET value = value + 1")
                time.sleep(0.002)
            done += 1
        print(done, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 0)
