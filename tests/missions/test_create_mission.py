import datetime as dt
from typing import Any

import pytest

from gyoryu.common.errors import BadInput
from gyoryu.missions.domain.missions import create_mission
from gyoryu.missions.models import Mission
from tests.cast import Cast
from tests.missions.sample import trail


def plan(cast: Cast, **changes: Any) -> Mission:
    given: dict[str, Any] = {
        "title": "튀르키예 방문",
        "starts_on": dt.date(2027, 1, 13),
        "ends_on": dt.date(2027, 1, 20),
        "organisation": cast.office,
        "actor": cast.lead,
        **changes,
    }
    return create_mission(**given)


def test_it_begins_as_a_draft_with_its_lead(cast: Cast) -> None:
    mission = plan(cast, lead=cast.lead, countries=["TR", "TR"], purpose="  학교를 찾는다.  ")
    assert (mission.state, mission.countries, mission.purpose) == ("draft", ["TR"], "학교를 찾는다.")
    assert [(member.person, member.role) for member in mission.members.all()] == [(cast.lead, "lead")]
    assert mission.created_by == cast.lead
    assert trail() == ["missions.create_mission"]


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"title": "   "}, "title", "empty"),
        ({"title": "x" * 201}, "title", "too_long"),
        ({"title": "a\x00b"}, "title", "nul_character"),
        ({"purpose": "\ud800"}, "purpose", "damaged_text"),
        ({"countries": ["ZZ"]}, "countries", "unknown_country"),
        ({"ends_on": dt.date(2027, 1, 12)}, "ends_on", "ends_before_it_starts"),
        ({"ends_on": dt.date(2028, 1, 12)}, "ends_on", "too_long_a_trip"),
    ],
)
def test_what_is_wrong_is_named_with_its_field(cast: Cast, changes: dict[str, Any], field: str, code: str) -> None:
    before = Mission.objects.count()
    with pytest.raises(BadInput) as refusal:
        plan(cast, **changes)
    assert (refusal.value.field, refusal.value.code) == (field, code)
    assert str(refusal.value)
    assert Mission.objects.count() == before
    assert trail() == []
