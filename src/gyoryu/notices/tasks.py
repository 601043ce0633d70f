"""What this room does when the trail grows, and every few seconds."""

from gyoryu.audit.models import Event
from gyoryu.notices.domain import letters, notices


def follow(events: list[Event]) -> None:
    """Write the mails that the events ask for. The same events again write nothing."""
    for event in events:
        letters.write_letters(event)


def send_due() -> None:
    notices.send_due()
