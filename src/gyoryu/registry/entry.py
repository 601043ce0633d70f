"""An entry as it is shown: each value with who said it and when; how fresh it is; figures of the whole register."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from gyoryu.common.clock import today
from gyoryu.reference import queries as reference
from gyoryu.registry.enums import (
    InstitutionState,
    NameKind,
    OfferState,
    ProgrammeState,
    RecordAbout,
    RecordState,
    SourceKind,
)
from gyoryu.registry.models import Institution, Offer, Programme, Record
from gyoryu.registry.policy import GROUP_OF


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


@dataclass(frozen=True, slots=True)
class Freshness:
    """When an entry was last reported, found in a register, confirmed by the partner; None where it never was."""

    reported_on: dt.date | None
    registered_on: dt.date | None
    confirmed_on: dt.date | None
    is_due: bool
    vanished: bool = False

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


def _shown(institution: Institution) -> Iterable[tuple[str, str, Any]]:
    """(field, label, value) of what an entry shows besides names and identifiers."""
    place = institution
    yield "kind", _("Kind"), reference.label("institution_kinds", place.kind) if place.kind else ""
    yield "country", _("Country"), reference.country(place.country).name() if place.country else ""
    yield "region", _("Region"), place.region
    yield "locality", _("Town or district"), place.locality
    yield "address", _("Address"), place.address
    yield "postcode", _("Postcode"), place.postcode
    if place.latitude is not None and place.longitude is not None:
        yield "latitude", _("Position"), f"{place.latitude:.5f}, {place.longitude:.5f}"
    if place.level_from is not None or place.level_to is not None:
        levels = reference.levels_text(place.country, place.level_from, place.level_to)
        yield "level_from", _("Grades"), levels
    yield "local_type", _("Type of school"), place.local_type
    yield "website", _("Website"), place.website
    yield "telephone", _("Telephone"), place.telephone
    status = {"open": _("Open"), "closed": _("Closed")}.get(place.status, "")
    yield "status", _("Open or closed"), status
    yield "opened_on", _("Opened on"), place.opened_on
    yield "closed_on", _("Closed on"), place.closed_on
    yield "pupils", _("Pupils"), place.pupils
    yield "description", _("Description"), place.description
    yield "languages", _("Languages"), ", ".join(reference.label("languages", code) for code in place.languages)


def entry_of(institution: Institution) -> list[Said]:
    """Every value of an entry with its source: names, identifiers, then the field groups. Two queries more."""
    names = list(institution.names.all())
    identifiers = list(institution.identifiers.all())
    wanted = {int(pk) for pk in institution.provenance.values()}
    wanted |= {pk for pk in [*(row.record_id for row in names), *(row.record_id for row in identifiers)] if pk}
    records = {record.pk: record for record in Record.objects.filter(pk__in=wanted).select_related("source")}

    def said(name: str, label: str, value: Any, record_id: int | None, language: str = "") -> Said:
        record = records.get(record_id or 0)
        if record is None:
            return Said(name, label, value, language)
        return Said(
            name, label, value, language, record.source.label, record.said_on, record.said_by, _why(record), record.pid
        )

    rows = [said("name", str(NameKind(name.kind).label), name.text, name.record_id, name.bcp47) for name in names]
    rows += [said("identifier", row.scheme, row.value, row.record_id) for row in identifiers]
    for name, label, value in _shown(institution):
        if value not in ("", None):
            rows.append(said(name, label, value, institution.provenance.get(GROUP_OF[name])))
    return rows


# Freshness: computed, not stored.


def _months_before(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, 28))


def due_before() -> dt.date:
    """An entry that nobody reported, found or confirmed since this day is due for confirmation."""
    return _months_before(today(), reference.office().deadlines.institution_fresh_months)


def freshness_of(institution: Institution) -> Freshness:
    """How fresh an entry is. Due when no voice is younger than the office's limit."""
    days = (institution.reported_on, institution.registered_on, institution.confirmed_on)
    limit = due_before()
    return Freshness(
        *days,
        is_due=not any(day and day >= limit for day in days),
        vanished=institution.records.filter(state=RecordState.ACCEPTED, vanished_at__isnull=False).exists(),
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
    "Said",
    "due_before",
    "entry_of",
    "freshness_of",
    "institutions_due",
    "institutions_vanished",
    "last_published_on",
    "register_figures",
]
