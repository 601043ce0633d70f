"""A mission from plan to end."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.models import Organisation, Person
from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor
from gyoryu.common.errors import BadInput, NotInThisState
from gyoryu.missions.domain.wording import line, paragraphs
from gyoryu.missions.enums import MemberRole, MissionState
from gyoryu.missions.models import Mission, MissionMember
from gyoryu.missions.queries import lead_of, unfinished_visits
from gyoryu.missions.states import MISSION
from gyoryu.reference import queries as reference

__all__ = [
    "approve_mission",
    "begin_mission",
    "cancel_mission",
    "complete_mission",
    "create_mission",
    "edit_mission",
    "finish_visits",
    "resume_visits",
    "return_mission",
    "submit_mission",
]

LONGEST = dt.timedelta(days=92)
PLANNED = (MissionState.DRAFT, MissionState.RETURNED)


@transaction.atomic
def create_mission(
    *,
    title: str,
    starts_on: dt.date,
    ends_on: dt.date,
    organisation: Organisation,
    actor: Person,
    purpose: str = "",
    countries: Iterable[str] = (),
    lead: Person | None = None,
) -> Mission:
    """Begin to plan a mission. ``lead`` may be named now or later; it has to be a delegate."""
    mission = Mission(organisation=organisation, created_by=actor)
    _fill(mission, title, purpose, countries, starts_on, ends_on)
    mission.save()
    if lead is not None:
        MissionMember.objects.create(mission=mission, person=lead, role=MemberRole.LEAD)
    record("missions.create_mission", mission, actor=actor)
    return mission


@transaction.atomic
def edit_mission(
    mission: Mission,
    *,
    title: str,
    starts_on: dt.date,
    ends_on: dt.date,
    actor: Actor,
    purpose: str = "",
    countries: Iterable[str] = (),
) -> Mission:
    """Change what was planned, before it is submitted or after it came back."""
    if mission.state not in PLANNED:
        raise NotInThisState(now=mission.state, wanted=MissionState.DRAFT)
    _fill(mission, title, purpose, countries, starts_on, ends_on)
    outside = mission.stops.exclude(on__range=(starts_on, ends_on)).order_by("on").first()
    if outside is not None:
        raise BadInput(
            "stop_outside",
            _("“%(stop)s” on %(on)s would be outside the trip. Move or remove that stop first."),
            field="ends_on" if outside.on > ends_on else "starts_on",
            stop=outside.title,
            on=outside.on.isoformat(),
        )
    mission.save(update_fields=["title", "purpose", "countries", "starts_on", "ends_on"])
    record("missions.edit_mission", mission, actor=actor)
    return mission


def _fill(
    mission: Mission, title: str, purpose: str, countries: Iterable[str], starts_on: dt.date, ends_on: dt.date
) -> None:
    mission.title = line(title, field="title", required=True)
    mission.purpose = paragraphs(purpose, field="purpose")
    mission.countries = list(dict.fromkeys(countries))
    for code in mission.countries:
        if not reference.is_country(code):
            raise BadInput(
                "unknown_country", _("“%(given)s” is no country. Choose from the list."), field="countries", given=code
            )
    if ends_on < starts_on:
        raise BadInput("ends_before_it_starts", _("The last day comes before the first. Swap them."), field="ends_on")
    if ends_on - starts_on > LONGEST:
        raise BadInput(
            "too_long_a_trip",
            _("A mission has at most %(days)s days. Check the year."),
            field="ends_on",
            days=LONGEST.days,
        )
    mission.starts_on, mission.ends_on = starts_on, ends_on


@transaction.atomic
def submit_mission(mission: Mission, *, actor: Actor) -> Mission:
    """Ask for approval. Needs a lead, a purpose and at least one stop."""
    if not mission.purpose:
        raise BadInput("purpose_missing", _("Say what the mission is for before you submit it."), field="purpose")
    if lead_of(mission) is None:
        raise BadInput("lead_missing", _("Name the lead of the mission before you submit it."), field="members")
    if not mission.stops.exists():
        raise BadInput(
            "itinerary_missing", _("Add at least one stop to the itinerary before you submit it."), field="stops"
        )
    return _move(mission, MissionState.SUBMITTED, "missions.submit_mission", actor, returned_comment="")


@transaction.atomic
def approve_mission(mission: Mission, *, actor: Actor) -> Mission:
    """Let the mission travel as planned."""
    return _move(mission, MissionState.APPROVED, "missions.approve_mission", actor)


@transaction.atomic
def return_mission(mission: Mission, *, comment: str, actor: Actor) -> Mission:
    """Send it back to be planned better; ``comment`` says what is to change."""
    comment = paragraphs(comment, field="comment", limit=2_000, required=True)
    return _move(mission, MissionState.RETURNED, "missions.return_mission", actor, returned_comment=comment)


@transaction.atomic
def begin_mission(mission: Mission, *, actor: Actor) -> Mission:
    """The delegation has left."""
    return _move(mission, MissionState.UNDER_WAY, "missions.begin_mission", actor)


@transaction.atomic
def finish_visits(mission: Mission, *, actor: Actor) -> Mission:
    """The delegation is back; what remains is to complete and submit what was recorded."""
    return _move(mission, MissionState.REPORTING, "missions.finish_visits", actor)


@transaction.atomic
def resume_visits(mission: Mission, *, actor: Actor) -> Mission:
    """It was not over after all."""
    return _move(mission, MissionState.UNDER_WAY, "missions.resume_visits", actor)


@transaction.atomic
def complete_mission(mission: Mission, *, actor: Actor) -> Mission:
    """Close the mission. Every visit has to be accepted or cancelled."""
    left = unfinished_visits(mission).count()
    if left:
        raise BadInput(
            "visits_left",
            _(
                "%(count)s visits are neither accepted nor cancelled. "
                "Submit them, or cancel those that did not take place."
            ),
            count=left,
        )
    return _move(mission, MissionState.COMPLETED, "missions.complete_mission", actor)


@transaction.atomic
def cancel_mission(mission: Mission, *, actor: Actor) -> Mission:
    """The mission does not take place, or ends early. What was recorded stays."""
    return _move(mission, MissionState.CANCELLED, "missions.cancel_mission", actor)


def _move(mission: Mission, state: str, verb: str, actor: Actor, **changes: object) -> Mission:
    MISSION.move(mission, state, **changes)
    record(verb, mission, actor=actor)
    return mission
