"""A wish that was not eligible is mended and submitted once more."""

import pytest

from gyoryu.common.errors import NotInThisState
from gyoryu.exchange.domain.wishes import approve_wish, find_eligible, refuse_wish, reopen_wish, submit_wish
from tests.cast import Cast
from tests.exchange import stages


def test_the_whole_round_again(cast: Cast) -> None:
    wish = refuse_wish(stages.approved(cast), reasons=["incomplete"], actor=cast.curator)
    wish = reopen_wish(wish, actor=cast.teacher)
    assert (wish.state, wish.submitted_at, wish.approved_at, wish.approved_by) == ("draft", None, None, None)
    assert wish.refusal_reasons == ["incomplete"]  # still to be read while it is mended
    wish = find_eligible(approve_wish(submit_wish(wish, actor=cast.teacher), actor=cast.principal), actor=cast.curator)
    assert (wish.state, wish.refusal_reasons) == ("waiting", [])


def test_only_one_that_was_refused(cast: Cast) -> None:
    with pytest.raises(NotInThisState):
        reopen_wish(stages.waiting(cast), actor=cast.teacher)
