"""On the first of March teachers change school; their wishes stay and somebody takes them."""

import pytest

from gyoryu.accounts.models import Membership
from gyoryu.common.clock import now
from gyoryu.common.errors import BadInput, Conflict, NotFound, NotInThisState
from gyoryu.exchange.domain.wishes import close_wish, hand_over_wish, hand_over_wishes
from gyoryu.exchange.models import Wish
from gyoryu.exchange.queries import colleagues_of, get_match, get_wish, released_teacher
from tests.cast import Cast
from tests.exchange import stages
from tests.factories import MembershipFactory, PersonFactory


def a_colleague(cast: Cast) -> object:
    return MembershipFactory(person=PersonFactory(name="새 담당"), organisation=cast.school, role="teacher").person


def test_the_colleague_answers_from_now_on_and_decides_herself_who_sees_her(cast: Cast) -> None:
    match = stages.connected(cast)
    colleague = a_colleague(cast)
    assert released_teacher(match) == cast.teacher
    hand_over_wish(match.wish, to=colleague, actor=cast.teacher)
    match.refresh_from_db()
    assert match.wish.responsible == colleague
    assert released_teacher(match) is None


def test_whoever_left_the_school_sees_nothing_any_more(cast: Cast) -> None:
    match = stages.connected(cast)
    hand_over_wish(match.wish, to=cast.principal, actor=cast.principal)
    Membership.objects.filter(person=cast.teacher).update(ended_at=now())
    gone = type(cast.teacher).objects.get(pk=cast.teacher.pk)
    with pytest.raises(NotFound):
        get_wish(gone, match.wish.pid)
    with pytest.raises(NotFound):
        get_match(gone, match.pid)


def test_only_to_somebody_of_the_school(cast: Cast) -> None:
    wish = stages.waiting(cast)
    for stranger in (cast.other_teacher, cast.curator, cast.stranger):
        with pytest.raises(BadInput) as refusal:
            hand_over_wish(wish, to=stranger, actor=cast.teacher)
        assert (refusal.value.code, refusal.value.field) == ("not_at_this_school", "to")
    with pytest.raises(BadInput) as refusal:
        hand_over_wish(wish, to=cast.teacher, actor=cast.principal)
    assert refusal.value.code == "already_responsible"
    assert list(colleagues_of(wish)) == [cast.principal]


def test_two_at_once(cast: Cast) -> None:
    wish = stages.waiting(cast)
    again = Wish.objects.get(pk=wish.pk)
    hand_over_wish(wish, to=a_colleague(cast), actor=cast.teacher)
    with pytest.raises(Conflict):
        hand_over_wish(again, to=cast.principal, actor=cast.principal)


def test_several_go_together_or_not_at_all(cast: Cast) -> None:
    first, second = stages.waiting(cast), stages.drafted(cast)
    with pytest.raises(BadInput):
        hand_over_wishes([(first, cast.principal), (second, cast.stranger)], actor=cast.teacher)
    assert set(Wish.objects.values_list("responsible", flat=True)) == {cast.teacher.pk}
    first.refresh_from_db()
    hand_over_wishes([(first, cast.principal), (second, cast.principal)], actor=cast.teacher)
    assert set(Wish.objects.values_list("responsible", flat=True)) == {cast.principal.pk}


def test_not_a_closed_one(cast: Cast) -> None:
    wish = close_wish(stages.waiting(cast), reason="other", actor=cast.teacher)
    with pytest.raises(NotInThisState):
        hand_over_wish(wish, to=cast.principal, actor=cast.teacher)
