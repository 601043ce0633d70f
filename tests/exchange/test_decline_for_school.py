"""The school says no; its wish waits again, where it waited before."""

import pytest

from gyoryu.accounts.domain.links import LinkRevoked
from gyoryu.common.errors import BadInput, NotInThisState
from gyoryu.exchange.domain.matches import accept_as_partner, decline_for_school
from gyoryu.exchange.models import Match, Wish
from gyoryu.exchange.queries import place_in_queue
from gyoryu.registry.models import Offer
from tests.cast import Cast
from tests.exchange import stages


def test_the_wish_keeps_its_place_and_the_offer_gets_its_own_back(cast: Cast) -> None:
    wish = stages.waiting(cast)
    later = stages.waiting(cast)
    since = wish.waiting_since
    match, token = stages.asked(cast, stages.an_offer(capacity=1), wish)
    assert Offer.objects.get().state == "full"
    decline_for_school(match, reasons=["costs", "other"], note="버스 비용", actor=cast.teacher)
    assert (match.state, match.declined_by, match.declined_reasons, match.declined_note) == (
        "declined",
        "school",
        ["costs", "other"],
        "버스 비용",
    )
    wish.refresh_from_db()
    assert (wish.state, wish.waiting_since) == ("waiting", since)
    assert [place_in_queue(one) for one in (wish, later)] == [1, 2]
    assert Offer.objects.get().state == "open"
    with pytest.raises(LinkRevoked):
        stages.link_of(token)


def test_also_after_the_partner_accepted_while_the_page_was_open(cast: Cast) -> None:
    match, token = stages.asked(cast)
    stale = Match.objects.get()
    accept_as_partner(match, actor=stages.link_of(token))
    decline_for_school(stale, reasons=["safety"], actor=cast.principal)
    assert (Match.objects.get().state, Wish.objects.get().state) == ("declined", "waiting")


def test_a_partner_that_paused_meanwhile_stays_paused(cast: Cast) -> None:
    match, _token = stages.asked(cast, stages.an_offer(capacity=1))
    Offer.objects.update(state="paused")
    decline_for_school(match, reasons=["costs"], actor=cast.teacher)
    assert Offer.objects.get().state == "paused"


def test_with_a_reason_and_not_when_it_is_over(cast: Cast) -> None:
    match, _token = stages.asked(cast)
    with pytest.raises(BadInput):
        decline_for_school(match, reasons=[], actor=cast.teacher)
    with pytest.raises(NotInThisState):
        decline_for_school(stages.connected(cast), reasons=["costs"], actor=cast.teacher)
