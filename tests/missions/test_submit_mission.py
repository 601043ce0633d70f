import datetime as dt

import pytest

from gyoryu.common.errors import BadInput, NotInThisState
from gyoryu.missions.domain.missions import submit_mission
from gyoryu.missions.domain.stops import add_stop
from gyoryu.missions.models import Mission
from tests.cast import Cast
from tests.missions.sample import trail


def test_a_planned_mission_is_handed_in(cast: Cast, draft: Mission) -> None:
    add_stop(draft, on=dt.date(2026, 3, 3), title="방콕", actor=cast.lead)
    assert submit_mission(draft, actor=cast.lead).state == "submitted"
    assert trail()[-1] == "missions.submit_mission"


@pytest.mark.parametrize("missing", ["purpose", "lead", "itinerary"])
def test_what_is_missing_is_said(cast: Cast, draft: Mission, missing: str) -> None:
    if missing != "itinerary":
        add_stop(draft, on=dt.date(2026, 3, 3), title="방콕", actor=cast.lead)
    if missing == "lead":
        draft.members.all().delete()
    if missing == "purpose":
        draft.purpose = ""
        draft.save()
    with pytest.raises(BadInput) as refusal:
        submit_mission(draft, actor=cast.lead)
    assert refusal.value.code == f"{missing}_missing"
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_mission_under_way_is_not_submitted_again(cast: Cast) -> None:
    cast.mission.purpose = "x"
    add_stop(cast.mission, on=dt.date(2026, 1, 12), title="오클랜드", actor=cast.lead)
    with pytest.raises(NotInThisState):
        submit_mission(cast.mission, actor=cast.lead)
