"""The principal wants something changed, and says what."""

import pytest

from gyoryu.common.errors import BadInput, NotInThisState
from gyoryu.exchange.domain.wishes import approve_wish, send_back_wish, submit_wish
from gyoryu.exchange.models import Wish
from tests.cast import Cast
from tests.exchange import stages


def test_it_is_a_draft_again_with_the_comment(cast: Cast) -> None:
    wish = send_back_wish(stages.submitted(cast), note=" 예산을 적어 주세요 ", actor=cast.principal)
    assert (wish.state, wish.sent_back_note, wish.submitted_at) == ("draft", "예산을 적어 주세요", None)


def test_the_comment_goes_when_it_is_submitted_again(cast: Cast) -> None:
    wish = send_back_wish(stages.submitted(cast), note="학년", actor=cast.principal)
    wish = submit_wish(wish, actor=cast.teacher)
    assert (wish.sent_back_note, wish.sent_back_at) == ("", None)


@pytest.mark.parametrize("note", ["", "   ", "x" * 1001, "\x00"])
def test_a_comment_is_needed(cast: Cast, note: str) -> None:
    with pytest.raises(BadInput) as refusal:
        send_back_wish(stages.submitted(cast), note=note, actor=cast.principal)
    assert refusal.value.field == "note"


def test_an_approved_wish_is_not_sent_back(cast: Cast) -> None:
    wish = stages.submitted(cast)
    approve_wish(Wish.objects.get(pk=wish.pk), actor=cast.principal)
    with pytest.raises(NotInThisState):
        send_back_wish(wish, note="늦었다", actor=cast.principal)
