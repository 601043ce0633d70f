"""One writer at a time, first come first served: between threads by a queue, between processes by a locked file.

SQLite lets one connection write and makes the others sleep and retry, so the unlucky one starves. With this lock they
wait in line. SQLite's own lock still guards the data; this one only keeps the waiting short and fair.
"""

import fcntl
import os
import threading
import time
from collections import deque
from pathlib import Path

from gyoryu.common.locks import LockBusy, is_current, lock_handle

LOOK_FOR_THE_DEAD_EVERY = 0.25


class Hold:
    """The right to write, until it is released. A thread that holds the lock may take it again."""

    def __init__(self, lock: "WriteLock", *, nested: bool) -> None:
        self._lock = lock
        self.nested = nested
        self.released = False

    def release(self) -> None:
        self._lock.release(self)

    def abandon(self) -> None:
        """Release from a finaliser, which may run anywhere, even while this very lock is being changed."""
        self._lock.abandoned.append(self)


class WriteLock:
    """The write lock of one database. ``path`` is None for a database in memory: then threads are all there is."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.abandoned: deque[Hold] = deque()
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False
        self._owner: threading.Thread | None = None
        self._depth = 0
        self._handles: dict[Path, int] = {}

    def acquire(self, timeout: float) -> Hold:
        """Wait for our turn. LockBusy, saying who holds it, after ``timeout`` seconds."""
        me = threading.current_thread()
        deadline = time.monotonic() + timeout
        self._release_abandoned()
        turn: threading.Lock | None = None
        with self._mutex:
            if self._owner is me:
                self._depth += 1
                return Hold(self, nested=True)
            if self._taken:
                turn = threading.Lock()
                turn.acquire()
                self._waiting.append(turn)
            else:
                self._taken = True
        if turn is not None:
            self._wait_for(turn, deadline)
        try:
            self._lock_file(deadline)
        except BaseException:
            self._pass_on()
            raise
        with self._mutex:
            self._owner, self._depth = me, 1
        return Hold(self, nested=False)

    def release(self, hold: Hold) -> None:
        with self._mutex:
            if hold.released:
                return
            hold.released = True
            self._depth -= 1
            if self._depth:
                return
            self._owner = None
        if self.path is not None:
            fcntl.flock(self._handles[self.path], fcntl.LOCK_UN)
        self._pass_on()

    def _wait_for(self, turn: threading.Lock, deadline: float) -> None:
        while not turn.acquire(timeout=max(0, min(LOOK_FOR_THE_DEAD_EVERY, deadline - time.monotonic()))):
            self._release_abandoned()
            if time.monotonic() < deadline:
                continue
            with self._mutex:
                if turn in self._waiting:
                    self._waiting.remove(turn)
                    owner = f"thread {self._owner.name}" if self._owner else "another thread"
                    raise LockBusy(f"held by {owner} of this process")
            # Our turn came in the very last moment.

    def _pass_on(self) -> None:
        """The next in line owns the place without the door ever standing open: nobody slips in between."""
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False

    def _release_abandoned(self) -> None:
        while self.abandoned:
            self.abandoned.popleft().release()

    def _lock_file(self, deadline: float) -> None:
        if self.path is None:
            return
        # Who waits for the lock stands in the gate, so that the process that lets go cannot take it again at once.
        gate = self.path.with_name(self.path.name + "-gate")
        self._lock_one(gate, deadline)
        try:
            self._lock_one(self.path, deadline)
        finally:
            fcntl.flock(self._handles[gate], fcntl.LOCK_UN)

    def _lock_one(self, path: Path, deadline: float) -> None:
        while True:
            handle = self._handles.get(path)
            if handle is None:
                handle = self._handles[path] = os.open(path, os.O_RDWR | os.O_CREAT, 0o660)
            lock_handle(handle, path, deadline)
            if is_current(handle, path):
                return
            os.close(self._handles.pop(path))

    def disown(self) -> None:
        """In a forked child: what was held is the parent's. Closing our copies of its files frees nothing of it."""
        for handle in self._handles.values():
            os.close(handle)
        self._handles.clear()
        self.path = None
        self._mutex = threading.Lock()
        self._waiting.clear()


_locks: dict[str, WriteLock] = {}
_locks_mutex = threading.Lock()


def write_lock_of(database: str | Path, *, in_memory: bool) -> WriteLock:
    """The one lock of this process for a database."""
    key = str(database) if in_memory else os.path.realpath(database)
    with _locks_mutex:
        if key not in _locks:
            _locks[key] = WriteLock(None if in_memory else Path(key + "-writer"))
        return _locks[key]


def _after_fork() -> None:
    global _locks_mutex  # noqa: PLW0603 - the parent's other threads are gone, and with them whoever held it
    _locks_mutex = threading.Lock()
    for lock in _locks.values():
        lock.disown()
    _locks.clear()


os.register_at_fork(after_in_child=_after_fork)
