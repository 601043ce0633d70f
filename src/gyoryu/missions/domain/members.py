"""Who travels with a mission."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.enums import Role
from gyoryu.accounts.models import Person
from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor
from gyoryu.common.errors import BadInput, Conflict, NotInThisState
from gyoryu.missions.domain.wording import line
from gyoryu.missions.enums import MemberRole, MissionState
from gyoryu.missions.models import Mission, MissionMember

__all__ = ["add_member", "remove_member", "set_lead"]

CHANGEABLE = (
    MissionState.DRAFT,
    MissionState.RETURNED,
    MissionState.APPROVED,
    MissionState.UNDER_WAY,
    MissionState.REPORTING,
)


def _check_open(mission: Mission) -> None:
    if mission.state not in CHANGEABLE:
        raise NotInThisState(now=mission.state, wanted=MissionState.DRAFT)


@transaction.atomic
def add_member(
    mission: Mission, *, person: Person, actor: Actor, duty: str = "", role: str = MemberRole.DELEGATE
) -> MissionMember:
    """``person``, a delegate, travels with the mission and does ``duty``. The first lead may be added as such."""
    _check_open(mission)
    if not person.has_role(Role.DELEGATE):
        raise BadInput(
            "not_a_delegate",
            _("%(name)s is no delegate. Ask an operator to give the role first."),
            field="person",
            name=person.name,
        )
    if mission.members.filter(person=person).exists():
        raise Conflict("already_member", _("%(name)s is a member already."), field="person", name=person.name)
    if role == MemberRole.LEAD and mission.members.filter(role=MemberRole.LEAD).exists():
        raise Conflict(
            "has_a_lead", _("The mission has a lead already. Add a delegate, then make them the lead."), field="role"
        )
    member = MissionMember.objects.create(mission=mission, person=person, role=role, duty=line(duty, field="duty"))
    record("missions.add_member", mission, actor=actor, person=person.pid)
    return member


@transaction.atomic
def remove_member(mission: Mission, *, person: Person, actor: Actor) -> None:
    """``person`` does not travel and sees the mission no longer; what they recorded stays. Not the lead."""
    _check_open(mission)
    member = _member(mission, person)
    if member.role == MemberRole.LEAD:
        raise BadInput(
            "is_the_lead", _("%(name)s leads the mission. Name another lead first."), field="person", name=person.name
        )
    member.delete()
    record("missions.remove_member", mission, actor=actor, person=person.pid)


@transaction.atomic
def set_lead(mission: Mission, *, person: Person, actor: Actor) -> Mission:
    """``person``, a member, leads the mission from now on."""
    _check_open(mission)
    member = _member(mission, person)
    mission.members.filter(role=MemberRole.LEAD).exclude(pk=member.pk).update(role=MemberRole.DELEGATE)
    mission.members.filter(pk=member.pk).update(role=MemberRole.LEAD)
    record("missions.set_lead", mission, actor=actor, person=person.pid)
    return mission


def _member(mission: Mission, person: Person) -> MissionMember:
    member = mission.members.filter(person=person).first()
    if member is None:
        raise BadInput("not_a_member", _("%(name)s is not a member. Add them first."), field="person", name=person.name)
    return member
