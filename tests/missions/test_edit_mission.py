import datetime as dt

import pytest

from gyoryu.common.errors import BadInput, NotInThisState
from gyoryu.missions.domain.missions import edit_mission
from gyoryu.missions.domain.stops import add_stop
from gyoryu.missions.models import Mission
from tests.cast import Cast
from tests.missions.sample import trail

FIRST, LAST = dt.date(2026, 3, 1), dt.date(2026, 3, 5)


def test_a_draft_is_changed(cast: Cast, draft: Mission) -> None:
    edit_mission(
        draft, title="태국·튀르키예 방문", starts_on=FIRST, ends_on=LAST, countries=["TH", "TR"], actor=cast.lead
    )
    draft.refresh_from_db()
    assert (draft.title, draft.starts_on, draft.ends_on, draft.countries) == (
        "태국·튀르키예 방문",
        FIRST,
        LAST,
        ["TH", "TR"],
    )
    assert trail()[-1] == "missions.edit_mission"


def test_a_stop_keeps_the_trip_from_being_cut(cast: Cast, draft: Mission) -> None:
    add_stop(draft, on=dt.date(2026, 3, 8), title="방콕", actor=cast.lead)
    with pytest.raises(BadInput) as refusal:
        edit_mission(draft, title="x", starts_on=FIRST, ends_on=LAST, actor=cast.lead)
    assert (refusal.value.code, refusal.value.field) == ("stop_outside", "ends_on")
    draft.refresh_from_db()
    assert draft.ends_on == dt.date(2026, 3, 9)


def test_what_was_approved_stands(cast: Cast) -> None:
    with pytest.raises(NotInThisState):
        edit_mission(cast.mission, title="x", starts_on=FIRST, ends_on=LAST, actor=cast.lead)
