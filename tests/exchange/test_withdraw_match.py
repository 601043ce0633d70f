"""The office takes a match back."""

import pytest

from gyoryu.common.errors import BadInput, NotInThisState
from gyoryu.exchange.domain.matches import withdraw_match
from gyoryu.exchange.models import Wish
from gyoryu.registry.models import Offer
from tests.cast import Cast
from tests.exchange import stages


@pytest.mark.parametrize("stage", [stages.proposed, stages.decided, stages.connected])
def test_the_wish_waits_again(cast: Cast, stage: object) -> None:
    match = stage(cast, stages.an_offer(capacity=1))  # type: ignore[operator]
    since = Wish.objects.get().waiting_since
    withdraw_match(match, reason="better_match", note="가까운 학교", actor=cast.curator)
    assert (match.state, match.withdrawn_reason, match.withdrawn_note) == ("withdrawn", "better_match", "가까운 학교")
    wish = Wish.objects.get()
    assert (wish.state, wish.waiting_since) == ("waiting", since)
    assert Offer.objects.get().state == "open"


def test_once_and_with_a_reason(cast: Cast) -> None:
    match = stages.proposed(cast)
    with pytest.raises(BadInput):
        withdraw_match(match, reason="", actor=cast.curator)
    withdraw_match(match, reason="mistake", actor=cast.curator)
    with pytest.raises(NotInThisState):
        withdraw_match(match, reason="mistake", actor=cast.curator)
