"""What a visit still lacks."""

from typing import Any

import pytest

from gyoryu.missions.body import read_body
from gyoryu.missions.completeness import gaps
from tests.factories import MissionFactory
from tests.missions.sample import SAID

MISSION = MissionFactory.build(organisation=None, created_by=None)


def lacking(pictures: int = 1, **changes: Any) -> list[str]:
    body = read_body({**SAID, **changes}, mission=MISSION)
    return [gap.code for gap in gaps(body, pictures=pictures)]


def test_a_whole_visit_lacks_nothing() -> None:
    assert lacking() == []


def test_an_empty_one_says_what_is_needed_and_what_would_help() -> None:
    found = gaps(read_body({}, mission=MISSION), pictures=0)
    assert [gap.code for gap in found if gap.needed] == ["institution", "met_on", "said"]
    assert [gap.code for gap in found if not gap.needed] == ["contacts", "objective", "intention", "photos"]


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"about": {"name": "New school"}}, ["country"]),
        ({"about": {"name": "New school", "country": "NZ"}}, ["place"]),
        ({"about": {}, "institution": "0123456789"}, []),
        ({"contacts": [{"name": "Darin"}]}, ["channel"]),
        ({"contacts": [{"name": "Darin", "email": "d@x.example"}]}, ["consent"]),
        ({"said": "Good."}, ["said_little"]),
        ({"offer": {}}, ["offer"]),
        ({"offer": {}, "intention": "no"}, []),
        ({"offer": {"types": ["mail"]}}, ["offer_fields", "offer_languages", "offer_levels"]),
        ({"programmes": [], "kind": "programme"}, ["programmes"]),
        ({"offer": {}, "intention": "not_asked", "kind": "consultation"}, []),
    ],
)
def test_what_is_missing(changes: dict[str, Any], missing: list[str]) -> None:
    assert lacking(**changes) == missing


def test_a_photo_is_wished_for() -> None:
    assert lacking(pictures=0) == ["photos"]
