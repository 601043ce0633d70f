"""School years: in order, without overlap, with a source, and honest about what is estimated."""

import datetime as dt
from itertools import pairwise

import pytest

from gyoryu.reference import queries as reference
from gyoryu.reference.models.school_years import SchoolYear

COUNTRIES = ("KR", "NZ", "TH", "TR")
EVERY_YEAR = [
    pytest.param(year, id=f"{code}-{year.code}") for code in COUNTRIES for year in reference.school_years(code)
]


@pytest.mark.parametrize("code", COUNTRIES)
@pytest.mark.parametrize("year", [2026, 2027])
def test_every_month_of_lessons_of_both_years_is_covered(code: str, year: int) -> None:
    days = reference.term_days(code, dt.date(year, 1, 1), dt.date(year, 12, 31))
    assert 160 <= len(days) <= 225
    assert days == sorted(set(days))
    assert reference.school_year_on(code, dt.date(year, 6, 10)) is not None


@pytest.mark.parametrize("year", EVERY_YEAR)
def test_terms_and_breaks_are_in_order_within_the_year(year: SchoolYear) -> None:
    for spans in (year.terms, year.breaks):
        assert all(span.starts <= span.ends for span in spans)
        assert all(one.ends < two.starts for one, two in pairwise(spans))
        assert all(year.starts <= span.starts and span.ends <= year.ends for span in spans)
    assert [term.number for term in year.terms] == list(range(1, len(year.terms) + 1))
    kinds = reference.vocabulary("school_break_kinds")
    for span in (*year.terms, *year.breaks):
        assert span.source
        assert year.source
    assert {pause.kind for pause in year.breaks} <= set(kinds)


@pytest.mark.parametrize("year", EVERY_YEAR)
def test_between_two_terms_there_is_a_break_without_a_gap(year: SchoolYear) -> None:
    day = dt.timedelta(days=1)
    for one, two in pairwise(year.terms):
        assert any(pause.starts == one.ends + day and pause.ends == two.starts - day for pause in year.breaks)


@pytest.mark.parametrize("code", COUNTRIES)
def test_years_do_not_overlap(code: str) -> None:
    assert all(one.ends < two.starts for one, two in pairwise(reference.school_years(code)))


def test_dates_that_nobody_published_say_so() -> None:
    marked = {(code, year.code): year.has_estimates for code in COUNTRIES for year in reference.school_years(code)}
    assert marked == {
        ("KR", "2025"): True,
        ("KR", "2026"): True,
        ("KR", "2027"): True,
        ("NZ", "2026"): False,
        ("NZ", "2027"): True,
        ("TH", "2568"): False,
        ("TH", "2569"): False,
        ("TH", "2570"): False,
        ("TR", "2025-26"): False,
        ("TR", "2026-27"): True,
        ("TR", "2027-28"): True,
    }


def test_a_day_of_a_term() -> None:
    year = reference.school_year_on("TR", dt.date(2026, 3, 18))
    assert year is not None
    assert year.code == "2025-26"
    assert not year.is_term_day(dt.date(2026, 3, 18))  # ara tatil
    assert year.is_term_day(dt.date(2026, 3, 23))
    assert not year.is_term_day(dt.date(2026, 3, 28))  # Saturday


def test_all_four_are_at_school_together_in_june_2026() -> None:
    first, last = dt.date(2026, 6, 2), dt.date(2026, 6, 26)
    together = set.intersection(*(set(reference.term_days(code, first, last)) for code in COUNTRIES))
    assert len(together) == 19


def test_a_country_without_dates() -> None:
    assert reference.school_years("FR") == ()
    assert reference.term_days("FR", dt.date(2026, 1, 1), dt.date(2026, 12, 31)) == []
    assert reference.school_year_on("FR", dt.date(2026, 6, 1)) is None
    assert reference.school_day("FR").starts == dt.time(9)


def test_labels_follow_the_reader() -> None:
    year = reference.school_years("TH")[0]
    assert year.label("th") == "ปีการศึกษา 2568"
    assert year.label("en") == "School year 2568 (2025-26)"
