"""The itinerary of a mission."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor
from gyoryu.common.errors import BadInput, NotInThisState
from gyoryu.missions.domain.wording import line, paragraphs
from gyoryu.missions.enums import MissionState, StopKind, VisitState
from gyoryu.missions.models import Mission, Stop
from gyoryu.reference import queries as reference
from gyoryu.registry.models import Institution

__all__ = ["add_stop", "edit_stop", "remove_stop"]

# Plans change on the road as well; only while somebody decides about it, or after the end, it stands still.
CHANGEABLE = (MissionState.DRAFT, MissionState.RETURNED, MissionState.APPROVED, MissionState.UNDER_WAY)
MOST_STOPS = 200


@transaction.atomic
def add_stop(
    mission: Mission,
    *,
    on: dt.date,
    title: str,
    actor: Actor,
    at: dt.time | None = None,
    kind: str = StopKind.SCHOOL_VISIT,
    place: str = "",
    country: str = "",
    institution: Institution | None = None,
    note: str = "",
) -> Stop:
    """Plan to be somewhere on a day. ``at`` is local time there."""
    if mission.stops.count() >= MOST_STOPS:
        raise BadInput("too_many_stops", _("An itinerary has at most %(limit)s stops."), limit=MOST_STOPS)
    stop = Stop(mission=mission)
    _fill(stop, on, at, kind, title, place, country, institution, note)
    stop.save()
    record("missions.add_stop", mission, actor=actor, stop=stop.pid)
    return stop


@transaction.atomic
def edit_stop(
    stop: Stop,
    *,
    on: dt.date,
    title: str,
    actor: Actor,
    at: dt.time | None = None,
    kind: str = StopKind.SCHOOL_VISIT,
    place: str = "",
    country: str = "",
    institution: Institution | None = None,
    note: str = "",
) -> Stop:
    """Change a stop; what was recorded there stays with it."""
    _fill(stop, on, at, kind, title, place, country, institution, note)
    stop.save()
    record("missions.edit_stop", stop.mission, actor=actor, stop=stop.pid)
    return stop


@transaction.atomic
def remove_stop(stop: Stop, *, actor: Actor) -> None:
    """Take a stop out of the plan, unless something was recorded there."""
    _check_open(stop.mission)
    if stop.visits.exclude(state=VisitState.CANCELLED).exists():
        raise BadInput(
            "visit_recorded_here", _("A visit was recorded at this stop. Keep the stop, or cancel the visit first.")
        )
    pid = stop.pid
    stop.delete()
    record("missions.remove_stop", stop.mission, actor=actor, stop=pid)


def _check_open(mission: Mission) -> None:
    if mission.state not in CHANGEABLE:
        raise NotInThisState(now=mission.state, wanted=MissionState.DRAFT)


def _fill(
    stop: Stop,
    on: dt.date,
    at: dt.time | None,
    kind: str,
    title: str,
    place: str,
    country: str,
    institution: Institution | None,
    note: str,
) -> None:
    mission = stop.mission
    _check_open(mission)
    if not mission.starts_on <= on <= mission.ends_on:
        raise BadInput(
            "outside_the_trip",
            _("This day is outside the trip, which is from %(first)s to %(last)s."),
            field="on",
            first=mission.starts_on.isoformat(),
            last=mission.ends_on.isoformat(),
        )
    if kind not in StopKind.values:
        raise BadInput(
            "unknown_kind", _("Choose one of: %(allowed)s."), field="kind", allowed=", ".join(StopKind.values)
        )
    if country and not reference.is_country(country):
        raise BadInput(
            "unknown_country", _("“%(given)s” is no country. Choose from the list."), field="country", given=country
        )
    stop.on, stop.at, stop.kind = on, at, kind
    stop.title = line(title, field="title", required=True)
    stop.place = line(place, field="place")
    stop.country = country or (institution.country if institution else "")
    stop.institution = institution
    stop.note = paragraphs(note, field="note", limit=2_000)
