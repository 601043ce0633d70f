"""What may be accepted together: surely one institution, by score, and against no rule. Set-based."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from gyoryu.common import bulk
from gyoryu.reference import queries as reference
from gyoryu.registry.enums import RecordAbout, RecordState, SourceKind
from gyoryu.registry.models import Identifier, Record
from gyoryu.resolution.domain.risks import differ, far_apart, ids_said
from gyoryu.resolution.models import Batch, Candidate

__all__: list[str] = []

READ = (
    "pk", "score", "record_id", "record__pid", "record__facts", "record__source_id", "record__source__kind",
    "institution_id", "institution__pid", "institution__latitude", "institution__longitude",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pick:
    """A record that would be taken for an institution."""

    candidate_id: int
    score: float
    record_id: int
    record_pid: str
    institution_id: int
    institution_pid: str


def expected_wrong(picks: list[Pick]) -> float:
    """How many of these are wrong if the scores mean what they say: the sum of 1 - p."""
    return sum(1 - pick.score for pick in picks)


def above(batch: Batch) -> QuerySet[Candidate]:
    """The questions a batch is about, surest first: of records that belong nowhere yet, and of entries that stand."""
    found = Candidate.objects.filter(
        score__gte=batch.threshold,
        pk__lte=batch.up_to,
        put_off=0,
        record__institution__isnull=True,
        record__about=RecordAbout.INSTITUTION,
        record__state__in=[RecordState.PROPOSED, RecordState.ACCEPTED],
        institution__merged_into__isnull=True,
    ).exclude(institution__state="archived")
    if batch.country:
        found = found.filter(institution__country=batch.country)
    if batch.source_id:
        found = found.filter(record__source=batch.source_id)
    return found.order_by("-score", "id")


def picks_of(batch: Batch) -> list[Pick]:
    """Of the surest, at most what the office takes at once: without rivals, one row a register, nothing risky."""
    rows: list[Any] = list(above(batch).values_list(*READ)[: reference.office().judging.bulk_most])
    rivals = Counter(row[2] for row in rows)
    claims = Counter((row[5], row[7]) for row in rows)  # two rows of one source for one entry: at most one is right
    taken = _taken({row[7] for row in rows})
    ids = _identifiers({row[7] for row in rows})
    picks = []
    for pk, score, record, record_pid, facts, source, kind, institution, pid, latitude, longitude in rows:
        listed_once = kind in (SourceKind.REGISTER, SourceKind.SPREADSHEET)
        if rivals[record] > 1 or (listed_once and (claims[source, institution] > 1 or (source, institution) in taken)):
            continue
        here = (facts.get("latitude"), facts.get("longitude"))
        if differ(ids_said(facts), ids[institution]) or far_apart(here, (latitude, longitude)):
            continue
        picks.append(Pick(pk, score, record, record_pid, institution, pid))
    return picks


def _taken(institutions: set[int]) -> set[tuple[int, int]]:
    """(source, institution) where the institution, or what was merged into it, has a current row of the source."""
    found: set[tuple[int, int]] = set()
    current = Record.objects.filter(
        about=RecordAbout.INSTITUTION, state__in=[RecordState.PROPOSED, RecordState.ACCEPTED]
    )
    for part in bulk.chunks(sorted(institutions), 5_000):
        mine = current.filter(Q(institution__in=part) | Q(institution__merged_into__in=part))
        for source, own, root in mine.values_list("source_id", "institution_id", "institution__merged_into_id"):
            found.add((source, root or own or 0))
    return found


def _identifiers(institutions: set[int]) -> defaultdict[int, list[tuple[str, str]]]:
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for part in bulk.chunks(sorted(institutions), 5_000):
        rows = Identifier.objects.filter(institution__in=part)
        for pk, scheme, value in rows.values_list("institution_id", "scheme", "value"):
            found[pk].append((scheme, value))
    return found
