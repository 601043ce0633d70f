"""Reading the register: what a viewer may see, and one thing fetched and authorised."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from gyoryu.accounts.queries import authorised
from gyoryu.common.clock import today
from gyoryu.common.errors import DomainError
from gyoryu.registry import rules
from gyoryu.registry.entry import (
    due_before,
    entry_of,
    freshness_of,
    institutions_due,
    institutions_vanished,
    register_figures,
)
from gyoryu.registry.enums import (
    InstitutionState,
    OfferState,
    ProgrammeState,
    RecordAbout,
    RecordState,
    RowChange,
    SourceKind,
)
from gyoryu.registry.models import (
    Contact,
    Institution,
    Offer,
    Presence,
    Programme,
    Record,
    RunRow,
    Source,
    SourceRun,
)

__all__ = [
    "MergedInto",
    "at",
    "contacts_of",
    "contacts_visible_to",
    "current_records",
    "due_before",
    "entry_of",
    "find_programmes",
    "freshness_of",
    "get_contact",
    "get_institution",
    "get_offer",
    "get_programme",
    "get_record",
    "inbox_for",
    "institutions_due",
    "institutions_vanished",
    "institutions_visible_to",
    "kept_values",
    "latest_published",
    "offers_visible_to",
    "people_at",
    "programmes_visible_to",
    "public_sources",
    "records_of_runs",
    "records_of",
    "records_visible_to",
    "register_figures",
    "sources_with_runs",
]


class MergedInto(DomainError):
    """The institution was found to be another one; ``pid`` is that one, and the door redirects there."""

    status = 308

    def __init__(self, pid: str) -> None:
        self.pid = pid
        super().__init__("merged_into", _("This entry was merged with another one."), pid=pid)


# An institution that is published, or was merged into one that is.
AT_PUBLISHED = Q(institution__state=InstitutionState.PUBLISHED, institution__merged_into__isnull=True) | Q(
    institution__merged_into__state=InstitutionState.PUBLISHED
)


# Institutions


def institutions_visible_to(viewer: Any) -> QuerySet[Institution]:
    """Anybody: published ones. Delegates and policy officers: drafts as well. Curators: archived ones too."""
    unmerged = Institution.objects.filter(merged_into__isnull=True)
    if rules.is_curator(viewer):
        return unmerged
    if rules.reads_drafts(viewer):
        return unmerged.exclude(state=InstitutionState.ARCHIVED)
    return unmerged.filter(state=InstitutionState.PUBLISHED)


def get_institution(viewer: Any, pid: str, to: str = "registry.view_institution") -> Institution:
    """The institution, if the viewer may do ``to`` with it. A merged one raises MergedInto with the other's pid."""
    visible = institutions_visible_to(viewer)
    merged = Institution.objects.filter(pid=pid, merged_into__isnull=False).select_related("merged_into").first()
    if merged is not None and merged.merged_into is not None:
        raise MergedInto(authorised(visible, viewer, merged.merged_into.pid, to).pid)
    return authorised(visible.prefetch_related("names", "identifiers"), viewer, pid, to)


def latest_published(limit: int = 6) -> list[Institution]:
    return list(
        Institution.objects.published().filter(published_at__isnull=False).order_by("-published_at", "-id")[:limit]
    )


# Records


def current_records() -> QuerySet[Record]:
    """What sources say now: neither superseded nor rejected."""
    return Record.objects.filter(state__in=[RecordState.PROPOSED, RecordState.ACCEPTED])


def inbox_for(viewer: Any) -> QuerySet[Record]:
    """Proposed records that wait for a curator, oldest first."""
    if not rules.is_curator(viewer):
        return Record.objects.none()
    waiting = Record.objects.filter(state=RecordState.PROPOSED)
    return waiting.select_related("source", "institution", "parent__institution").order_by("id")


def records_visible_to(viewer: Any) -> QuerySet[Record]:
    if not rules.is_curator(viewer):
        return Record.objects.none()
    return Record.objects.select_related("source", "institution", "parent__institution")


def get_record(viewer: Any, pid: str, to: str = "registry.view_record") -> Record:
    return authorised(records_visible_to(viewer), viewer, pid, to)


def records_of(institution: Institution) -> QuerySet[Record]:
    """Everything said about an institution and those merged into it, newest first, superseded versions included."""
    return Record.objects.filter(at(institution)).select_related("source").order_by("-said_on", "-id")


def kept_values(viewer: Any) -> QuerySet[Record]:
    """Overrides in force: what curators keep against other sources; those that end soonest first, then the newest."""
    kept = records_visible_to(viewer).filter(
        source__kind=SourceKind.CURATOR, state=RecordState.ACCEPTED, about=RecordAbout.INSTITUTION
    )
    # What founded an entry by hand has its pid for a key; what was said about an entry has the group behind it.
    in_force = kept.filter(institution__isnull=False, key__contains="/").exclude(until__lt=today())
    return in_force.select_related("institution__merged_into").order_by(F("until").asc(nulls_last=True), "-id")


# Offers and programmes


def offers_visible_to(viewer: Any) -> QuerySet[Offer]:
    """Schools and delegates: open ones of published institutions. Curators and policy officers: all."""
    offers = Offer.objects.select_related("institution__merged_into")
    if rules.reads_every_offer(viewer):
        return offers
    if rules.reads_open_offers(viewer):
        return offers.filter(AT_PUBLISHED, state=OfferState.OPEN)
    return offers.none()


def at(institution: Institution) -> Q:
    """What hangs on an institution or on one merged into it: nothing is moved by a merge, so both are looked at."""
    return Q(institution=institution) | Q(institution__merged_into=institution)


def get_offer(viewer: Any, pid: str, to: str = "registry.view_offer") -> Offer:
    return authorised(offers_visible_to(viewer), viewer, pid, to)


def programmes_visible_to(viewer: Any) -> QuerySet[Programme]:
    """Anybody: published ones of published institutions. Curators: all."""
    programmes = Programme.objects.select_related("institution__merged_into")
    if rules.is_curator(viewer):
        return programmes
    return programmes.filter(AT_PUBLISHED, state=ProgrammeState.PUBLISHED)


def get_programme(viewer: Any, pid: str, to: str = "registry.view_programme") -> Programme:
    return authorised(programmes_visible_to(viewer), viewer, pid, to)


def find_programmes(
    viewer: Any, *, q: str = "", country: str = "", field: str = "", type: str = ""
) -> QuerySet[Programme]:
    """Programmes by words in title or description, country of the institution, field and type of exchange."""
    found = programmes_visible_to(viewer)
    for word in q.split()[:8]:
        found = found.filter(
            Q(title__icontains=word)
            | Q(title_ko__icontains=word)
            | Q(title_en__icontains=word)
            | Q(description__icontains=word)
            | Q(institution__display_name__icontains=word)
        )
    if country:
        found = found.filter(institution__country=country)
    # A JSON list of codes as text: '"mail"' stands in it only as a whole code, on both databases.
    if field:
        found = found.filter(fields__icontains=f'"{field}"')
    if type:
        found = found.filter(types__icontains=f'"{type}"')
    return found.order_by("title", "id")


# Contacts


def contacts_visible_to(viewer: Any) -> QuerySet[Contact]:
    return Contact.objects.select_related("institution") if rules.is_curator(viewer) else Contact.objects.none()


def contacts_of(viewer: Any, institution: Institution) -> QuerySet[Contact]:
    """Contacts that still are there, for curators; their channels are shown by ``reveal_contact`` alone."""
    return contacts_visible_to(viewer).filter(at(institution), ended_at__isnull=True)


def get_contact(viewer: Any, pid: str, to: str = "registry.view_contact") -> Contact:
    return authorised(contacts_visible_to(viewer), viewer, pid, to)


def people_at(institution: Institution) -> QuerySet[Presence]:
    """Who has the entry open at the desk; ``domain.presence`` sweeps those who left."""
    return institution.presences.order_by("person_name")


# Sources


def public_sources() -> QuerySet[Source]:
    """Sources that published institutions were taken from, with how many (``institutions``)."""
    published = Record.objects.filter(
        state=RecordState.ACCEPTED,
        about=RecordAbout.INSTITUTION,
        institution__state=InstitutionState.PUBLISHED,
    )
    return (
        Source.objects.filter(Exists(published.filter(source=OuterRef("pk"))))
        .annotate(
            institutions=Count(
                "records__institution",
                distinct=True,
                filter=Q(
                    records__state=RecordState.ACCEPTED,
                    records__about=RecordAbout.INSTITUTION,
                    records__institution__state=InstitutionState.PUBLISHED,
                ),
            )
        )
        .order_by("label", "id")
    )


def sources_with_runs() -> list[Source]:
    """Every source with its newest runs (``latest_runs``) and how many records of it are current (``current``)."""
    newest = SourceRun.objects.order_by("-id")
    current = Q(records__state__in=[RecordState.PROPOSED, RecordState.ACCEPTED])
    sources = Source.objects.annotate(current=Count("records", filter=current)).order_by("label", "id")
    return list(sources.prefetch_related(Prefetch("runs", queryset=newest[:5], to_attr="latest_runs")))


PAGE = 10_000


def records_of_runs(runs: Sequence[int]) -> Iterator[int]:
    """The records that these applied runs brought, marked or unmarked; a page at a time, so that no read stays open."""
    for run in runs:
        for rows, name in (
            (Record.objects.filter(first_run=run), "pk"),
            (RunRow.objects.filter(run=run, change__in=[RowChange.RETURNED, RowChange.VANISHED]), "before_id"),
        ):
            last = 0
            while page := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", name)[:PAGE]):
                last = page[-1][0]
                yield from (record for _pk, record in page)
