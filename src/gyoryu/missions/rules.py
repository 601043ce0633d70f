"""Who may do what with missions and visits. Predicates take (viewer, thing); with no thing they answer for the role.

A thing is a mission or anything inside one: a stop, a member, a visit, a picture.
"""

from typing import Any

import rules

from gyoryu.accounts.enums import Role
from gyoryu.missions.enums import MemberRole, VisitState
from gyoryu.missions.models import Evidence, Mission, MissionMember, Stop, Visit

WITH_THE_CURATOR = (VisitState.SUBMITTED, VisitState.ACCEPTED, VisitState.RETURNED)


def mission_of(thing: Any) -> Mission:
    if isinstance(thing, Evidence):
        thing = thing.visit
    if isinstance(thing, Visit | Stop | MissionMember):
        return thing.mission
    if isinstance(thing, Mission):
        return thing
    raise TypeError(f"{thing!r} belongs to no mission")


@rules.predicate
def is_curator(viewer: Any, thing: Any = None) -> bool:
    return bool(viewer.has_role(Role.CURATOR))


@rules.predicate
def is_policy_officer(viewer: Any, thing: Any = None) -> bool:
    return bool(viewer.has_role(Role.POLICY_OFFICER))


@rules.predicate
def is_delegate(viewer: Any, thing: Any = None) -> bool:
    return bool(viewer.has_role(Role.DELEGATE))


def _members(viewer: Any, thing: Any) -> Any:
    return MissionMember.objects.filter(mission=mission_of(thing), person_id=viewer.pk)


@rules.predicate
def is_member(viewer: Any, thing: Any = None) -> bool:
    """Travels with the mission. Whoever is no delegate any more is no member either."""
    return bool(is_delegate(viewer)) and (thing is None or _members(viewer, thing).exists())


@rules.predicate
def is_lead(viewer: Any, thing: Any = None) -> bool:
    return bool(is_delegate(viewer)) and (
        thing is None or _members(viewer, thing).filter(role=MemberRole.LEAD).exists()
    )


@rules.predicate
def planned_it(viewer: Any, thing: Any = None) -> bool:
    """A policy officer or delegate who made the mission."""
    if not (is_delegate(viewer) or is_policy_officer(viewer)):
        return False
    return thing is None or mission_of(thing).created_by_id == viewer.pk


@rules.predicate
def has_no_part_in_it(viewer: Any, thing: Any = None) -> bool:
    """Neither made the mission nor travels with it: who decides is never who proposed."""
    if thing is None:
        return True
    return mission_of(thing).created_by_id != viewer.pk and not _members(viewer, thing).exists()


@rules.predicate
def recorded_it(viewer: Any, visit: Any = None) -> bool:
    return visit is None or visit.recorded_by_id == viewer.pk


may_plan = is_lead | planned_it
sees_mission = is_member | is_curator | is_policy_officer | planned_it
sees_visit = is_member | is_curator

rules.add_perm("missions.view_field", is_delegate)
rules.add_perm("missions.view_mission", sees_mission)
rules.add_perm("missions.create_mission", is_delegate | is_policy_officer)
for _verb in (
    "edit_mission",
    "submit_mission",
    "add_member",
    "remove_member",
    "set_lead",
    "add_stop",
    "edit_stop",
    "remove_stop",
):
    rules.add_perm(f"missions.{_verb}", may_plan)
for _verb in ("approve_mission", "return_mission"):
    rules.add_perm(f"missions.{_verb}", is_policy_officer & has_no_part_in_it)
for _verb in ("begin_mission", "finish_visits", "resume_visits", "complete_mission"):
    rules.add_perm(f"missions.{_verb}", is_lead)
rules.add_perm("missions.cancel_mission", may_plan | is_policy_officer)

rules.add_perm("missions.view_visit", sees_visit)
rules.add_perm("missions.view_evidence", sees_visit)
for _verb in ("start_visit", "save_visit", "add_evidence", "describe_evidence", "remove_evidence"):
    rules.add_perm(f"missions.{_verb}", is_member)
rules.add_perm("missions.submit_visit", is_lead)
rules.add_perm("missions.cancel_visit", is_lead | (is_member & recorded_it))
rules.add_perm("missions.view_submitted_visits", is_curator)
for _verb in ("accept_visit", "return_visit"):
    rules.add_perm(f"missions.{_verb}", is_curator & has_no_part_in_it)
