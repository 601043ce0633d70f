from typing import Any

import pytest

from gyoryu.accounts.domain.invitations import invite_person, open_invitation
from gyoryu.accounts.enums import Role
from gyoryu.accounts.models import Invitation
from gyoryu.accounts.queries import get_organisation_to_invite_to, invitations_visible_to, roles_to_invite
from gyoryu.audit.models import Event
from gyoryu.common.errors import BadInput, Conflict, DomainError, NotAllowed, NotFound
from tests.cast import Cast


def invite(cast: Cast, email: str = "New.Teacher@school.example", **more: Any) -> tuple[Invitation, str]:
    given: dict[str, Any] = {"role": Role.TEACHER, "organisation": cast.school, "actor": cast.operator}
    return invite_person(email, **{**given, **more})


def test_an_invitation_is_for_one_address_role_and_organisation(cast: Cast) -> None:
    invitation, token = invite(cast, name=" 임  보미 ", language="en")
    assert (invitation.email, invitation.name, invitation.language) == ("new.teacher@school.example", "임 보미", "en")
    assert open_invitation(token) == invitation
    event = Event.objects.get(verb="accounts.invite_person")
    assert event.data == {"role": "teacher", "organisation": cast.school.pid}


def test_inviting_again_replaces_the_open_invitation(cast: Cast) -> None:
    _first, old = invite(cast)
    second, new = invite(cast)
    with pytest.raises(DomainError) as refused:
        open_invitation(old)
    assert refused.value.code == "invitation_withdrawn"
    assert open_invitation(new) == second


@pytest.mark.parametrize("email", ["", "no", "a@b", "a b@school.example", "x" * 250 + "@a.example", "a\x00@b.example"])
def test_what_is_no_address_is_refused_at_its_field(cast: Cast, email: str) -> None:
    with pytest.raises(BadInput) as refused:
        invite(cast, email)
    assert refused.value.field == "email"


@pytest.mark.parametrize("role", ["curator", "policy_officer", "nobody", ""])
def test_a_role_that_a_school_does_not_have_is_refused(cast: Cast, role: str) -> None:
    with pytest.raises(BadInput) as refused:
        invite(cast, role=role)
    assert refused.value.field == "role"


def test_a_closed_school_takes_nobody(cast: Cast) -> None:
    cast.school.is_open = False
    with pytest.raises(BadInput) as refused:
        invite(cast)
    assert refused.value.code == "organisation_closed"


@pytest.mark.parametrize("days", [0, 91])
def test_days_have_bounds(cast: Cast, days: int) -> None:
    with pytest.raises(BadInput):
        invite(cast, days=days)


def test_who_holds_the_role_needs_no_invitation(cast: Cast) -> None:
    with pytest.raises(Conflict):
        invite(cast, cast.teacher.email.upper())


def test_who_may_invite_to_what(cast: Cast) -> None:
    assert roles_to_invite(cast.operator, cast.school) == {"teacher", "principal", "delegate"}
    assert roles_to_invite(cast.principal, cast.school) == {"teacher"}
    assert roles_to_invite(cast.principal, cast.other_school) == frozenset()
    assert get_organisation_to_invite_to(cast.principal, cast.school.pid, "teacher") == cast.school
    with pytest.raises(NotAllowed):
        get_organisation_to_invite_to(cast.principal, cast.school.pid, "principal")
    with pytest.raises(NotFound):
        get_organisation_to_invite_to(cast.principal, cast.other_school.pid, "teacher")
    allowed = {name for name, person in cast.everybody().items() if person.has_perm("accounts.invite_person")}
    assert allowed == {"operator", "principal"}


def test_a_principal_sees_the_invitations_of_teachers_to_the_own_school(cast: Cast) -> None:
    own, _token = invite(cast)
    invite(cast, "head@school.example", role=Role.PRINCIPAL)
    invite(cast, "other@school.example", organisation=cast.other_school)
    assert list(invitations_visible_to(cast.principal)) == [own]
    assert invitations_visible_to(cast.operator).count() == 3
    assert invitations_visible_to(cast.teacher).count() == 0
