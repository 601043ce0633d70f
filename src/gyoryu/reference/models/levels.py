"""School levels and local grades by year of schooling: levels.yaml. Two countries meet by the year."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from gyoryu.common.text import fold
from gyoryu.reference.enums import LevelGroup
from gyoryu.reference.models.files import Node, read_yaml, sources_of
from gyoryu.reference.models.words import LANGUAGES, in_language

LAST_YEAR = 13
YearRange = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Grade:
    """One local grade, e.g. Korea's 중학교 2학년: year 8, ISCED 2, age 13 at the start."""

    country: str  # "" for the generic fallback
    year: int
    number: int  # as counted within its stage
    isced: int
    level: LevelGroup
    local_language: str
    labels: Mapping[str, str]
    short_labels: Mapping[str, str]
    stage: Mapping[str, str]
    source: tuple[str, ...]

    @property
    def age(self) -> int:
        return self.year + 5

    def label(self, language: str | None = None) -> str:
        return in_language(self.labels, language)

    def short(self, language: str | None = None) -> str:
        return in_language(self.short_labels, language)

    @property
    def local_label(self) -> str:
        return self.labels[self.local_language]


@dataclass(frozen=True, eq=False)
class LevelSystem:
    """The grades of one country and how its registers write which of them a school has."""

    country: str
    grades: tuple[Grade, ...]
    school_types: tuple[tuple[str, YearRange], ...]  # folded text, the longest first
    shift: int | None  # grade number + shift = year, where registers write grades
    zero_words: tuple[str, ...]
    source: tuple[str, ...]

    @property
    def bounds(self) -> YearRange:
        return self.grades[0].year, self.grades[-1].year

    def years_of_type(self, text: str) -> YearRange | None:
        """The years a school has, from what a register writes: 중학교, "Secondary (Year 9-15)", อนุบาล-ประถมศึกษา."""
        folded = fold(text)
        years = self._numbered(text) if self.shift is not None else None
        if years is None:
            spans = self._spans(folded)
            if not spans:
                return None
            years = min(first for first, _ in spans), max(last for _, last in spans)
        least, most = self.bounds
        first, last = max(years[0], least), min(years[1], most)
        return (first, last) if first <= last else None

    def _spans(self, folded: str) -> list[YearRange]:
        rest, spans = folded, []
        for words, years in self.school_types:
            if words in rest:
                spans.append(years)
                rest = rest.replace(words, " ")
        return spans

    def _numbered(self, text: str) -> YearRange | None:
        zero = "|".join(map(re.escape, sorted(self.zero_words, key=len, reverse=True)))
        start = rf"(?P<zero>{zero})|" if zero else ""
        pattern = rf"(?<![a-z0-9])(?:{start}(?P<first>\d{{1,2}}))\s*[-–]\s*(?P<last>\d{{1,2}})(?!\d)"
        found = re.search(pattern, text.casefold())
        if not found or self.shift is None:
            return None
        named = found.groupdict()
        return (0 if named.get("zero") else int(named["first"]) + self.shift), int(named["last"]) + self.shift


@lru_cache(maxsize=4)
def load_levels(folder: Path) -> tuple[Mapping[str, LevelSystem], LevelSystem]:
    """The systems by country, and the generic one for all others."""
    root = read_yaml(folder / "levels.yaml").only("countries", "generic")
    systems = {code: _system(code, node) for code, node in root["countries"].pairs()}
    return MappingProxyType(systems), _system("", root["generic"])


def _system(country: str, node: Node) -> LevelSystem:
    node.only("source", "local", "stages", "school_types", "numbered")
    source = sources_of(node)
    local = node["local"].text()
    grades: list[Grade] = []
    for stage in node["stages"].items():
        grades.extend(_grades(country, stage, local, source))
        years = [grade.year for grade in grades]
        if years != list(range(years[0], years[0] + len(years))):
            stage["years"].fail("its years do not follow on the stage before", "Begin where it ends.")
    types = []
    for row in node["school_types"].items():
        row.only("text", "years")
        types.append((fold(row["text"].text()), _years(row["years"])))
    numbered = node.get("numbered")
    return LevelSystem(
        country=country,
        grades=tuple(grades),
        school_types=tuple(sorted(types, key=lambda pair: -len(pair[0]))),
        shift=numbered.only("shift", "zero")["shift"].number(-2, 2) if numbered else None,
        zero_words=numbered["zero"].texts() if numbered else (),
        source=source,
    )


def _grades(country: str, stage: Node, local: str, source: tuple[str, ...]) -> list[Grade]:
    stage.only("name", "years", "first", "isced", "level", "label", "short")
    first, last = _years(stage["years"])
    number = stage["first"].number(0, LAST_YEAR)
    name, label, short = (stage[key].labels(*LANGUAGES) for key in ("name", "label", "short"))

    def numbered(labels: dict[str, str], n: int) -> Mapping[str, str]:
        return MappingProxyType({language: text.replace("{n}", str(n)) for language, text in labels.items()})

    return [
        Grade(
            country=country,
            year=year,
            number=number + year - first,
            isced=stage["isced"].number(0, 4),
            level=LevelGroup(stage["level"].text(among=list(LevelGroup))),
            local_language=local,
            labels=numbered(label, number + year - first),
            short_labels=numbered(short, number + year - first),
            stage=MappingProxyType(name),
            source=source,
        )
        for year in range(first, last + 1)
    ]


def _years(node: Node) -> YearRange:
    nodes = node.items()
    if len(nodes) != 2:
        node.fail("expected the first and the last year", "Write it as [1, 6].")
    first, last = (each.number(0, LAST_YEAR) for each in nodes)
    if last < first:
        node.fail(f"it ends ({last}) before it begins ({first})", "Write the smaller year first.")
    return first, last
