"""A curator puts a partner forward for a wish."""

import pytest

from gyoryu.common.errors import Conflict, NotInThisState
from gyoryu.exchange.domain.matches import propose_match
from gyoryu.exchange.models import Match, Wish
from tests.cast import Cast
from tests.exchange import stages


def test_the_reasons_of_the_day_are_kept(cast: Cast) -> None:
    match = stages.proposed(cast)
    assert match.state == "proposed"
    assert [line["code"] for line in match.reasons] == [
        "level",
        "types",
        "fields",
        "language",
        "country",
        "live",
        "capacity",
        "contacts",
    ]
    assert match.score == 1.0
    assert Wish.objects.get().state == "waiting"


def test_a_wish_has_one_match_at_a_time(cast: Cast) -> None:
    wish = stages.waiting(cast)
    stages.proposed(cast, wish=wish)
    with pytest.raises(Conflict) as refusal:
        stages.proposed(cast, wish=Wish.objects.get(pk=wish.pk))
    assert refusal.value.code == "match_exists"
    assert Match.objects.count() == 1


def test_a_proposal_takes_no_place(cast: Cast) -> None:
    offer = stages.an_offer(capacity=1)
    stages.proposed(cast, offer)
    assert stages.proposed(cast, offer).state == "proposed"


def test_what_cannot_be_asked_is_not_proposed(cast: Cast) -> None:
    paused = stages.an_offer(state="paused")
    unpublished = stages.an_offer()
    unpublished.institution.state = "draft"
    unpublished.institution.save()
    codes = []
    for offer in (paused, unpublished):
        with pytest.raises(Conflict) as refusal:
            stages.proposed(cast, offer)
        codes.append(refusal.value.code)
    assert codes == ["offer_not_open", "institution_not_published"]


def test_not_before_the_wish_is_eligible(cast: Cast) -> None:
    with pytest.raises(NotInThisState):
        propose_match(stages.approved(cast), stages.an_offer(), actor=cast.curator)
