"""One folding for all languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyoryu.common.text import fold, grams, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("KIRIKHAN FEVZİ ÇAKMAK", "kirikhan fevzi cakmak"),
        ("Hınıs", "hinis"),
        ("Ōtāhuhu College", "otahuhu college"),
        ("ＡＢＣ　１２", "abc 12"),
        ("King's College", "kings college"),
        ("King’s College", "kings college"),
        ("St. Mary's & St. John's", "st marys and st johns"),
        ("Saint-Étienne", "saint etienne"),
        ("โรงเรียน ๑๒", "โรงเรียน 12"),
        ("Straße Łódź", "strasse lodz"),
        ("각 나", "각 나"),
        ("ga\u200bp \u202elive\u202c", "gap live"),
        ("a\x00b", "ab"),
        ("\ud800a", "a"),
        ("  \t\n ", ""),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_the_thai_vowel_am_survives_compatibility_normalisation() -> None:
    assert fold("น้ำใจ") == "น้ำใจ"


def test_two_small_e_are_one_ae() -> None:
    assert fold("เเม่") == fold("แม่")


@given(st.text(alphabet=st.characters(codec=None), max_size=300))
def test_fold_takes_any_text_and_folding_twice_changes_nothing(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert "\x00" not in folded


def test_fold_is_bounded() -> None:
    assert len(fold("ﷺ" * 10_000)) <= 1_000


def test_words() -> None:
    assert words("Te Kura o Ōtepoti") == ["te", "kura", "o", "otepoti"]


def test_grams_mark_where_words_begin_and_end() -> None:
    assert grams("ab cde", 3) == ["_ab", "ab_", "_cd", "cde", "de_"]
    assert grams("a", 3) == ["_a_"]
    assert grams("a", 0) == []
