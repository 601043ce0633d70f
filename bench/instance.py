"""A real instance: ``gyoryu serve`` in a process group of its own, on a folder of its own."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from bench.faults import kill

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PATIENCE = 60


class DidNotStart(RuntimeError):
    pass


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Instance:
    """``mode`` is full, or normal for the control that has to lose."""

    def __init__(self, home: Path, log: Path, mode: str = "full") -> None:
        self.home = home
        self.log = log
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("GYORYU_", "DATABASE_"))}
        self.environment = clean | {
            "GYORYU_HOME": str(home),
            "GYORYU_LOG_LEVEL": "WARNING",
            "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        }
        if mode == "normal":
            self.environment |= {"GYORYU_ALLOW_UNSAFE": "1", "GYORYU_SQLITE_SYNCHRONOUS": "NORMAL"}

    @property
    def database(self) -> Path:
        return self.home / "gyoryu.sqlite3"

    def run(self, *command: str) -> str:
        """One command to its end, with this instance's environment; what it prints."""
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()[-2000:]}")
        return done.stdout

    def start(self) -> float:
        """Start serving; seconds until the first page."""
        self.port = free_port()
        began = time.monotonic()
        command = [str(BIN / "gyoryu"), "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        while time.monotonic() - began < PATIENCE:
            if self.process.poll() is not None:
                break
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/account/login/", timeout=5) as answer:
                    if answer.status == 200:
                        return time.monotonic() - began
            except (URLError, OSError):
                time.sleep(0.02)
        raise DidNotStart(self.log.read_text(errors="replace")[-2000:])

    @property
    def group(self) -> int:
        if self.process is None:
            raise RuntimeError("it was never started")
        return self.process.pid

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            kill(self.group)
            self.process.wait()
