"""The school says yes: the responsible teacher or the principal."""

import pytest

from gyoryu.common.errors import NotAllowed, NotFound, NotInThisState
from gyoryu.exchange.domain.matches import accept_for_school, withdraw_match
from gyoryu.exchange.domain.wishes import hand_over_wish
from gyoryu.exchange.models import Match, Wish
from gyoryu.exchange.queries import get_match
from tests.cast import Cast
from tests.exchange import stages
from tests.factories import MembershipFactory, PersonFactory


def test_then_it_is_the_partner_s_turn(cast: Cast) -> None:
    match, _token = stages.asked(cast)
    accept_for_school(match, actor=cast.teacher)
    assert (match.state, match.school_accepted_by) == ("accepted_by_school", cast.teacher)


def test_with_the_answer_the_teacher_may_agree_to_be_shown(cast: Cast) -> None:
    match, _token = stages.asked(cast)
    hand_over_wish(match.wish, to=cast.principal, actor=cast.teacher)
    accept_for_school(match, actor=cast.teacher, share_contact=True)
    assert Wish.objects.get().contact_consent_at is None
    other, _token = stages.asked(cast)
    other.wish.contact_consent_at = None
    other.wish.save()
    accept_for_school(other, actor=cast.teacher, share_contact=True)
    assert Wish.objects.get(pk=other.wish_id).contact_consent_at is not None


def test_who_may_answer(cast: Cast) -> None:
    match, _token = stages.asked(cast)
    colleague = MembershipFactory(person=PersonFactory(), organisation=cast.school, role="teacher").person
    for viewer in (cast.teacher, cast.principal):
        assert get_match(viewer, match.pid, to="exchange.accept_for_school") == match
    for viewer in (colleague, cast.district_officer, cast.curator):
        with pytest.raises(NotAllowed):
            get_match(viewer, match.pid, to="exchange.accept_for_school")
    for viewer in (cast.other_teacher, cast.delegate, cast.stranger):
        with pytest.raises(NotFound):
            get_match(viewer, match.pid, to="exchange.accept_for_school")


def test_not_what_the_office_took_back(cast: Cast) -> None:
    match, _token = stages.asked(cast)
    stale = Match.objects.get()
    withdraw_match(match, reason="mistake", actor=cast.curator)
    with pytest.raises(NotInThisState):
        accept_for_school(stale, actor=cast.teacher)
