"""Publishing, archiving, adding by hand, correcting."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gyoryu.audit.domain.trail import record
from gyoryu.common import bulk
from gyoryu.common.actors import Actor
from gyoryu.common.clock import now, today
from gyoryu.common.errors import BadInput, Conflict, DomainError, NotInThisState
from gyoryu.registry.counting import counting_records
from gyoryu.registry.domain.conclusion import Statement, conclude, found_institutions
from gyoryu.registry.domain.records import accept_record, propose_record
from gyoryu.registry.domain.sources import ensure_source
from gyoryu.registry.enums import FieldGroup, InstitutionState, RecordAbout, SourceKind
from gyoryu.registry.facts import InstitutionFacts, to_json
from gyoryu.registry.models import Institution, Record, Source
from gyoryu.registry.policy import FIELDS
from gyoryu.registry.states import INSTITUTION

__all__ = [
    "add_institution",
    "archive_institution",
    "correct_institution",
    "publish_institution",
    "publish_institutions",
    "restore_institution",
]

MISSING = {
    "name": _("a name that somebody said (a generated reading is not enough)"),
    "place": _("a place: a country, and a region, a town or a position on the map"),
    "kind": _("the kind of institution"),
    "record": _("one accepted record of a source"),
}


def missing_to_publish(institution: Institution) -> list[str]:
    """Codes of MISSING for what the rule of publication asks and the institution lacks."""
    missing = []
    if not institution.display_name:
        missing.append("name")
    position = institution.latitude is not None and institution.longitude is not None
    if not institution.country or not (institution.region or institution.locality or position):
        missing.append("place")
    if not institution.kind:
        missing.append("kind")
    here = Q(institution=institution) | Q(institution__merged_into=institution)
    if not counting_records().filter(here).exists():
        missing.append("record")
    return missing


def publishable() -> QuerySet[Institution]:
    """The same rule as ``missing_to_publish``, as a query."""
    placed = ~Q(region="") | ~Q(locality="") | Q(latitude__isnull=False, longitude__isnull=False)
    # Two questions instead of one with an "or": SQLite answers each by an index, and the one by reading every record.
    said = counting_records().filter(institution=OuterRef("pk"))
    said_of_merged = counting_records().filter(institution__merged_into=OuterRef("pk"))
    complete = Institution.objects.exclude(Q(display_name="") | Q(kind="") | Q(country=""))
    return complete.filter(placed, Exists(said) | Exists(said_of_merged), merged_into__isnull=True)


@transaction.atomic
def publish_institution(institution: Institution, *, actor: Actor) -> Institution:
    """Let everybody see it. Refused, saying what is missing, when the rule of publication is not met."""
    if institution.merged_into_id:
        raise NotInThisState(now="merged", wanted="published")
    missing = missing_to_publish(institution)
    if missing:
        raise DomainError(
            "not_publishable",
            _("This entry cannot be published yet. It lacks: %(missing)s."),
            missing="; ".join(str(MISSING[code]) for code in missing),
            codes=missing,
        )
    INSTITUTION.move(institution, InstitutionState.PUBLISHED, published_at=now())
    record("registry.publish_institution", institution, actor=actor)
    return institution


@dataclass(frozen=True, slots=True)
class Published:
    """What a bulk decision did: how many it published, and how many drafts it left because something is missing."""

    published: int
    left: int
    missing: dict[str, int] = field(default_factory=dict)


@transaction.atomic
def publish_institutions(source: Source | str | None = None, *, actor: Actor) -> Published:
    """Publish every draft that meets the rule, of one source (which must have said something about it) or all."""
    drafts = Institution.objects.filter(state=InstitutionState.DRAFT, merged_into__isnull=True)
    if source is not None:
        slug = source.slug if isinstance(source, Source) else source
        if not Source.objects.filter(slug=slug).exists():
            raise BadInput("no_such_source", _("There is no source “%(slug)s”."), field="source", slug=slug)
        theirs = counting_records().filter(source__slug=slug)
        drafts = drafts.filter(
            Exists(theirs.filter(institution=OuterRef("pk")))
            | Exists(theirs.filter(institution__merged_into=OuterRef("pk")))
        )
    else:
        slug = ""
    ids = list(publishable().filter(pk__in=drafts.values("pk")).order_by("id").values_list("id", flat=True))
    at = now()
    for chunk in bulk.chunks(ids, 5_000):
        Institution.objects.filter(pk__in=chunk, state=InstitutionState.DRAFT).update(
            state=InstitutionState.PUBLISHED, published_at=at
        )
    left = drafts.count()
    record(
        "registry.publish_institutions",
        None,
        actor=actor,
        subjects=(("registry.institution", pk) for pk in ids),
        source=slug,
        published=len(ids),
        left=left,
    )
    return Published(len(ids), left, _lacking(drafts) if left else {})


def _lacking(drafts: QuerySet[Institution]) -> dict[str, int]:
    placed = ~Q(region="") | ~Q(locality="") | Q(latitude__isnull=False, longitude__isnull=False)
    counts = {
        "name": drafts.filter(display_name="").count(),
        "place": drafts.filter(Q(country="") | ~placed).count(),
        "kind": drafts.filter(kind="").count(),
    }
    return {code: count for code, count in counts.items() if count}


@transaction.atomic
def archive_institution(institution: Institution, *, actor: Actor, reason: str = "") -> Institution:
    """Take it out of sight. Nothing is deleted; its records stay, and it can be restored."""
    INSTITUTION.move(institution, InstitutionState.ARCHIVED)
    record("registry.archive_institution", institution, actor=actor, reason=reason[:500])
    return institution


@transaction.atomic
def restore_institution(institution: Institution, *, actor: Actor) -> Institution:
    """Bring an archived entry back, as a draft."""
    INSTITUTION.move(institution, InstitutionState.DRAFT)
    conclude([institution.pk])
    record("registry.restore_institution", institution, actor=actor)
    institution.refresh_from_db()
    return institution


@transaction.atomic
def add_institution(facts: InstitutionFacts, *, actor: Actor, source: Source | None = None) -> Institution:
    """Add an institution by hand: a curator's accepted record, and the draft it founds.

    Refused when the register has an institution with the same official id.
    """
    _refuse_known_id(facts)
    source = source or ensure_source("curators", actor=actor)
    data = to_json(facts)
    pk = found_institutions([[Statement(0, source.kind, today(), None, {})]])[0]
    institution = Institution.objects.get(pk=pk)
    said = propose_record(
        source,
        key=institution.pid,
        about=RecordAbout.INSTITUTION,
        facts=data,
        actor=actor,
        said_on=today(),
        said_by=actor.actor_label,
        institution=institution,
    )
    accept_record(said, actor=actor)
    institution.refresh_from_db()
    if not institution.display_name:
        raise BadInput("name_missing", _("An institution needs a name. Fill it in."), field="name")
    record("registry.add_institution", institution, actor=actor, subjects=[("registry.record", said.pk)])
    return institution


def _refuse_known_id(facts: InstitutionFacts) -> None:
    for said in facts.identifiers:
        same = {"identifiers__scheme": said.scheme, "identifiers__value": said.value}
        known = Institution.objects.live().filter(**same).first()
        if known is not None:
            raise Conflict(
                "already_in_register",
                _("“%(name)s” has this official id already. Open that entry and correct it."),
                field="official_value",
                name=known.display_name,
                pid=known.pid,
            )


@transaction.atomic
def correct_institution(
    institution: Institution, *, facts: InstitutionFacts, version: int, actor: Actor
) -> Institution:
    """Overrule what the sources say, by records of the source "curators": one for each group of fields that differs.

    What equals the entry, or is left empty, is not said again. ``version`` is the one the curator saw:
    when the entry has changed since, Conflict, and nothing is written.
    """
    current = Institution.objects.select_for_update().get(pk=institution.pk)
    if current.version != version:
        raise Conflict(
            "changed_meanwhile",
            _(
                "This entry was changed while you were editing (version %(theirs)s, yours was %(yours)s). "
                "Compare and save again."
            ),
            field="version",
            theirs=current.version,
            yours=version,
        )
    source = ensure_source("curators", actor=actor)
    subjects: list[tuple[str, int]] = []
    for group, said in _differing_groups(current, facts):
        proposed = propose_record(
            source,
            key=f"{current.pid}/{group}",
            about=RecordAbout.INSTITUTION,
            facts=said,
            actor=actor,
            said_on=today(),
            said_by=actor.actor_label,
            institution=current,
        )
        if proposed.state != "accepted":
            accept_record(proposed, actor=actor)
        subjects.append(("registry.record", proposed.pk))
    if not subjects:
        return current
    record("registry.correct_institution", current, actor=actor, subjects=subjects, groups=len(subjects))
    current.refresh_from_db()
    return current


def _differing_groups(current: Institution, facts: InstitutionFacts) -> Iterable[tuple[str, dict[str, Any]]]:
    """(group, the whole group as wanted) for each group in which ``facts`` says something else than the entry."""
    data = to_json(facts)
    names = data.get("names", [])
    known = set(current.names.values_list("text", flat=True))
    if names and (names[0]["text"] != current.display_name or any(row["text"] not in known for row in names)):
        yield FieldGroup.NAMES, {"names": names}
    ids = set(current.identifiers.values_list("scheme", "value"))
    more = [row for row in data.get("identifiers", []) if (row["scheme"], row["value"]) not in ids]
    if more:
        yield "identifiers", {"identifiers": more}
    for group, fields in FIELDS.items():
        before = {name: getattr(current, name) for name in fields if getattr(current, name, None) not in ("", None, [])}
        after = before | {name: data[name] for name in fields if name in data and group != FieldGroup.NAMES}
        if after != before:
            yield group, after


def curators_overrides(institution: Institution) -> QuerySet[Record]:
    """The corrections in force for an institution, each of which can be withdrawn."""
    return Record.objects.filter(
        institution=institution, source__kind=SourceKind.CURATOR, state="accepted", key__startswith=institution.pid
    )
