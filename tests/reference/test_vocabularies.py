"""Vocabularies: every code has its labels, and code and files speak of the same codes."""

from enum import StrEnum

import pytest
from django.utils import translation

from gyoryu.reference import queries as reference
from gyoryu.reference.enums import Cefr, ExchangeType, InstitutionKind, LevelGroup, SupportKind
from gyoryu.reference.models.files import reference_folder, source_slugs
from gyoryu.reference.models.words import LANGUAGES
from gyoryu.reference.queries import UnknownCode

FROM_OFFICE = {"priority_classes", "district_groups"}
WITH_TERMS = [name for name in reference.vocabulary_names() if name not in FROM_OFFICE | {"countries"}]
REASONS = [name for name in WITH_TERMS if name.endswith("_reasons")]


@pytest.mark.parametrize("name", WITH_TERMS)
def test_every_code_has_a_label_in_four_languages_and_a_source(name: str) -> None:
    known = source_slugs(reference_folder() / "sources.yaml")
    for term in reference.vocabulary(name).values():
        assert set(term.labels) == set(LANGUAGES), term.code
        assert all(text.strip() for text in term.labels.values()), term.code
        assert set(term.source) <= known, term.code


@pytest.mark.parametrize("name", WITH_TERMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_of_one_vocabulary_differ(name: str, language: str) -> None:
    labels = [term.label(language) for term in reference.vocabulary(name).values()]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("exchange_types", ExchangeType),
        ("institution_kinds", InstitutionKind),
        ("level_groups", LevelGroup),
        ("cefr", Cefr),
        ("war_support_kinds", SupportKind),
    ],
)
def test_code_and_file_speak_of_the_same_codes(name: str, codes: type[StrEnum]) -> None:
    assert list(reference.vocabulary(name)) == list(codes)


def test_the_five_lists_of_reasons_each_end_with_another_reason() -> None:
    assert sorted(REASONS) == [
        "partner_declined_reasons",
        "record_rejected_reasons",
        "school_declined_reasons",
        "visit_returned_reasons",
        "wish_ineligible_reasons",
    ]
    for name in REASONS:
        assert reference.codes(name)[-1] == "other"


def test_languages_have_their_own_name_script_and_direction() -> None:
    assert reference.language("ko").own_name == "한국어"
    assert reference.language("ko").tag == "ko-Hang"
    assert reference.language("th").tag == "th-Thai"
    assert reference.language("tr").tag == "tr-Latn"
    assert reference.language("ar").direction == "rtl"
    assert {code for country in reference.countries() for code in country.languages} >= {"ko", "th", "tr", "mi"}


def test_the_usual_languages_are_offered_first() -> None:
    offered = reference.choices("languages", "en")
    assert [code for code, _label in offered[:5]] == ["ko", "en", "th", "tr", "mi"]
    rest = [label for _code, label in offered[25:]]
    assert rest[0] == "Albanian"


def test_choices_follow_the_reader() -> None:
    with translation.override("tr"):
        assert ("school", "Okul") in reference.choices("institution_kinds")
    assert reference.choices("level_groups", "ko") == [
        ("primary", "초등학교"),
        ("lower_secondary", "중학교"),
        ("upper_secondary", "고등학교"),
    ]
    assert [term.short("ko") for term in reference.level_groups()] == ["초", "중", "고"]


def test_choices_of_the_office_file() -> None:
    assert reference.codes("priority_classes") == ("research_school", "un_global_academy", "first_time", "general")
    assert reference.label("district_groups", "south", "ko") == "남부권"


def test_an_unknown_code_names_those_that_are_known() -> None:
    with pytest.raises(UnknownCode) as refused:
        reference.label("level_groups", "kindergarten")
    assert str(refused.value) == (
        "“kindergarten” is not a code of level_groups. Use one of: primary, lower_secondary, upper_secondary."
    )
    with pytest.raises(UnknownCode):
        reference.label("priority_classes", "friends_first")
    with pytest.raises(UnknownCode):
        reference.language("xx")


def test_an_unknown_vocabulary_is_refused() -> None:
    with pytest.raises(UnknownCode) as refused:
        reference.choices("colours")
    assert "exchange_types" in str(refused.value)


def test_a_percent_sign_in_what_was_typed_does_no_harm() -> None:
    with pytest.raises(UnknownCode) as refused:
        reference.country("%s%(x)s")
    assert str(refused.value).startswith("“%s%(x)s” is not a code")
