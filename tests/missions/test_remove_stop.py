import pytest

from gyoryu.common.errors import BadInput
from gyoryu.missions.domain.stops import remove_stop
from gyoryu.missions.domain.visits import cancel_visit, start_visit
from tests.cast import Cast
from tests.factories import StopFactory
from tests.missions.sample import said, trail


def test_a_stop_is_taken_out(cast: Cast) -> None:
    remove_stop(StopFactory(mission=cast.mission), actor=cast.lead)
    assert cast.mission.stops.count() == 0
    assert trail() == ["missions.remove_stop"]


def test_not_while_something_was_recorded_there(cast: Cast) -> None:
    stop = StopFactory(mission=cast.mission)
    visit = start_visit(cast.mission, body=said(cast.mission, stop=stop.pid), actor=cast.delegate)
    with pytest.raises(BadInput) as refusal:
        remove_stop(stop, actor=cast.lead)
    assert refusal.value.code == "visit_recorded_here"
    cancel_visit(visit, actor=cast.lead)
    remove_stop(stop, actor=cast.lead)
    visit.refresh_from_db()
    assert visit.stop is None
