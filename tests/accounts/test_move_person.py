"""On 1 March teachers change school."""

from typing import Any

import pytest

from gyoryu.accounts.domain.memberships import grant_role, move_person
from gyoryu.accounts.enums import Role
from gyoryu.audit.models import Event
from gyoryu.common.errors import BadInput, Conflict
from tests.cast import Cast


def test_the_old_school_ends_and_the_new_one_begins(cast: Cast) -> None:
    move = move_person(cast.teacher, to=cast.other_school, role=Role.TEACHER, actor=cast.operator)
    assert move.left == [cast.school]
    assert cast.teacher.organisation_ids() == [cast.other_school.pk]
    event = Event.objects.get()
    assert event.data == {"role": "teacher", "organisation": cast.other_school.pid, "left": [cast.school.pid]}


def test_roles_elsewhere_stay(cast: Cast) -> None:
    grant_role(cast.teacher, role=Role.DELEGATE, organisation=cast.office, actor=cast.operator)
    move_person(cast.teacher, to=cast.other_school, role=Role.PRINCIPAL, actor=cast.operator)
    assert cast.teacher.organisation_ids(Role.DELEGATE) == [cast.office.pk]
    assert cast.teacher.organisation_ids(Role.PRINCIPAL) == [cast.other_school.pk]


def test_who_teaches_at_two_schools_leaves_both(cast: Cast) -> None:
    grant_role(cast.teacher, role=Role.TEACHER, organisation=cast.other_school, actor=cast.operator)
    move = move_person(cast.teacher, to=cast.other_school, role=Role.TEACHER, actor=cast.operator)
    assert (move.left, cast.teacher.organisation_ids()) == ([cast.school], [cast.other_school.pk])


def test_moving_to_where_one_is_is_refused(cast: Cast) -> None:
    with pytest.raises(Conflict):
        move_person(cast.teacher, to=cast.school, role=Role.TEACHER, actor=cast.operator)


def test_a_wrong_role_moves_nothing(cast: Cast) -> None:
    with pytest.raises(BadInput):
        move_person(cast.teacher, to=cast.other_school, role=Role.CURATOR, actor=cast.operator)
    assert cast.teacher.memberships.filter(ended_at__isnull=True).count() == 1


def test_the_sessions_end(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.teacher)
    client.get("/home/")
    move_person(cast.teacher, to=cast.other_school, role=Role.TEACHER, actor=cast.operator)
    assert client.get("/home/").headers["Location"].startswith("/account/login/")
