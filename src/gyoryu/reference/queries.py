"""The one door to reference data. Everything is read once, on first use, and kept.

Labels come in the active language unless another is asked for, and in English where it is missing.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from gyoryu.common.errors import BadInput
from gyoryu.common.text import fold
from gyoryu.reference.enums import LevelGroup, SupportKind
from gyoryu.reference.models.countries import Country, WarSupport, country_names, load_countries, load_war_support
from gyoryu.reference.models.files import BrokenFile, office_file, reference_folder
from gyoryu.reference.models.levels import Grade, LevelSystem, YearRange, load_levels
from gyoryu.reference.models.office import Office, Unit, load_office
from gyoryu.reference.models.school_years import SchoolDay, SchoolYear, load_calendars
from gyoryu.reference.models.vocabularies import Language, Term, load_languages, load_scripts, load_vocabularies

Choice = tuple[str, str]
ALLIES = (SupportKind.COMBAT, SupportKind.MEDICAL)


class UnknownCode(BadInput):
    """A code that stands in no vocabulary, e.g. typed into an API call."""

    def __init__(self, vocabulary: str, value: str, known: list[str]) -> None:
        near = ", ".join(known[:40]) + (", …" if len(known) > 40 else "")
        super().__init__(
            "unknown_code",
            _("“%(value)s” is not a code of %(vocabulary)s. Use one of: %(known)s."),
            value=str(value)[:60],
            vocabulary=vocabulary,
            known=near,
        )


def _folder() -> Path:
    return reference_folder()


# Countries


def country(code: str) -> Country:
    found = load_countries(_folder()).get(code)
    if found is None:
        raise UnknownCode("countries", code, sorted(load_countries(_folder())))
    return found


def is_country(code: str) -> bool:
    return code in load_countries(_folder())


def countries() -> tuple[Country, ...]:
    """All of ISO 3166-1, by code."""
    return tuple(load_countries(_folder()).values())


def find_country(text: str) -> str | None:
    """The code of what somebody wrote: TH, THA, Thailand, 태국, 터키, ประเทศไทย; None if it is no country's name."""
    return country_names(_folder()).get(fold(text)) if text.strip() else None


def surely_outside(code: str, latitude: float, longitude: float) -> bool:
    """Whether a point cannot lie in the country. False also where nobody knows."""
    return not country(code).may_hold(latitude, longitude)


def war_support(code: str, *, on: dt.date | None = None) -> WarSupport | None:
    """How a country supported Korea, as counted today or on a day."""
    rows = [row for row in load_war_support(_folder()) if row.country == code]
    return next((row for row in rows if (row.counts_on(on) if on else row.until is None)), None)


def war_supporters(kind: SupportKind | str | None = None) -> tuple[WarSupport, ...]:
    """The rows that count today: all 63, or those of one kind."""
    return tuple(row for row in load_war_support(_folder()) if row.until is None and kind in {None, row.kind})


def war_ally_codes(kind: SupportKind | str | None = None) -> frozenset[str]:
    """The 22 that sent troops or medical units; with ``kind`` those of one kind (16, 6, 38 or 3)."""
    return frozenset(row.country for row in war_supporters(kind) if kind or row.kind in ALLIES)


def war_support_codes(*, offered: bool = False) -> frozenset[str]:
    """The 60 that gave any support; with ``offered`` the 63 that include those who only offered."""
    return frozenset(row.country for row in war_supporters() if offered or row.kind != SupportKind.OFFERED)


def is_war_ally(code: str) -> bool:
    return code in war_ally_codes()


# Vocabularies


def vocabulary(name: str) -> Mapping[str, Term]:
    """The codes of a vocabulary, in the order in which they are offered."""
    more: dict[str, Callable[[Path], Mapping[str, Any]]] = {"languages": load_languages, "scripts": load_scripts}
    if name in more:
        return more[name](_folder())
    found = load_vocabularies(_folder())
    if name not in found:
        raise UnknownCode("vocabularies", name, [*found, *more])
    return found[name]


def vocabulary_names() -> tuple[str, ...]:
    return (*load_vocabularies(_folder()), "languages", "scripts", "countries", "priority_classes", "district_groups")


def term(name: str, code: str) -> Term:
    terms = vocabulary(name)
    if code not in terms:
        raise UnknownCode(name, code, list(terms))
    return terms[code]


def label(name: str, code: str, language: str | None = None) -> str:
    """What a code is called. Also for ``countries``, ``priority_classes``, ``district_groups``."""
    if name == "countries":
        return country(code).name(language)
    units = _units(name)
    if units is not None:
        for unit in units:
            if unit.code == code:
                return unit.label(language)
        raise UnknownCode(name, code, [unit.code for unit in units])
    return term(name, code).label(language)


def codes(name: str) -> tuple[str, ...]:
    """The codes that may be chosen now."""
    if name == "countries":
        return tuple(load_countries(_folder()))
    units = _units(name)
    if units is not None:
        return tuple(unit.code for unit in units)
    return tuple(code for code, each in vocabulary(name).items() if not each.retired)


def choices(name: str, language: str | None = None) -> list[Choice]:
    """Code and label of what may be chosen, for a form. Countries by name; the usual languages first."""
    pairs = [(code, label(name, code, language)) for code in codes(name)]
    if name == "countries":
        return sorted(pairs, key=lambda pair: _sorting(pair[1]))
    if name == "languages":
        return sorted(pairs, key=lambda pair: (_language(pair[0]).rank or 1000, _sorting(pair[1])))
    return pairs


def _units(name: str) -> tuple[Unit, ...] | None:
    """The vocabularies that the office file holds."""
    if name == "priority_classes":
        return office().priority_classes
    return office().groups if name == "district_groups" else None


def _language(code: str) -> Language:
    found = load_languages(_folder()).get(code)
    if found is None:
        raise UnknownCode("languages", code, list(load_languages(_folder())))
    return found


def language(code: str) -> Language:
    """A language with its own name, usual script and direction of writing."""
    return _language(code)


def _sorting(text: str) -> str:
    """Latin letters without their marks, so that Ç comes with C; Hangul and Thai by their code."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    return unicodedata.normalize("NFC", "".join(c for c in apart if not 0x0300 <= ord(c) < 0x0370))


def exchange_types() -> tuple[Term, ...]:
    return tuple(vocabulary("exchange_types").values())


def exchange_fields() -> tuple[Term, ...]:
    return tuple(vocabulary("exchange_fields").values())


def level_groups() -> tuple[Term, ...]:
    """초, 중, 고."""
    return tuple(vocabulary("level_groups").values())


# Levels: two countries meet by the year of schooling


def _system(code: str) -> LevelSystem:
    systems, generic = load_levels(_folder())
    return systems.get(code, generic)


def has_grades(code: str) -> bool:
    """Whether the country's own grades are known; otherwise the generic ISCED ones answer."""
    return code in load_levels(_folder())[0]


def grades(code: str) -> tuple[Grade, ...]:
    return _system(code).grades


def grade(code: str, year: int) -> Grade | None:
    return next((each for each in grades(code) if each.year == year), None)


def level_label(code: str, year: int, language: str | None = None) -> str:
    """``중학교 2학년`` for Korea's year 8. A year the country does not have is shown as the generic one."""
    found = grade(code, year) or grade("", year)
    if found is None:
        raise UnknownCode("years of schooling", str(year), [str(each.year) for each in grades("")])
    return found.label(language)


def levels_text(code: str, first: int | None, last: int | None, language: str | None = None) -> str:
    """``Year 9–Year 13``, ``초4–중2``; one of the two may be open."""
    known = [year for year in (first, last) if year is not None]
    if not known:
        return ""
    if len(known) == 1 or first == last:
        text = level_label(code, known[0], language)
        return text if len(known) == 2 else (f"{text}–" if first is not None else f"–{text}")
    ends = [grade(code, year) or grade("", year) for year in known]
    return "–".join(end.short(language) for end in ends if end is not None)


def level_group_of(code: str, year: int) -> LevelGroup | None:
    found = grade(code, year) or grade("", year)
    return found.level if found else None


def level_groups_of(code: str, first: int | None, last: int | None) -> tuple[LevelGroup, ...]:
    """The level groups a school with these years has, in order; an open end reaches the country's own bound."""
    if first is None and last is None:
        return ()
    least, most = _system(code).bounds
    span = range(least if first is None else first, (most if last is None else last) + 1)
    found = {level_group_of(code, year) for year in span}
    return tuple(group for group in LevelGroup if group in found)


def years_of_group(code: str, group: LevelGroup | str) -> YearRange | None:
    """The first and the last year of a level group, as the country counts it."""
    years = [each.year for each in grades(code) if each.level == group]
    return (years[0], years[-1]) if years else None


def years_from_school_type(code: str, text: str) -> YearRange | None:
    """The years of schooling a register's type says: NZ "Full Primary" is 0 to 7; None where it says nothing."""
    return _system(code).years_of_type(text) if text.strip() else None


def years_from_ages(code: str, youngest: int, oldest: int) -> YearRange | None:
    """For registers that give ages (England's 3 to 11): a pupil of year y is y + 5 at the start and leaves at y + 6."""
    least, most = _system(code).bounds
    first, last = max(youngest - 5, least), min(oldest - 6, most)
    return (first, last) if first <= last else None


def years_from_isced(code: str, text: str) -> YearRange | None:
    """For sources that give levels of ISCED (1;2 or 0-3), which each country cuts otherwise."""
    found = [int(digit) for digit in re.findall(r"[0-8]", text)]
    wanted = range(min(found), max(found) + 1) if found else range(0)
    years = [each.year for each in grades(code) if each.isced in wanted]
    return (min(years), max(years)) if years else None


# School years


def school_years(code: str) -> tuple[SchoolYear, ...]:
    """The known school years, in order; empty where nobody entered them."""
    return load_calendars(_folder()).years.get(code, ())


def school_year_on(code: str, day: dt.date) -> SchoolYear | None:
    return next((year for year in school_years(code) if year.starts <= day <= year.ends), None)


def term_days(code: str, first: dt.date, last: dt.date) -> list[dt.date]:
    """Weekdays with lessons from one day to another, public holidays not taken out."""
    days = []
    for year in school_years(code):
        day, end = max(first, year.starts), min(last, year.ends)
        while day <= end:
            if year.is_term_day(day):
                days.append(day)
            day += dt.timedelta(days=1)
    return days


def school_day(code: str) -> SchoolDay:
    calendars = load_calendars(_folder())
    return calendars.days.get(code, calendars.usual_day)


# The office


def office() -> Office:
    return load_office(office_file(), _folder())


def problems() -> list[str]:
    """What is wrong with the data files, one sentence a file with its key and mend; empty when all is well."""
    loaders: list[Callable[[], object]] = [
        lambda: load_countries(_folder()),
        lambda: load_war_support(_folder()),
        lambda: load_vocabularies(_folder()),
        lambda: load_languages(_folder()),
        lambda: load_scripts(_folder()),
        lambda: load_levels(_folder()),
        lambda: load_calendars(_folder()),
        office,
    ]
    found = []
    for load in loaders:
        try:
            load()
        except BrokenFile as problem:
            found.append(str(problem))
    return list(dict.fromkeys(found))
