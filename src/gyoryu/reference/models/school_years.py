"""School years, their terms and breaks: school_years.yaml."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from gyoryu.reference.models.files import Node, read_yaml, sources_of
from gyoryu.reference.models.words import LANGUAGES, in_language

SATURDAY = 5


@dataclass(frozen=True)
class Span:
    """From one day to another, both included."""

    starts: dt.date
    ends: dt.date
    source: tuple[str, ...]
    estimated: bool
    note: str

    def __contains__(self, day: dt.date) -> bool:
        return self.starts <= day <= self.ends


@dataclass(frozen=True)
class SchoolTerm(Span):
    number: int


@dataclass(frozen=True)
class SchoolBreak(Span):
    kind: str  # of the vocabulary school_break_kinds


@dataclass(frozen=True, eq=False)
class SchoolYear:
    country: str
    code: str  # as the country writes it: 2026, 2569, 2026-27
    labels: Mapping[str, str]
    starts: dt.date
    ends: dt.date
    terms: tuple[SchoolTerm, ...]
    breaks: tuple[SchoolBreak, ...]
    source: tuple[str, ...]
    estimated: bool

    def label(self, language: str | None = None) -> str:
        return in_language(self.labels, language)

    @property
    def has_estimates(self) -> bool:
        return self.estimated or any(span.estimated for span in (*self.terms, *self.breaks))

    def is_term_day(self, day: dt.date) -> bool:
        """A weekday within a term and outside every break. Public holidays are not known here."""
        return (
            day.weekday() < SATURDAY
            and any(day in term for term in self.terms)
            and not any(day in pause for pause in self.breaks)
        )


@dataclass(frozen=True)
class SchoolDay:
    """The usual span of lessons, local time."""

    starts: dt.time
    ends: dt.time
    estimated: bool


@dataclass(frozen=True)
class Calendars:
    years: Mapping[str, tuple[SchoolYear, ...]]
    days: Mapping[str, SchoolDay]
    usual_day: SchoolDay


@lru_cache(maxsize=4)
def load_calendars(folder: Path) -> Calendars:
    root = read_yaml(folder / "school_years.yaml").only("school_day", "countries")
    days = {country: _school_day(node) for country, node in root["school_day"].pairs()}
    if "default" not in days:
        root["school_day"]["default"]
    years = {country: _in_order(country, node) for country, node in root["countries"].pairs()}
    return Calendars(MappingProxyType(years), MappingProxyType(days), days["default"])


def _school_day(node: Node) -> SchoolDay:
    node.only("starts", "ends", "source", "estimated")
    sources_of(node)
    starts, ends = node["starts"].time(), node["ends"].time()
    if ends <= starts:
        node["ends"].fail("it ends before it begins", "Write the later time in “ends”.")
    return SchoolDay(starts, ends, _flag(node))


def _in_order(country: str, node: Node) -> tuple[SchoolYear, ...]:
    years: list[SchoolYear] = []
    for row in node.items():
        row.only("code", "label", "starts", "ends", "source", "estimated", "terms", "breaks")
        starts, ends = _ends(row)
        if years and starts <= years[-1].ends:
            row["starts"].fail("it begins before the year above has ended", "Put the years in order, without overlap.")
        terms = tuple(
            SchoolTerm(*_span(part, "number"), number=part["number"].number(1, 8)) for part in row["terms"].items()
        )
        breaks = tuple(SchoolBreak(*_span(part, "kind"), kind=part["kind"].text()) for part in row["breaks"].items())
        for name, spans in (("terms", terms), ("breaks", breaks)):
            for at, span in enumerate(spans):
                part = row[name].items()[at]
                if span.starts < starts or span.ends > ends:
                    part.fail(f"it lies outside the year ({starts} to {ends})", "Mend this span or the year.")
                if at and span.starts <= spans[at - 1].ends:
                    part["starts"].fail("it begins before the one above has ended", "Put them in order.")
        years.append(
            SchoolYear(
                country=country,
                code=row["code"].text(),
                labels=MappingProxyType(row["label"].labels(*LANGUAGES)),
                starts=starts,
                ends=ends,
                terms=terms,
                breaks=breaks,
                source=sources_of(row),
                estimated=_flag(row),
            )
        )
    return tuple(years)


def _span(node: Node, extra: str) -> tuple[dt.date, dt.date, tuple[str, ...], bool, str]:
    node.only(extra, "starts", "ends", "source", "estimated", "note")
    note = node.get("note")
    return (*_ends(node), sources_of(node), _flag(node), note.text() if note else "")


def _ends(node: Node) -> tuple[dt.date, dt.date]:
    starts, ends = node["starts"].date(), node["ends"].date()
    if ends < starts:
        node["ends"].fail(f"{ends} is before {starts}", "Write the last day in “ends”.")
    return starts, ends


def _flag(node: Node) -> bool:
    estimated = node.get("estimated")
    return estimated.truth() if estimated else False
