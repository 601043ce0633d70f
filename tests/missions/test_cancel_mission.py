import pytest

from gyoryu.common.errors import NotInThisState
from gyoryu.missions.domain.missions import cancel_mission
from gyoryu.missions.models import Mission, Visit
from tests.cast import Cast
from tests.factories import MissionFactory
from tests.missions.sample import trail


def test_it_does_not_take_place(cast: Cast, draft: Mission) -> None:
    assert cancel_mission(draft, actor=cast.lead).state == "cancelled"
    assert trail()[-1] == "missions.cancel_mission"


def test_what_was_recorded_stays(cast: Cast, visit: Visit) -> None:
    cancel_mission(cast.mission, actor=cast.policy_officer)
    assert Visit.objects.get().state == "collecting"


def test_a_completed_one_stays_completed(cast: Cast) -> None:
    with pytest.raises(NotInThisState):
        cancel_mission(MissionFactory(state="completed"), actor=cast.policy_officer)
