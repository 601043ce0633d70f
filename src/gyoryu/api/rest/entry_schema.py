"""What goes in and out about single values of an entry."""

import datetime as dt
from typing import Any, Literal

from ninja import Schema


class SpellOut(Schema):
    """A time in which the entry said the same; ``until`` null: it still does."""

    since: dt.date
    until: dt.date | None
    values: dict[str, Any]
    taken_back: bool
    source: str


class HistoryOut(Schema):
    group: str
    spells: list[SpellOut]


class RelatedOut(Schema):
    """``role`` is what the other institution is to this one."""

    role: Literal["successor", "predecessor", "parent", "branch"]
    institution: str
    since: str
    until: str


class SaidName(Schema):
    text: str
    language: str = ""
    script: str = ""
    kind: str = "official"
    since: str = ""
    until: str = ""


class NameIn(SaidName):
    kind: str = "alias"
    reason: str


class FactsIn(Schema):
    """Of one group; what is left out is not said."""

    names: list[SaidName] | None = None
    kind: str | None = None
    country: str | None = None
    region: str | None = None
    locality: str | None = None
    address: str | None = None
    postcode: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    level_from: int | None = None
    level_to: int | None = None
    local_type: str | None = None
    website: str | None = None
    telephone: str | None = None
    status: str | None = None
    opened_on: str | None = None
    closed_on: str | None = None
    pupils: int | None = None
    description: str | None = None
    languages: list[str] | None = None


class Kept(Schema):
    reason: str
    version: int
    facts: FactsIn | None = None
    until: dt.date | None = None


class Related(Schema):
    other: str
    kind: Literal["successor", "parent"]
    reason: str
    since: str = ""


class Closed(Schema):
    closed_on: dt.date
    reason: str
    successor: str = ""
