"""The teacher wants to change a wish that the principal has not looked at yet."""

import pytest

from gyoryu.common.errors import NotInThisState
from gyoryu.exchange.domain.wishes import take_back_wish
from tests.cast import Cast
from tests.exchange import stages


def test_it_is_a_draft_again(cast: Cast) -> None:
    wish = take_back_wish(stages.submitted(cast), actor=cast.teacher)
    assert (wish.state, wish.submitted_at) == ("draft", None)


def test_not_after_the_approval(cast: Cast) -> None:
    with pytest.raises(NotInThisState):
        take_back_wish(stages.approved(cast), actor=cast.teacher)
