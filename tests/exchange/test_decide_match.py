"""A person takes the decision, and the match holds a place from then on."""

import datetime as dt

import pytest
from django.utils.translation import override

from gyoryu.common.errors import Conflict, NotInThisState
from gyoryu.exchange.domain.matches import decide_match
from gyoryu.exchange.domain.wishes import close_wish
from gyoryu.exchange.models import Match, Wish
from gyoryu.exchange.queries import contacts_at_once
from gyoryu.registry.models import Offer
from tests.cast import Cast
from tests.exchange import stages


def test_it_holds_a_place_and_the_wish_is_being_matched(cast: Cast) -> None:
    match = decide_match(stages.proposed(cast), note_to_partner="A class of 25", actor=cast.curator)
    assert (match.state, match.decided_by, match.note_to_partner) == ("decided", cast.curator.pid, "A class of 25")
    assert Wish.objects.get().state == "in_match"
    assert Offer.objects.get().state == "open"


def test_the_last_place_makes_the_offer_full(cast: Cast) -> None:
    stages.decided(cast, stages.an_offer(capacity=1))
    assert Offer.objects.get().state == "full"


def test_the_last_place_goes_once(cast: Cast) -> None:
    offer = stages.an_offer(capacity=1)
    first, second = stages.proposed(cast, offer), stages.proposed(cast, offer)
    decide_match(first, actor=cast.curator)
    with pytest.raises(Conflict) as refusal:
        decide_match(second, actor=cast.curator)
    assert refusal.value.code == "offer_full"
    assert Match.objects.get(pk=second.pk).state == "proposed"
    assert Wish.objects.get(pk=second.wish_id).state == "waiting"


def test_one_partner_is_asked_about_one_school_at_a_time(cast: Cast) -> None:
    assert contacts_at_once() == 1
    offer = stages.an_offer(capacity=5)
    other = stages.an_offer(capacity=5, institution=offer.institution)
    first, second = stages.proposed(cast, offer), stages.proposed(cast, other)
    decide_match(first, actor=cast.curator)
    with pytest.raises(Conflict) as refusal:
        decide_match(second, actor=cast.curator)
    assert refusal.value.code == "partner_being_asked"


def test_two_curators_decide_the_same_match(cast: Cast) -> None:
    match = stages.proposed(cast)
    again = Match.objects.get(pk=match.pk)
    decide_match(match, actor=cast.curator)
    with pytest.raises(NotInThisState) as refusal:
        decide_match(again, actor=cast.curator)
    with override("en"):
        assert "it is now “Decided”" in str(refusal.value)


def test_a_wish_that_was_closed_meanwhile(cast: Cast) -> None:
    match = stages.proposed(cast)
    close_wish(Wish.objects.get(), reason="other", actor=cast.teacher)
    with pytest.raises(NotInThisState):
        decide_match(match, actor=cast.curator)


def test_an_offer_that_ran_out_meanwhile(cast: Cast) -> None:
    match = stages.proposed(cast)
    Offer.objects.update(valid_until=dt.date(2020, 1, 1))
    with pytest.raises(Conflict) as refusal:
        decide_match(match, actor=cast.curator)
    assert refusal.value.code == "offer_not_open"


def test_capacity_that_shrank_below_what_is_promised(cast: Cast) -> None:
    """What was promised stands; nobody new is matched."""
    offer = stages.an_offer(capacity=2)
    connected = stages.connected(cast, offer)
    match = stages.proposed(cast, offer)
    Offer.objects.update(capacity=1)
    with pytest.raises(Conflict):
        decide_match(match, actor=cast.curator)
    connected.refresh_from_db()
    assert connected.state == "connected"
