"""What an accepted record makes of the register: an institution concluded anew, a contact, an offer, a programme."""

import datetime as dt
import json
from typing import Any

from gyoryu.common.clock import now
from gyoryu.common.crypto import blind_index
from gyoryu.registry.domain.conclusion import conclude
from gyoryu.registry.enums import RecordAbout
from gyoryu.registry.facts import ContactFacts, OfferFacts, ProgrammeFacts, RelationFacts, from_json
from gyoryu.registry.models import Contact, Institution, Offer, Programme, Record, Relation

__all__: list[str] = []


def apply_record(record: Record) -> None:
    """Carry an accepted record into the register. Doing it twice changes nothing."""
    if record.about == RecordAbout.INSTITUTION:
        if record.institution_id:
            conclude([record.institution_id])
        return
    make = {
        RecordAbout.CONTACT: _contact,
        RecordAbout.OFFER: _offer,
        RecordAbout.PROGRAMME: _programme,
        RecordAbout.RELATION: _relation,
    }
    make[RecordAbout(record.about)](record)


def unapply_record(record: Record) -> None:
    """The record does not count any more: its contact ends, its relation is gone; an offer is left to a curator."""
    if record.about == RecordAbout.RELATION:
        Relation.objects.filter(record=record).delete()
    if record.about == RecordAbout.CONTACT:
        Contact.objects.filter(record=record, ended_at__isnull=True).update(ended_at=now())


def _made_before(model: Any, record: Record) -> Any:
    """The thing that an earlier version of this record made, or the one whose pid is the record's key."""
    mine = model.objects.filter(record=record).first()
    earlier = model.objects.filter(record__source=record.source_id, record__key=record.key).order_by("-id").first()
    return mine or earlier or model.objects.filter(pid=record.key).first()


def _institution_of(record: Record) -> Institution:
    institution = record.institution
    assert institution is not None, "accept_record has found it"
    return institution.merged_into or institution


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _save(model: Any, record: Record, values: dict[str, Any]) -> None:
    before = _made_before(model, record)
    if before is None:
        model.objects.create(record=record, institution=_institution_of(record), **values)
        return
    for name, value in {"record": record, **values}.items():
        setattr(before, name, value)
    before.save()


def _contact(record: Record) -> None:
    personal = json.loads(record.personal) if record.personal else {}
    facts: ContactFacts = from_json(RecordAbout.CONTACT, {**record.facts, **personal})
    _save(
        Contact,
        record,
        {
            "name": facts.name,
            "role": facts.role[:200],
            "when_to_contact": facts.when_to_contact[:300],
            "email": facts.email,
            "email_index": blind_index(facts.email) if facts.email else "",
            "telephone": facts.telephone,
            "languages": list(facts.languages),
            "consent_scope": facts.consent_scope,
            "consent_on": _day(facts.consent_on),
            "consent_channel": facts.consent_channel[:40],
            "consent_language": facts.consent_language[:10],
            "ended_at": None,
            **_what_we_know_of(facts.email),
        },
    )


def _what_we_know_of(email: str) -> dict[str, Any]:
    """Whether mail to this address comes back, and whether it asked us to stop: known from other contacts with it."""
    known = Contact.objects.filter(email_index=blind_index(email)) if email else Contact.objects.none()
    told = list(known.values_list("bouncing_since", "silent_since"))
    return {
        "bouncing_since": next((since for since, _silent in told if since), None),
        "silent_since": next((since for _bouncing, since in told if since), None),
    }


def _relation(record: Record) -> None:
    """Its row, in place of what an earlier version of the record made."""
    facts: RelationFacts = from_json(RecordAbout.RELATION, record.facts)
    Relation.objects.filter(record__source=record.source_id, record__key=record.key).delete()
    Relation.objects.create(
        record=record,
        institution=_institution_of(record),
        other=Institution.objects.get(pid=facts.other),
        kind=facts.kind,
        since=facts.since,
        until=facts.until,
    )


def _offer(record: Record) -> None:
    facts: OfferFacts = from_json(RecordAbout.OFFER, record.facts)
    values: dict[str, Any] = {
        "types": list(facts.types),
        "fields": list(facts.fields),
        "level_from": facts.level_from,
        "level_to": facts.level_to,
        "languages": list(facts.languages),
        "weeks": facts.weeks,
        "live_hours": facts.live_hours,
        "capacity": facts.capacity or 1,
        "needs": facts.needs,
        "note": facts.note,
        "valid_until": _day(facts.valid_until),
    }
    if _made_before(Offer, record) is None:
        values["sounded_out_on"] = record.said_on
    _save(Offer, record, values)


def _programme(record: Record) -> None:
    facts: ProgrammeFacts = from_json(RecordAbout.PROGRAMME, record.facts)
    _save(
        Programme,
        record,
        {
            "title": facts.title,
            "title_ko": facts.title_ko,
            "title_en": facts.title_en,
            "description": facts.description,
            "types": list(facts.types),
            "fields": list(facts.fields),
            "subjects": list(facts.subjects),
            "level_from": facts.level_from,
            "level_to": facts.level_to,
            "languages": list(facts.languages),
            "sessions": facts.sessions,
            "website": facts.website,
        },
    )
