"""The district officer's word on a wish of the district."""

import pytest

from gyoryu.common.errors import BadInput, NotAllowed, NotFound, NotInThisState
from gyoryu.exchange.domain.wishes import recommend_wish
from gyoryu.exchange.queries import get_wish
from tests.cast import Cast
from tests.exchange import stages


def test_it_is_kept_with_its_comment(cast: Cast) -> None:
    wish = stages.approved(cast)
    recommend_wish(wish, recommendation="first", note="지구 중점학교", actor=cast.district_officer)
    wish.refresh_from_db()
    assert (wish.recommendation, wish.recommendation_note, wish.recommended_by) == (
        "first",
        "지구 중점학교",
        cast.district_officer,
    )
    assert wish.state == "approved"


def test_only_a_known_word(cast: Cast) -> None:
    with pytest.raises(BadInput):
        recommend_wish(stages.approved(cast), recommendation="always", actor=cast.district_officer)


def test_not_on_a_draft(cast: Cast) -> None:
    with pytest.raises(NotInThisState):
        recommend_wish(stages.drafted(cast), recommendation="later", actor=cast.district_officer)


def test_only_for_schools_of_the_district(cast: Cast) -> None:
    wish = stages.approved(cast)
    assert get_wish(cast.district_officer, wish.pid, to="exchange.recommend_wish") == wish
    with pytest.raises(NotAllowed):
        get_wish(cast.curator, wish.pid, to="exchange.recommend_wish")
    wish.school = cast.other_school
    wish.save()
    with pytest.raises(NotFound):
        get_wish(cast.district_officer, wish.pid, to="exchange.recommend_wish")
