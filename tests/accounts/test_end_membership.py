from typing import Any

import pytest

from gyoryu.accounts.domain.memberships import end_membership, grant_role
from gyoryu.accounts.enums import Role
from gyoryu.accounts.models import Membership
from gyoryu.accounts.queries import get_membership
from gyoryu.common.errors import Conflict, NotAllowed, NotFound
from tests.cast import Cast


def test_an_ended_role_is_kept_and_gives_nothing(cast: Cast) -> None:
    membership = get_membership(cast.operator, cast.curator.pid, cast.institute.pid, Role.CURATOR)
    end_membership(membership, actor=cast.operator)
    membership.refresh_from_db()
    assert membership.ended_at is not None
    fresh = type(cast.curator).objects.get(pk=cast.curator.pk)
    assert not fresh.has_role(Role.CURATOR)


def test_it_ends_once_and_may_be_given_again(cast: Cast) -> None:
    membership = get_membership(cast.operator, cast.curator.pid, cast.institute.pid, Role.CURATOR)
    stale = Membership.objects.get(pk=membership.pk)
    end_membership(membership, actor=cast.operator)
    with pytest.raises(Conflict):
        end_membership(stale, actor=cast.operator)
    grant_role(cast.curator, role=Role.CURATOR, organisation=cast.institute, actor=cast.operator)
    assert cast.curator.memberships.count() == 2


def test_the_sessions_end_with_the_role(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.curator)
    assert client.get("/home/").headers["Location"] == "/desk/"
    end_membership(cast.curator.memberships.get(), actor=cast.operator)
    assert client.get("/home/").headers["Location"].startswith("/account/login/")


def test_only_operators_end_roles(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        get_membership(cast.principal, cast.teacher.pid, cast.school.pid, Role.TEACHER)
    with pytest.raises(NotFound):
        get_membership(cast.curator, cast.teacher.pid, cast.school.pid, Role.TEACHER)
    with pytest.raises(NotFound):
        get_membership(cast.operator, cast.teacher.pid, cast.school.pid, Role.PRINCIPAL)
