"""Applying a staged reading: its rows become records, a chunk in each transaction.

Others write between the chunks, and a process that is killed loses none: whoever goes on (the worker, the next reading)
begins after the last chunk that was stored. Institutions follow once the whole run is applied: only then does the
trail name it, and resolution judges its records. Until then a changed row's institution keeps what it was concluded to
be, because the new version of its record belongs to it from the start.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min, Q
from django.utils.translation import gettext_lazy as _

from gyoryu.audit.domain.trail import record
from gyoryu.common import bulk
from gyoryu.common.actors import Actor
from gyoryu.common.clock import now
from gyoryu.common.errors import Conflict
from gyoryu.common.ids import new_pids
from gyoryu.common.locks import LockBusy, file_lock
from gyoryu.registry.domain.intake_runs import CHUNK, Progress, Said, known_records, stage_records
from gyoryu.registry.enums import RecordAbout, RecordState, RowChange, RunState, SourceKind
from gyoryu.registry.models import Institution, Record, RunRow, Source, SourceRun
from gyoryu.registry.states import RUN

__all__ = ["apply_run"]

_RECORD_FIELDS = (
    "pid", "source", "key", "about", "state", "facts", "personal", "content_hash", "row_hash", "said_on", "said_by",
    "received_at", "first_run", "last_run_id", "accepted_at", "institution", "rejected_reason", "rejected_note",
)  # fmt: skip


def receive_records(
    run: SourceRun,
    *,
    said: Iterable[Said],
    actor: Actor,
    complete: bool = True,
    kept: Collection[str] = (),
    state: str = RecordState.ACCEPTED,
) -> SourceRun:
    """Stage what ``run`` read and apply it at once."""
    stage_records(run, said=said, actor=actor, complete=complete, kept=kept, state=state)
    return apply_run(run, actor=actor)


@contextmanager
def source_alone(source: Source) -> Iterator[None]:
    """One process at a time applies or takes back runs of a source."""
    try:
        with file_lock(settings.HOME / "locks" / f"run-{source.slug}.lock"):
            yield
    except LockBusy as error:
        message = _(
            "A reading of “%(source)s” is being applied or taken back. Wait until that is done, then try again."
        )
        raise Conflict("run_under_way", message, source=source.slug) from error


def apply_run(run: SourceRun, *, actor: Actor, progress: Progress | None = None) -> SourceRun:
    """Carry a staged run into the records; one whose applying was cut off goes on where it stopped."""
    with source_alone(run.source):
        run.refresh_from_db()
        if run.state == RunState.STAGED:
            _refuse_overtaken(run)
            RUN.move(run, RunState.APPLYING)
        if run.state != RunState.APPLYING:
            raise RUN.refusal(run, RunState.APPLIED)
        done = 0
        while count := _apply_chunk(run):
            done += count
            if progress is not None:
                progress(done)
        _note_seen(run)
        _finish(run, actor)
    return run


def _refuse_overtaken(run: SourceRun) -> None:
    """A run is applied to what it was compared with."""
    since = SourceRun.objects.filter(source=run.source_id).exclude(pk=run.pk)
    later = Q(finished_at__gt=run.staged_at) | Q(state__in=[RunState.APPLYING, RunState.TAKING_BACK])
    if since.filter(later).exists():
        raise Conflict(
            "run_overtaken",
            _("Another reading of “%(source)s” was applied meanwhile. Read the file again."),
            source=run.source.slug,
        )


@transaction.atomic
def _apply_chunk(run: SourceRun) -> int:
    """The next rows of the run; how many there were."""
    rows = list(RunRow.objects.filter(run=run, pk__gt=run.applied_to).order_by("id")[:CHUNK])
    if not rows:
        return 0
    by_change: dict[str, list[RunRow]] = {change: [] for change in RowChange.values}
    for row in rows:
        by_change[row.change].append(row)
    _apply_words(run, [*by_change[RowChange.NEW], *by_change[RowChange.CHANGED]])
    _apply_presence(run, by_change[RowChange.RETURNED], vanished=False)
    _apply_presence(run, by_change[RowChange.VANISHED], vanished=True)
    RunRow.objects.filter(run=run, change=RowChange.NEW, pk__lte=rows[-1].pk).delete()
    run.applied_to = rows[-1].pk
    run.save(update_fields=["applied_to"])
    return len(rows)


def _apply_words(run: SourceRun, rows: list[RunRow]) -> None:
    """New and changed rows become records; what a changed one said before is superseded."""
    if not rows:
        return
    said_before = any(row.before_id for row in rows)
    known = dict(known_records(run.source_id, [row.key for row in rows])) if said_before else {}
    replaced = {row.key: known[row.key] for row in rows if row.key in known}
    if replaced:
        Record.objects.filter(pk__in=[old.pk for old in replaced.values()]).update(state=RecordState.SUPERSEDED)
    bulk.insert(Record, _RECORD_FIELDS, _records(run, rows, replaced))
    if replaced:
        _point_to_successors(run, replaced)
        bulk.update(
            RunRow,
            ("was_state", "was_vanished_at"),
            ((known[row.key].state, known[row.key].vanished_at, row.pk) for row in rows if row.key in known),
        )


def _records(run: SourceRun, rows: list[RunRow], replaced: dict[str, Record]) -> Iterator[tuple[Any, ...]]:
    at = now()
    for pid, row in zip(new_pids(len(rows)), rows, strict=True):
        old = replaced.get(row.key)
        # Somebody rejected what this row said before: its new words wait for a person.
        refused = old is not None and old.state == RecordState.REJECTED
        state = RecordState.PROPOSED if refused else RecordState(run.first_state)
        yield (
            pid, run.source_id, row.key, RecordAbout.INSTITUTION.value, state.value, row.facts, "", row.content_hash,
            row.row_hash, row.said_on, "", at, run.pk, run.pk, at if state == RecordState.ACCEPTED else None,
            old.institution_id if old else None, "", "",
        )  # fmt: skip


def _point_to_successors(run: SourceRun, replaced: dict[str, Record]) -> None:
    successors = dict(
        Record.objects.filter(source=run.source, first_run=run, key__in=list(replaced)).values_list("key", "pk")
    )
    by_old = {old.pk: successors[key] for key, old in replaced.items()}
    bulk.update(Record, ("superseded_by",), ((new, old) for old, new in by_old.items()))
    # What stood behind the old version as well (a proposal that was never accepted) now waits for the new one.
    earlier = Record.objects.filter(superseded_by__in=list(by_old), accepted_at__isnull=False)
    for pk, old in earlier.filter(superseded_by__accepted_at__isnull=True).values_list("pk", "superseded_by_id"):
        Record.objects.filter(pk=pk).update(superseded_by=by_old[old])


def _apply_presence(run: SourceRun, rows: list[RunRow], *, vanished: bool) -> None:
    """Records whose rows are not there any more are marked, and unmarked when they are there again."""
    if not rows:
        return
    current = Record.objects.filter(pk__in=[row.before_id for row in rows]).exclude(state=RecordState.SUPERSEDED)
    was = {pk: (state, at) for pk, state, at in current.values_list("pk", "state", "vanished_at")}
    bulk.update(
        RunRow,
        ("was_state", "was_vanished_at"),
        ((*was[row.before_id], row.pk) for row in rows if row.before_id in was),
    )
    Record.objects.filter(pk__in=list(was)).update(vanished_at=now() if vanished else None, last_run_id=run.pk)


def _note_seen(run: SourceRun) -> None:
    """Institutions of a register whose rows did not change were seen again on the day of this reading."""
    if run.source.kind != SourceKind.REGISTER or run.as_of is None:
        return
    rows = Record.objects.filter(
        source=run.source_id, state=RecordState.ACCEPTED, vanished_at__isnull=True, institution__isnull=False
    )
    ends = rows.aggregate(first=Min("institution_id"), last=Max("institution_id"))
    if ends["first"] is None:
        return
    for first in range(ends["first"], ends["last"] + 1, bulk.CHUNK):
        here = rows.filter(institution_id__gte=first, institution_id__lt=first + bulk.CHUNK)
        seen = Q(pk__in=here.values("institution_id")) | Q(pk__in=here.values("institution__merged_into_id"))
        Institution.objects.filter(seen, registered_on__lt=run.as_of).update(registered_on=run.as_of)


@transaction.atomic
def _finish(run: SourceRun, actor: Actor) -> None:
    RUN.move(run, RunState.APPLIED, finished_at=now())
    figures = {name: getattr(run, name) for name in ("read", "new", "changed", "unchanged", "vanished", "returned")}
    record("registry.apply_run", run, actor=actor, source=run.source.slug, **figures)
