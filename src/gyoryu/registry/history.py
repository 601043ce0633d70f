"""Who said what when about an entry, and whose word went first when: the policy replayed over the days it was applied.

What counted when is read from the records and the trail, so nothing has to be kept twice. Records count here from the
day they were accepted; which entry they belong to is taken as it is judged today.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gyoryu.audit.models import Event
from gyoryu.common.clock import now, today
from gyoryu.registry.domain.conclusion import Statement, concluded
from gyoryu.registry.enums import FieldGroup, RecordAbout, RecordState
from gyoryu.registry.models import Institution, Record
from gyoryu.registry.policy import FIELDS, months_after, months_of, rank
from gyoryu.registry.queries import at

MOST_RECORDS = 200  # the newest; an entry with more is a machine's work


@dataclass(frozen=True, slots=True)
class Voice:
    """One record that says something in a group, and when it counted. ``place`` 1 is believed now; 0: not counting."""

    record: Record
    values: dict[str, Any]
    since: dt.date | None
    until: dt.date | None
    place: int
    is_lapsed: bool

    @property
    def ever_counted(self) -> bool:
        return self.since is not None


@dataclass(frozen=True, slots=True)
class Spell:
    """A time in which the entry said the same, and the record it was taken from. ``until`` None: it still does."""

    since: dt.date
    until: dt.date | None
    values: dict[str, Any]
    record: Record | None


@dataclass(frozen=True, slots=True)
class History:
    voices: list[Voice]  # those that count first, in the order of the policy, then the others, newest first
    spells: list[Spell]  # oldest first


@dataclass(slots=True)
class _Count:
    """From when to when a record counted."""

    record: Record
    since: dt.datetime | None = None
    until: dt.datetime | None = None

    def counts_on(self, moment: dt.datetime) -> bool:
        return self.since is not None and self.since <= moment and (self.until is None or moment < self.until)


def _records(institution: Institution) -> list[Record]:
    said = Record.objects.filter(at(institution), about=RecordAbout.INSTITUTION)
    return list(said.select_related("source").order_by("-id")[:MOST_RECORDS])


_DECIDED = ("registry.accept_record", "registry.reject_record", "registry.withdraw_record")


def _counts(records: Sequence[Record]) -> list[_Count]:
    """Two questions: the records, and what was decided about them."""
    decided: defaultdict[int, list[tuple[str, dt.datetime]]] = defaultdict(list)
    ids = [record.pk for record in records]
    events = Event.objects.filter(subject_kind="registry.record", subject_id__in=ids, verb__in=_DECIDED)
    for pk, verb, moment in events.order_by("id").values_list("subject_id", "verb", "at"):
        decided[pk or 0].append((verb, moment))
    by_id = {record.pk: record for record in records}
    return [_count(record, decided[record.pk], by_id) for record in records]


def _count(record: Record, decided: list[tuple[str, dt.datetime]], by_id: dict[int, Record]) -> _Count:
    accepted = [moment for verb, moment in decided if verb == "registry.accept_record"]
    since = record.accepted_at or (accepted[0] if accepted else None)
    found = _Count(record, since)
    if since is None:
        return found
    after = by_id.get(record.superseded_by_id or 0)
    while after is not None and after.accepted_at is None:
        after = by_id.get(after.superseded_by_id or 0)
    if record.state == RecordState.SUPERSEDED and after is not None:
        found.until = after.accepted_at
    if record.state == RecordState.REJECTED:
        ended = [moment for verb, moment in decided if verb != "registry.accept_record" and moment >= since]
        found.until = ended[-1] if ended else since
    return found


def _statement(record: Record) -> Statement:
    return Statement(record.pk, record.source.kind, record.said_on, record.said_on, record.facts, record.until)


def _said(record: Record, group: str) -> dict[str, Any]:
    return {name: record.facts[name] for name in FIELDS[group] if name in record.facts}


def _lapses_on(record: Record, group: str) -> dt.date | None:
    """The first day on which the record's word stands behind younger ones."""
    months = months_of(group, record.source.kind)
    ends = [record.until + dt.timedelta(days=1)] if record.until else []
    if months is not None:
        ends.append(months_after(record.said_on, months))
    return min(ends, default=None)


def history_of(institution: Institution, group: str) -> History:
    """Everything said in one group of fields, and what the entry showed when. Two questions to the database."""
    counts = _counts(_records(institution))
    return History(_voices(counts, group), _spells(counts, group))


def _voices(counts: Sequence[_Count], group: str) -> list[Voice]:
    day, moment = today(), now()
    speaking = [one for one in counts if _said(one.record, group)]

    def order(one: _Count) -> tuple[int, ...]:
        record = one.record
        return rank(group, record.source.kind, record.said_on, record.pk, day, record.until)

    counting = sorted((one for one in speaking if one.counts_on(moment)), key=order)
    others = [one for one in speaking if not one.counts_on(moment)]
    places = {one.record.pk: place for place, one in enumerate(counting, start=1)}
    return [
        Voice(
            one.record,
            _said(one.record, group),
            one.since.date() if one.since else None,
            one.until.date() if one.until else None,
            places.get(one.record.pk, 0),
            (lapses := _lapses_on(one.record, group)) is not None and lapses <= day,
        )
        for one in [*counting, *others]
    ]


def _spells(counts: Sequence[_Count], group: str) -> list[Spell]:
    """The policy applied on each day on which something changed."""
    speaking = [one for one in counts if _said(one.record, group) and one.since is not None]
    moments = {moment for one in speaking for moment in (one.since, one.until) if moment}
    zone = now().tzinfo
    for one in speaking:
        lapses = _lapses_on(one.record, group)
        if lapses is not None and lapses <= today():
            moments.add(dt.datetime.combine(lapses, dt.time(12), zone))
    by_id = {one.record.pk: one.record for one in speaking}
    spells: list[Spell] = []
    for moment in sorted(moments):
        counting = [_statement(one.record) for one in speaking if one.counts_on(moment)]
        spell = _spell(counting, group, moment.date(), by_id)
        last = spells[-1] if spells else None
        if last is not None and (last.values, last.record) == (spell.values, spell.record):
            continue
        if last is not None:
            spells[-1] = Spell(last.since, spell.since, last.values, last.record)
        spells.append(spell)
    return [one for one in spells if one.since != one.until]


def _spell(counting: Sequence[Statement], group: str, day: dt.date, by_id: dict[int, Record]) -> Spell:
    result = concluded(counting, day)
    names = ("display_name",) if group == FieldGroup.NAMES else FIELDS[group]
    values = {name: result.columns[name] for name in names if result.columns[name] not in ("", None, [])}
    return Spell(day, None, values, by_id.get(result.columns["provenance"].get(group, 0)))
