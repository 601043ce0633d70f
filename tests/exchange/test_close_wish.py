"""A school gives a wish up, whatever its state."""

import pytest

from gyoryu.accounts.domain.links import LinkRevoked
from gyoryu.common.errors import BadInput, NotInThisState
from gyoryu.exchange.domain.wishes import close_wish
from gyoryu.exchange.models import Match
from gyoryu.registry.models import Offer
from tests.cast import Cast
from tests.exchange import stages


@pytest.mark.parametrize("stage", [stages.drafted, stages.submitted, stages.approved, stages.waiting])
def test_from_every_state_before_a_match(cast: Cast, stage: object) -> None:
    wish = close_wish(stage(cast), reason="plans_changed", actor=cast.teacher)  # type: ignore[operator]
    assert (wish.state, wish.closed_reason) == ("closed", "plans_changed")
    assert wish.closed_at is not None


@pytest.mark.parametrize("stage", [stages.proposed, stages.decided, stages.connected])
def test_a_match_ends_with_it_and_its_place_is_free(cast: Cast, stage: object) -> None:
    match = stage(cast, stages.an_offer(capacity=1))  # type: ignore[operator]
    wish = close_wish(match.wish, reason="teacher_moved", actor=cast.principal)
    match = Match.objects.get()
    assert (wish.state, match.state, match.withdrawn_reason) == ("closed", "withdrawn", "wish_closed")
    assert match.ended_at is not None
    assert Offer.objects.get().state == "open"


def test_the_partner_s_link_is_taken_back(cast: Cast) -> None:
    match, token = stages.asked(cast)
    close_wish(match.wish, reason="other", actor=cast.teacher)
    with pytest.raises(LinkRevoked):
        stages.link_of(token)


def test_once(cast: Cast) -> None:
    wish = close_wish(stages.waiting(cast), reason="other", actor=cast.teacher)
    with pytest.raises(NotInThisState):
        close_wish(wish, reason="other", actor=cast.teacher)
    with pytest.raises(BadInput):
        close_wish(stages.waiting(cast), reason="boredom", actor=cast.teacher)
