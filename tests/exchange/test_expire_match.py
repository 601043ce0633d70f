"""The last day to answer is over."""

import datetime as dt

import pytest
import time_machine

from gyoryu.common.actors import SystemActor
from gyoryu.common.clock import today
from gyoryu.common.errors import Conflict
from gyoryu.exchange.domain.matches import accept_for_school, expire_match, expire_matches
from gyoryu.exchange.models import Match, Wish
from gyoryu.exchange.queries import matches_awaiting_curator
from gyoryu.exchange.tasks import expire_due
from gyoryu.registry.models import Offer
from tests.cast import Cast
from tests.exchange import stages


def after(days: int) -> time_machine.travel:
    return time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=days))


def test_not_on_the_last_day(cast: Cast) -> None:
    match, _token = stages.asked(cast)
    with pytest.raises(Conflict) as refusal:
        expire_match(match, actor=cast.curator)
    assert refusal.value.code == "not_due_yet"
    with after((match.answer_due - today()).days):
        assert expire_matches() == 0


def test_all_that_are_over_expire_and_wait_again(cast: Cast) -> None:
    asked, _token = stages.asked(cast, stages.an_offer(capacity=1))
    accepted, _token = stages.asked(cast)
    accept_for_school(accepted, actor=cast.teacher)
    connected = stages.connected(cast)
    since = Wish.objects.get(pk=asked.wish_id).waiting_since
    with after(30):
        assert list(matches_awaiting_curator(cast.curator)) == [asked, accepted]
        assert expire_due() == 2
        assert expire_due() == 0
    assert dict(Match.objects.values_list("pk", "state")) == {
        asked.pk: "expired",
        accepted.pk: "expired",
        connected.pk: "connected",
    }
    wish = Wish.objects.get(pk=asked.wish_id)
    assert (wish.state, wish.waiting_since) == ("waiting", since)
    assert Offer.objects.get(pk=asked.offer_id).state == "open"


def test_an_answer_that_came_in_between_wins(cast: Cast) -> None:
    match, token = stages.asked(cast)
    with after(30):
        stale = Match.objects.get()
        Match.objects.update(state="connected")
        assert expire_matches(actor=SystemActor("test")) == 0
        stale.state = "asked"
    assert Match.objects.get().state == "connected"
