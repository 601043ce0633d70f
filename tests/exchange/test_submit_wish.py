"""Putting a wish before the principal."""

import pytest

from gyoryu.audit.models import Event
from gyoryu.common.errors import NotInThisState
from gyoryu.exchange.domain.checks import WishIncomplete
from gyoryu.exchange.domain.wishes import draft_wish, submit_wish
from gyoryu.exchange.facts import WishFacts
from gyoryu.exchange.models import Wish
from tests.cast import Cast
from tests.exchange import stages


def test_it_goes_to_the_principal(cast: Cast) -> None:
    wish = submit_wish(stages.drafted(cast), actor=cast.teacher)
    assert wish.state == "submitted"
    assert wish.submitted_at is not None
    assert wish.contact_consent_at is None
    assert Event.objects.order_by("-id")[0].verb == "exchange.submit_wish"


def test_the_teacher_may_agree_to_be_shown(cast: Cast) -> None:
    assert submit_wish(stages.drafted(cast), actor=cast.teacher, share_contact=True).contact_consent_at is not None


def test_nobody_agrees_in_her_place(cast: Cast) -> None:
    assert submit_wish(stages.drafted(cast), actor=cast.principal, share_contact=True).contact_consent_at is None


def test_what_is_missing_is_named_in_the_order_of_the_form(cast: Cast) -> None:
    wish = draft_wish(cast.school, facts=WishFacts(types=("mail",), level_from=0), actor=cast.teacher)
    with pytest.raises(WishIncomplete) as refusal:
        submit_wish(wish, actor=cast.teacher)
    assert refusal.value.missing == ["title", "fields", "level_to", "languages"]
    assert refusal.value.field == "title"
    assert Wish.objects.get().state == "draft"


def test_twice_is_once(cast: Cast) -> None:
    wish = stages.drafted(cast)
    again = Wish.objects.get(pk=wish.pk)
    submit_wish(wish, actor=cast.teacher)
    with pytest.raises(NotInThisState):
        submit_wish(again, actor=cast.teacher)
    assert Event.objects.filter(verb="exchange.submit_wish").count() == 1
