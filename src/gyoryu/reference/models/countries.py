"""Countries: countries.csv, country_other_names.yaml and war_support.yaml."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from gyoryu.common.text import fold
from gyoryu.reference.enums import SupportKind
from gyoryu.reference.models.files import Node, read_csv, read_yaml, sources_of
from gyoryu.reference.models.words import LANGUAGES, in_language

Box = tuple[float, float, float, float]  # west, south, east, north


@dataclass(frozen=True)
class OtherName:
    """A name a country had, or has beside its usual one."""

    country: str
    language: str
    name: str
    kind: str  # former, other
    until: int | None
    source: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Country:
    """One of ISO 3166-1."""

    code: str  # alpha-2
    alpha3: str
    numeric: str
    labels: Mapping[str, str]
    languages: tuple[str, ...]  # official ones, the most used first
    time_zones: tuple[str, ...]  # IANA, the chief one first
    boxes: tuple[Box, ...]  # rough, several where land lies apart; none for some uninhabited islands
    other_names: tuple[OtherName, ...]
    source: tuple[str, ...]
    as_of: dt.date

    def name(self, language: str | None = None) -> str:
        return in_language(self.labels, language)

    @property
    def time_zone(self) -> str:
        return self.time_zones[0] if self.time_zones else "Etc/UTC"

    def may_hold(self, latitude: float, longitude: float) -> bool:
        """False only if the point surely lies outside; a True proves nothing, because the boxes are rough."""
        if not self.boxes:
            return True
        return any(w <= longitude <= e and s <= latitude <= n for w, s, e, n in self.boxes)


@dataclass(frozen=True)
class WarSupport:
    """One row of who supported Korea, how, from when, and who says so."""

    country: str
    kind: SupportKind
    since: dt.date
    since_text: str  # as the file has it: a year, or a day
    until: dt.date | None
    source: tuple[str, ...]
    note: str

    def counts_on(self, day: dt.date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@lru_cache(maxsize=4)
def load_countries(folder: Path) -> Mapping[str, Country]:
    others: dict[str, list[OtherName]] = {}
    rows = read_csv(folder / "countries.csv")
    codes = {row["code"].text() for row in rows}
    for node in read_yaml(folder / "country_other_names.yaml").items():
        other = _other_name(node, codes)
        others.setdefault(other.country, []).append(other)
    found = {}
    for row in rows:
        code = row["code"].text()
        found[code] = Country(
            code=code,
            alpha3=row["alpha3"].text(),
            numeric=row["numeric"].text(),
            labels=MappingProxyType({language: row[language].text() for language in LANGUAGES}),
            languages=tuple(row["languages"].text(empty=True).split()),
            time_zones=tuple(row["time_zones"].text(empty=True).split()),
            boxes=_boxes(row["boxes"]),
            other_names=tuple(others.get(code, ())),
            source=tuple(row["source"].text().split()),
            as_of=row["as_of"].date(),
        )
    return MappingProxyType(found)


def _other_name(node: Node, codes: set[str]) -> OtherName:
    node.only("country", "lang", "name", "kind", "until", "source")
    until = node.get("until")
    return OtherName(
        country=node["country"].text(among=codes),
        language=node["lang"].text(),
        name=node["name"].text(),
        kind=node["kind"].text(among=("former", "other")),
        until=until.number(1800, 2100) if until else None,
        source=sources_of(node),
    )


def _boxes(node: Node) -> tuple[Box, ...]:
    boxes = []
    for part in node.text(empty=True).split(";"):
        if part:
            try:
                west, south, east, north = (float(edge) for edge in part.split(","))
            except ValueError:
                node.fail(f"“{part}” is not a box", "Write west,south,east,north in degrees.")
            boxes.append((west, south, east, north))
    return tuple(boxes)


@lru_cache(maxsize=4)
def load_war_support(folder: Path) -> tuple[WarSupport, ...]:
    codes = load_countries(folder)
    rows = []
    for node in read_yaml(folder / "war_support.yaml").items():
        node.only("country", "kind", "since", "until", "source", "note")
        since, until, note = node["since"], node.get("until"), node.get("note")
        year_only = isinstance(since.value, int)
        rows.append(
            WarSupport(
                country=node["country"].text(among=codes),
                kind=SupportKind(node["kind"].text(among=list(SupportKind))),
                since=dt.date(since.number(1950, 2100), 1, 1) if year_only else since.date(),
                since_text=str(since.value),
                until=until.date() if until else None,
                source=sources_of(node),
                note=note.text() if note else "",
            )
        )
    return tuple(rows)


@lru_cache(maxsize=4)
def country_names(folder: Path) -> Mapping[str, str]:
    """Folded name, in any language, former ones too -> code. A name in use wins over another country's former one."""
    names: dict[str, str] = {}
    everything = load_countries(folder).values()
    for country in everything:
        for name in (country.code, country.alpha3, *country.labels.values()):
            names.setdefault(fold(name), country.code)
    for country in everything:
        for other in country.other_names:
            names.setdefault(fold(other.name), country.code)
    return MappingProxyType(names)
