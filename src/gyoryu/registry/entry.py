"""An entry as it is shown: each value with who said it and when; how fresh it is; figures of the whole register."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import formats
from django.utils.translation import gettext as _

from gyoryu.common.clock import today
from gyoryu.reference import queries as reference
from gyoryu.registry.counting import counting_records
from gyoryu.registry.enums import (
    FieldGroup,
    InstitutionState,
    NameKind,
    OfferState,
    ProgrammeState,
    RecordAbout,
    RecordState,
    SourceKind,
)
from gyoryu.registry.models import Identifier, Institution, Name, Offer, Programme, Record
from gyoryu.registry.models.source import OWN_TITLES
from gyoryu.registry.policy import FIELDS, GROUP_OF, months_after, rank
from gyoryu.registry.wording import LABELS, rule_of, value_text


@dataclass(frozen=True, slots=True)
class Said:
    """One value of an entry: ``source`` said it on ``said_on``; ``why`` it and no other was taken."""

    field: str
    label: str
    value: Any
    language: str = ""
    source: str = ""
    said_on: dt.date | None = None
    said_by: str = ""
    why: str = ""
    record_pid: str = ""
    group: str = ""  # of fields, "" for an identifier
    more: tuple[str, ...] = ()  # until when an override holds, and the rule
    reason: str = ""  # of an override: for those who work with the register
    others: tuple["Other", ...] = ()
    note: str = ""  # from when to when a name was used


@dataclass(frozen=True, slots=True)
class Other:
    """What another source says instead."""

    value: str
    source: str
    said_on: dt.date


@dataclass(frozen=True, slots=True)
class Heard:
    """When one kind of voice last spoke of an entry, and who: ``source``, and at the desk ``said_by``."""

    kind: str
    on: dt.date | None
    source: str = ""
    said_by: str = ""


@dataclass(frozen=True, slots=True)
class Freshness:
    """When an entry was last reported, found in a register, confirmed by the partner; None where it never was."""

    reported_on: dt.date | None
    registered_on: dt.date | None
    confirmed_on: dt.date | None
    is_due: bool
    vanished: bool = False
    due_on: dt.date | None = None  # the first day on which it is due, None when nobody ever spoke
    heard: tuple[Heard, ...] = ()  # the partner, delegations, registers

    @property
    def last_on(self) -> dt.date | None:
        days = [day for day in (self.reported_on, self.registered_on, self.confirmed_on) if day]
        return max(days) if days else None


@dataclass(frozen=True, slots=True)
class Figures:
    """What is published: numbers for the first page. ``countries`` are (code, institutions), most first."""

    institutions: int
    programmes: int
    offers_open: int
    countries: list[tuple[str, int]] = field(default_factory=list)


def _why(record: Record) -> str:
    """Why this record's word was taken, in a sentence."""
    return {
        SourceKind.CURATOR: _("A curator corrected this, which goes before all other sources."),
        SourceKind.REGISTER: _("The national register goes first for this."),
        SourceKind.PARTNER: _("The institution said this itself."),
        SourceKind.DELEGATION: _("A delegation was told this at a visit."),
        SourceKind.SPREADSHEET: _("From a list that was brought in."),
    }[SourceKind(record.source.kind)]


def _override(record: Record) -> list[str]:
    """Until when a curator keeps a value, if not for good."""
    if record.until is None:
        return []
    day = formats.date_format(record.until, "DATE_FORMAT")
    return [_("Kept until %(day)s; then the other sources are heard again.") % {"day": day}]


# Shown besides names and identifiers, in this order.
SHOWN = (
    "kind", "country", "region", "locality", "address", "postcode", "latitude", "level_from", "local_type", "website",
    "telephone", "status", "opened_on", "closed_on", "pupils", "description", "languages",
)  # fmt: skip


def current_values(institution: Institution) -> dict[str, Any]:
    """Every column that the policy decides about, as facts."""
    columns = [name for names in FIELDS.values() for name in names if name != "names"]
    return {name: getattr(institution, name) for name in columns}


def _said_by(institution: Institution, named: Iterable[Name | Identifier]) -> dict[int, Record]:
    """The records an entry's values may come from: those that count, and those it still points at."""
    wanted = {int(pk) for pk in institution.provenance.values()}
    wanted |= {row.record_id for row in named if row.record_id}
    here = Q(institution=institution) | Q(institution__merged_into=institution)
    counting = counting_records().filter(here).values("pk")
    found = Record.objects.filter(Q(pk__in=wanted) | Q(pk__in=counting)).select_related("source").order_by("id")
    return {record.pk: record for record in found}


def _others(name: str, value: Any, taken: int, records: Iterable[Record], country: str) -> tuple[Other, ...]:
    """What others say instead of ``value``, in the order in which they would be believed."""
    group, day = GROUP_OF[name], today()
    speaking = [one for one in records if one.pk != taken and one.about == RecordAbout.INSTITUTION]
    speaking.sort(key=lambda one: rank(group, one.source.kind, one.said_on, one.pk, day, one.until))
    told = ((one, value_text(name, one.facts, country)) for one in speaking)
    return tuple(Other(text, one.source.title, one.said_on) for one, text in told if text and text != str(value))


def entry_of(institution: Institution) -> list[Said]:
    """Every value of an entry with its source: names, identifiers, then the field groups. Two queries more."""
    names, identifiers = list(institution.names.all()), list(institution.identifiers.all())
    records = _said_by(institution, [*names, *identifiers])

    def said(name: str, label: str, value: Any, record_id: int | None, language: str = "", note: str = "") -> Said:
        record = records.get(record_id or 0)
        group = FieldGroup.NAMES if name == "name" else GROUP_OF.get(name, "")
        if record is None:
            return Said(name, label, value, language, group=group, note=note)
        return Said(
            name,
            label,
            value,
            language,
            record.source.title,
            record.said_on,
            record.said_by,
            _why(record),
            record.pid,
            group=group,
            more=(*_override(record), *([rule_of(group)] if group else [])),
            reason=record.reason,
            others=_others(name, value, record.pk, records.values(), institution.country) if name in GROUP_OF else (),
            note=note,
        )

    rows = [
        said("name", str(NameKind(name.kind).label), name.text, name.record_id, name.bcp47, _years(name))
        for name in sorted(names, key=lambda one: one.kind == NameKind.FORMER)
    ]
    rows += [said("identifier", row.scheme, row.value, row.record_id) for row in identifiers]
    values = current_values(institution)
    for name in SHOWN:
        if text := value_text(name, values, institution.country):
            value = text if name != "pupils" else institution.pupils
            rows.append(said(name, str(LABELS[name]), value, institution.provenance.get(GROUP_OF[name])))
    return rows


def _years(name: Name) -> str:
    """From when to when a name was used, as far as somebody said so."""
    return f"{name.since} – {name.until}".strip() if name.since or name.until else ""


# Freshness: computed, not stored.


def _months_before(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, 28))


def due_before() -> dt.date:
    """An entry that nobody reported, found or confirmed since this day is due for confirmation."""
    return _months_before(today(), reference.office().deadlines.institution_fresh_months)


def freshness_of(institution: Institution) -> Freshness:
    """How fresh an entry is, and who said so last. Due when no voice is younger than the office's limit. One query."""
    days = (institution.reported_on, institution.registered_on, institution.confirmed_on)
    limit, last = due_before(), max((day for day in days if day), default=None)
    fields = ("source__kind", "source__slug", "source__label", "said_by", "vanished_at")
    here = Q(institution=institution) | Q(institution__merged_into=institution)
    rows = list(counting_records().filter(here).order_by("-said_on", "-id").values_list(*fields))
    newest: dict[str, tuple[str, str]] = {}
    for kind, slug, label, said_by, vanished_at in rows:
        if vanished_at is None:
            newest.setdefault(kind, (str(OWN_TITLES.get(slug, label)), said_by))
    told = {SourceKind.PARTNER: institution.confirmed_on, SourceKind.DELEGATION: institution.reported_on,
            SourceKind.REGISTER: institution.registered_on}  # fmt: skip
    return Freshness(
        *days,
        is_due=not any(day and day >= limit for day in days),
        vanished=any(vanished_at is not None for *_said, vanished_at in rows),
        due_on=months_after(last, reference.office().deadlines.institution_fresh_months) if last else None,
        heard=tuple(Heard(kind, day, *(newest.get(kind, ("", "")) if day else ("", ""))) for kind, day in told.items()),
    )


def institutions_due() -> QuerySet[Institution]:
    """Published institutions that nobody reported, found or confirmed for too long."""
    limit = due_before()
    fresh = Q(reported_on__gte=limit) | Q(registered_on__gte=limit) | Q(confirmed_on__gte=limit)
    return Institution.objects.published().exclude(fresh)


def institutions_vanished() -> QuerySet[Institution]:
    """Institutions whose row vanished from its register."""
    gone = Record.objects.filter(
        about=RecordAbout.INSTITUTION, state=RecordState.ACCEPTED, vanished_at__isnull=False, institution__isnull=False
    )
    return Institution.objects.live().filter(pk__in=gone.values("institution_id"))


def offers_due() -> QuerySet[Offer]:
    """Offers in use of published institutions that the partner did not confirm for too long."""
    limit = _months_before(today(), reference.office().deadlines.offer_fresh_months)
    in_use = [OfferState.CONFIRMED, OfferState.OPEN, OfferState.FULL]
    published = Q(institution__state=InstitutionState.PUBLISHED) | Q(
        institution__merged_into__state=InstitutionState.PUBLISHED
    )
    return Offer.objects.filter(published, state__in=in_use).filter(
        Q(confirmed_at__date__lt=limit) | Q(confirmed_at__isnull=True, sounded_out_on__lt=limit)
    )


# Figures


def register_figures() -> Figures:
    published = Institution.objects.published()
    countries = list(
        published.exclude(country="").values_list("country").annotate(count=Count("pk")).order_by("-count", "country")
    )
    at_published = Q(institution__state=InstitutionState.PUBLISHED, institution__merged_into__isnull=True)
    return Figures(
        institutions=published.count(),
        programmes=Programme.objects.filter(at_published, state=ProgrammeState.PUBLISHED).count(),
        offers_open=Offer.objects.filter(at_published, state=OfferState.OPEN).count(),
        countries=countries,
    )


def last_published_on() -> dt.datetime | None:
    found: dt.datetime | None = Institution.objects.published().aggregate(last=Max("published_at"))["last"]
    return found


__all__ = [
    "Figures",
    "Freshness",
    "Heard",
    "Other",
    "Said",
    "current_values",
    "due_before",
    "entry_of",
    "freshness_of",
    "institutions_due",
    "institutions_vanished",
    "last_published_on",
    "offers_due",
    "register_figures",
]
