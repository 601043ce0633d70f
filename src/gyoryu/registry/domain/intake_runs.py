"""One reading of a source: started, its rows received as records, finished with its figures.

Idempotent by (source, key) and content hash: a row that says what it said before touches nothing. A changed row is a
new record and the old one is superseded. A row that is not there any more is marked, never deleted.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gyoryu.audit.domain.trail import record
from gyoryu.common import bulk
from gyoryu.common.actors import Actor
from gyoryu.common.clock import now, today
from gyoryu.common.errors import BadInput
from gyoryu.common.ids import new_pids
from gyoryu.registry.enums import RecordAbout, RecordState, SourceKind
from gyoryu.registry.facts import InstitutionFacts, canonical, hash_of, to_json
from gyoryu.registry.models import Institution, Record, Source, SourceRun

__all__ = ["receive_records", "start_run"]

CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Said:
    """One row: the source's own key, and what it says: facts, what ``to_json`` makes of them, or its canonical text."""

    key: str
    facts: InstitutionFacts | dict[str, Any] | bulk.JsonText
    said_on: dt.date | None = None  # when the row itself tells; else the run's day


@dataclass(frozen=True, slots=True)
class _Known:
    """The current record of a key."""

    id: int
    hash: str
    vanished: bool
    last_run_id: int | None
    state: str


@transaction.atomic
def start_run(
    source: Source, *, file_name: str, file_hash: str, as_of: dt.date | None, actor: Actor, rejected: int = 0
) -> SourceRun:
    """Begin a reading of ``source``. ``as_of`` is the day the file speaks of."""
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


@transaction.atomic
def receive_records(
    run: SourceRun,
    *,
    said: Iterable[Said],
    actor: Actor,
    complete: bool = True,
    kept: Collection[str] = (),
    state: str = RecordState.ACCEPTED,
) -> SourceRun:
    """Take in what ``run`` read: all of it or, when anything is wrong, nothing.

    ``complete``: the rows are the whole of the source, so that what is missing has vanished; but not the keys ``kept``,
    whose rows are there and could not be read: what was known of them stays. New records start in ``state``. The one
    event names the new, changed, returned and vanished records.
    """
    source = run.source
    figures = {"read": run.rejected, "new": 0, "changed": 0, "unchanged": 0, "returned": 0}
    unchanged: set[int] = set()
    first_time = not Record.objects.filter(source=source).exists()
    keys: set[str] | None = set() if first_time else None
    for chunk in bulk.chunks(said, CHUNK):
        _receive_chunk(run, chunk, RecordState(state), figures, unchanged, keys)
    vanished = _mark_vanished(run, unchanged, frozenset(kept)) if complete else 0
    for name, value in {**figures, "vanished": vanished}.items():
        setattr(run, name, value)
    run.finished_at = now()
    run.save(update_fields=[*figures, "vanished", "finished_at"])
    _note_seen(run)
    touched = Record.objects.filter(source=source, last_run_id=run.pk).order_by("id").values_list("id", flat=True)
    record(
        "registry.receive_records",
        run,
        actor=actor,
        subjects=(("registry.record", pk) for pk in touched.iterator(chunk_size=bulk.CHUNK)),
        source=source.slug,
        vanished=vanished,
        **figures,
    )
    return run


_RECORD_FIELDS = (
    "pid", "source", "key", "about", "state", "facts", "personal", "content_hash", "said_on", "said_by", "received_at",
    "first_run", "last_run_id", "accepted_at", "rejected_reason", "rejected_note",
)  # fmt: skip


def _known(run: SourceRun, keys: list[str]) -> dict[str, _Known]:
    """The current records of these keys."""
    current = Record.objects.filter(source=run.source, key__in=keys).exclude(state=RecordState.SUPERSEDED)
    return {
        key: _Known(pk, content_hash, vanished_at is not None, last_run_id, state)
        for pk, key, content_hash, vanished_at, last_run_id, state in current.values_list(
            "pk", "key", "content_hash", "vanished_at", "last_run_id", "state"
        )
    }


def _text_of(facts: InstitutionFacts | dict[str, Any] | bulk.JsonText) -> str:
    if isinstance(facts, bulk.JsonText):
        return facts
    return canonical(facts if isinstance(facts, dict) else to_json(facts))


def _receive_chunk(
    run: SourceRun,
    chunk: list[Said],
    state: RecordState,
    figures: dict[str, int],
    unchanged: set[int],
    first_keys: set[str] | None,
) -> None:
    """``first_keys``: the keys so far, when the source never said anything before and there is nothing to look up."""
    known = _known(run, [row.key for row in chunk]) if first_keys is None else {}
    fresh: dict[str, tuple[str, str, dt.date | None]] = {}
    replaced: dict[str, int] = {}
    returned: list[int] = []
    for row in chunk:
        text = _text_of(row.facts)
        content_hash = hash_of(text)
        old = known.get(row.key)
        twice = row.key in first_keys if first_keys is not None else old is not None and old.last_run_id == run.pk
        if twice or row.key in fresh:
            raise BadInput("duplicate_key", _("The key “%(key)s” occurs twice. Each row needs its own."), key=row.key)
        figures["read"] += 1
        if old is None:
            figures["new"] += 1
        elif old.hash == content_hash:
            figures["unchanged"] += 1
            unchanged.add(old.id)
            if old.vanished:
                returned.append(old.id)
            continue
        else:
            figures["changed"] += 1
            replaced[row.key] = old.id
        fresh[row.key] = (text, content_hash, row.said_on)
    if first_keys is not None:
        first_keys |= fresh.keys()
    figures["returned"] += len(returned)
    if returned:
        Record.objects.filter(pk__in=returned).update(vanished_at=None, last_run_id=run.pk)
    if replaced:
        Record.objects.filter(pk__in=list(replaced.values())).update(state=RecordState.SUPERSEDED)
    # Somebody rejected what this row said before: its new words wait for a person.
    refused = {key for key in replaced if known[key].state == RecordState.REJECTED}
    bulk.insert(Record, _RECORD_FIELDS, _rows(run, fresh, state, refused))
    _point_to_successors(run, replaced)


def _rows(
    run: SourceRun, fresh: dict[str, tuple[str, str, dt.date | None]], state: RecordState, refused: set[str]
) -> Iterator[tuple[Any, ...]]:
    at, day = now(), run.as_of or today()
    for pid, (key, (text, content_hash, said_on)) in zip(new_pids(len(fresh)), fresh.items(), strict=True):
        here = RecordState.PROPOSED if key in refused else state
        accepted_at = at if here == RecordState.ACCEPTED else None
        yield (
            pid, run.source_id, key, RecordAbout.INSTITUTION.value, here.value, bulk.JsonText(text), "", content_hash,
            said_on or day, "", at, run.pk, run.pk, accepted_at, "", "",
        )  # fmt: skip


def _point_to_successors(run: SourceRun, replaced: dict[str, int]) -> None:
    if not replaced:
        return
    successors = dict(
        Record.objects.filter(source=run.source, last_run_id=run.pk, key__in=list(replaced)).values_list("key", "pk")
    )
    by_old = {old: successors[key] for key, old in replaced.items()}
    bulk.update(Record, ("superseded_by",), ((new, old) for old, new in by_old.items()))
    # What stood behind the old version as well (a proposal that was never accepted) now waits for the new one.
    earlier = Record.objects.filter(superseded_by__in=list(by_old), accepted_at__isnull=False)
    for pk, old in earlier.filter(superseded_by__accepted_at__isnull=True).values_list("pk", "superseded_by_id"):
        Record.objects.filter(pk=pk).update(superseded_by=by_old[old])


def _mark_vanished(run: SourceRun, unchanged: set[int], kept: frozenset[str]) -> int:
    """Mark the source's current records that this run did not read; how many it marked."""
    there = Record.objects.filter(source=run.source, about=RecordAbout.INSTITUTION, vanished_at__isnull=True).exclude(
        state=RecordState.SUPERSEDED
    )
    not_now = there.exclude(last_run_id=run.pk) | there.filter(last_run_id__isnull=True)
    rows = not_now.order_by("id").values_list("id", "key").iterator(chunk_size=bulk.CHUNK)
    vanished = [pk for pk, key in rows if pk not in unchanged and key not in kept]
    for chunk in bulk.chunks(vanished, CHUNK):
        Record.objects.filter(pk__in=chunk).update(vanished_at=now(), last_run_id=run.pk)
    return len(vanished)


def _note_seen(run: SourceRun) -> None:
    """Institutions of a register whose rows did not change were seen again on the day of this reading."""
    if run.source.kind != SourceKind.REGISTER or run.as_of is None:
        return
    rows = Record.objects.filter(
        source=run.source, state=RecordState.ACCEPTED, vanished_at__isnull=True, institution__isnull=False
    )
    older = Institution.objects.filter(registered_on__lt=run.as_of)
    seen = Q(pk__in=rows.values("institution_id")) | Q(pk__in=rows.values("institution__merged_into_id"))
    older.filter(seen).update(registered_on=run.as_of)
