"""The register compared with itself: what is surely one is merged, what may be one is asked. People have the last word.

What to do is derived from the pairs on the bench and from the judgements in force, each time anew and in the same
order, and done in short transactions; cut off anywhere, the next run comes to the same end.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from django.db import transaction
from django.db.models import Q
from numpy.typing import NDArray

from gyoryu.audit.domain.trail import record as write_event
from gyoryu.common import bulk
from gyoryu.common.actors import Actor
from gyoryu.common.clock import now
from gyoryu.common.ids import new_pids
from gyoryu.registry.enums import InstitutionState, RecordAbout, RecordState
from gyoryu.registry.models import Institution, Record, Source
from gyoryu.resolution.domain.judgements import ONE_ROW_EACH
from gyoryu.resolution.domain.merging import recompute
from gyoryu.resolution.domain.questions import KEPT
from gyoryu.resolution.domain.risks import far_apart
from gyoryu.resolution.enums import Reason, Verdict
from gyoryu.resolution.linkage import FEATURES, model
from gyoryu.resolution.linkage.clusters import Clusters
from gyoryu.resolution.linkage.model import SAME_FROM
from gyoryu.resolution.linkage.workbench import KEPT_FROM, Edge, Listed, Workbench
from gyoryu.resolution.models import Candidate, Judgement
from gyoryu.resolution.queries import in_force
from gyoryu.resolution.stakes import stakes_of

__all__ = ["resolve_register"]

LISTED, PREPARED, MERGED = 20_000, 5_000, 500  # at once
CURRENT = (RecordState.PROPOSED, RecordState.ACCEPTED)
Ints = NDArray[np.int64]
Say = Callable[[str, int, int], None]


@dataclass(slots=True)
class Resolved:
    """What a run did."""

    records: int = 0
    prepared: int = 0
    pairs: int = 0
    merged: int = 0
    asked: int = 0


class Register(NamedTuple):
    """Every current record about an institution, in step and by id. ``thing``: the entry it belongs to, merges
    followed; of one that belongs nowhere a negative number of its own."""

    record: Ints
    source: Ints
    own: Ints  # the entry itself, 0 for none
    thing: Ints
    listed_once: set[int]  # sources that list an institution once

    def at(self, record: int) -> int:
        return int(np.searchsorted(self.record, record))


class Merge(NamedTuple):
    """A record is that entry (``left`` is 0), or two entries are one (left < right)."""

    record: int
    left: int
    right: int
    score: float
    why: str


@dataclass(slots=True)
class Plan:
    merges: list[Merge] = field(default_factory=list)
    questions: list[tuple[int, int, float, str]] = field(default_factory=list)  # record, institution, score, why


def _silent(_stage: str, _done: int, _total: int) -> None:
    return None


def resolve_register(
    source: Source | None = None,
    *,
    bench: Path,
    actor: Actor,
    threads: int = 1,
    memory: str = "1GB",
    say: Say = _silent,
) -> Resolved:
    """Compare what changed (of one source, if given) with the register; merge what is surely one, ask the rest."""
    there = _register()
    done = Resolved(records=len(there.record))
    work = Workbench(bench, threads=threads, memory=memory)
    try:
        lister = np.where(np.isin(there.source, list(there.listed_once)), there.source, -there.record - 1)
        missing = work.take_stock(Listed(there.record, lister, there.thing))
        for ids in bulk.chunks(missing.tolist(), PREPARED):
            done.prepared += work.prepare(Record.objects.filter(bulk.among("pk", ids)).values_list("pk", "facts"))
            say("prepared", done.prepared, len(missing))
        only = None if source is None else there.record[there.source == source.pk]
        done.pairs = work.compare(only, say)
        plan = _plan(work, there)
    finally:
        work.close()
    for part in bulk.chunks(plan.merges, MERGED):
        done.merged += _merge(part, actor)
        say("merged", done.merged, len(plan.merges))
    done.asked = sum(_ask(part, actor) for part in bulk.chunks(plan.questions, LISTED))
    return done


def _register() -> Register:
    rows: list[tuple[int, int, int]] = []
    last = 0
    current = Record.objects.filter(about=RecordAbout.INSTITUTION, state__in=CURRENT).order_by("pk")
    while page := list(current.filter(pk__gt=last).values_list("pk", "source_id", "institution_id")[:LISTED]):
        last = page[-1][0]
        rows += [(pk, source, own or 0) for pk, source, own in page]
    record, source, own = np.array(rows, np.int64).reshape(-1, 3).T
    roots = dict(Institution.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id"))
    thing = np.array([roots.get(pk, pk) for pk in own.tolist()], np.int64)
    once = Source.objects.filter(kind__in=ONE_ROW_EACH).values_list("pk", flat=True)
    return Register(record, source, own, np.where(thing == 0, -record - 1, thing), set(once))


# What is to be done


def _plan(work: Workbench, there: Register) -> Plan:
    """The surest pairs first. Nothing that a person judged, or took back, is merged; what was denied is not asked."""
    edges = list(work.edges(KEPT_FROM))
    known = set(there.record.tolist())
    edges = [edge for edge in edges if edge.one in known and edge.other in known]
    things = {int(there.thing[there.at(pk)]) for edge in edges for pk in (edge.one, edge.other)}
    denied, left_to_people = _judged(there)
    between = ((int(there.thing[there.at(edge.one)]), int(there.thing[there.at(edge.other)]), edge) for edge in edges)
    scores = [(one, other, edge.score) for one, other, edge in between if one != other]
    clusters = Clusters(_claims(work, there, things), denied, scores=scores, mean=min(SAME_FROM, model().automatic))
    plan, automatic = Plan(), model().automatic
    careful = _published(things) if automatic <= 1 else set()
    own = {pk: int(there.own[there.at(pk)]) for edge in edges for pk in (edge.one, edge.other)}
    for edge in edges:
        one, other = (int(there.thing[there.at(pk)]) for pk in (edge.one, edge.other))
        if edge.score < automatic or one == other or (one in careful and other in careful):
            continue
        if (min(one, other), max(one, other)) in left_to_people or not (own[edge.one] or own[edge.other]):
            continue
        if clusters.join(one, other):
            plan.merges.append(_merge_of(edge, own))
    asked: dict[tuple[int, int], None] = {}
    for edge in edges:
        one, other = (int(there.thing[there.at(pk)]) for pk in (edge.one, edge.other))
        pair = (min(one, other), max(one, other))
        if pair in asked or clusters.root(one) == clusters.root(other) or clusters.clash(one, other):
            continue
        asked[pair] = None
        # The younger, or the record that belongs nowhere, is asked about the older.
        asks, about = (edge.one, other) if one < 0 or (one > other > 0) else (edge.other, one)
        if about > 0:
            plan.questions.append((asks, about, edge.score, edge.why))
    return plan


def _merge_of(edge: Edge, own: dict[int, int]) -> Merge:
    """As a judgement. A record that belongs nowhere belongs, from now on, to the entry of the other."""
    one, other = own[edge.one], own[edge.other]
    if one and other:
        return Merge(edge.one, min(one, other), max(one, other), edge.score, edge.why)
    record = edge.other if one else edge.one
    own[record] = one or other
    return Merge(record, 0, one or other, edge.score, edge.why)


def _claims(work: Workbench, there: Register, things: set[int]) -> dict[int, dict[str, frozenset[str]]]:
    mine = np.isin(there.thing, np.array(sorted(things), np.int64))
    found: defaultdict[int, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    ids = work.ids(there.record[mine])
    rows = zip(there.record[mine].tolist(), there.source[mine].tolist(), there.thing[mine].tolist(), strict=True)
    for record, source, thing in rows:
        if source in there.listed_once:
            found[thing][f"row of {source}"].add(str(record))
        for said in ids.get(record, ()):
            found[thing][f"id {said.split('=', 1)[0]}"].add(said)
    return {thing: {key: frozenset(said) for key, said in claims.items()} for thing, claims in found.items()}


def _judged(there: Register) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Pairs judged different; and pairs that people alone may join: judged unsure, or joined once and taken back."""
    roots = dict(Institution.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id"))
    denied: set[tuple[int, int]] = set()
    people: set[tuple[int, int]] = set()
    told = Judgement.objects.filter(~Q(verdict=Verdict.SAME) | Q(replaced_at__isnull=False)).order_by("pk")
    for record, institution, left, right, verdict, replaced in told.values_list(
        "record_id", "institution_id", "left_id", "right_id", "verdict", "replaced_at"
    ).iterator(LISTED):
        if record:
            at = there.at(record)
            if at == len(there.record) or there.record[at] != record:
                continue
            pair = int(there.thing[at]), roots.get(institution, institution)
        else:
            pair = roots.get(left, left), roots.get(right, right)
        if pair[0] == pair[1]:
            continue
        if verdict == Verdict.DIFFERENT and replaced is None:
            denied.add(pair)
        people.add((min(pair), max(pair)))
    return denied, people


def _published(things: set[int]) -> set[int]:
    """Entries that weigh so much that two of them are never merged without a person: published, or with cases."""
    found: set[int] = set()
    for part in bulk.chunks(sorted(thing for thing in things if thing > 0), LISTED):
        published = Institution.objects.filter(bulk.among("pk", part), state=InstitutionState.PUBLISHED)
        found |= set(published.values_list("pk", flat=True))
        found |= {pk for pk, stakes in stakes_of(part).items() if stakes.cases}
    return found


# Doing it


@transaction.atomic
def _merge(merges: list[Merge], actor: Actor) -> int:
    """Judge these the same, all or none, but for what changed meanwhile; how many."""
    merges = list(_still_so(merges))
    if not merges:
        return 0
    at, who = now(), (actor.actor_kind, actor.actor_pid, actor.actor_label[:200])
    joins = {merge.record: merge for merge in merges if not merge.left}
    entries = {pk for merge in merges for pk in (merge.left, merge.right) if pk}
    about = Candidate.objects.filter(Q(record__in=joins) | Q(record__institution__in=entries, institution__in=entries))
    questions: defaultdict[tuple[int, int], list[list[Any]]] = defaultdict(list)
    taken = []
    pairs = {(merge.left, merge.right) for merge in merges if merge.left}
    for pk, belongs, *kept in about.order_by("id").values_list("pk", "record__institution_id", *KEPT):
        key = (0, kept[0]) if kept[0] in joins else (min(belongs, kept[1]), max(belongs, kept[1]))
        if key[0] == 0 or key in pairs:
            questions[key].append(kept)
            taken.append(pk)
    Candidate.objects.filter(pk__in=taken).delete()
    bulk.insert(
        Judgement,
        ("pid", "record", "institution", "left", "right", "verdict", "reason", "score", "note",
         "actor_kind", "actor_pid", "actor_label", "made_at", "asked"),
        (
            (pid, None if merge.left else merge.record, None if merge.left else merge.right,
             merge.left or None, merge.right if merge.left else None, Verdict.SAME.value, Reason.BATCH.value,
             merge.score, "", *who, at,
             questions[(merge.left, merge.right) if merge.left else (0, merge.record)])
            for pid, merge in zip(new_pids(len(merges)), merges, strict=True)
        ),
    )  # fmt: skip
    bulk.update(Record, ("institution",), [(merge.right, merge.record) for merge in joins.values()])
    touched = recompute(entries)
    write_event(
        "resolution.resolve_register",
        None,
        actor=actor,
        subjects=[
            *(("registry.record", record) for record in joins),
            *(("registry.institution", pk) for pk in touched),
        ],
        merged=len(merges),
    )
    return len(merges)


def _still_so(merges: list[Merge]) -> Iterator[Merge]:
    """Without what somebody judged, moved or rejected since the plan was made, and without what lies far apart."""
    records = Record.objects.filter(pk__in={merge.record for merge in merges if not merge.left})
    free = dict(records.filter(state__in=CURRENT, institution__isnull=True).values_list("pk", "facts"))
    entries = {pk for merge in merges for pk in (merge.left, merge.right) if pk}
    standing = Institution.objects.filter(pk__in=entries).exclude(state=InstitutionState.ARCHIVED)
    where = {
        pk: (latitude, longitude) for pk, latitude, longitude in standing.values_list("pk", "latitude", "longitude")
    }
    judged = set(in_force().filter(left__in=entries, right__in=entries).values_list("left_id", "right_id"))
    judged |= set(in_force().filter(record__in=free).values_list("record_id", "institution_id"))
    for merge in merges:
        facts = free.get(merge.record, {})
        here = where.get(merge.left) if merge.left else (facts.get("latitude"), facts.get("longitude"))
        there = where.get(merge.right)
        if here is None or there is None or (not merge.left and merge.record not in free):
            continue
        if (merge.left or merge.record, merge.right) not in judged and not far_apart(here, there):
            yield merge


@transaction.atomic
def _ask(found: list[tuple[int, int, float, str]], actor: Actor) -> int:
    """New questions for people, and the scores of those that nobody looked at yet; how many are new."""
    known = {
        (record, institution): (pk, score, put_off)
        for pk, record, institution, score, put_off in Candidate.objects.filter(
            record__in=[row[0] for row in found]
        ).values_list("pk", "record_id", "institution_id", "score", "put_off")
    }
    new, better = [], []
    for record, institution, score, why in found:
        before = known.get((record, institution))
        if before is None:
            new.append(Candidate(record_id=record, institution_id=institution, score=score, why=_told(why)))
        elif not before[2] and abs(before[1] - score) > 1e-9:
            better.append((score, _told(why), None, before[0]))
    Candidate.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    bulk.update(Candidate, ("score", "why", "weighed_at"), better)
    if new or better:
        write_event("resolution.resolve_register", None, actor=actor, asked=len(new), scored_anew=len(better))
    return len(new)


def _told(why: str) -> list[list[Any]]:
    """(feature, what it adds, what it is), the strongest first: what the judging desk draws."""
    rows = sorted(json.loads(why), key=lambda row: -abs(row[1]))
    return [[feature, adds, FEATURES[feature].split(":")[0].rstrip(".")] for feature, adds in rows]
