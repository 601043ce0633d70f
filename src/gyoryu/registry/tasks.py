"""What this room does by the clock."""

from gyoryu.common.actors import SystemActor
from gyoryu.common.errors import Conflict
from gyoryu.registry.domain.applied_runs import apply_run
from gyoryu.registry.domain.closing import note_closures
from gyoryu.registry.domain.lapsing import lapse_voices
from gyoryu.registry.domain.offers import expire_offers
from gyoryu.registry.domain.requests import end_requests, send_requests
from gyoryu.registry.enums import RunState
from gyoryu.registry.models import SourceRun

CALENDAR = SystemActor("calendar")


def expire_due() -> int:
    """Offers end, voices believed long enough step back, closings are noted, requests stay unanswered; how many."""
    ended = expire_offers(actor=CALENDAR) + end_requests(actor=CALENDAR)
    return ended + lapse_voices(actor=CALENDAR) + note_closures(actor=CALENDAR)


def send_due_requests() -> None:
    """A few of the requests that curators planned, within the limit of the day."""
    send_requests(actor=CALENDAR)


def resume_runs() -> int:
    """Go on with readings whose applying was cut off; how many were finished."""
    finished = 0
    for run in SourceRun.objects.filter(state=RunState.APPLYING).select_related("source").order_by("id"):
        try:
            apply_run(run, actor=CALENDAR)
        except Conflict:  # a process is at it
            continue
        finished += 1
    return finished
