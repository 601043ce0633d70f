import pytest

from gyoryu.common.errors import BadInput
from gyoryu.missions.domain.missions import complete_mission, finish_visits
from gyoryu.missions.domain.visits import accept_visit, cancel_visit
from gyoryu.missions.models import Visit
from tests.cast import Cast
from tests.factories import VisitFactory
from tests.missions.sample import trail


def test_every_visit_has_to_be_settled(cast: Cast, submitted: Visit) -> None:
    twice = VisitFactory(mission=cast.mission, recorded_by=cast.delegate)
    finish_visits(cast.mission, actor=cast.lead)
    with pytest.raises(BadInput) as refusal:
        complete_mission(cast.mission, actor=cast.lead)
    assert (refusal.value.code, refusal.value.params["count"]) == ("visits_left", 2)
    accept_visit(submitted, actor=cast.curator)
    cancel_visit(twice, actor=cast.lead)
    assert complete_mission(cast.mission, actor=cast.lead).state == "completed"
    assert trail()[-1] == "missions.complete_mission"
