"""The principal's two minutes; the approver is never the author."""

import pytest
from django.utils.translation import override

from gyoryu.common.errors import NotAllowed, NotInThisState
from gyoryu.exchange.domain.wishes import approve_wish, draft_wish, edit_wish, hand_over_wish, submit_wish
from gyoryu.exchange.models import Wish
from tests.cast import Cast
from tests.exchange import stages
from tests.factories import MembershipFactory, PersonFactory


def test_it_goes_to_the_office(cast: Cast) -> None:
    wish = approve_wish(stages.submitted(cast), actor=cast.principal)
    assert (wish.state, wish.approved_by) == ("approved", cast.principal)
    assert wish.approved_at is not None
    assert wish.waiting_since is None


def test_a_principal_does_not_approve_her_own(cast: Cast) -> None:
    wish = submit_wish(draft_wish(cast.school, facts=stages.FULL, actor=cast.principal), actor=cast.principal)
    with pytest.raises(NotAllowed) as refusal:
        approve_wish(wish, actor=cast.principal)
    with override("en"):
        assert "another principal" in str(refusal.value)
    assert Wish.objects.get().state == "submitted"
    deputy = MembershipFactory(person=PersonFactory(), organisation=cast.school, role="principal").person
    assert approve_wish(wish, actor=deputy).state == "approved"


def test_handing_it_over_does_not_wash_the_author_off(cast: Cast) -> None:
    wish = draft_wish(cast.school, facts=stages.FULL, actor=cast.principal)
    hand_over_wish(wish, to=cast.teacher, actor=cast.principal)
    submit_wish(wish, actor=cast.teacher)
    with pytest.raises(NotAllowed):
        approve_wish(wish, actor=cast.principal)


def test_nor_does_writing_into_a_colleague_s_draft(cast: Cast) -> None:
    wish = stages.drafted(cast)
    hand_over_wish(wish, to=cast.principal, actor=cast.teacher)
    edit_wish(wish, facts=stages.FULL, actor=cast.principal)
    hand_over_wish(wish, to=cast.teacher, actor=cast.principal)
    submit_wish(wish, actor=cast.teacher)
    with pytest.raises(NotAllowed):
        approve_wish(wish, actor=cast.principal)


def test_approving_and_sending_back_at_once(cast: Cast) -> None:
    wish = stages.submitted(cast)
    again = Wish.objects.get(pk=wish.pk)
    approve_wish(wish, actor=cast.principal)
    with pytest.raises(NotInThisState):
        approve_wish(again, actor=cast.principal)
