"""What this room does by the clock."""

from gyoryu.common.actors import SystemActor
from gyoryu.registry.domain.lapsing import lapse_voices
from gyoryu.registry.domain.offers import expire_offers

CALENDAR = SystemActor("calendar")


def expire_due() -> int:
    """Offers whose last day is over expire, and voices that were believed long enough step back; how many of both."""
    return expire_offers(actor=CALENDAR) + lapse_voices(actor=CALENDAR)
