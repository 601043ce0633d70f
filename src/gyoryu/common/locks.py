"""Locks between processes of one instance: held on an open file, freed by the system when the process dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SHORTEST_NAP = 0.000_2
LONGEST_NAP = 0.002


class LockBusy(Exception):
    """Somebody else holds the lock; the message says who, as far as the system tells."""


def holder_of(path: Path) -> str:
    """Who holds the lock on ``path``, for people: "process 4711 (gyoryu worker)", or "another process"."""
    try:
        inode = path.stat().st_ino
        for line in Path("/proc/locks").read_text().splitlines():
            parts = line.split()
            if "FLOCK" in parts and "->" not in parts and parts[5].split(":")[-1] == str(inode):
                pid = int(parts[4])
                words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
                command = " ".join(Path(word).name for word in words[:3] if word)
                return f"process {pid} ({command})"
    except (OSError, ValueError, IndexError):
        pass
    return "another process"


def lock_handle(handle: int, path: Path, deadline: float) -> None:
    """Take the lock on the open file ``handle`` of ``path``; LockBusy when ``deadline`` (monotonic) passes first."""
    nap = SHORTEST_NAP
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                raise LockBusy(f"{path.name} is held by {holder_of(path)}") from error
        time.sleep(nap)
        nap = min(nap * 1.5, LONGEST_NAP)


def is_current(handle: int, path: Path) -> bool:
    """Whether ``handle`` still is the file that ``path`` names: somebody may have removed it meanwhile."""
    try:
        ours, theirs = os.fstat(handle), path.stat()
    except FileNotFoundError:
        return False
    return (ours.st_dev, ours.st_ino) == (theirs.st_dev, theirs.st_ino)


@contextmanager
def file_lock(path: Path, *, timeout: float = 0) -> Iterator[None]:
    """Hold ``path`` exclusively. LockBusy when it is not free within ``timeout`` seconds.

    The file stays behind, empty and unlocked: what counts is the lock, not the file, so nothing is ever stale.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + timeout
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            lock_handle(handle, path, deadline)
            if not is_current(handle, path):
                continue
            yield
            return
        finally:
            os.close(handle)
