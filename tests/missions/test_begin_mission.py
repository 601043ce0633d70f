import pytest

from gyoryu.common.errors import NotInThisState
from gyoryu.missions.domain.missions import begin_mission
from tests.cast import Cast
from tests.factories import MissionFactory
from tests.missions.sample import trail


def test_an_approved_mission_leaves(cast: Cast) -> None:
    mission = MissionFactory(state="approved")
    assert begin_mission(mission, actor=cast.lead).state == "under_way"
    assert trail() == ["missions.begin_mission"]


def test_a_submitted_one_does_not(cast: Cast) -> None:
    with pytest.raises(NotInThisState):
        begin_mission(MissionFactory(state="submitted"), actor=cast.lead)
