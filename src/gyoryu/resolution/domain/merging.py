"""What follows from the judgements in force: which institution a record belongs to, and which entries are one.

``recompute`` derives the flat pointers ``Institution.merged_into`` of everything connected with some institutions;
``rebuild`` derives all of it, and every ``Record.institution``, from the judgements alone. Nothing else is ever moved.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q, QuerySet

from gyoryu.common import bulk
from gyoryu.registry.domain.conclusion import conclude
from gyoryu.registry.enums import InstitutionState, RecordState
from gyoryu.registry.models import Institution, Record
from gyoryu.resolution.enums import Verdict
from gyoryu.resolution.models import Judgement
from gyoryu.resolution.queries import in_force

__all__: list[str] = []

Edge = tuple[int, int]


def _pairs_judged_same() -> QuerySet[Judgement]:
    return in_force().filter(verdict=Verdict.SAME, left__isnull=False)


def _records_judged_same() -> QuerySet[Judgement]:
    """Where current records belong; an older version's judgement is history."""
    judged = in_force().filter(verdict=Verdict.SAME, record__isnull=False)
    return judged.exclude(record__state=RecordState.SUPERSEDED)


def _emptied_edges(ids: set[int]) -> set[Edge]:
    """(emptied, where its records went): an entry all of whose records were judged to be another one leads there."""
    once = Judgement.objects.filter(replaced_at__isnull=False, record__isnull=False, verdict=Verdict.SAME)
    records = set(once.filter(institution__in=ids).values_list("record_id", flat=True))
    records |= set(_records_judged_same().filter(institution__in=ids).values_list("record_id", flat=True))
    were_in = once.filter(record__in=records).values_list("record_id", "institution_id")
    are_in = dict(_records_judged_same().filter(record__in=records).values_list("record_id", "institution_id"))
    moved = {(old, are_in[record]) for record, old in were_in if record in are_in and are_in[record] != old}
    emptied = {old for old, _new in moved}
    emptied -= set(_records_judged_same().filter(institution__in=emptied).values_list("institution_id", flat=True))
    return {(old, new) for old, new in moved if old in emptied}


def _connected(ids: Iterable[int]) -> dict[int, set[int]]:
    """Every institution connected with ``ids`` by judgements, with its neighbours."""
    neighbours: defaultdict[int, set[int]] = defaultdict(set)
    frontier, known = set(ids), set(ids)
    while frontier:
        edges: set[Edge] = set()
        for part in map(set, bulk.chunks(sorted(frontier), 5_000)):
            pairs = _pairs_judged_same().filter(Q(left__in=part) | Q(right__in=part))
            edges |= set(pairs.values_list("left_id", "right_id")) | _emptied_edges(part)
        for left, right in edges:
            neighbours[left].add(right)
            neighbours[right].add(left)
        frontier = {pk for edge in edges for pk in edge} - known
        known |= frontier
    return {pk: neighbours[pk] for pk in known}


def _clusters(neighbours: dict[int, set[int]]) -> list[set[int]]:
    left, found = set(neighbours), []
    while left:
        cluster, frontier = set[int](), {left.pop()}
        while frontier:
            cluster |= frontier
            frontier = {other for pk in frontier for other in neighbours[pk]} - cluster
        left -= cluster
        found.append(cluster)
    return found


def cluster_of(institution: Institution) -> set[int]:
    """The ids of all entries that are one with this one, itself included."""
    return next(cluster for cluster in _clusters(_connected([institution.pk])) if institution.pk in cluster)


def _representative(cluster: set[int]) -> int:
    """The entry that stands for the cluster: not archived, published first, oldest. The same answer every time."""

    def order(row: tuple[int, str, dt.datetime | None]) -> tuple[bool, bool, float, int]:
        pk, state, published_at = row
        since = published_at.timestamp() if published_at else 0.0
        return (state == InstitutionState.ARCHIVED, published_at is None, since, pk)

    rows = Institution.objects.filter(pk__in=cluster).values_list("pk", "state", "published_at")
    return min(rows, key=order)[0]


@transaction.atomic
def recompute(ids: Iterable[int]) -> list[int]:
    """Set the pointers of everything connected with ``ids`` and conclude it anew; the ids of all that was looked at."""
    wanted = set(ids)
    merged_here = Institution.objects.filter(merged_into__in=wanted).values_list("pk", flat=True)
    leads_to = Institution.objects.filter(pk__in=wanted, merged_into__isnull=False).values_list(
        "merged_into_id", flat=True
    )
    neighbours = _connected(wanted | set(merged_here) | set(leads_to))
    for cluster in _clusters(neighbours):
        root = _representative(cluster)
        Institution.objects.filter(pk=root).update(merged_into=None)
        for chunk in bulk.chunks(sorted(cluster - {root}), 500):
            Institution.objects.filter(pk__in=chunk).update(merged_into=root)
    looked_at = sorted(neighbours)
    conclude(looked_at)
    return looked_at


@transaction.atomic
def rebuild() -> int:
    """Derive every pointer from the judgements in force; how many were not as they should be."""
    wrong = list(
        _records_judged_same().exclude(record__institution=F("institution")).values_list("institution_id", "record_id")
    )
    wrong += list(
        _records_judged_same().filter(record__institution__isnull=True).values_list("institution_id", "record_id")
    )
    before = dict(Institution.objects.values_list("pk", "merged_into_id"))
    bulk.update(Record, ("institution",), set(wrong))
    touched = set(Institution.objects.filter(merged_into__isnull=False).values_list("pk", flat=True))
    for left, right in _pairs_judged_same().values_list("left_id", "right_id"):
        touched |= {left, right}
    replaced = Judgement.objects.filter(replaced_at__isnull=False, record__isnull=False, verdict=Verdict.SAME)
    touched |= set(replaced.values_list("institution_id", flat=True))
    recompute(touched | {institution for institution, _record in wrong})
    after = dict(Institution.objects.values_list("pk", "merged_into_id"))
    return len(set(wrong)) + sum(after[pk] != root for pk, root in before.items())
