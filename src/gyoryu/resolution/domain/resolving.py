"""Judging records that nobody judged yet, in bulk: the same official id is the same institution; a name and place that
come near wait for a person; an accepted record that comes near nothing founds a new draft.

Set-based: a few queries for a chunk of records of one source.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q

from gyoryu.audit.domain.trail import record as write_event
from gyoryu.common import bulk
from gyoryu.common.actors import Actor
from gyoryu.common.clock import now
from gyoryu.common.ids import new_pids
from gyoryu.registry.domain.conclusion import Statement, conclude, found_institutions, last_seen_days, statement_of
from gyoryu.registry.enums import RecordAbout, RecordState, SourceKind
from gyoryu.registry.models import Identifier, Institution, Record
from gyoryu.resolution.domain.likeness import Likeness, keys_of, likeness
from gyoryu.resolution.enums import Reason, Verdict
from gyoryu.resolution.models import Candidate, Judgement
from gyoryu.resolution.queries import in_force

__all__ = ["resolve_records"]

CHUNK = 2_000
# Sources that list an institution once: two rows of one of them are never the same institution.
ONE_ROW_EACH = (SourceKind.REGISTER, SourceKind.SPREADSHEET)
PLACEHOLDERS = frozenset({"", "-", "–", "?", "n/a", "na", "none", "null", "nil", "x"})


def says_nothing(value: str) -> bool:
    """A placeholder where an official id should be: blank, a dash, nothing but zeros."""
    return value.strip().casefold() in PLACEHOLDERS or not value.strip("0 -._")


@dataclass(slots=True)
class Waiting:
    """A record to be judged, as much of it as resolving needs."""

    id: int
    source_id: int
    kind: str
    state: str
    facts: dict[str, Any]
    institution_id: int | None
    statement: Statement

    @property
    def official_ids(self) -> list[tuple[str, str]]:
        said = self.facts.get("identifiers", ())
        return [(one["scheme"], one["value"]) for one in said if not says_nothing(one["value"])]


@dataclass(slots=True)
class Outcome:
    """What became of a chunk."""

    same: list[tuple[int, int, Reason]] = field(default_factory=list)  # record, institution, why
    candidates: list[tuple[int, Likeness]] = field(default_factory=list)
    founded: int = 0
    touched: set[int] = field(default_factory=set)  # institutions to conclude anew


def resolve_records(ids: Iterable[int], *, actor: Actor) -> int:
    """Judge the records among ``ids`` that nobody judged yet; how many were judged. Doing it twice changes nothing."""
    judged = 0
    for chunk in bulk.chunks(ids, CHUNK):
        judged += _resolve_chunk(chunk, actor)
    return judged


@transaction.atomic
def _resolve_chunk(ids: list[int], actor: Actor) -> int:
    rows = _load(ids)
    outcome = Outcome()
    for source_id in dict.fromkeys(row.source_id for row in rows):
        _resolve_source([row for row in rows if row.source_id == source_id], source_id, outcome, actor)
    touched = outcome.touched
    conclude(touched)
    _keep_candidates(outcome.candidates)
    if outcome.same or outcome.candidates or touched:
        institutions = sorted({institution for _record, institution, _why in outcome.same} | touched)
        write_event(
            "resolution.resolve_records",
            None,
            actor=actor,
            subjects=(("registry.institution", pk) for pk in institutions),
            judged=len(outcome.same),
            founded=outcome.founded,
            candidates=len(outcome.candidates),
        )
    return len(outcome.same)


def _load(ids: list[int]) -> list[Waiting]:
    seen = last_seen_days()
    records = Record.objects.filter(
        bulk.among("pk", sorted(ids)),
        about=RecordAbout.INSTITUTION,
        state__in=[RecordState.PROPOSED, RecordState.ACCEPTED],
    )
    rows = records.order_by("source_id", "id").values_list(
        "pk", "source_id", "source__kind", "state", "facts", "institution_id", "said_on", "vanished_at"
    )
    return [
        Waiting(
            id=pk,
            source_id=source_id,
            kind=kind,
            state=state,
            facts=facts,
            institution_id=institution_id,
            statement=statement_of(pk, kind, said_on, source_id, vanished_at is not None, facts, seen),
        )
        for pk, source_id, kind, state, facts, institution_id, said_on, vanished_at in rows
    ]


@dataclass(slots=True)
class Judged:
    """What was judged about some records before."""

    same: dict[int, int]
    unsure: set[int]
    different: set[tuple[int, int]]


def _judged(rows: list[Waiting]) -> Judged:
    found = Judged({}, set(), set())
    about = in_force().filter(bulk.among("record", sorted(row.id for row in rows)))
    for record, institution, verdict in about.values_list("record_id", "institution_id", "verdict"):
        if verdict == Verdict.SAME:
            found.same[record] = institution
        elif verdict == Verdict.UNSURE:
            found.unsure.add(record)
        else:
            found.different.add((record, institution))
    return found


def _resolve_source(rows: list[Waiting], source_id: int, outcome: Outcome, actor: Actor) -> None:
    """Records of one source, step by step; each step takes out what it could judge."""
    same: list[tuple[int, int, Reason]] = []
    judged = _judged(rows)
    outcome.touched |= set(judged.same.values())
    rows = [row for row in rows if row.id not in judged.same]
    rows = _inherit(rows, judged, same, actor)
    rows = _picked(rows, same)
    # What a person was unsure about is not decided behind their back.
    rows = [row for row in rows if row.id not in judged.unsure]
    rows, doubtful = _same_official_id(rows, source_id, judged.different, same)
    outcome.candidates += [(row.id, Likeness(pk, 0.95, {"identifier": "same"})) for row, pks in doubtful for pk in pks]
    near = _near(rows, source_id, judged.different)
    outcome.candidates += near
    asked = {row.id for row, _pks in doubtful} | {record for record, _likeness in near}
    fresh = [row for row in rows if row.state == RecordState.ACCEPTED and row.id not in asked]
    founded = found_institutions([[row.statement] for row in fresh]) if fresh else []
    outcome.founded += len(founded)
    new = [(row.id, pk, Reason.FOUNDED) for row, pk in zip(fresh, founded, strict=True)]
    _judge([*same, *new], actor)
    outcome.same += [*same, *new]
    outcome.touched |= {institution for _record, institution, _why in same}


def _inherit(rows: list[Waiting], judged: Judged, same: list[tuple[int, int, Reason]], actor: Actor) -> list[Waiting]:
    """A new version of a record is judged as the old one was, negative judgements included."""
    after = dict(
        Record.objects.filter(bulk.among("superseded_by", sorted(row.id for row in rows))).values_list(
            "pk", "superseded_by_id"
        )
    )
    if not after:
        return rows
    taken: dict[int, int] = {}
    negative = []
    before = in_force().filter(record__in=list(after)).order_by("id")
    for record, institution, verdict in before.values_list("record_id", "institution_id", "verdict"):
        if verdict == Verdict.SAME:
            taken[after[record]] = institution
        elif after[record] not in judged.unsure and (after[record], institution) not in judged.different:
            negative.append((after[record], institution, verdict))
            if verdict == Verdict.UNSURE:
                judged.unsure.add(after[record])
            else:
                judged.different.add((after[record], institution))
    Candidate.objects.filter(record__in=list(after)).delete()
    _judge_otherwise(negative, actor)
    same += [(record, institution, Reason.NEW_VERSION) for record, institution in taken.items()]
    return [row for row in rows if row.id not in taken]


def _picked(rows: list[Waiting], same: list[tuple[int, int, Reason]]) -> list[Waiting]:
    """Whoever said it picked the institution from the register, or founded it by hand."""
    bare = {row.institution_id for row in rows if row.institution_id}
    if not bare:
        return rows
    known = in_force().filter(institution__in=bare, verdict=Verdict.SAME)
    bare -= set(known.values_list("institution_id", flat=True))
    for row in rows:
        if row.institution_id:
            by_hand = row.kind == SourceKind.CURATOR and row.institution_id in bare
            same.append((row.id, row.institution_id, Reason.FOUNDED if by_hand else Reason.PICKED))
    return [row for row in rows if not row.institution_id]


def _taken(institution_ids: Iterable[int], source_id: int, kind: str) -> set[int]:
    """Of these institutions, those that have a current row of the source already."""
    if kind not in ONE_ROW_EACH:
        return set()
    rows = Record.objects.filter(
        source=source_id,
        about=RecordAbout.INSTITUTION,
        state__in=[RecordState.PROPOSED, RecordState.ACCEPTED],
    )
    found: set[int] = set()
    for part in bulk.chunks(institution_ids, 5_000):
        mine = rows.filter(Q(institution__in=part) | Q(institution__merged_into__in=part))
        for own, root in mine.values_list("institution_id", "institution__merged_into_id"):
            found.add(root or own)
    return found


def _same_official_id(
    rows: list[Waiting], source_id: int, denied: set[tuple[int, int]], same: list[tuple[int, int, Reason]]
) -> tuple[list[Waiting], list[tuple[Waiting, set[int]]]]:
    """Judge by official id. Returns what is left, and what an id points to more than one institution for."""
    said: defaultdict[str, set[str]] = defaultdict(set)
    count: defaultdict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        for scheme, value in row.official_ids:
            said[scheme].add(value)
            count[scheme, value] += 1
    if not said:
        return rows, []
    holders: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for scheme, values in said.items():
        known = Identifier.objects.filter(scheme=scheme, value__in=values).exclude(institution__state="archived")
        for value, own, root in known.values_list("value", "institution_id", "institution__merged_into_id"):
            holders[scheme, value].add(root or own)
    everyone = sorted({pk for pks in holders.values() for pk in pks})
    if not everyone:
        return rows, []
    taken = _taken(everyone, source_id, rows[0].kind)
    left: list[Waiting] = []
    doubtful: list[tuple[Waiting, set[int]]] = []
    for row in rows:
        pairs = [pair for pair in row.official_ids if rows[0].kind not in ONE_ROW_EACH or count[pair] == 1]
        found = {pk for pair in pairs for pk in holders.get(pair, ())}
        found = {pk for pk in found if pk not in taken and (row.id, pk) not in denied}
        if len(found) == 1:
            same.append((row.id, found.pop(), Reason.OFFICIAL_ID))
        elif found:
            doubtful.append((row, found))
            left.append(row)
        else:
            left.append(row)
    return left, doubtful


def _near(rows: list[Waiting], source_id: int, denied: set[tuple[int, int]]) -> list[tuple[int, Likeness]]:
    """Institutions of other sources with the same own name words in the country, at a place that does not differ."""
    countries = {row.facts.get("country", "") for row in rows} - {""}
    others = Record.objects.filter(about=RecordAbout.INSTITUTION, institution__country__in=countries)
    if rows and rows[0].kind in ONE_ROW_EACH:
        others = others.exclude(source=source_id)
    if not countries or not others.exists():
        return []
    keys = {row.id: keys_of(row.facts) for row in rows}
    wanted = {key for mine in keys.values() for key in mine}
    by_key: defaultdict[tuple[str, str], list[Any]] = defaultdict(list)
    for part in bulk.chunks(sorted(wanted), 5_000):
        live = Institution.objects.live().filter(country__in=countries, match_key__in=part)
        for there in live.values(
            "pk", "country", "match_key", "region", "locality", "address", "level_from", "level_to", "kind"
        ):
            by_key[there["country"], there["match_key"]].append(there)
    if not by_key:
        return []
    taken = _taken(sorted({there["pk"] for found in by_key.values() for there in found}), source_id, rows[0].kind)
    near = []
    for row in rows:
        found = {there["pk"]: there for key in keys[row.id] for there in by_key[row.facts.get("country", ""), key]}
        for pk, there in found.items():
            alike = None if pk in taken or (row.id, pk) in denied else likeness(row.facts, there)
            if alike is not None:
                near.append((row.id, alike))
    return near


def _judge(rows: list[tuple[int, int, Reason]], actor: Actor) -> None:
    at = now()
    who = (actor.actor_kind, actor.actor_pid, actor.actor_label[:200])
    bulk.insert(
        Judgement,
        ("pid", "record", "institution", "verdict", "reason", "score", "note",
         "actor_kind", "actor_pid", "actor_label", "made_at"),
        (
            (pid, record, institution, Verdict.SAME.value, reason.value, None, "", *who, at)
            for pid, (record, institution, reason) in zip(new_pids(len(rows)), rows, strict=True)
        ),
    )  # fmt: skip
    bulk.update(Record, ("institution",), ((institution, record) for record, institution, _why in rows))
    done = sorted(record for record, _institution, _why in rows)
    Candidate.objects.filter(bulk.among("record", done)).delete()


def _judge_otherwise(rows: list[tuple[int, int, str]], actor: Actor) -> None:
    """Negative judgements that a new version of a record inherits."""
    Judgement.objects.bulk_create(
        Judgement(
            record_id=record, institution_id=institution, verdict=verdict, reason=Reason.NEW_VERSION,
            actor_kind=actor.actor_kind, actor_pid=actor.actor_pid, actor_label=actor.actor_label[:200],
        )
        for record, institution, verdict in rows
    )  # fmt: skip


def _keep_candidates(found: list[tuple[int, Likeness]]) -> None:
    Candidate.objects.bulk_create(
        (
            Candidate(record_id=record, institution_id=alike.institution_id, score=alike.score, why=alike.why)
            for record, alike in found
        ),
        batch_size=500,
        ignore_conflicts=True,
    )
