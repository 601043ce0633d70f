"""Two records compared, scored and explained; nothing said is no evidence, and no text breaks it."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyoryu.resolution.linkage import FEATURES, Terms, compare, model, prepare


def said(name: str, place: str = "", lat: float | None = None, lon: float | None = None, **more: Any) -> Any:
    facts = {"country": "NZ", "names": [{"text": name}], "place": place, "latitude": lat, "longitude": lon, **more}
    return prepare(facts)


def features_of(one: Any, other: Any) -> Any:
    return compare([one], [other], Terms())


def chance_of(one: Any, other: Any) -> float:
    return float(model().score(features_of(one, other))[0])


FACTS = st.fixed_dictionaries(
    {
        "country": st.sampled_from(["", "NZ", "GB-ENG", "KR"]),
        "names": st.lists(st.fixed_dictionaries({"text": st.text(max_size=30)}), max_size=3),
        "place": st.text(max_size=30),
        "latitude": st.none() | st.floats(),
        "longitude": st.none() | st.floats(),
        "website": st.text(max_size=20),
        "telephone": st.text(max_size=12),
    }
)


@given(FACTS, FACTS)
def test_any_two_records_are_compared_the_same_both_ways(one: Any, other: Any) -> None:
    left, right = prepare(one), prepare(other)
    there, back = features_of(left, right), features_of(right, left)
    assert there.shape == (1, len(FEATURES))
    chances = model().score(there)
    assert 0 <= chances[0] <= 1
    if len(one["names"]) < 2 and len(other["names"]) < 2:
        np.testing.assert_allclose(there, back, atol=1e-5)


@given(FACTS, FACTS)
def test_an_explanation_adds_up_to_its_score(one: Any, other: Any) -> None:
    features = features_of(prepare(one), prepare(other))
    logit = model().base + sum(reason.contribution for reason in model().explain(features[0]))
    assert 1 / (1 + math.exp(-logit)) == pytest.approx(float(model().score(features)[0]), abs=1e-9)


def test_what_is_missing_adds_nothing() -> None:
    features = np.full((1, len(FEATURES)), np.nan, np.float32)
    assert not model().contributions(features).any()
    assert model().explain(features[0]) == []
    with_place = features_of(said("Kowhai Bay College", "Auckland"), said("Kowhai Bay College"))
    without = features_of(said("Kowhai Bay College"), said("Kowhai Bay College"))
    np.testing.assert_array_equal(with_place, without)


def test_one_school_and_two() -> None:
    school = said("Kowhai Bay College", "Orewa, Auckland", -36.5866, 174.6942)
    again = said("Kōwhai Bay Collège", "Orewa, Auckland", -36.5868, 174.6940)
    far = said("Tuatara Primary School", "Gore, Southland", -46.1028, 168.9436)
    assert model().decide(chance_of(school, again)) == "same"
    assert model().decide(chance_of(school, far)) == "different"


def test_one_name_in_two_far_places_is_never_merged_alone() -> None:
    north = said("St Mary's School", "Papakura, Auckland", -37.06, 174.94)
    south = said("St Mary's School", "Gore, Southland", -46.10, 168.94)
    assert chance_of(north, south) < 0.5


def test_numbers_must_agree() -> None:
    values = dict(zip(FEATURES, features_of(said("Lycée 5"), said("Lycée 12"))[0].tolist(), strict=True))
    assert values["numbers"] == -1
    assert chance_of(said("School No 5", "Gore"), said("School No 5", "Gore")) > chance_of(
        said("School No 5", "Gore"), said("School No 12", "Gore")
    )


def test_counts_of_words_survive_a_journey() -> None:
    terms = Terms.of([said("Kowhai Bay College", "Orewa"), said("Kowhai Point School", "Gore")])
    again = Terms.from_json(terms.to_json())
    for word in ("kowhai", "tuatara"):
        assert again.word("NZ", word) == terms.word("NZ", word)
    assert again.word("NZ", "kowhai") < again.word("NZ", "tuatara")
