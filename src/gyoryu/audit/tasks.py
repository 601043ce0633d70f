"""Advancing what follows the trail.

A follower is a dotted path in ``settings.FOLLOWERS`` to ``follow(events: list[Event]) -> None``. It must be idempotent:
after a crash the same events come again. Its cursor moves only when it returned. ``path@node`` is the same follower
with a cursor of its own, for what every node keeps by itself.
"""

import logging
import threading
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from gyoryu.audit.domain.cursors import move_cursor, note_failure
from gyoryu.audit.models import Event
from gyoryu.audit.queries import cursor_of, events_after
from gyoryu.common import bell
from gyoryu.common.locks import LockBusy, file_lock

log = logging.getLogger(__name__)
BATCH = 500


def advance(name: str, *, wait: float = 0) -> int:
    """Let one follower read on until it is up to date; how many events it read.

    One process at a time: when another one holds the follower's lock, returns 0 (after ``wait`` seconds of trying).
    """
    follow: Callable[[list[Event]], None] = import_string(name.partition("@")[0])
    read = 0
    try:
        with file_lock(settings.HOME / "locks" / f"follower-{name}.lock", timeout=wait):
            while events := events_after(cursor_of(name), limit=BATCH):
                try:
                    follow(events)
                except Exception as error:
                    note_failure(name, error)
                    raise
                move_cursor(name, events[-1])
                read += len(events)
    except LockBusy:
        return 0
    return read


def advance_all(*, wait: float = 0) -> dict[str, int]:
    """Every follower in order, again until none has news (one may write events for the next)."""
    total = dict.fromkeys(settings.FOLLOWERS, 0)
    while True:
        news = {name: advance(name, wait=wait) for name in settings.FOLLOWERS}
        for name, count in news.items():
            total[name] += count
        if not any(news.values()):
            return total


def follow_forever(stop: threading.Event, *, every: float = 0.5) -> None:
    """The worker's loop: advance, sleep until the bell or ``every`` seconds, log failures and try again."""
    while not stop.is_set():
        try:
            advance_all()
            connection.close_if_unusable_or_obsolete()
        except Exception:
            log.exception("a follower of the trail failed; it will be tried again")
            connection.close_if_unusable_or_obsolete()
            stop.wait(2)
        bell.wait(every)
