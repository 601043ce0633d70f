"""Reading the body of a visit: what is taken, and what is refused with which field and why."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gyoryu.missions.body import VisitBody, read_body
from gyoryu.missions.models import Mission, Visit
from gyoryu.missions.queries import body_of
from gyoryu.missions.reading import BadBody
from tests.cast import Cast
from tests.factories import MissionFactory
from tests.missions.sample import SAID, said

MISSION = MissionFactory.build(organisation=None, created_by=None)


def problems(data: Any) -> dict[str, str]:
    with pytest.raises(BadBody) as refusal:
        read_body(data, mission=MISSION)
    assert all(str(problem) for problem in refusal.value.problems.values())
    assert str(refusal.value)
    return {path: problem.code for path, problem in refusal.value.problems.items()}


def test_what_was_read_is_written_the_same() -> None:
    body = read_body(SAID, mission=MISSION)
    assert body.to_json() == SAID
    assert read_body(body.to_json(), mission=MISSION) == body


def test_what_was_stored_is_read_back_the_same(visit: Visit) -> None:
    assert body_of(Visit.objects.get()) == said(visit.mission)
    assert body_of(visit).sha256 == visit.body_hash


def test_nothing_at_all_is_a_body_too() -> None:
    assert read_body({}, mission=MISSION) == VisitBody()
    assert not VisitBody().has_content


def test_text_is_tidied_and_composed() -> None:
    body = read_body({"said": "a\r\nb\x07\u202e", "about": {"name": " 한국  학교 "}}, mission=MISSION)
    assert (body.said, body.about.name, body.about.language) == ("a\nb", "한국 학교", "ko")


def test_an_address_without_a_scheme_gets_one() -> None:
    assert (
        read_body({"about": {"website": "daonuea.example"}}, mission=MISSION).about.website == "https://daonuea.example"
    )


@pytest.mark.parametrize(
    ("data", "path", "code"),
    [
        ([], "body", "not_an_object"),
        ("text", "body", "not_an_object"),
        ({"said": 7}, "said", "not_text"),
        ({"said": "x" * 10_001}, "said", "too_long"),
        ({"said": "a\x00b"}, "said", "nul_character"),
        ({"said": "\ud800"}, "said", "damaged_text"),
        ({"sadi": "x"}, "sadi", "unknown_field"),
        ({"\x00\ud800": "x"}, "?", "unknown_field"),
        ({"met_on": "2026-02-31"}, "met_on", "no_such_day"),
        ({"met_on": "31.01.2026"}, "met_on", "no_such_day"),
        ({"met_on": "20260113"}, "met_on", "no_such_day"),
        ({"met_on": "2026-W03-2"}, "met_on", "no_such_day"),
        ({"met_on": "2025-12-01"}, "met_on", "day_out_of_range"),
        ({"met_on": "2026-03-01"}, "met_on", "day_out_of_range"),
        ({"kind": "party"}, "kind", "unknown_code"),
        ({"intention": "maybe"}, "intention", "unknown_code"),
        ({"about": []}, "about", "not_an_object"),
        ({"about": {"country": "ZZ"}}, "about.country", "unknown_code"),
        ({"about": {"kind": "\x00"}}, "about.kind", "nul_character"),
        ({"about": {"level_from": 14}}, "about.level_from", "not_in_range"),
        ({"about": {"level_from": True}}, "about.level_from", "not_in_range"),
        ({"about": {"level_from": "seven"}}, "about.level_from", "not_in_range"),
        ({"about": {"level_from": 9, "level_to": 7}}, "about.level_to", "last_before_first"),
        ({"about": {"latitude": 1.0}}, "about.longitude", "half_a_position"),
        ({"about": {"latitude": float("nan"), "longitude": 1.0}}, "about.latitude", "not_in_range"),
        ({"about": {"latitude": 10**400, "longitude": 1.0}}, "about.latitude", "not_in_range"),
        ({"about": {"country": "TH", "latitude": 98.99, "longitude": 18.79}}, "about.latitude", "not_in_range"),
        ({"about": {"country": "TH", "latitude": 37.5, "longitude": 127.0}}, "about.latitude", "outside_country"),
        ({"about": {"website": "javascript:alert(1)"}}, "about.website", "not_a_web_address"),
        ({"about": {"website": "ftp://x.example"}}, "about.website", "not_a_web_address"),
        ({"contacts": {}}, "contacts", "not_a_list"),
        ({"contacts": [{}] * 21}, "contacts", "too_many"),
        ({"contacts": [{"email": "nobody"}]}, "contacts.0.email", "not_an_email"),
        ({"contacts": [{}, {"languages": ["xx"]}]}, "contacts.1.languages", "unknown_code"),
        ({"contacts": [{"consent_scope": "all"}]}, "contacts.0.consent_scope", "unknown_code"),
        ({"contacts": [{"consent_on": "2099-01-01"}]}, "contacts.0.consent_on", "day_out_of_range"),
        ({"offer": {"types": "joint_class"}}, "offer.types", "not_a_list"),
        ({"offer": {"types": ["dance"]}}, "offer.types", "unknown_code"),
        ({"offer": {"types": [["joint_class"]]}}, "offer.types", "not_text"),
        ({"offer": {"languages": ["en:B7"]}}, "offer.languages", "unknown_code"),
        ({"offer": {"capacity": 0}}, "offer.capacity", "not_in_range"),
        ({"offer": {"capacity": 1.5}}, "offer.capacity", "not_in_range"),
        ({"programmes": [{"description": "x"}]}, "programmes.0.title", "title_missing"),
        ({"programmes": [{"title": "  "}]}, "programmes.0.title", "title_missing"),
        ({"programmes": [{"title": "x" * 301}]}, "programmes.0.title", "too_long"),
        ({"programmes": [None]}, "programmes.0.title", "title_missing"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(data: Any, path: str, code: str) -> None:
    assert problems(data) == {path: code}


def test_everything_that_is_wrong_is_told_at_once() -> None:
    found = problems({"met_on": "x", "offer": {"types": ["dance"], "fields": ["x"]}, "contacts": [{"email": "x"}]})
    assert sorted(found) == ["contacts.0.email", "met_on", "offer.fields", "offer.types"]


def test_an_unknown_code_is_answered_with_the_choices() -> None:
    with pytest.raises(BadBody) as refusal:
        read_body({"offer": {"types": ["dance"]}}, mission=MISSION)
    assert "joint_class" in str(refusal.value)


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(sorted(SAID)) | st.text(), inner, max_size=6)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(sorted(SAID)), junk, max_size=8))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_input_ends_in_anything_but_a_body_or_named_problems(data: dict[str, Any]) -> None:
    try:
        body = read_body(data, mission=MISSION)
    except BadBody as refusal:
        assert refusal.problems
    else:
        assert read_body(body.to_json(), mission=MISSION) == body


def test_days_near_the_mission_belong_to_it(cast: Cast) -> None:
    mission: Mission = cast.mission
    for day in ("2025-12-28", "2026-01-11", "2026-02-01"):
        assert str(said(mission, met_on=day).met_on) == day
