"""Where followers stand."""

from gyoryu.audit.models import Event, FollowerCursor
from gyoryu.common.clock import now


def move_cursor(name: str, event: Event) -> None:
    FollowerCursor.objects.update_or_create(
        name=name,
        defaults={"xid": event.xid, "event_id": event.pk, "advanced_at": now(), "failing_since": None, "failure": ""},
    )


def rewind_cursor(name: str) -> None:
    """Let the follower read the whole trail again."""
    FollowerCursor.objects.filter(name=name).delete()


def note_failure(name: str, error: Exception) -> None:
    cursor, _ = FollowerCursor.objects.get_or_create(name=name)
    FollowerCursor.objects.filter(pk=cursor.pk).update(
        failing_since=cursor.failing_since or now(), failure=f"{type(error).__name__}: {error}"[:2000]
    )
