from typing import Any

import pytest
from allauth.account.models import EmailAddress

from gyoryu.accounts.domain.invitations import (
    InvitationOver,
    InvitationUnknown,
    accept_invitation,
    open_invitation,
)
from gyoryu.accounts.enums import Role
from gyoryu.accounts.models import Invitation, Person
from gyoryu.audit.models import Event
from gyoryu.common.errors import BadInput, Conflict
from tests.accounts.test_invite_person import invite
from tests.cast import Cast

PASSWORD = "파란 고래 세 마리 swim"


def test_a_new_person_has_an_account_with_the_role_and_a_verified_address(cast: Cast) -> None:
    invitation, token = invite(cast, language="en")
    person = accept_invitation(token, name="임보미", password=PASSWORD)
    assert (person.email, person.name, person.language) == ("new.teacher@school.example", "임보미", "en")
    assert person.check_password(PASSWORD)
    assert person.organisation_ids(Role.TEACHER) == [cast.school.pk]
    assert EmailAddress.objects.filter(user=person, verified=True, primary=True).count() == 1
    event = Event.objects.get(verb="accounts.accept_invitation")
    assert (event.actor_pid, event.subject_pid) == (person.pid, invitation.pid)


def test_it_is_accepted_once(cast: Cast) -> None:
    _invitation, token = invite(cast)
    accept_invitation(token, name="임보미", password=PASSWORD)
    with pytest.raises(InvitationOver) as refused:
        accept_invitation(token, name="임보미", password=PASSWORD)
    assert (refused.value.code, refused.value.status) == ("invitation_used", 410)
    assert Person.objects.filter(email="new.teacher@school.example").count() == 1


def test_who_has_an_account_keeps_name_and_password_and_gets_the_role(cast: Cast) -> None:
    _invitation, token = invite(cast, cast.other_teacher.email)
    before = cast.other_teacher.password
    person = accept_invitation(token, name="somebody else", password=PASSWORD)
    person.refresh_from_db()
    assert (person.name, person.password) == ("other teacher", before)
    assert set(person.organisation_ids(Role.TEACHER)) == {cast.school.pk, cast.other_school.pk}


def test_a_closed_account_is_not_opened_by_an_invitation(cast: Cast) -> None:
    Person.objects.filter(pk=cast.other_teacher.pk).update(is_active=False)
    _invitation, token = invite(cast, cast.other_teacher.email)
    with pytest.raises(Conflict):
        accept_invitation(token)
    assert open_invitation(token).accepted_at is None


@pytest.mark.parametrize(
    ("name", "password", "field"),
    [
        ("", PASSWORD, "name"),
        ("x" * 101, PASSWORD, "name"),
        ("a\x00b", PASSWORD, "name"),
        ("임보미", "", "password"),
        ("임보미", "short", "password"),
        ("임보미", "1234567890", "password"),
        ("임보미", "x" * 201, "password"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(
    cast: Cast, name: str, password: str, field: str
) -> None:
    invitation, token = invite(cast)
    with pytest.raises(BadInput) as refused:
        accept_invitation(token, name=name, password=password)
    assert refused.value.field == field
    invitation.refresh_from_db()
    assert (invitation.accepted_at, Person.objects.filter(email=invitation.email).count()) == (None, 0)


def test_it_ends_after_two_weeks(cast: Cast, time_machine: Any) -> None:
    time_machine.move_to("2026-03-02T00:00:00Z", tick=False)
    _invitation, token = invite(cast)
    time_machine.move_to("2026-03-16T00:00:00Z", tick=False)
    with pytest.raises(InvitationOver) as refused:
        accept_invitation(token, name="임보미", password=PASSWORD)
    assert refused.value.code == "invitation_expired"


@pytest.mark.parametrize("token", ["", "nonsense", "\x00", "\udfff"])
def test_an_unknown_token_is_unknown(cast: Cast, token: str) -> None:
    with pytest.raises(InvitationUnknown):
        accept_invitation(token, name="임보미", password=PASSWORD)
    assert Invitation.objects.count() == 0
