"""Lists and predicates say the same for everybody, in every state."""

from typing import Any

import pytest
import rules

from gyoryu.accounts.viewers import ANONYMOUS
from gyoryu.exchange.domain import matches, wishes
from gyoryu.exchange.models import Match, Wish
from gyoryu.exchange.queries import live_matches_of, matches_visible_to, whose_turn, wishes_visible_to
from tests.cast import Cast
from tests.exchange import stages

SCHOOL = {"teacher", "principal"}
OFFICE = {"curator", "policy_officer"}
DISTRICT = {"district_officer"}


def everybody(cast: Cast) -> dict[str, Any]:
    return {**cast.everybody(), "nobody": ANONYMOUS}


def wishes_in_every_state(cast: Cast) -> dict[str, Wish]:
    found = {
        "draft": stages.drafted(cast),
        "submitted": stages.submitted(cast),
        "approved": stages.approved(cast),
        "waiting": stages.waiting(cast),
        "ineligible": wishes.refuse_wish(stages.approved(cast), reasons=["duplicate"], actor=cast.curator),
        "in_match": stages.decided(cast).wish,
        "connected": stages.connected(cast).wish,
        "closed": wishes.close_wish(stages.waiting(cast), reason="other", actor=cast.teacher),
        "eligible": stages.approved(cast),
    }
    Wish.objects.filter(pk=found["eligible"].pk).update(state="eligible")
    return found


def matches_in_every_state(cast: Cast) -> dict[str, Match]:
    found = {
        "proposed": stages.proposed(cast),
        "decided": stages.decided(cast),
        "asked": stages.asked(cast)[0],
        "connected": stages.connected(cast),
        "withdrawn": matches.withdraw_match(stages.asked(cast)[0], reason="other", actor=cast.curator),
    }
    by_partner, token = stages.asked(cast)
    found["accepted_by_partner"] = matches.accept_as_partner(by_partner, actor=stages.link_of(token))
    found["accepted_by_school"] = matches.accept_for_school(stages.asked(cast)[0], actor=cast.teacher)
    found["declined"] = matches.decline_for_school(stages.asked(cast)[0], reasons=["costs"], actor=cast.teacher)
    for state in ("expired", "pre_consultation", "agreed", "not_agreed"):
        found[state] = stages.connected(cast)
        Match.objects.filter(pk=found[state].pk).update(state=state)
    return found


WATCHERS = [*sorted(SCHOOL), *sorted(OFFICE), *sorted(DISTRICT), "other_teacher", "delegate", "operator", "nobody"]


@pytest.mark.parametrize("who", WATCHERS)
def test_a_wish_is_seen_in_a_list_exactly_when_it_may_be_viewed(cast: Cast, who: str) -> None:
    viewer = everybody(cast)[who]
    for state, made in wishes_in_every_state(cast).items():
        wish = Wish.objects.select_related("school").get(pk=made.pk)
        listed = set(wishes_visible_to(viewer))
        expected = who in SCHOOL or (who in OFFICE | DISTRICT and state != "draft")
        assert (wish in listed, rules.has_perm("exchange.view_wish", viewer, wish)) == (expected, expected), state


@pytest.mark.parametrize("who", WATCHERS)
def test_a_match_is_seen_in_a_list_exactly_when_it_may_be_viewed(cast: Cast, who: str) -> None:
    viewer = everybody(cast)[who]
    for state, made in matches_in_every_state(cast).items():
        match = Match.objects.get(pk=made.pk)
        expected = who in OFFICE or (who in SCHOOL | DISTRICT and state not in ("proposed", "decided"))
        found = (match in set(matches_visible_to(viewer)), rules.has_perm("exchange.view_match", viewer, match))
        assert found == (expected, expected), state


def test_nobody_else_of_the_cast_sees_anything(cast: Cast) -> None:
    matches_in_every_state(cast)
    for name, viewer in everybody(cast).items():
        if name not in SCHOOL | OFFICE | DISTRICT:
            assert not wishes_visible_to(viewer).exists()
            assert not matches_visible_to(viewer).exists()


def test_whose_turn_in_every_state(cast: Cast) -> None:
    turns = {state: whose_turn(Match.objects.get(pk=m.pk)).sides for state, m in matches_in_every_state(cast).items()}
    assert {state: tuple(map(str, sides)) for state, sides in turns.items()} == {
        "proposed": ("office",),
        "decided": ("office",),
        "asked": ("school", "partner"),
        "accepted_by_partner": ("school",),
        "accepted_by_school": ("partner",),
        "connected": ("school", "partner"),
        "pre_consultation": ("school", "partner"),
        "agreed": (),
        "not_agreed": (),
        "declined": (),
        "withdrawn": (),
        "expired": (),
    }


def test_live_matches_are_read_in_one_query(cast: Cast, query_count: Any) -> None:
    found = [stages.decided(cast).wish for _number in range(3)]
    with query_count() as queries:
        assert set(live_matches_of(found)) == {wish.pk for wish in found}
    assert len(queries) == 1
