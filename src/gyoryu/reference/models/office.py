"""The office that runs this system: data/office/*.yaml, chosen by the setting OFFICE_FILE."""

import datetime as dt
import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from gyoryu.reference.models.countries import load_countries
from gyoryu.reference.models.files import Node, read_yaml
from gyoryu.reference.models.words import in_language

HOME_LANGUAGES = ("ko", "en")  # of labels that people at home read
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
TELEPHONE = re.compile(r"\+[0-9][0-9 ()-]{5,24}")
WEBSITE = re.compile(r"https?://\S+")


@dataclass(frozen=True, eq=False)
class Unit:
    """Something with a code and a name: a district office, a priority class, the Institute."""

    code: str
    labels: Mapping[str, str]
    source: tuple[str, ...]

    def label(self, language: str | None = None) -> str:
        return in_language(self.labels, language)

    @property
    def name(self) -> str:
        return self.label()


@dataclass(frozen=True, eq=False)
class DistrictOffice(Unit):
    register_name: str  # as the national school register writes it
    group: str  # code of its district group


@dataclass(frozen=True, eq=False)
class DistrictGroup(Unit):
    lead: str  # code of a district office
    members: tuple[str, ...]  # with the lead
    note: str


@dataclass(frozen=True)
class Deadlines:
    """Days and months the office works with."""

    trip_report_days: int
    trip_registration_days: int
    partner_answer_days: int
    school_answer_days: int
    principal_answer_days: int
    institution_fresh_months: int
    offer_fresh_months: int
    request_answer_days: int
    request_quiet_months: int
    requests_a_day: int
    reporting_years: int


@dataclass(frozen=True)
class Judging:
    """How the office decides whether two are one. A part that the file leaves out is as here."""

    bulk_from: float = 0.97  # candidates of this score and more may be accepted together
    bulk_most: int = 2_000  # so many at a time
    bulk_sample: int = 20  # so many of them are looked at by a person first
    far_apart_km: int = 30  # two positions further apart make a merge risky
    two_curators: bool = True  # a risky merge needs the word of a second curator


@dataclass(frozen=True, eq=False)
class Office:
    code: str  # in the national school register
    labels: Mapping[str, str]
    short_labels: Mapping[str, str]
    country: str
    time_zone: str
    languages: tuple[str, ...]
    partner_languages: tuple[str, ...]
    institute: Unit
    contact_lines: Mapping[str, str]
    email: str
    telephone: str
    website: str
    districts: tuple[DistrictOffice, ...]
    groups: tuple[DistrictGroup, ...]
    priority_classes: tuple[Unit, ...]  # the first is served first
    deadlines: Deadlines
    school_year_turns: tuple[int, int]  # month, day on which teachers change school
    live_from: dt.time  # no live lesson before, on either side
    live_until: dt.time
    contacts_at_once: int  # so many schools may ask one partner at the same time
    judging: Judging
    file: Path

    def label(self, language: str | None = None) -> str:
        return in_language(self.labels, language)

    @property
    def name(self) -> str:
        return self.label()

    @property
    def short_name(self) -> str:
        return in_language(self.short_labels)

    @property
    def contact_line(self) -> str:
        return in_language(self.contact_lines)

    def district(self, code: str) -> DistrictOffice | None:
        return next((district for district in self.districts if district.code == code), None)

    def group_of(self, district: str) -> DistrictGroup | None:
        return next((group for group in self.groups if district in group.members), None)

    def districts_of(self, group: str) -> tuple[DistrictOffice, ...]:
        return tuple(district for district in self.districts if district.group == group)

    def priority_rank(self, code: str) -> int:
        """0 for the class that comes first; a class the office does not know comes last."""
        codes = [unit.code for unit in self.priority_classes]
        return codes.index(code) if code in codes else len(codes)


@lru_cache(maxsize=4)
def load_office(file: Path, reference: Path) -> Office:
    root = read_yaml(file).only(
        "country", "time_zone", "languages", "partner_languages", "sources", "office", "institute", "contact",
        "district_offices", "district_groups", "priority_classes", "deadlines", "school_year_turns", "live_lessons",
        "sharing", "judging",
    )  # fmt: skip
    slugs = frozenset(slug for slug, _node in root["sources"].pairs())
    home = root["office"].only("code", "name", "short_name", "source")
    partner_languages = root["partner_languages"].texts()
    contact = root["contact"].only("line", "email", "telephone", "website", "source")
    contact["source"].texts(among=slugs)
    home["source"].texts(among=slugs)
    groups = _groups(root["district_groups"], slugs)
    languages = root["languages"].texts()
    return Office(
        code=home["code"].text(),
        labels=MappingProxyType(home["name"].labels(*HOME_LANGUAGES, *partner_languages)),
        short_labels=MappingProxyType(home["short_name"].labels(*HOME_LANGUAGES, *partner_languages)),
        country=root["country"].text(among=load_countries(reference)),
        time_zone=_zone(root["time_zone"]),
        languages=languages,
        partner_languages=partner_languages,
        institute=Unit(*_unit(root["institute"].only("code", "name", "source"), slugs)),
        contact_lines=MappingProxyType(contact["line"].labels(*HOME_LANGUAGES, *partner_languages)),
        email=_written(contact, "email", EMAIL, "Write it as exchange@office.example, or leave it empty."),
        telephone=_written(contact, "telephone", TELEPHONE, 'Write it as "+82 31 000 0000", or leave it empty.'),
        website=_written(contact, "website", WEBSITE, "Write it with https:// in front, or leave it empty."),
        districts=_districts(root["district_offices"], groups, root["district_groups"], slugs),
        groups=groups,
        priority_classes=_priority_classes(root["priority_classes"], slugs),
        deadlines=_deadlines(root["deadlines"], slugs),
        school_year_turns=_turn(root["school_year_turns"]),
        **_live_hours(root["live_lessons"], slugs),
        contacts_at_once=_contacts_at_once(root["sharing"], slugs),
        judging=_judging(root.get("judging"), slugs),
        file=file,
    )


def _unit(node: Node, slugs: frozenset[str]) -> tuple[str, Mapping[str, str], tuple[str, ...]]:
    labels = MappingProxyType(node["name"].labels(*HOME_LANGUAGES))
    return node["code"].text(), labels, node["source"].texts(among=slugs)


def _groups(node: Node, slugs: frozenset[str]) -> tuple[DistrictGroup, ...]:
    groups = []
    for row in node.items():
        row.only("code", "name", "lead", "members", "source", "note")
        members, lead, note = row["members"].texts(), row["lead"].text(), row.get("note")
        if lead not in members:
            row["lead"].fail(f"the leading office {lead} is not among the members", "Add it there, or name another.")
        groups.append(DistrictGroup(*_unit(row, slugs), lead=lead, members=members, note=note.text() if note else ""))
    _unique(node, [group.code for group in groups])
    return tuple(groups)


def _districts(
    node: Node, groups: tuple[DistrictGroup, ...], groups_node: Node, slugs: frozenset[str]
) -> tuple[DistrictOffice, ...]:
    rows = [row.only("code", "register_name", "name", "source") for row in node.items()]
    codes = [row["code"].text() for row in rows]
    _unique(node, codes)
    for at in range(len(groups)):
        for member in groups_node.items()[at]["members"].items():
            member.text(among=codes)
    districts = []
    for row, code in zip(rows, codes, strict=True):
        holding = [group.code for group in groups if code in group.members]
        if groups and len(holding) != 1:
            found = " and ".join(holding) or "no group"
            row["code"].fail(f"this office is in {found}", "Put it into exactly one district group.")
        districts.append(
            DistrictOffice(
                *_unit(row, slugs), register_name=row["register_name"].text(), group=holding[0] if holding else ""
            )
        )
    return tuple(districts)


def _priority_classes(node: Node, slugs: frozenset[str]) -> tuple[Unit, ...]:
    units = tuple(Unit(*_unit(row.only("code", "name", "source"), slugs)) for row in node.items())
    if not units:
        node.fail("there is no priority class", "Keep at least one, for example “general”.")
    _unique(node, [unit.code for unit in units])
    return units


def _unique(node: Node, codes: list[str]) -> None:
    for at, code in enumerate(codes):
        if code in codes[:at]:
            node.items()[at]["code"].fail(f"“{code}” stands there twice", "Give each its own code.")


def _deadlines(node: Node, slugs: frozenset[str]) -> Deadlines:
    names = [field.name for field in fields(Deadlines)]
    node.only(*names)
    for name in names:
        node[name].only("value", "source")["source"].texts(among=slugs)
    return Deadlines(**{name: node[name]["value"].number(1, 3650) for name in names})


def _live_hours(node: Node, slugs: frozenset[str]) -> dict[str, dt.time]:
    node.only("earliest", "latest", "source")["source"].texts(among=slugs)
    earliest, latest = node["earliest"].time(), node["latest"].time()
    if latest <= earliest:
        node["latest"].fail("it is not after “earliest”", "Write the later time in “latest”.")
    return {"live_from": earliest, "live_until": latest}


def _contacts_at_once(node: Node, slugs: frozenset[str]) -> int:
    row = node.only("contacts_at_once")["contacts_at_once"].only("value", "source")
    row["source"].texts(among=slugs)
    return row["value"].number(1, 20)


def _judging(node: Node | None, slugs: frozenset[str]) -> Judging:
    if node is None:
        return Judging()
    node.only(*(field.name for field in fields(Judging)))
    for _name, row in node.pairs():
        row.only("value", "source")["source"].texts(among=slugs)
    usual = Judging()

    def number(name: str, least: int, most: int) -> int:
        row = node.get(name)
        return row["value"].number(least, most) if row else getattr(usual, name)

    share, both = node.get("bulk_from"), node.get("two_curators")
    return Judging(
        bulk_from=_share(share["value"]) if share else usual.bulk_from,
        bulk_most=number("bulk_most", 1, 5_000),
        bulk_sample=number("bulk_sample", 1, 200),
        far_apart_km=number("far_apart_km", 1, 20_000),
        two_curators=both["value"].truth() if both else usual.two_curators,
    )


def _share(node: Node) -> float:
    try:
        share = float(str(node.value))
    except ValueError:
        share = 0.0
    if not 0.5 <= share <= 1:
        node.fail(f"“{node.value}” is not a share", "Write a number from 0.5 to 1, such as 0.97.")
    return share


def _turn(node: Node) -> tuple[int, int]:
    try:
        day = dt.date.fromisoformat(f"2001-{node.text()}")
    except ValueError:
        node.fail(f"“{node.value}” is not a month and a day", 'Write it as "03-01", in quotes.')
    return day.month, day.day


def _zone(node: Node) -> str:
    name = node.text()
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        node.fail(f"“{name}” is not a time zone", "Use an IANA name such as Asia/Seoul.")
    return name


def _written(node: Node, key: str, pattern: re.Pattern[str], mend: str) -> str:
    found = node.get(key)
    text = found.text(empty=True) if found else ""
    if found and text and not pattern.fullmatch(text):
        found.fail(f"“{text}” cannot be used", mend)
    return text
