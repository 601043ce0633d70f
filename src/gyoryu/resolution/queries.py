"""What waits for a judgement, and what was judged."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from gyoryu.accounts.queries import authorised
from gyoryu.common.text import same_name_key
from gyoryu.registry.enums import RecordAbout, RecordState
from gyoryu.registry.models import Institution, Record
from gyoryu.registry.rules import is_curator
from gyoryu.resolution.decisions import decided_pairs
from gyoryu.resolution.enums import SecondLookState, Verdict
from gyoryu.resolution.models import Batch, Candidate, Judgement, SecondLook

__all__ = [
    "batches_visible_to",
    "candidates_of",
    "decided_pairs",
    "get_batch",
    "get_judgement",
    "get_second_look",
    "in_force",
    "judgements_about",
    "judgements_by_people",
    "judgements_of",
    "records_to_judge",
    "second_looks_for",
    "suggestions_for",
]


def in_force() -> QuerySet[Judgement]:
    return Judgement.objects.filter(replaced_at__isnull=True)


def records_to_judge() -> QuerySet[Record]:
    """Records about institutions that a person has to judge: those with candidates, and those nobody was sure of."""
    candidates = Candidate.objects.filter(record=OuterRef("pk"))
    unsure = in_force().filter(record=OuterRef("pk"), verdict=Verdict.UNSURE)
    waiting = Record.objects.filter(
        about=RecordAbout.INSTITUTION,
        state__in=[RecordState.PROPOSED, RecordState.ACCEPTED],
        institution__isnull=True,
    )
    return waiting.filter(Exists(candidates) | Exists(unsure)).select_related("source").order_by("id")


def candidates_of(record: Record) -> list[Candidate]:
    """The institutions a record might be, most likely first."""
    found = Candidate.objects.filter(record=record, institution__merged_into__isnull=True)
    return list(found.select_related("institution").prefetch_related("institution__names", "institution__identifiers"))


def judgements_of(record: Record) -> QuerySet[Judgement]:
    """What was judged about a record, newest first, replaced judgements included."""
    return Judgement.objects.filter(record=record).select_related("institution").order_by("-id")


def judgements_about(institution: Institution) -> QuerySet[Judgement]:
    """Judgements in force that put this entry together: its records, and the entries merged with it."""
    mine = Q(institution=institution) | Q(left=institution) | Q(right=institution)
    merged = (
        Q(left__merged_into=institution) | Q(right__merged_into=institution) | Q(institution__merged_into=institution)
    )
    return (
        in_force()
        .filter(mine | merged)
        .select_related("record__source", "institution", "left", "right")
        .order_by("-id")
    )


def suggestions_for(record: Record, query: str, limit: int = 10) -> list[Institution]:
    """Institutions that a curator may mean by ``query``: an official id, a name, or the key of one."""
    text = query.strip()[:200]
    if not text:
        return []
    meant = Q(identifiers__value=text) | Q(names__text__icontains=text)
    key = same_name_key(text)
    if key:
        meant |= Q(match_key__contains=key)
    live = Institution.objects.live().filter(meant)
    judged = in_force().filter(record=record, institution=OuterRef("pk")).exclude(verdict=Verdict.UNSURE)
    ids = live.exclude(Exists(judged)).order_by("pk").values_list("pk", flat=True).distinct()[:limit]
    return list(Institution.objects.filter(pk__in=list(ids)).prefetch_related("names", "identifiers"))


def homonyms_of(institution: Institution, *, but: Institution | None = None, limit: int = 6) -> list[Institution]:
    """Other entries of the same country whose name has the same key; by the index of country and key."""
    if not institution.match_key:
        return []
    alike = Institution.objects.live().filter(country=institution.country, match_key=institution.match_key)
    known = [institution.pk, *([but.pk] if but else [])]
    return list(alike.exclude(pk__in=known).order_by("id")[:limit])


def get_judgement(viewer: Any, pid: str, to: str = "resolution.undo_judgement") -> Judgement:
    """A judgement in force, if the viewer may do ``to`` with it."""
    visible = in_force() if is_curator(viewer) else Judgement.objects.none()
    return authorised(visible.select_related("record", "institution", "left", "right"), viewer, pid, to)


def judgements_by_people(viewer: Any, *, who: str = "", verdict: str = "") -> QuerySet[Judgement]:
    """Everything that people judged, newest first, undone and replaced judgements included."""
    if not is_curator(viewer):
        return Judgement.objects.none()
    found = Judgement.objects.filter(actor_kind="person")
    if who:
        found = found.filter(actor_pid=who)
    if verdict:
        found = found.filter(verdict=verdict)
    return found.select_related("record__source", "institution", "left", "right", "batch").order_by("-id")


# Second looks and batches


def second_looks_visible_to(viewer: Any) -> QuerySet[SecondLook]:
    looks = SecondLook.objects.select_related("record__source", "institution__merged_into", "left", "right")
    return looks if is_curator(viewer) else looks.none()


def second_looks_for(viewer: Any) -> QuerySet[SecondLook]:
    """What waits for a second curator, oldest first; what the viewer asked for is among it, to be taken back."""
    return second_looks_visible_to(viewer).filter(state=SecondLookState.ASKED).order_by("id")


def get_second_look(viewer: Any, pid: str, to: str = "resolution.confirm_second_look") -> SecondLook:
    return authorised(second_looks_visible_to(viewer), viewer, pid, to)


def batches_visible_to(viewer: Any) -> QuerySet[Batch]:
    batches = Batch.objects.select_related("source").order_by("-id")
    return batches if is_curator(viewer) else batches.none()


def get_batch(viewer: Any, pid: str, to: str = "resolution.accept_batch") -> Batch:
    return authorised(batches_visible_to(viewer), viewer, pid, to)
