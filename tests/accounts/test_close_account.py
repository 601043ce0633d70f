from typing import Any

import pytest
from django.test import Client

from gyoryu.accounts.domain.people import close_account, reopen_account
from gyoryu.common.errors import BadInput, Conflict
from tests.cast import Cast
from tests.factories import PASSWORD


def test_a_closed_account_is_signed_out_everywhere_and_not_in_again(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.teacher)
    assert client.get("/home/").headers["Location"] == "/school/"
    close_account(cast.teacher, actor=cast.operator)
    assert client.get("/home/").headers["Location"].startswith("/account/login/")
    assert Client().login(email=cast.teacher.email, password=PASSWORD) is False


def test_a_closed_account_holds_no_role(cast: Cast) -> None:
    close_account(cast.curator, actor=cast.operator)
    fresh = type(cast.curator).objects.get(pk=cast.curator.pk)
    assert not fresh.has_perm("accounts.make_partner_link")


def test_nobody_closes_their_own(cast: Cast) -> None:
    with pytest.raises(BadInput):
        close_account(cast.operator, actor=cast.operator)


def test_closing_twice_is_refused(cast: Cast) -> None:
    close_account(cast.teacher, actor=cast.operator)
    with pytest.raises(Conflict):
        close_account(cast.teacher, actor=cast.operator)
    reopen_account(cast.teacher, actor=cast.operator)
    assert type(cast.teacher).objects.get(pk=cast.teacher.pk).is_active
