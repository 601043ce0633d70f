from typing import Any

import pytest

from gyoryu.accounts.domain.memberships import grant_role
from gyoryu.accounts.enums import Role
from gyoryu.audit.models import Event
from gyoryu.common.errors import BadInput, Conflict
from tests.cast import Cast


def test_a_role_is_given_and_recorded(cast: Cast) -> None:
    membership = grant_role(cast.stranger, role=Role.CURATOR, organisation=cast.institute, actor=cast.operator)
    assert (membership.granted_by, membership.ended_at) == (cast.operator.pid, None)
    assert cast.stranger.has_role(Role.CURATOR)
    event = Event.objects.get()
    assert (event.verb, event.subject_pid) == ("accounts.grant_role", cast.stranger.pid)
    assert event.data == {"role": "curator", "organisation": cast.institute.pid}


def test_a_role_is_held_once_at_a_place(cast: Cast) -> None:
    with pytest.raises(Conflict):
        grant_role(cast.teacher, role=Role.TEACHER, organisation=cast.school, actor=cast.operator)


def test_a_school_has_no_curators(cast: Cast) -> None:
    with pytest.raises(BadInput):
        grant_role(cast.teacher, role=Role.CURATOR, organisation=cast.school, actor=cast.operator)


def test_a_new_role_ends_the_sessions(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.teacher)
    assert client.get("/home/").status_code == 302
    assert client.get("/home/").headers["Location"] == "/school/"
    grant_role(cast.teacher, role=Role.DELEGATE, organisation=cast.school, actor=cast.operator)
    assert client.get("/home/").headers["Location"].startswith("/account/login/")
