"""One reading of a source: started, and its rows compared with what the source said before.

A reading is staged first: what it found different (``RunRow``) is kept beside the records, a chunk in each transaction,
so that others can write meanwhile and nothing counts yet. Applying it is ``applied_runs``. Idempotent by (source, key)
and content hash: a row that says what it said before touches nothing.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.audit.domain.trail import record
from gyoryu.common import bulk
from gyoryu.common.actors import Actor
from gyoryu.common.clock import now, today
from gyoryu.common.errors import BadInput, Conflict
from gyoryu.registry.enums import RecordAbout, RecordState, RowChange, RunState
from gyoryu.registry.facts import InstitutionFacts, canonical, hash_of, to_json
from gyoryu.registry.models import Record, RunRow, Source, SourceRun
from gyoryu.registry.states import RUN

__all__ = ["refuse_run", "stage_records", "start_run"]

CHUNK = 2_000
Progress = Callable[[int], None]  # how many rows so far


@dataclass(frozen=True, slots=True)
class Said:
    """One row: the source's own key, and what it says: facts, what ``to_json`` makes of them, or its canonical text."""

    key: str
    facts: InstitutionFacts | dict[str, Any] | bulk.JsonText
    said_on: dt.date | None = None  # when the row itself tells; else the run's day
    row_hash: int | None = None  # of the row as it was read


@dataclass(frozen=True, slots=True)
class _Known:
    """The current record of a key."""

    id: int
    hash: str
    vanished: bool
    row_hash: int | None


@dataclass(slots=True)
class _Reading:
    """What one reading has seen so far."""

    run: SourceRun
    first_time: bool
    figures: dict[str, int]
    seen: set[int] = field(default_factory=set)  # records whose rows are there
    keys: set[int] = field(default_factory=set)  # hashes of the keys that are new


@transaction.atomic
def start_run(
    source: Source, *, file_name: str, file_hash: str, as_of: dt.date | None, actor: Actor, rejected: int = 0
) -> SourceRun:
    """Begin a reading of ``source``. ``as_of`` is the day the file speaks of.

    An earlier reading that nobody applied is refused: it was compared with what will not be there any more.
    """
    earlier = SourceRun.objects.filter(source=source)
    if earlier.filter(state__in=[RunState.APPLYING, RunState.TAKING_BACK]).exists():
        raise Conflict(
            "run_under_way",
            _("A reading of “%(source)s” is being applied or taken back. Wait until that is done, then try again."),
            source=source.slug,
        )
    for run in earlier.filter(state__in=[RunState.READING, RunState.STAGED]):
        refuse_run(run, reason="A newer reading was begun.", actor=actor)
    run = SourceRun.objects.create(
        source=source,
        file_name=file_name[:200],
        file_hash=file_hash,
        as_of=as_of,
        actor_label=actor.actor_label[:200],
        rejected=rejected,
    )
    record("registry.start_run", run, actor=actor, source=source.slug, file=file_name[:200])
    return run


def refuse_run(run: SourceRun, *, reason: str, actor: Actor) -> SourceRun:
    """A reading that was not applied never will be; what it staged goes."""
    with transaction.atomic():
        RUN.move(run, RunState.REFUSED, refused_reason=reason[:300])
        record("registry.refuse_run", run, actor=actor)
    rows = RunRow.objects.filter(run=run).order_by("id")
    while ids := list(rows.values_list("pk", flat=True)[:CHUNK]):
        RunRow.objects.filter(run=run, pk__lte=ids[-1]).delete()
    return run


def stage_records(
    run: SourceRun,
    *,
    said: Iterable[Said],
    actor: Actor,
    complete: bool = True,
    kept: Collection[str] = (),
    unchanged: Collection[int] = (),
    state: str = RecordState.ACCEPTED,
) -> SourceRun:
    """Compare what ``run`` read with what its source said before, and keep what differs until it is applied.

    ``complete``: the rows are the whole of the source, so that what is missing has vanished; but not the keys ``kept``,
    whose rows are there and could not be read: what was known of them stays. ``unchanged`` are records whose rows are
    there as they were, and not among ``said``. New records will start in ``state``.

    When anything is wrong, the run is refused and nothing of it stays.
    """
    try:
        return _stage(run, said, actor, complete, frozenset(kept), unchanged, RecordState(state))
    except BaseException as error:
        if (
            not isinstance(error, GeneratorExit)
            and SourceRun.objects.filter(pk=run.pk, state=RunState.READING).exists()
        ):
            refuse_run(run, reason=str(error) or type(error).__name__, actor=actor)
        raise


def _stage(
    run: SourceRun,
    said: Iterable[Said],
    actor: Actor,
    complete: bool,
    kept: frozenset[str],
    unchanged: Collection[int],
    state: RecordState,
) -> SourceRun:
    if run.state != RunState.READING:
        raise RUN.refusal(run, RunState.STAGED)
    figures = {
        "read": run.rejected + len(unchanged),
        "new": 0,
        "changed": 0,
        "unchanged": len(unchanged),
        "returned": 0,
    }
    first_time = not Record.objects.filter(source=run.source_id).exists()
    reading = _Reading(run, first_time, figures, set(unchanged))
    for chunk in bulk.chunks(said, CHUNK):
        _stage_chunk(reading, chunk)
    vanished = _stage_vanished(reading, kept) if complete else 0
    found: dict[str, Any] = {**figures, "vanished": vanished}
    with transaction.atomic():
        RUN.move(run, RunState.STAGED, staged_at=now(), first_state=state, **found)
        record("registry.stage_records", run, actor=actor, source=run.source.slug, **found)
    return run


_ROW_FIELDS = (
    "run", "change", "key", "facts", "content_hash", "row_hash", "said_on", "before", "was_state",
)  # fmt: skip


def known_records(source_id: int, keys: list[str]) -> Iterator[tuple[str, Record]]:
    """The current records of these keys."""
    current = Record.objects.filter(source=source_id, key__in=keys).exclude(state=RecordState.SUPERSEDED)
    only = ("pk", "key", "content_hash", "row_hash", "vanished_at", "state", "institution_id", "accepted_at")
    return ((one.key, one) for one in current.only(*only))


def _known(reading: _Reading, chunk: list[Said]) -> dict[str, _Known]:
    if reading.first_time:
        return {}
    found = known_records(reading.run.source_id, [row.key for row in chunk])
    return {key: _Known(one.pk, one.content_hash, one.vanished_at is not None, one.row_hash) for key, one in found}


def _text_of(facts: InstitutionFacts | dict[str, Any] | bulk.JsonText) -> str:
    if isinstance(facts, bulk.JsonText):
        return facts
    return canonical(facts if isinstance(facts, dict) else to_json(facts))


def _stage_chunk(reading: _Reading, chunk: list[Said]) -> None:
    run, figures, known = reading.run, reading.figures, _known(reading, chunk)
    day = run.as_of or today()
    rows: list[tuple[Any, ...]] = []
    read_anew: list[tuple[int | None, int]] = []
    for row in chunk:
        old = known.get(row.key)
        mark = hash(row.key)
        if mark in reading.keys or (old is not None and old.id in reading.seen):
            raise BadInput("duplicate_key", _("The key “%(key)s” occurs twice. Each row needs its own."), key=row.key)
        text = _text_of(row.facts)
        content_hash = hash_of(text)
        figures["read"] += 1
        if old is None:
            reading.keys.add(mark)
            figures["new"] += 1
        else:
            reading.seen.add(old.id)
        if old is not None and old.hash == content_hash:
            figures["unchanged"] += 1
            if row.row_hash != old.row_hash and row.row_hash is not None:
                read_anew.append((row.row_hash, old.id))
            if old.vanished:
                figures["returned"] += 1
                rows.append((run.pk, RowChange.RETURNED.value, row.key, None, "", None, None, old.id, ""))
            continue
        if old is not None:
            figures["changed"] += 1
        change = RowChange.NEW if old is None else RowChange.CHANGED
        rows.append(
            (
                run.pk, change.value, row.key, bulk.JsonText(text), content_hash, row.row_hash, row.said_on or day,
                old.id if old else None, "",
            )
        )  # fmt: skip
    if rows or read_anew:
        with transaction.atomic():
            bulk.insert(RunRow, _ROW_FIELDS, rows)
            bulk.update(Record, ("row_hash",), read_anew)


def _stage_vanished(reading: _Reading, kept: frozenset[str]) -> int:
    """Keep which of the source's current records this run did not read; how many."""
    if reading.first_time:
        return 0
    there = Record.objects.filter(
        source=reading.run.source_id, about=RecordAbout.INSTITUTION, vanished_at__isnull=True
    ).exclude(state=RecordState.SUPERSEDED)
    run, count, last = reading.run.pk, 0, 0
    while page := list(there.filter(pk__gt=last).order_by("id").values_list("pk", "key")[: bulk.CHUNK]):
        last = page[-1][0]
        gone = [(pk, key) for pk, key in page if pk not in reading.seen and key not in kept]
        count += len(gone)
        if gone:
            with transaction.atomic():
                bulk.insert(
                    RunRow,
                    _ROW_FIELDS,
                    ((run, RowChange.VANISHED.value, key, None, "", None, None, pk, "") for pk, key in gone),
                )
    return count
