"""Roles: given, ended, and both at once when somebody moves. Every change ends the person's sessions."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.enums import ROLES_OF_KIND
from gyoryu.accounts.models import Membership, Organisation, Person
from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor
from gyoryu.common.clock import now
from gyoryu.common.errors import BadInput, Conflict

__all__ = ["end_membership", "grant_role", "move_person"]


@dataclass(frozen=True)
class Move:
    """What a move did: where the person was, and the membership they have now."""

    left: list[Organisation]
    membership: Membership


def check_role(role: str, organisation: Organisation) -> None:
    """A role is held only at the kinds of organisation that have it, and only while these exist."""
    if role not in ROLES_OF_KIND.get(organisation.kind, frozenset()):
        raise BadInput(
            "role_not_here",
            _("This role cannot be held at %(organisation)s. Choose another role or another organisation."),
            field="role",
            organisation=organisation.name,
        )
    if not organisation.is_open:
        raise BadInput(
            "organisation_closed",
            _("%(organisation)s is closed. Choose one that is open."),
            field="organisation",
            organisation=organisation.name,
        )


def end_sessions(person: Person) -> None:
    """Wherever the person is signed in, the next request asks to sign in again."""
    Person.objects.filter(pk=person.pk).update(session_round=F("session_round") + 1)
    person.session_round += 1
    person.__dict__.pop("current_memberships", None)


def give(person: Person, *, role: str, organisation: Organisation, actor: Actor) -> tuple[Membership, bool]:
    """The membership, and whether it is new."""
    check_role(role, organisation)
    return Membership.objects.get_or_create(
        person=person,
        organisation=organisation,
        role=role,
        ended_at=None,
        defaults={"granted_by": actor.actor_pid},
    )


@transaction.atomic
def grant_role(person: Person, *, role: str, organisation: Organisation, actor: Actor) -> Membership:
    """Give ``person`` the role at the organisation; a role they hold there already is refused."""
    membership, new = give(person, role=role, organisation=organisation, actor=actor)
    if not new:
        raise Conflict("role_held", _("%(name)s holds this role there already."), field="role", name=person.name)
    end_sessions(person)
    record("accounts.grant_role", person, actor=actor, role=role, organisation=organisation.pid)
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, actor: Actor) -> Membership:
    """End one role. The row stays: who held what, and until when, is kept."""
    _end(membership)
    end_sessions(membership.person)
    record(
        "accounts.end_membership",
        membership.person,
        actor=actor,
        role=membership.role,
        organisation=membership.organisation.pid,
    )
    return membership


@transaction.atomic
def move_person(person: Person, *, to: Organisation, role: str, actor: Actor) -> Move:
    """Somebody changes school (in Korea on 1 March): what they held at organisations of that kind ends, the new begins.

    Wishes stay with the old school; whoever moves people sees them listed and hands them to a colleague there.
    """
    old = person.memberships.filter(ended_at__isnull=True, organisation__kind=to.kind).exclude(organisation=to)
    ended = list(old.select_related("organisation"))
    for membership in ended:
        _end(membership)
    membership, new = give(person, role=role, organisation=to, actor=actor)
    if not new and not ended:
        raise Conflict("already_there", _("%(name)s holds this role there already."), field="role", name=person.name)
    end_sessions(person)
    left = list({one.organisation_id: one.organisation for one in ended}.values())
    record(
        "accounts.move_person",
        person,
        actor=actor,
        role=role,
        organisation=to.pid,
        left=[organisation.pid for organisation in left],
    )
    return Move(left=left, membership=membership)


def _end(membership: Membership) -> None:
    at = now()
    if not Membership.objects.filter(pk=membership.pk, ended_at__isnull=True).update(ended_at=at):
        raise Conflict("membership_over", _("This role had ended before."))
    membership.ended_at = at
