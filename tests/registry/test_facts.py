"""Facts are written one way, read back as they were, and hashed by what they say."""

from hypothesis import given
from hypothesis import strategies as st

from gyoryu.registry.facts import (
    ContactFacts,
    IdentifierFact,
    InstitutionFacts,
    NameFact,
    OfferFacts,
    ProgrammeFacts,
    content_hash,
    from_json,
    to_json,
)

text = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=20)
filled = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1, max_size=20)
year = st.none() | st.integers(0, 13)
texts = st.lists(filled, max_size=3).map(tuple)
institutions = st.builds(
    InstitutionFacts,
    names=st.lists(st.builds(NameFact, text=filled, language=text, script=text, kind=filled), max_size=3).map(tuple),
    identifiers=st.lists(st.builds(IdentifierFact, scheme=filled, value=filled), max_size=3).map(tuple),
    region=text,
    latitude=st.none() | st.floats(-90, 90),
    level_from=year,
    pupils=st.none() | st.integers(0, 1000),
    languages=texts,
)
offers = st.builds(OfferFacts, types=texts, level_from=year, capacity=st.none() | st.integers(0, 9), note=text)


@given(institutions)
def test_an_institution_is_read_back_as_it_was(facts: InstitutionFacts) -> None:
    assert from_json("institution", to_json(facts)) == facts


@given(offers)
def test_an_offer_is_read_back_as_it_was(facts: OfferFacts) -> None:
    assert from_json("offer", to_json(facts)) == facts


@given(institutions, institutions)
def test_two_hashes_are_equal_when_the_same_is_said(one: InstitutionFacts, other: InstitutionFacts) -> None:
    assert (content_hash(to_json(one)) == content_hash(to_json(other))) == (to_json(one) == to_json(other))


def test_what_is_not_said_leaves_no_trace() -> None:
    assert to_json(InstitutionFacts()) == to_json(OfferFacts()) == to_json(ProgrammeFacts()) == {}
    assert to_json(ContactFacts()) == {"consent_scope": "office"}
    assert to_json(InstitutionFacts(latitude=0.0, pupils=0)) == {"latitude": 0.0, "pupils": 0}


def test_words_of_a_later_version_are_passed_over() -> None:
    assert from_json("institution", {"pupils": 3, "motto": "Sing"}) == InstitutionFacts(pupils=3)
