"""What this room does by the clock."""

from gyoryu.common.actors import SystemActor
from gyoryu.registry.domain.closing import note_closures
from gyoryu.registry.domain.lapsing import lapse_voices
from gyoryu.registry.domain.offers import expire_offers
from gyoryu.registry.domain.requests import end_requests, send_requests

CALENDAR = SystemActor("calendar")


def expire_due() -> int:
    """Offers end, voices believed long enough step back, closings are noted, requests stay unanswered; how many."""
    ended = expire_offers(actor=CALENDAR) + end_requests(actor=CALENDAR)
    return ended + lapse_voices(actor=CALENDAR) + note_closures(actor=CALENDAR)


def send_due_requests() -> None:
    """A few of the requests that curators planned, within the limit of the day."""
    send_requests(actor=CALENDAR)
