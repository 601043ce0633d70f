import pytest

from gyoryu.common.errors import NotInThisState
from gyoryu.missions.domain.missions import finish_visits
from gyoryu.missions.models import Mission
from tests.cast import Cast
from tests.missions.sample import trail


def test_the_delegation_is_back(cast: Cast) -> None:
    assert finish_visits(cast.mission, actor=cast.lead).state == "reporting"
    assert trail() == ["missions.finish_visits"]


def test_not_before_it_left(cast: Cast, draft: Mission) -> None:
    with pytest.raises(NotInThisState):
        finish_visits(draft, actor=cast.lead)
