"""How much an answer is worth, for the order of the queue. Set-based: a few queries for thousands of questions.

Points, so that a curator can be told why a question stands where it stands:

    4 p (1 - p) x 40      the score says least where it is in the middle: there a person says most
    30                    the entry is published: schools read it
    25                    a delegation was there, or the partner spoke
    30 + 5 for each case  schools are being matched with it (at most 60)
    10 for each wish      that names it (at most 30)
    4 for each            further question about the same entry or record (at most 24)
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Count

from gyoryu.common import bulk
from gyoryu.common.clock import now
from gyoryu.registry.enums import InstitutionState, SourceKind
from gyoryu.registry.models import Record
from gyoryu.resolution.models import Candidate
from gyoryu.resolution.stakes import Stakes, stakes_of

__all__: list[str] = []

CHUNK = 5_000
VOICES = (SourceKind.DELEGATION, SourceKind.PARTNER)
WRITTEN = ("worth", "stakes", "country", "source", "weighed_at")
READ = (
    "pk", "score", "record_id", "record__source_id", "record__source__kind", "record__institution_id",
    "institution_id", "institution__merged_into_id", "institution__state", "institution__country",
)  # fmt: skip


def worth_of(score: float, stakes: Mapping[str, Any]) -> int:
    """The points of one question."""
    points: float = 160 * score * (1 - score)
    points += 30 * bool(stakes.get("published")) + 25 * bool(stakes.get("visits") or stakes.get("voice"))
    cases: int = stakes.get("cases", 0)
    points += min(60, 30 + 5 * cases) if cases else 0
    points += min(30, 10 * stakes.get("wishes", 0)) + min(24, 4 * stakes.get("behind", 0))
    return round(points)


def weigh_candidates(institution_ids: Iterable[int] = ()) -> int:
    """Weigh the questions that nobody weighed yet, and those about these institutions; how many were weighed."""
    for part in bulk.chunks(institution_ids, 2_000):
        Candidate.objects.filter(institution__in=part).update(weighed_at=None)
        theirs = Record.objects.filter(institution__in=part).values("pk")
        Candidate.objects.filter(record__in=theirs).update(weighed_at=None)
    waiting, count, last = Candidate.objects.filter(weighed_at__isnull=True), 0, 0
    while ids := list(waiting.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        last = ids[-1]
        count += len(ids)
        _weigh_chunk(ids)
    return count


@transaction.atomic
def _weigh_chunk(ids: list[int]) -> None:
    rows = list(Candidate.objects.filter(bulk.among("pk", ids)).values_list(*READ))
    entries = {root or own for *_rest, own, root, _state, _country in rows}
    entries |= {own for _pk, _s, _r, _so, _k, own, *_rest in rows if own}
    stakes = stakes_of(entries)
    behind = _questions_about("institution", {row[6] for row in rows})
    rivals = _questions_about("record", {row[2] for row in rows})
    at = now()
    changes = []
    for pk, score, record, source, kind, belongs, own, root, state, country in rows:
        both = stakes[root or own] + (stakes[belongs] if belongs in stakes else Stakes())
        kept = {name: value for name, value in asdict(both).items() if value}
        if state == InstitutionState.PUBLISHED:
            kept["published"] = 1
        if kind in VOICES:
            kept["voice"] = kind
        if others := behind[own] + rivals[record] - 2:
            kept["behind"] = others
        changes.append((worth_of(score, kept), kept, country, source, at, pk))
    bulk.update(Candidate, WRITTEN, changes)


def _questions_about(way: str, ids: set[int]) -> Counter[int]:
    found: Counter[int] = Counter()
    for part in bulk.chunks(sorted(ids), 5_000):
        found.update(
            dict(Candidate.objects.filter(**{f"{way}__in": part}).values_list(way).annotate(n=Count("pk")).order_by())
        )
    return found
