"""Waiting until what follows the trail has caught up."""

import time

import click


def catch_up(seconds: float = 600) -> None:
    """Return when every follower has read the whole trail, whoever advances it; ClickException after ``seconds``."""
    from django.conf import settings

    from gyoryu.audit.queries import cursor_of, events_after
    from gyoryu.audit.tasks import advance_all

    deadline = time.monotonic() + seconds
    while True:
        advance_all(wait=1)
        behind = [name for name in settings.FOLLOWERS if events_after(cursor_of(name), limit=1)]
        if not behind:
            return
        if time.monotonic() > deadline:
            raise click.ClickException(f"Still behind after {seconds:.0f} s: {', '.join(behind)}. See: gyoryu check")
        time.sleep(0.2)
