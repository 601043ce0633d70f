"""A real instance for a journey: its own folder and database, the real command line, a real server process."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

COMMAND = [sys.executable, "-c", "from gyoryu.cli.main import main; main()"]


def _own_database(url: str) -> str:
    """A new empty database beside the one of the tests."""
    import psycopg

    name = f"journey_{uuid4().hex[:10]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{name}"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Instance:
    """``gyoryu("search", ...)`` runs a command, ``serve()`` starts the server; ``address`` is where it answers."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GYORYU_", "DJANGO_"))}
        self.environment = {
            **kept,
            "GYORYU_HOME": str(home),
            "GYORYU_BASE_URL": self.address,
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(home / "mail"),
            **environment,
        }
        if os.environ.get("DATABASE_URL"):
            self.environment["DATABASE_URL"] = _own_database(os.environ["DATABASE_URL"])
            self.environment["GYORYU_ALLOW_UNSAFE"] = "1"  # the tests' PostgreSQL runs without fsync
        self.server: subprocess.Popen[bytes] | None = None

    def gyoryu(self, *arguments: str) -> str:
        """Standard output of a command that has to succeed."""
        done = subprocess.run(
            [*COMMAND, *arguments], env=self.environment, capture_output=True, text=True, check=False, timeout=600
        )
        assert done.returncode == 0, f"gyoryu {' '.join(arguments)}: {done.stderr[-2000:]}"
        return done.stdout

    def figures(self, *arguments: str) -> Any:
        return json.loads(self.gyoryu(*arguments, "--json"))

    def invite(self, email: str, role: str, *more: str) -> str:
        """The link of an invitation."""
        said = self.gyoryu("invite", email, "--role", role, *more)
        found = re.search(r"https?://\S+/account/invitations/\S+", said)
        assert found, said
        return found.group()

    def serve(self) -> None:
        with (self.home / "serve.log").open("ab") as log:
            self.server = subprocess.Popen(
                [*COMMAND, "serve", "--port", str(self.port)], env=self.environment, stdout=log, stderr=log
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                assert self.server.poll() is None, (self.home / "serve.log").read_text()[-3000:]
                time.sleep(0.2)
        raise AssertionError("the server did not come up: " + (self.home / "serve.log").read_text()[-3000:])

    def stop(self) -> None:
        if self.server and self.server.poll() is None:
            self.server.terminate()
            self.server.wait(20)
