"""What the register says to other programs. No persons: contacts are shown on a page, one logged look at a time."""

import datetime as dt
from typing import Annotated, Any, Literal

from ninja import Query, Schema
from pydantic import Field

from gyoryu.registry import queries as registry
from gyoryu.registry.changing import disputed_fields
from gyoryu.registry.models import Institution, Programme, Record

Text = Annotated[str, Query(max_length=200)]
Code = Annotated[str, Query(max_length=40)]
Limit = Annotated[int, Query(ge=1, le=200)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]


class NameOut(Schema):
    """``language`` is BCP 47 with a script: ``th-Thai``. ``kind`` generated: a reading that nobody said."""

    text: str
    language: str
    kind: str
    since: str = ""
    until: str = ""


class IdentifierOut(Schema):
    scheme: str
    value: str


class OtherOut(Schema):
    """What another source says instead."""

    value: str
    source: str
    said_on: dt.date


class SaidOut(Schema):
    """Who said a value and when, why it and no other is shown, and what others say in the order they would be believed.

    ``disputed``: the institution itself calls it wrong, and nobody has decided yet.
    """

    field: str
    value: str
    source: str
    said_on: dt.date | None
    record: str
    group: str
    why: list[str]
    others: list[OtherOut]
    disputed: bool


class InstitutionSummary(Schema):
    pid: str
    state: str
    kind: str
    display_name: str
    display_language: str
    name_ko: str
    name_en: str
    country: str
    region: str
    locality: str
    latitude: float | None
    longitude: float | None
    level_from: int | None
    level_to: int | None


class InstitutionOut(InstitutionSummary):
    address: str
    postcode: str
    local_type: str
    website: str
    telephone: str
    status: str
    opened_on: str
    closed_on: str
    pupils: int | None
    description: str
    languages: list[str]
    version: int
    reported_on: dt.date | None
    registered_on: dt.date | None
    confirmed_on: dt.date | None
    names: list[NameOut]
    identifiers: list[IdentifierOut]
    said: list[SaidOut]


class InstitutionsOut(Schema):
    total: int
    institutions: list[InstitutionSummary]


class ProgrammeOut(Schema):
    pid: str
    state: str
    institution: str
    title: str
    title_ko: str
    title_en: str
    description: str
    types: list[str]
    fields_: list[str] = Field(alias="fields")
    subjects: list[str]
    level_from: int | None
    level_to: int | None
    languages: list[str]
    sessions: int | None
    website: str


class ProgrammesOut(Schema):
    total: int
    programmes: list[ProgrammeOut]


class RecordOut(Schema):
    """What a source says. Personal data of a contact is not among ``facts``."""

    pid: str
    source: str
    about: str
    state: str
    said_on: dt.date
    facts: dict[str, Any]
    institution: str


class RecordsOut(Schema):
    total: int
    records: list[RecordOut]


class OfferOut(Schema):
    pid: str
    state: str
    institution: str


class JudgementOut(Schema):
    pid: str
    verdict: str
    reason: str
    institution: str


class Rejected(Schema):
    reason: str
    note: str = ""


class Noted(Schema):
    note: str = ""


class Judged(Noted):
    institution: str


class JudgedPair(Noted):
    other: str
    verdict: Literal["same", "different", "unsure"]


class Confirmed(Schema):
    how: Literal["link", "telephone", "mail", "in_person"]
    valid_until: dt.date | None = None


def institution_out(institution: Institution) -> dict[str, Any]:
    same = set(InstitutionOut.model_fields) - {"names", "identifiers", "said"}
    disputed = disputed_fields(institution)
    return {
        **{name: getattr(institution, name) for name in same},
        "names": [
            {"text": one.text, "language": one.bcp47, "kind": one.kind, "since": one.since, "until": one.until}
            for one in institution.names.all()
        ],
        "identifiers": [{"scheme": one.scheme, "value": one.value} for one in institution.identifiers.all()],
        "said": [
            {
                "field": said.field,
                "value": str(said.value),
                "source": said.source,
                "said_on": said.said_on,
                "record": said.record_pid,
                "group": said.group,
                "why": [text for text in (said.why, *said.more) if text],
                "others": [{"value": one.value, "source": one.source, "said_on": one.said_on} for one in said.others],
                "disputed": said.field in disputed and (said.field != "name" or said.value == institution.display_name),
            }
            for said in registry.entry_of(institution)
        ],
    }


def programme_out(programme: Programme) -> dict[str, Any]:
    same = set(ProgrammeOut.model_fields) - {"fields_", "institution"}
    institution = programme.institution.merged_into or programme.institution
    return {
        **{name: getattr(programme, name) for name in same},
        "fields": programme.fields,
        "institution": institution.pid,
    }


def record_out(record: Record) -> dict[str, Any]:
    return {
        "pid": record.pid,
        "source": record.source.slug,
        "about": record.about,
        "state": record.state,
        "said_on": record.said_on,
        "facts": record.facts,
        "institution": record.institution.pid if record.institution else "",
    }
