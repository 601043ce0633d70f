"""What a record says, as typed facts. Every adapter, form and link speaks this; ``to_json`` is stored and hashed."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class NameFact:
    """``language`` and ``script`` as in BCP 47 (``th``, ``Thai``); ``kind`` a NameKind."""

    text: str
    language: str = ""
    script: str = ""
    kind: str = "official"
    since: str = ""  # ISO dates
    until: str = ""


@dataclass(frozen=True, slots=True)
class IdentifierFact:
    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class InstitutionFacts:
    """Says about an institution. Empty means "says nothing", never "has none"."""

    names: tuple[NameFact, ...] = ()
    identifiers: tuple[IdentifierFact, ...] = ()
    kind: str = ""  # reference vocabulary institution_kinds
    country: str = ""  # ISO 3166-1 alpha-2
    region: str = ""  # first-level area as the source writes it
    locality: str = ""
    address: str = ""
    postcode: str = ""
    latitude: float | None = None  # WGS 84
    longitude: float | None = None
    level_from: int | None = None  # years of schooling, 1 to 13
    level_to: int | None = None
    local_type: str = ""  # the source's own word for the type of school
    website: str = ""
    telephone: str = ""
    status: str = ""  # open | closed
    opened_on: str = ""
    closed_on: str = ""
    pupils: int | None = None
    description: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """A person at an institution. Stored encrypted apart from the rest: see ``Record.personal``."""

    name: str = ""
    role: str = ""
    when_to_contact: str = ""
    email: str = ""
    telephone: str = ""
    languages: tuple[str, ...] = ()
    consent_scope: str = "office"
    consent_on: str = ""
    consent_channel: str = ""
    consent_language: str = ""


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """What an institution would do; the same facets as a wish."""

    types: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    level_from: int | None = None
    level_to: int | None = None
    languages: tuple[str, ...] = ()  # "en" or with CEFR "en:B1"
    weeks: str = ""
    live_hours: str = ""
    capacity: int | None = None  # how many schools at a time
    needs: str = ""
    note: str = ""
    valid_until: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    title: str = ""
    title_ko: str = ""
    title_en: str = ""
    description: str = ""
    types: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    level_from: int | None = None
    level_to: int | None = None
    languages: tuple[str, ...] = ()
    sessions: int | None = None
    website: str = ""
    subjects: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class RelationFacts:
    """What another institution is to this one: ``kind`` a RelationKind, ``other`` its pid."""

    kind: str = ""
    other: str = ""
    since: str = ""  # ISO dates
    until: str = ""


Facts = InstitutionFacts | ContactFacts | OfferFacts | ProgrammeFacts | RelationFacts
_CLASS: dict[str, type[Any]] = {
    "institution": InstitutionFacts,
    "contact": ContactFacts,
    "offer": OfferFacts,
    "programme": ProgrammeFacts,
    "relation": RelationFacts,
}


def to_json(facts: Facts) -> dict[str, Any]:
    """Only what was said: empty values are left out, so a new field does not change old hashes."""
    data: dict[str, Any] = {}
    for name in facts.__dataclass_fields__:
        value = getattr(facts, name)
        if value not in ("", None, (), []):
            nested = name in ("names", "identifiers")
            data[name] = (
                [_said(item) for item in value] if nested else list(value) if isinstance(value, tuple) else value
            )
    return data


def _said(item: NameFact | IdentifierFact) -> dict[str, str]:
    return {name: value for name in item.__dataclass_fields__ if (value := getattr(item, name)) != ""}


def from_json(about: str, data: dict[str, Any]) -> Any:
    """The facts of a stored record; unknown keys of a later version are ignored."""
    cls = _CLASS[about]
    known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
    for name, value in known.items():
        if name == "names":
            known[name] = tuple(NameFact(**item) for item in value)
        elif name == "identifiers":
            known[name] = tuple(IdentifierFact(**item) for item in value)
        elif isinstance(value, list):
            known[name] = tuple(value)
    return cls(**known)


def canonical(data: dict[str, Any]) -> str:
    """The one way to write this JSON: what is stored, and what is hashed."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def content_hash(data: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON; 64 hex characters."""
    return hash_of(canonical(data))
