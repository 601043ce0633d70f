"""The teacher agrees that a connected partner sees her name and e-mail."""

import pytest

from gyoryu.common.errors import NotAllowed, NotInThisState
from gyoryu.exchange.domain.wishes import close_wish, consent_to_contact, submit_wish
from tests.cast import Cast
from tests.exchange import stages


def test_she_may_agree_later(cast: Cast) -> None:
    wish = submit_wish(stages.drafted(cast), actor=cast.teacher)
    assert consent_to_contact(wish, actor=cast.teacher).contact_consent_at is not None


def test_nobody_agrees_for_her(cast: Cast) -> None:
    wish = submit_wish(stages.drafted(cast), actor=cast.teacher)
    with pytest.raises(NotAllowed):
        consent_to_contact(wish, actor=cast.principal)


def test_not_when_it_is_closed(cast: Cast) -> None:
    wish = close_wish(stages.waiting(cast), reason="other", actor=cast.teacher)
    with pytest.raises(NotInThisState):
        consent_to_contact(wish, actor=cast.teacher)
