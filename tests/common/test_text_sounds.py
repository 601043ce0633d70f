"""Names in Latin letters, and names by sound."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyoryu.common.text import romanise, skeleton


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("서울", "seoul"),
        ("독립문", "dongnimmun"),
        ("신라", "silla"),
        ("값이", "gapsi"),
        ("인천국제고등학교", "incheongukjegodeunghakgyo"),
        ("โรงเรียนสวนกุหลาบวิทยาลัย", "rongriansuankulapwitthayalai"),
        ("ขอนแก่น", "khonkaen"),
        ("ปากเกร็ด", "pakkret"),
        ("แก่นนครวิทยาลัย", "kaennakhonwitthayalai"),
        ("เกาะพะงัน", "kophangan"),
        ("Москва", "moskva"),
        ("Çankırı", "cankiri"),
        ("วัด ๑๒", "wat 12"),
    ],
)
def test_romanise(text: str, latin: str) -> None:
    assert romanise(text) == latin


@pytest.mark.parametrize(
    ("hangul", "other", "language"),
    [
        ("오클랜드", "Auckland", "en"),
        ("황가레이", "Whangarei", "en"),
        ("응아루아와히아", "Ngaruawahia", "en"),
        ("힐크레스트", "Hillcrest", "en"),
        ("위컴", "Wycombe", "en"),
        ("으드르", "Iğdır", "tr"),
        ("바이부르트", "Bayburt", "tr"),
        ("방콕", "bangkok", "th"),
        ("콘깬", "ขอนแก่น", "th"),
        ("꼬사무이", "เกาะสมุย", "th"),
        ("수안꿀랍", "suankularb", "th"),
    ],
)
def test_what_sounds_alike_has_one_skeleton(hangul: str, other: str, language: str) -> None:
    assert skeleton(hangul) == skeleton(other, language)


def test_a_turkish_c_is_a_j_and_an_english_one_is_not() -> None:
    assert skeleton("Can", "tr") == "JaN"
    assert skeleton("Can", "en") == "KaN"


@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_any_text_can_be_romanised_and_sounded(text: str) -> None:
    assert romanise(text).isascii()
    assert set(skeleton(text)) <= set("PTKSJLMNHaeiou0123456789 ")


def test_long_runs_without_spaces_are_read_quickly() -> None:
    assert romanise("ก" * 10_000)
    assert skeleton("가" * 10_000)


def test_thai_places_are_romanised_as_the_royal_institute_does(data_home: Path) -> None:
    with (data_home / "truth" / "pairs_th_admin_th_en.csv").open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    right = sum(romanise(row["name_th"]).replace(" ", "") == romanise(row["name_en"]).replace(" ", "") for row in rows)
    assert right / len(rows) > 0.95


@pytest.mark.parametrize(("hangul", "latin"), [("메린", "Merrin"), ("메릴", "Merrill"), ("케리", "Kerry")])
def test_a_doubled_r_does_not_swallow_the_vowel_before_it(hangul: str, latin: str) -> None:
    assert skeleton(latin, "en") == skeleton(hangul)
