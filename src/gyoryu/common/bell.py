"""A bell within one process: the trail rings it on commit, the follower loop wakes up."""

import threading

_bell = threading.Event()


def ring() -> None:
    _bell.set()


def wait(seconds: float) -> None:
    """Return when the bell rings, or after ``seconds``."""
    _bell.wait(seconds)
    _bell.clear()
