"""Things said about institutions, for tests: short words for sources, facts and records."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from gyoryu.common.actors import SystemActor
from gyoryu.common.errors import DomainError
from gyoryu.registry.domain.conclusion import conclude
from gyoryu.registry.domain.records import accept_record, propose_record
from gyoryu.registry.facts import IdentifierFact, InstitutionFacts, NameFact
from gyoryu.registry.models import Institution, Record, Source
from tests.factories import InstitutionFactory, SourceFactory

SYSTEM = SystemActor("test")
DAY = dt.date(2026, 2, 1)
SCRIPTS = {"ko": "Hang", "th": "Thai"}


def a_source(kind: str = "register", slug: str = "") -> Source:
    return SourceFactory(slug=slug or f"{kind}-source", kind=kind, label=f"The {kind}", own_scheme="")


def named(text: str, language: str = "en", kind: str = "official") -> NameFact:
    return NameFact(text, language, SCRIPTS.get(language, "Latn"), kind)


def facts(name: str = "Kowhai Bay College", **more: Any) -> InstitutionFacts:
    """A school in Auckland, unless said otherwise. ``moe`` is its official id, of the ``scheme`` if one is given."""
    moe, scheme = more.pop("moe", ""), more.pop("scheme", "nz-moe")
    usual: dict[str, Any] = {"kind": "school", "country": "NZ", "region": "Auckland", "locality": "Auckland"}
    identifiers = (IdentifierFact(scheme, moe),) if moe else ()
    return InstitutionFacts(names=(named(name),), identifiers=identifiers, **(usual | more))


def an_empty_institution() -> Institution:
    """A draft of which nobody said anything yet."""
    return InstitutionFactory(display_name="", display_language="", country="", region="", locality="", kind="",
                              level_from=None, level_to=None)  # fmt: skip


def say(
    institution: Institution | None,
    *,
    source: Source | None = None,
    key: str = "1",
    on: dt.date = DAY,
    accept: bool = True,
    what: InstitutionFacts | None = None,
    **more: Any,
) -> Record:
    """``source`` says something about ``institution``, and it is accepted."""
    record = propose_record(
        source or a_source(),
        key=key,
        about="institution",
        facts=what or facts(**more),
        actor=SYSTEM,
        said_on=on,
        institution=institution,
    )
    if accept and record.state != "accepted":
        accept_record(record, actor=SYSTEM)
    return record


def an_institution(**more: Any) -> Institution:
    """A draft that one register row stands behind."""
    institution = an_empty_institution()
    say(institution, **more)
    conclude([institution.pk])
    institution.refresh_from_db()
    return institution


def fresh(thing: Any) -> Any:
    """The thing as the database has it now."""
    return type(thing)._default_manager.get(pk=thing.pk)


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The block is refused with this code, and in words."""
    with pytest.raises(DomainError) as refusal:
        yield
    assert refusal.value.code == code
    assert refusal.value.message
