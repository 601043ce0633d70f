"""What was learnt at a visit: kept as facts of the register, and proposed to it when the visit is accepted."""

from collections.abc import Iterator
from typing import Any

from gyoryu.common.actors import Actor
from gyoryu.common.clock import today
from gyoryu.common.text import script_of
from gyoryu.missions.body import InstitutionSaid, VisitBody, join_contact, split_contact
from gyoryu.missions.enums import FindingAbout
from gyoryu.missions.models import Finding, Visit
from gyoryu.registry.domain.records import propose_record
from gyoryu.registry.domain.sources import ensure_source
from gyoryu.registry.enums import NameKind, SourceKind
from gyoryu.registry.facts import Facts, InstitutionFacts, NameFact, OfferFacts, from_json, to_json
from gyoryu.registry.models import Institution, Record

__all__: list[str] = []

SOURCE = "visits"


def write_findings(visit: Visit, body: VisitBody) -> None:
    """Make the findings of ``visit`` those of ``body``. The n-th contact stays the n-th finding about a contact."""
    wanted: dict[str, list[tuple[dict[str, Any], str]]] = {about: [] for about in FindingAbout.values}
    for about, facts, personal in _said(body):
        wanted[about].append((facts, personal))
    for about, contents in wanted.items():
        kept = list(visit.findings.filter(about=about))
        for finding, (facts, personal) in zip(kept, contents, strict=False):
            if (finding.facts, finding.personal) != (facts, personal):
                finding.facts, finding.personal = facts, personal
                finding.save(update_fields=["facts", "personal"])
        for facts, personal in contents[len(kept) :]:
            Finding.objects.create(visit=visit, about=about, facts=facts, personal=personal)
        visit.findings.filter(pk__in=[finding.pk for finding in kept[len(contents) :]]).delete()


def _said(body: VisitBody) -> Iterator[tuple[str, dict[str, Any], str]]:
    if body.about != InstitutionSaid():
        yield FindingAbout.INSTITUTION, to_json(body.about.facts()), ""
    for contact in body.contacts:
        yield FindingAbout.CONTACT, *split_contact(contact)
    if body.offer != OfferFacts():
        yield FindingAbout.OFFER, to_json(body.offer), ""
    for programme in body.programmes:
        yield FindingAbout.PROGRAMME, to_json(programme), ""


def propose_findings(visit: Visit, *, actor: Actor) -> list[Record]:
    """Propose every finding to the register. The institution's own record comes first; the others hang on it."""
    source = ensure_source(SOURCE, kind=SourceKind.DELEGATION, actor=actor)
    findings = list(visit.findings.all())
    place = next((finding for finding in findings if finding.about == FindingAbout.INSTITUTION), None)
    if place is None:
        place = Finding.objects.create(visit=visit, about=FindingAbout.INSTITUTION, facts={})
    others = [finding for finding in findings if finding.about != FindingAbout.INSTITUTION]

    def propose(finding: Finding, facts: Facts, parent: Record | None = None) -> Record:
        proposed = propose_record(
            source,
            key=f"{visit.pid}/{finding.pid}",
            about=finding.about,
            facts=facts,
            said_on=visit.met_on or today(),
            said_by=visit.recorded_by.name,
            parent=parent,
            institution=visit.institution,
            actor=actor,
        )
        Finding.objects.filter(pk=finding.pk).update(record=proposed)
        return proposed

    parent = propose(place, _institution_facts(place, visit.institution))
    return [parent, *(propose(finding, facts_of(finding), parent) for finding in others)]


def facts_of(finding: Finding) -> Facts:
    """The typed facts of a finding, the person of a contact included."""
    if finding.about == FindingAbout.CONTACT:
        return join_contact(finding.facts, finding.personal)
    facts: Facts = from_json(finding.about, finding.facts)
    return facts


def _institution_facts(finding: Finding, picked: Institution | None) -> InstitutionFacts:
    """What was said about the institution; one that was picked is named as the register names it."""
    facts: InstitutionFacts = from_json("institution", finding.facts)
    if picked is None or facts.names:
        return facts
    name = NameFact(picked.display_name, picked.display_language, script_of(picked.display_name), NameKind.DISPLAY)
    return InstitutionFacts(**{**_fields(facts), "names": (name,), "country": facts.country or picked.country})


def _fields(facts: InstitutionFacts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in facts.__dataclass_fields__}
