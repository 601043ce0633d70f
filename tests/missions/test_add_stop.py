import datetime as dt
from typing import Any

import pytest

from gyoryu.common.errors import BadInput, NotInThisState
from gyoryu.missions.domain.stops import add_stop
from gyoryu.missions.models import Mission
from tests.cast import Cast
from tests.factories import InstitutionFactory, MissionFactory
from tests.missions.sample import trail

DAY = dt.date(2026, 3, 3)


def test_a_stop_is_planned(cast: Cast, draft: Mission) -> None:
    school = InstitutionFactory()
    stop = add_stop(draft, on=DAY, at=dt.time(10, 30), title="Kowhai Bay College", institution=school, actor=cast.lead)
    assert (stop.country, stop.kind, str(stop.at)) == ("NZ", "school_visit", "10:30:00")
    assert trail()[-1] == "missions.add_stop"


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"on": dt.date(2026, 3, 10)}, "on", "outside_the_trip"),
        ({"title": " "}, "title", "empty"),
        ({"place": "x" * 201}, "place", "too_long"),
        ({"kind": "party"}, "kind", "unknown_kind"),
        ({"country": "ZZ"}, "country", "unknown_country"),
        ({"note": "a\x00"}, "note", "nul_character"),
    ],
)
def test_what_is_wrong_is_named(cast: Cast, draft: Mission, changes: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        add_stop(draft, **{"on": DAY, "title": "방콕", "actor": cast.lead, **changes})
    assert (refusal.value.field, refusal.value.code) == (field, code)
    assert draft.stops.count() == 0


def test_plans_change_on_the_road_and_not_while_somebody_decides(cast: Cast) -> None:
    add_stop(cast.mission, on=dt.date(2026, 1, 12), title="오클랜드", actor=cast.lead)
    with pytest.raises(NotInThisState):
        add_stop(MissionFactory(state="submitted"), on=dt.date(2026, 1, 12), title="x", actor=cast.lead)
