"""What this room does when the trail grows."""

from gyoryu.audit.models import Event


def follow(events: list[Event]) -> None:
    """Nothing yet."""
