import pytest

from gyoryu.accounts.domain.people import close_account, reopen_account
from gyoryu.audit.models import Event
from gyoryu.common.errors import Conflict
from tests.cast import Cast


def test_an_account_is_opened_again_with_its_roles(cast: Cast) -> None:
    close_account(cast.teacher, actor=cast.operator)
    reopen_account(cast.teacher, actor=cast.operator)
    fresh = type(cast.teacher).objects.get(pk=cast.teacher.pk)
    assert (fresh.is_active, fresh.organisation_ids()) == (True, [cast.school.pk])
    assert [event.verb for event in Event.objects.all()] == ["accounts.close_account", "accounts.reopen_account"]


def test_an_open_account_is_not_opened(cast: Cast) -> None:
    with pytest.raises(Conflict):
        reopen_account(cast.teacher, actor=cast.operator)
