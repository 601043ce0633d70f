"""What is said one at a time: a finding of a visit, a partner's word, a curator's correction."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.audit.domain.trail import record as write_event
from gyoryu.common.actors import Actor
from gyoryu.common.clock import now
from gyoryu.common.crypto import blind_index
from gyoryu.common.errors import BadInput, DomainError
from gyoryu.reference import queries as reference
from gyoryu.registry.domain.applying import apply_record, unapply_record
from gyoryu.registry.domain.checks import check_facts
from gyoryu.registry.domain.conclusion import conclude
from gyoryu.registry.enums import RecordAbout, RecordState
from gyoryu.registry.facts import ContactFacts, Facts, canonical, hash_of, to_json
from gyoryu.registry.models import Institution, Record, Source
from gyoryu.registry.states import RECORD

__all__ = ["accept_record", "propose_record", "reject_record", "withdraw_record"]

# What of a contact is personal data: kept encrypted, apart from the rest.
PERSONAL = ("name", "email", "telephone")


def _split(facts: Facts | dict[str, Any], personal: dict[str, Any] | None) -> tuple[dict[str, Any], str]:
    """What may be read by many, and what is sealed."""
    data = dict(facts) if isinstance(facts, dict) else to_json(facts)
    sealed = {name: value for name, value in (personal or {}).items() if value}
    if isinstance(facts, ContactFacts) or personal is not None:
        sealed = {name: data.pop(name) for name in PERSONAL if name in data} | sealed
    return data, canonical(sealed) if sealed else ""


@transaction.atomic
def propose_record(
    source: Source,
    *,
    key: str,
    about: str,
    facts: Facts | dict[str, Any],
    actor: Actor,
    said_on: dt.date,
    said_by: str = "",
    personal: dict[str, Any] | None = None,
    parent: Record | None = None,
    institution: Institution | None = None,
    reason: str = "",
    until: dt.date | None = None,
    anew: bool = False,
) -> Record:
    """Note what ``source`` says about something. Waits for a curator.

    Saying the same again changes nothing; saying something else under the same key supersedes what was said before, of
    which the accepted version counts until the new one is accepted. ``institution`` is what the speaker picked from the
    register; ``parent`` is the institution record that a contact, offer or programme came with. ``reason`` and a last
    day ``until`` belong to overrides. ``anew``: the same said on another day is a version of its own, as when a partner
    confirms its entry again.
    """
    data, sealed = _split(facts, personal)
    check_facts(RecordAbout(about), data)
    content_hash = hash_of(canonical(data) + (blind_index(sealed) if sealed else ""))
    old = Record.objects.filter(source=source, key=key).exclude(state=RecordState.SUPERSEDED).first()
    same = old is not None and old.content_hash == content_hash and old.about == about
    if old is not None and same and not anew and (old.reason, old.until) == (reason, until):
        return old
    if old is not None:
        RECORD.move(old, RecordState.SUPERSEDED)
    record = Record.objects.create(
        source=source,
        key=key,
        about=about,
        facts=data,
        personal=sealed,
        content_hash=content_hash,
        said_on=said_on,
        said_by=said_by[:200],
        parent=parent,
        reason=reason,
        until=until,
        institution=institution.merged_into or institution if institution else None,
    )
    if old is not None:
        old.superseded_by = record
        old.save(update_fields=["superseded_by"])
        Record.objects.filter(
            superseded_by=old, accepted_at__isnull=False, superseded_by__accepted_at__isnull=True
        ).update(superseded_by=record)
    write_event(
        "registry.propose_record", record, actor=actor, subjects=_subjects(record), about=about, source=source.slug
    )
    return record


@transaction.atomic
def accept_record(record: Record, *, actor: Actor) -> Record:
    """Let the record count: an institution is concluded anew; a contact, offer or programme is made or mended.

    What hangs on an institution needs to know which one; an institution record that nobody judged yet is accepted as
    being said, and becomes part of an entry when it is judged.
    """
    if record.about != RecordAbout.INSTITUTION:
        _find_institution(record)
    RECORD.move(
        record,
        RecordState.ACCEPTED,
        accepted_at=now(),
        institution_id=record.institution_id,
        rejected_reason="",
        rejected_note="",
    )
    apply_record(record)
    write_event("registry.accept_record", record, actor=actor, subjects=_subjects(record), about=record.about)
    return record


def _find_institution(record: Record) -> None:
    if record.institution_id is None and record.parent is not None:
        record.institution = record.parent.institution
    if record.institution is None:
        raise DomainError(
            "institution_not_judged",
            _("First decide which institution this belongs to: judge the institution's own record."),
            field="institution",
        )


@transaction.atomic
def reject_record(record: Record, *, reason: str, note: str = "", actor: Actor) -> Record:
    """Do not let it count, and say why (a code of ``record_rejected_reasons``). What it changed is concluded anew."""
    if reason not in reference.codes("record_rejected_reasons"):
        raise BadInput("reason_missing", _("Choose a reason."), field="reason")
    _set_aside(record, reason, note)
    write_event("registry.reject_record", record, actor=actor, subjects=_subjects(record), reason=reason)
    return record


@transaction.atomic
def withdraw_record(record: Record, *, actor: Actor, note: str = "") -> Record:
    """Take back what was said, such as a correction that was wrong: the other sources' word counts again."""
    _set_aside(record, "withdrawn", note)
    write_event("registry.withdraw_record", record, actor=actor, subjects=_subjects(record))
    return record


def _set_aside(record: Record, reason: str, note: str) -> None:
    had_counted = record.state == RecordState.ACCEPTED
    RECORD.move(
        record, RecordState.REJECTED, rejected_reason=reason[:40], rejected_note=note.strip()[:500], accepted_at=None
    )
    if had_counted:
        unapply_record(record)
        if record.about == RecordAbout.INSTITUTION and record.institution_id:
            conclude([record.institution_id])


def _subjects(record: Record) -> list[tuple[str, int]]:
    found = [("registry.institution", record.institution_id)] if record.institution_id else []
    return [*found, ("registry.record", record.pk)]
