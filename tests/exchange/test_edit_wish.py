"""Changing a draft, and not overwriting somebody else's change."""

import pytest

from gyoryu.common.errors import Conflict, NotInThisState
from gyoryu.exchange.domain.wishes import edit_wish
from gyoryu.exchange.facts import WishFacts
from gyoryu.exchange.models import Wish
from tests.cast import Cast
from tests.exchange import stages


def test_a_change_raises_the_version(cast: Cast) -> None:
    wish = edit_wish(stages.drafted(cast), facts=WishFacts(title="새 제목"), actor=cast.teacher, version=1)
    assert (wish.title, wish.version, wish.types) == ("새 제목", 2, [])


def test_of_two_who_saw_the_same_version_the_second_is_told(cast: Cast) -> None:
    wish = stages.drafted(cast)
    edit_wish(Wish.objects.get(pk=wish.pk), facts=WishFacts(title="먼저"), actor=cast.teacher, version=1)
    with pytest.raises(Conflict) as refusal:
        edit_wish(wish, facts=WishFacts(title="나중"), actor=cast.principal, version=1)
    assert refusal.value.code == "changed_meanwhile"
    assert Wish.objects.get().title == "먼저"


def test_only_a_draft_is_changed(cast: Cast) -> None:
    with pytest.raises(NotInThisState):
        edit_wish(stages.submitted(cast), facts=WishFacts(), actor=cast.teacher)


def test_whoever_wrote_last_is_the_author(cast: Cast) -> None:
    wish = stages.drafted(cast)
    edit_wish(wish, facts=stages.FULL, actor=cast.principal)
    assert Wish.objects.get().author == cast.principal
