"""Levels: grades by year of schooling, and what registers write."""

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest

from gyoryu.reference import queries as reference
from gyoryu.reference.enums import LevelGroup
from gyoryu.reference.models.words import LANGUAGES
from gyoryu.reference.queries import UnknownCode

COUNTRIES = ("KR", "NZ", "TH", "TR", "GB", "AU")


@pytest.mark.parametrize("code", [*COUNTRIES, "FR"])
def test_grades_follow_each_other_with_labels_in_four_languages(code: str) -> None:
    grades = reference.grades(code)
    assert [grade.year for grade in grades] == list(range(grades[0].year, grades[-1].year + 1))
    assert [grade.isced for grade in grades] == sorted(grade.isced for grade in grades)
    for grade in grades:
        assert set(grade.labels) == set(LANGUAGES)
        assert set(grade.short_labels) == set(LANGUAGES)
        assert grade.local_label
        assert "{" not in "".join(grade.labels.values())
    for language in LANGUAGES:
        assert len({grade.short(language) for grade in grades}) == len(grades)


@pytest.mark.parametrize(
    ("code", "year", "local", "isced"),
    [
        ("KR", 5, "초등학교 5학년", 1),
        ("KR", 8, "중학교 2학년", 2),
        ("KR", 12, "고등학교 3학년", 3),
        ("NZ", 0, "Year 1", 1),
        ("NZ", 5, "Year 6", 1),
        ("NZ", 6, "Year 7", 2),
        ("NZ", 12, "Year 13", 3),
        ("TH", 6, "ประถมศึกษาปีที่ 6", 1),
        ("TH", 10, "มัธยมศึกษาปีที่ 4", 3),
        ("TR", 5, "5. sınıf", 2),
        ("TR", 9, "9. sınıf", 3),
        ("GB", 12, "Year 13", 3),
        ("AU", 0, "Foundation", 1),
        ("AU", 7, "Year 7", 2),
    ],
)
def test_local_grades_by_year(code: str, year: int, local: str, isced: int) -> None:
    grade = reference.grade(code, year)
    assert grade is not None
    assert (grade.local_label, grade.isced, grade.age) == (local, isced, year + 5)


def test_the_same_year_is_another_level_in_another_country() -> None:
    assert reference.level_group_of("TR", 5) == LevelGroup.LOWER_SECONDARY
    assert reference.level_group_of("KR", 5) == LevelGroup.PRIMARY


def test_a_country_without_a_table_gets_the_generic_one() -> None:
    assert not reference.has_grades("FR")
    assert reference.level_label("FR", 3, "en") == "Year 3 of schooling"
    assert reference.level_label("KR", 13, "en") == "Year 13 of schooling"
    with pytest.raises(UnknownCode):
        reference.level_label("KR", 14)


@pytest.mark.parametrize(
    ("code", "first", "last", "text"),
    [
        ("KR", 4, 8, "초4–중2"),
        ("KR", 4, 4, "초등학교 4학년"),
        ("NZ", 8, 12, "Y9–Y13"),
        ("TR", 9, None, "고등 9학년(lise)–"),
        ("TR", None, 9, "–고등 9학년(lise)"),
        ("KR", None, None, ""),
    ],
)
def test_a_range_of_levels_reads_shortly(code: str, first: int | None, last: int | None, text: str) -> None:
    assert reference.levels_text(code, first, last, "ko") == text


def test_level_groups_of_a_range() -> None:
    primary, lower, upper = LevelGroup
    assert reference.level_groups_of("KR", 4, 8) == (primary, lower)
    assert reference.level_groups_of("TR", 5, 8) == (lower,)
    assert reference.level_groups_of("NZ", 8, None) == (lower, upper)
    assert reference.level_groups_of("NZ", None, None) == ()
    assert reference.years_of_group("TR", primary) == (1, 4)
    assert reference.years_of_group("NZ", "lower_secondary") == (6, 9)


@pytest.mark.parametrize(
    ("code", "text", "years"),
    [
        ("KR", "중학교", (7, 9)),
        ("NZ", "Full Primary", (0, 7)),
        ("NZ", "Contributing", (0, 5)),
        ("NZ", "Secondary (Year 9-15)", (8, 12)),
        ("NZ", "Secondary (Year 11-15)", (10, 12)),
        ("NZ", "Composite (Year 1-15)", (0, 12)),
        ("NZ", "Restricted Composite (Year 7-10)", (6, 9)),
        ("NZ", "Special School", None),
        ("TR", "ATATÜRK İLKOKULU", (1, 4)),
        ("TR", "atatürk ilkokulu", (1, 4)),
        ("TR", "İmam Hatip", (9, 12)),
        ("TR", "Yıldırım İmam Hatip Ortaokulu", (5, 8)),
        ("TH", "อนุบาล–มัธยมศึกษาตอนต้น", (1, 9)),
        ("TH", "มัธยมศึกษา", (7, 12)),
        ("TH", "ปฐมวัย-ประถม-ม.ต้น", (1, 9)),
        ("TH", "อนุบาล", None),
        ("TH", "undefined", None),
        ("AU", "U, R-6", (0, 6)),
        ("AU", "Prep-12", (0, 12)),
        ("AU", "7-12", (7, 12)),
        ("AU", "U", None),
        ("GB", "Primary", (0, 5)),
        ("FR", "Lower secondary school", (7, 9)),
        ("FR", "", None),
    ],
)
def test_what_a_register_writes(code: str, text: str, years: tuple[int, int] | None) -> None:
    assert reference.years_from_school_type(code, text) == years


def test_ages_of_english_schools() -> None:
    assert reference.years_from_ages("GB", 3, 11) == (0, 5)
    assert reference.years_from_ages("GB", 11, 18) == (6, 12)
    assert reference.years_from_ages("GB", 2, 4) is None


@pytest.mark.parametrize(
    ("code", "file", "column", "unknown"),
    [
        ("NZ", "nz/nz_directory_2016-06.csv.gz", "School Type", {"Special School"}),
        ("KR", "kr/kr_school_locations_2026-03.csv.gz", "학교급구분", set()),
        ("TR", "tr/tr_lise_2023.csv.gz", "Kategori", set()),
        ("AU", "au/au_acara_profile_2025.csv.gz", "School Type", {"Special"}),
    ],
)
def test_the_types_of_real_registers_are_known(
    data_home: Path, code: str, file: str, column: str, unknown: set[str]
) -> None:
    with gzip.open(data_home / file, "rt", encoding="utf-8-sig", newline="") as lines:
        types = Counter(row[column] for row in csv.DictReader(lines))
    assert {text for text in types if reference.years_from_school_type(code, text) is None} == unknown
