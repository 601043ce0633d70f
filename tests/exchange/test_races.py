"""Two people at once, in real threads on a real database: somebody is first, nothing is half done, both can read it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from gyoryu.common.errors import Conflict, DomainError, NotInThisState
from gyoryu.exchange.domain import matches, wishes
from gyoryu.exchange.models import Match, Wish
from gyoryu.registry.models import Offer
from tests.cast import make_cast
from tests.exchange import stages

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4


def at_once(*doings: Callable[[], Any]) -> list[DomainError | None]:
    """Each in a thread of its own, let go at the same moment; what each was refused with, if it was."""
    ready = Barrier(len(doings))

    def run(doing: Callable[[], Any]) -> DomainError | None:
        try:
            ready.wait(10)
            doing()
        except DomainError as refusal:
            return refusal
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(doings)) as pool:
        return [future.result(60) for future in [pool.submit(run, doing) for doing in doings]]


def fresh(match: Match) -> Match:
    return Match.objects.get(pk=match.pk)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_curators_propose_for_one_wish(_round: int) -> None:
    cast = make_cast()
    wish, first, second = stages.waiting(cast), stages.an_offer(), stages.an_offer()
    refusals = at_once(
        lambda: matches.propose_match(Wish.objects.get(pk=wish.pk), first, actor=cast.curator),
        lambda: matches.propose_match(Wish.objects.get(pk=wish.pk), second, actor=cast.curator),
    )
    assert [refusal.code for refusal in refusals if refusal] == ["match_exists"]
    assert Match.objects.count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_curators_decide_one_match(_round: int) -> None:
    cast = make_cast()
    match = stages.proposed(cast, stages.an_offer(capacity=1))
    refusals = at_once(*[lambda: matches.decide_match(fresh(match), actor=cast.curator)] * 2)
    assert [type(refusal) for refusal in refusals if refusal] == [NotInThisState]
    assert (fresh(match).state, Wish.objects.get().state, Offer.objects.get().state) == ("decided", "in_match", "full")


@pytest.mark.parametrize("_round", range(ROUNDS))
@pytest.mark.parametrize(("capacity", "at_a_time", "code"), [(1, 5, "offer_full"), (5, 1, "partner_being_asked")])
def test_the_last_place_goes_to_one_of_four(
    monkeypatch: pytest.MonkeyPatch, capacity: int, at_a_time: int, code: str, _round: int
) -> None:
    monkeypatch.setattr("gyoryu.exchange.queries.contacts_at_once", lambda: at_a_time)
    cast = make_cast()
    offer = stages.an_offer(capacity=capacity)
    rivals = [stages.proposed(cast, offer) for _number in range(4)]

    def decide(match: Match) -> Callable[[], Match]:
        return lambda: matches.decide_match(fresh(match), actor=cast.curator)

    refusals = [refusal for refusal in at_once(*map(decide, rivals)) if refusal]
    assert {(type(refusal), refusal.code) for refusal in refusals} == {(Conflict, code)}
    assert sorted(Match.objects.values_list("state", flat=True)) == ["decided", "proposed", "proposed", "proposed"]
    assert sorted(Wish.objects.values_list("state", flat=True)) == ["in_match", "waiting", "waiting", "waiting"]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_the_partner_accepts_while_the_school_declines(_round: int) -> None:
    cast = make_cast()
    match, token = stages.asked(cast, stages.an_offer(capacity=1))
    link = stages.link_of(token)
    accepting, declining = at_once(
        lambda: matches.accept_as_partner(fresh(match), actor=link),
        lambda: matches.decline_for_school(fresh(match), reasons=["costs"], actor=cast.teacher),
    )
    # Whoever was first: the school does not want it, so it is over, and no contact was ever released.
    assert declining is None
    assert accepting is None or accepting.code in ("link_revoked", "not_in_this_state")
    over = fresh(match)
    assert (over.state, over.connected_at, Wish.objects.get().state) == ("declined", None, "waiting")
    assert Offer.objects.get().state == "open"


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_both_accept_at_once(_round: int) -> None:
    cast = make_cast()
    match, token = stages.asked(cast)
    link = stages.link_of(token)
    refusals = at_once(
        lambda: matches.accept_as_partner(fresh(match), actor=link),
        lambda: matches.accept_for_school(fresh(match), actor=cast.teacher),
    )
    assert refusals == [None, None]
    assert (fresh(match).state, Wish.objects.get().state) == ("connected", "connected")


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_the_partner_presses_twice(_round: int) -> None:
    cast = make_cast()
    match, token = stages.asked(cast)
    link = stages.link_of(token)
    refusals = at_once(
        lambda: matches.accept_as_partner(fresh(match), actor=link),
        lambda: matches.decline_as_partner(fresh(match), reasons=["costs"], actor=link),
    )
    assert [refusal.code for refusal in refusals if refusal] == ["link_used"]
    assert fresh(match).state in ("accepted_by_partner", "declined")


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_the_principal_closes_the_wish_while_the_partner_accepts(_round: int) -> None:
    cast = make_cast()
    match, token = stages.asked(cast)
    matches.accept_for_school(match, actor=cast.teacher)
    link = stages.link_of(token)
    accepting, closing = at_once(
        lambda: matches.accept_as_partner(fresh(match), actor=link),
        lambda: wishes.close_wish(Wish.objects.get(), reason="plans_changed", actor=cast.principal),
    )
    assert closing is None
    assert accepting is None or accepting.code in ("link_revoked", "not_in_this_state")
    assert (fresh(match).state, Wish.objects.get().state) == ("withdrawn", "closed")
    assert Offer.objects.get().state == "open"


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_it_expires_while_the_partner_accepts(_round: int) -> None:
    cast = make_cast()
    match, token = stages.asked(cast)
    Match.objects.update(answer_due="2020-01-01")
    link = stages.link_of(token)
    accepting, expiring = at_once(lambda: matches.accept_as_partner(fresh(match), actor=link), matches.expire_matches)
    assert expiring is None
    assert (fresh(match).state, Wish.objects.get().state) in (("expired", "waiting"),)
    assert accepting is None or accepting.code in ("link_revoked", "not_in_this_state")
