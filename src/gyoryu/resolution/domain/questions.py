"""Questions that wait for a person: taken away when they are answered, asked again when the answer is undone."""

from typing import Any

from django.db.models import Q

from gyoryu.common.actors import Actor
from gyoryu.registry.models import Record
from gyoryu.resolution.models import Candidate

__all__: list[str] = []

KEPT = ("record_id", "institution_id", "score", "why", "unsure_by")
MOST_UNSURE = 40  # names of whoever was unsure; after so many nobody needs to know who else was


def take_away(which: Q) -> list[list[Any]]:
    """Remove the questions ``which``; what they were, for asking them again."""
    found = Candidate.objects.filter(which)
    asked = [list(row) for row in found.order_by("id").values_list(*KEPT)]
    found.delete()
    return asked


def between(mine: set[int], theirs: set[int]) -> Q:
    """Questions whether an entry of ``mine`` and one of ``theirs`` are one."""
    return Q(record__institution__in=mine, institution__in=theirs) | Q(
        record__institution__in=theirs, institution__in=mine
    )


def ask_again(asked: list[list[Any]] | None) -> None:
    """Put back what ``take_away`` gave, but for what is settled by now: the record belongs to that very entry."""
    rows = asked or []
    belongs = dict(Record.objects.filter(pk__in={row[0] for row in rows}).values_list("pk", "institution_id"))
    Candidate.objects.bulk_create(
        (
            Candidate(
                record_id=record,
                institution_id=institution,
                score=score,
                why=why,
                unsure_by=unsure_by,
                put_off=len(unsure_by.split()),
            )
            for record, institution, score, why, unsure_by in rows
            if record in belongs and belongs[record] != institution
        ),
        batch_size=500,
        ignore_conflicts=True,
    )


def put_off(which: Q, actor: Actor) -> int:
    """``actor`` was unsure: these go to the end of the queue, and to others; how many there were."""
    found = list(Candidate.objects.filter(which))
    for candidate in found:
        known = candidate.unsure_by.split()
        if actor.actor_pid not in known:
            known = [*known, actor.actor_pid][-MOST_UNSURE:]
        candidate.unsure_by = f" {' '.join(known)} "
        candidate.put_off = len(known)
        candidate.save(update_fields=["unsure_by", "put_off"])
    return len(found)
