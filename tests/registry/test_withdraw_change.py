"""Whoever said it takes it back."""

import pytest

from gyoryu.registry.changing import open_changes
from gyoryu.registry.domain.changes import suggest_change, withdraw_change
from gyoryu.registry.rules import has_perm
from tests.cast import Cast
from tests.registry.saying import an_institution, fresh, refused

pytestmark = pytest.mark.django_db


def test_taken_back_it_waits_no_more(cast: Cast) -> None:
    institution = an_institution(pupils=100)
    change = suggest_change(institution, field="pupils", new={"pupils": 9}, actor=cast.teacher)
    assert has_perm("registry.withdraw_change", cast.teacher, change)
    assert not has_perm("registry.withdraw_change", cast.principal, change)
    withdraw_change(change, actor=cast.teacher)
    assert fresh(change).state == "withdrawn"
    assert not open_changes(institution).exists()
    with refused("not_in_this_state"):
        withdraw_change(change, actor=cast.teacher)
