"""A correction that is wrong is rejected with a reason; the value stays."""

import pytest

from gyoryu.registry.domain.changes import reject_change, suggest_change
from tests.cast import Cast
from tests.registry.saying import an_institution, fresh, refused

pytestmark = pytest.mark.django_db


def test_the_value_stays_and_the_reason_is_kept(cast: Cast) -> None:
    institution = an_institution(pupils=100)
    change = suggest_change(institution, field="pupils", new={"pupils": 9}, actor=cast.teacher)
    with refused("reason_missing"):
        reject_change(change, reason="", actor=cast.curator)
    reject_change(change, reason="wrong_institution", note="that is the other one", actor=cast.curator)
    seen = fresh(change)
    assert (seen.state, seen.decision_reason, seen.decision_note) == (
        "rejected",
        "wrong_institution",
        "that is the other one",
    )
    assert fresh(institution).pupils == 100
    with refused("not_in_this_state"):
        reject_change(change, reason="other", actor=cast.curator)
