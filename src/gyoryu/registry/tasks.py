"""What this room does by the clock."""

from gyoryu.common.actors import SystemActor
from gyoryu.registry.domain.closing import note_closures
from gyoryu.registry.domain.lapsing import lapse_voices
from gyoryu.registry.domain.offers import expire_offers

CALENDAR = SystemActor("calendar")


def expire_due() -> int:
    """Offers end, voices that were believed long enough step back, what closed is noted; how many of all."""
    return expire_offers(actor=CALENDAR) + lapse_voices(actor=CALENDAR) + note_closures(actor=CALENDAR)
