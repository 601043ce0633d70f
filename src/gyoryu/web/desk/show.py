"""Records and institutions side by side, in words."""

from typing import Any

from django.utils.translation import gettext as _

from gyoryu.common.text import fold
from gyoryu.reference import queries as reference
from gyoryu.registry.enums import NameKind, RelationKind
from gyoryu.registry.facts import InstitutionFacts, OfferFacts, ProgrammeFacts, RelationFacts, from_json
from gyoryu.registry.models import Institution, Record
from gyoryu.registry.wording import STATUS
from gyoryu.web.entry import labels, languages_text, levels_text


def record_title(record: Record) -> str:
    """What a record is about, in a few words, without personal data."""
    facts = record.facts
    if record.about == "institution":
        return facts["names"][0]["text"] if facts.get("names") else record.key
    if record.about == "programme":
        return str(facts.get("title") or _("A programme"))
    if record.about == "offer":
        return _("Offer: %(types)s") % {"types": labels("exchange_types", facts.get("types", []))}
    if record.about == "relation":
        return _("Relation: %(kind)s") % {"kind": RelationKind(facts["kind"]).label}
    return _("A contact") + (f" ({facts['role']})" if facts.get("role") else "")


def _institution_lines(facts: InstitutionFacts) -> list[tuple[str, str, str]]:
    """(term, value, language) of what an institution record says."""
    names = [(str(NameKind(name.kind).label), name.text, name.language) for name in facts.names]
    identifiers = [(item.scheme, item.value, "") for item in facts.identifiers]
    position = (
        f"{facts.latitude:.5f}, {facts.longitude:.5f}"
        if facts.latitude is not None and facts.longitude is not None
        else ""
    )
    rest = [
        (_("Kind"), reference.label("institution_kinds", facts.kind) if facts.kind else "", ""),
        (_("Country"), reference.country(facts.country).name() if facts.country else "", ""),
        (_("Region"), facts.region, ""),
        (_("Town or district"), facts.locality, ""),
        (_("Address"), facts.address, ""),
        (_("Position"), position, ""),
        (_("Grades"), levels_text(facts.country, facts.level_from, facts.level_to), ""),
        (_("Website"), facts.website, ""),
        (_("Telephone"), facts.telephone, ""),
        (_("Open or closed"), str(STATUS.get(facts.status, facts.status)), ""),
        (_("Opened on"), facts.opened_on, ""),
        (_("Closed on"), facts.closed_on, ""),
        (_("Pupils"), str(facts.pupils or ""), ""),
        (_("Description"), facts.description, ""),
        (_("Languages"), labels("languages", list(facts.languages)), ""),
    ]
    return [*names, *identifiers, *rest]


def record_rows(record: Record) -> list[dict[str, Any]]:
    """What a record says, for ``components/facts.html``. A contact's person and channels are not among it."""
    facts = from_json(record.about, record.facts)
    if isinstance(facts, InstitutionFacts):
        lines = _institution_lines(facts)
    elif isinstance(facts, OfferFacts | ProgrammeFacts):
        lines = [
            (_("Title"), getattr(facts, "title", ""), ""),
            (_("Description"), getattr(facts, "description", ""), ""),
            (_("Kinds of exchange"), labels("exchange_types", list(facts.types)), ""),
            (_("Fields"), labels("exchange_fields", list(facts.fields)), ""),
            (
                _("Grades (years of schooling)"),
                f"{facts.level_from or '…'}–{facts.level_to or '…'}" if facts.level_from or facts.level_to else "",
                "",
            ),
            (_("Languages"), languages_text(list(facts.languages)), ""),
            (_("Weeks"), getattr(facts, "weeks", ""), ""),
            (_("Hours for live lessons"), getattr(facts, "live_hours", ""), ""),
            (_("Schools at a time"), str(getattr(facts, "capacity", None) or ""), ""),
            (_("Needs"), getattr(facts, "needs", ""), ""),
            (_("Note"), getattr(facts, "note", ""), ""),
        ]
    elif isinstance(facts, RelationFacts):
        lines = [(_("Institution"), facts.other, ""), (_("Since when"), facts.since, "")]
    else:
        lines = [(_("Role"), facts.role, ""), (_("When to contact"), facts.when_to_contact, "")]
    return [{"term": term, "value": value, "lang": language} for term, value, language in lines if value]


def compare_rows(record: Record, institution: Institution) -> list[dict[str, Any]]:
    """The record at the left, the institution at the right, for ``components/compare.html``."""
    facts: InstitutionFacts = (
        from_json("institution", record.facts) if record.about == "institution" else InstitutionFacts()
    )
    names = [name.text for name in facts.names]
    known = [name.text for name in institution.names.all()]
    pairs = [
        (_("Name"), " / ".join(names), " / ".join(known) or institution.display_name),
        (_("Country"), facts.country, institution.country),
        (_("Region"), facts.region, institution.region),
        (_("Town or district"), facts.locality, institution.locality),
        (_("Address"), facts.address, institution.address),
        (
            _("Grades"),
            levels_text(facts.country or institution.country, facts.level_from, facts.level_to),
            levels_text(institution.country, institution.level_from, institution.level_to),
        ),
        (_("Website"), facts.website, institution.website),
        (_("Telephone"), facts.telephone, institution.telephone),
        (
            _("Official ids"),
            ", ".join(f"{item.scheme} {item.value}" for item in facts.identifiers),
            ", ".join(f"{item.scheme} {item.value}" for item in institution.identifiers.all()),
        ),
    ]
    return [
        {"label": label, "left": left, "right": right, "same": bool(left) and fold(left) == fold(right)}
        for label, left, right in pairs
        if left or right
    ]
