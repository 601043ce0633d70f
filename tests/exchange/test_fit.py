"""How an offer fits a wish, criterion by criterion, against tables made by hand."""

import datetime as dt
from typing import Any

import pytest
import time_machine

from gyoryu.exchange.domain.candidates import candidates_for
from gyoryu.exchange.domain.fit import MUST, WEIGHTS, Criterion, fit, is_blocked, shared_minutes, total
from gyoryu.exchange.domain.matches import decide_match
from gyoryu.exchange.models import Wish
from gyoryu.exchange.queries import Load
from gyoryu.registry.models import Institution, Offer
from tests.cast import Cast
from tests.exchange import stages
from tests.factories import InstitutionFactory, OfferFactory

SCHOOL_DAY = 510  # 08:30 to 17:00


def line(
    code: str, wish: dict[str, Any], offer: dict[str, Any], school: dict[str, Any] | None = None
) -> Criterion | None:
    institution = Institution(country="NZ", **(school or {}))
    criteria = fit(Wish(**wish), Offer(institution=institution, **offer), Load(1, 0, 0))
    return next((one for one in criteria if one.code == code), None)


@pytest.mark.parametrize(
    ("wish", "offer", "school", "verdict", "score"),
    [
        ((10, 12), (9, 13), (None, None), "meets", 1.0),
        ((10, 12), (12, 13), (None, None), "partly", 0.6667),
        ((10, 12), (13, 13), (None, None), "does_not", 0),
        ((1, 6), (7, 9), (None, None), "does_not", 0),
        ((5, 5), (None, None), (5, 8), "meets", 1.0),  # a Turkish grade 5 is ISCED 2, and the same year of schooling
        ((10, 12), (None, None), (None, None), "unknown", 0.5),
        ((None, None), (9, 13), (None, None), "unknown", 0.5),
        ((0, 2), (0, 0), (None, None), "partly", 0.6667),  # year 0 is a year
        ((10, None), (None, 10), (1, 6), "meets", 1.0),  # one end stands for both
    ],
)
def test_level(wish: Any, offer: Any, school: Any, verdict: str, score: float) -> None:
    found = line(
        "level",
        {"level_from": wish[0], "level_to": wish[1]},
        {"level_from": offer[0], "level_to": offer[1]},
        {"level_from": school[0], "level_to": school[1]},
    )
    assert found is not None
    assert (found.verdict, found.score) == (verdict, score)


def test_how_far_apart_the_grades_are() -> None:
    found = line("level", {"level_from": 1, "level_to": 6}, {"level_from": 9, "level_to": 13})
    assert found is not None
    assert found.params["apart"] == 3


@pytest.mark.parametrize(
    ("wish", "offer", "verdict", "score"),
    [
        (["joint_class"], ["joint_class", "mail"], "meets", 1.0),
        (["joint_class", "mail"], ["mail"], "partly", 0.75),
        (["joint_class"], ["mail"], "does_not", 0),
        (["joint_class"], [], "unknown", 0.5),
        ([], ["mail"], "unknown", 0.5),
    ],
)
def test_types(wish: list[str], offer: list[str], verdict: str, score: float) -> None:
    found = line("types", {"types": wish}, {"types": offer})
    assert found is not None
    assert (found.verdict, found.score) == (verdict, score)


@pytest.mark.parametrize(
    ("wish", "offer", "school", "verdict"),
    [
        (["en"], ["en"], [], "meets"),
        (["en:A2"], ["en:B1"], [], "meets"),
        (["en:A1"], ["en:C1"], [], "partly"),
        (["en:A1", "ko"], ["en:C1", "ko:A2"], [], "meets"),  # Korean will do
        (["en"], ["th"], [], "does_not"),
        (["en"], [], ["en", "mi"], "meets"),
        (["en"], [], [], "unknown"),
        ([], ["th"], [], "unknown"),
    ],
)
def test_language(wish: list[str], offer: list[str], school: list[str], verdict: str) -> None:
    found = line("language", {"languages": wish}, {"languages": offer}, {"languages": school})
    assert found is not None
    assert found.verdict == verdict


@pytest.mark.parametrize(("wish", "verdict"), [([], None), (["NZ", "TH"], "meets"), (["TR"], "does_not")])
def test_country(wish: list[str], verdict: str | None) -> None:
    found = line("country", {"countries": wish}, {})
    assert (found and found.verdict) == verdict


@pytest.mark.parametrize(
    ("zone", "least", "most"),
    [
        ("Asia/Bangkok", 390, 390),  # two hours behind: 8.5 h less 2 h
        ("Pacific/Auckland", 270, 330),  # three hours ahead, four in its summer
        ("Europe/Istanbul", 150, 150),  # six hours behind, no summer time
        ("Europe/London", 0, 30),  # eight hours in summer, nine in winter
        ("Asia/Tokyo", 510, 510),
        ("Europe/Brussels", 30, 90),
        ("America/Los_Angeles", 30, 90),  # across midnight: the other side's yesterday
        ("America/New_York", 0, 0),
    ],
)
def test_minutes_that_two_school_days_share(zone: str, least: int, most: int) -> None:
    assert shared_minutes("Asia/Seoul", (zone,), SCHOOL_DAY, 2026) == (least, most)


@pytest.mark.parametrize(
    ("country", "types", "verdict"),
    [
        ("NZ", ["joint_class"], "meets"),
        ("TR", ["language"], "meets"),
        ("GB", ["joint_class"], "does_not"),
        ("BE", ["joint_class"], "partly"),
        ("TR", ["mail"], None),
        ("", ["joint_class"], "unknown"),
    ],
)
def test_live(country: str, types: list[str], verdict: str | None) -> None:
    with time_machine.travel(dt.datetime(2026, 5, 1, tzinfo=dt.UTC)):
        offer = Offer(institution=Institution(country=country))
        found = next((one for one in fit(Wish(types=types), offer) if one.code == "live"), None)
    assert (found and found.verdict) == verdict


def test_wanted(cast: Cast) -> None:
    wanted, other = InstitutionFactory(published=True), InstitutionFactory(published=True)
    old = InstitutionFactory(merged_into=wanted)
    wish = stages.waiting(cast, wanted_institution=wanted)
    verdicts = [fit(wish, OfferFactory(institution=one))[0].verdict for one in (wanted, old, other)]
    assert verdicts == ["meets", "meets", "does_not"]
    assert fit(stages.waiting(cast), OfferFactory())[0].code == "level"


@pytest.mark.parametrize(
    ("load", "capacity", "contacts", "blocked"),
    [
        (Load(2, 1, 0), "meets", "meets", False),
        (Load(1, 1, 0), "does_not", "meets", True),
        (Load(2, 3, 0), "does_not", "meets", True),  # shrunk below what is promised
        (Load(2, 0, 1), "meets", "does_not", True),
        (Load(2, 0, 1, contacts_at_once=2), "meets", "meets", False),
    ],
)
def test_places_and_contacts(load: Load, capacity: str, contacts: str, blocked: bool) -> None:
    criteria = fit(Wish(), Offer(institution=Institution(country="NZ")), load)
    assert {one.code: one.verdict for one in criteria if one.code in MUST} == {
        "capacity": capacity,
        "contacts": contacts,
    }
    assert is_blocked(criteria) is blocked


def test_the_total_is_the_weighted_mean() -> None:
    criteria = [Criterion("level", 1, "meets"), Criterion("types", 0, "does_not"), Criterion("live", 0.5, "unknown")]
    assert total(criteria) == round((3 * 1 + 3 * 0 + 1 * 0.5) / 7, 4)
    assert total([]) == 0
    assert set(WEIGHTS) >= set(MUST)


def test_candidates_come_best_first_and_always_in_the_same_order(cast: Cast) -> None:
    wish = stages.waiting(cast)
    twin_a, twin_b = stages.an_offer(), stages.an_offer()
    half = stages.an_offer(types=["mail"])
    full = stages.an_offer(capacity=1)
    decide_match(stages.proposed(cast, full), actor=cast.curator)
    Offer.objects.filter(pk=full.pk).update(state="open")  # as if somebody opened it again by hand
    stages.an_offer(state="paused")
    stages.an_offer(valid_until=dt.date(2020, 1, 1))
    stages.an_offer(institution=InstitutionFactory(state="draft"))
    found = [(one.offer, one.blocked) for one in candidates_for(wish)]
    assert found == [(twin_a, False), (twin_b, False), (half, False), (full, True)]
    assert [one.offer for one in candidates_for(wish)] == [offer for offer, _blocked in found]


def test_more_offers_ask_no_more_queries(cast: Cast, query_count: Any) -> None:
    wish = stages.waiting(cast)
    counts = []
    for _number in range(2):
        stages.an_offer()
        with query_count() as queries:
            candidates_for(wish)
        counts.append(len(queries))
    assert counts == [3, 3]
