"""What people decided, as pairs to learn from: the columns of pairs to be scored, and the verdict.

Only what a person looked at: not what was judged by itself, and of what was accepted together the checked sample alone.
An undone judgement teaches nothing. "A new entry" says of every candidate that it was another one.
"""

import json
from collections.abc import Iterator
from typing import Any

from gyoryu.registry.enums import RecordAbout, RecordState
from gyoryu.registry.models import Record
from gyoryu.resolution.enums import Reason, Verdict
from gyoryu.resolution.models import Judgement

CHUNK = 1_000
SIDE = ("name", "place", "lat", "lon", "source", "facts")
COLUMNS = ("country", *(f"{name}_{side}" for side in "ab" for name in SIDE), "verdict", "score", "decided_on")


def decided_pairs() -> Iterator[dict[str, Any]]:
    """One dictionary a decided pair, oldest first; four queries for each thousand judgements."""
    mine = Judgement.objects.filter(replaced_at__isnull=True, actor_kind="person").exclude(reason=Reason.BATCH)
    last = 0
    while rows := list(mine.filter(pk__gt=last).select_related("record__source").order_by("pk")[:CHUNK]):
        last = rows[-1].pk
        yield from _pairs_of(rows)


def _pairs_of(judgements: list[Judgement]) -> Iterator[dict[str, Any]]:
    asked: list[tuple[Judgement, Record | None, int, int, str]] = []  # judgement, record, left, right, verdict
    for one in judgements:
        if one.record is None:
            asked.append((one, None, one.left_id or 0, one.right_id or 0, one.verdict))
        elif one.reason == Reason.PERSON:
            asked.append((one, one.record, 0, one.institution_id or 0, one.verdict))
        if one.record is not None and one.verdict == Verdict.SAME:
            others = {row[1] for row in one.asked or [] if row[0] == one.record_id} - {one.institution_id}
            asked += [(one, one.record, 0, other, Verdict.DIFFERENT) for other in sorted(others)]
    said = _said_of({pk for _one, _record, left, right, _verdict in asked for pk in (left, right) if pk})
    for one, record, left, right, verdict in asked:
        here = record or _first(said.get(left, []), but=None)
        there = _first(said.get(right, []), but=record)
        if here is not None and there is not None:
            yield _pair(here, there, verdict, one)


def _said_of(institutions: set[int]) -> dict[int, list[Record]]:
    """What registers and people said of each of these entries, oldest first."""
    found: dict[int, list[Record]] = {}
    ordered = sorted(institutions)
    for at in range(0, len(ordered), CHUNK):
        rows = Record.objects.filter(
            institution__in=ordered[at : at + CHUNK],
            about=RecordAbout.INSTITUTION,
            state__in=[RecordState.PROPOSED, RecordState.ACCEPTED],
        )
        for row in rows.select_related("source").order_by("id"):
            found.setdefault(row.institution_id or 0, []).append(row)
    return found


def _first(records: list[Record], *, but: Record | None) -> Record | None:
    return next((one for one in records if but is None or one.pk != but.pk), None)


def _pair(here: Record, there: Record, verdict: str, judgement: Judgement) -> dict[str, Any]:
    country = here.facts.get("country") or there.facts.get("country", "")
    row: dict[str, Any] = {"country": country}
    for side, record in (("a", here), ("b", there)):
        facts = record.facts
        names = [one["text"] for one in facts.get("names", ()) if one.get("kind") != "generated"]
        place = [facts[name] for name in ("address", "locality", "region") if facts.get(name)]
        values = (
            names[0] if names else "",
            ", ".join(dict.fromkeys(place)),
            facts.get("latitude", ""),
            facts.get("longitude", ""),
            record.source.slug,
            json.dumps(facts, ensure_ascii=False, sort_keys=True),
        )
        row |= {f"{name}_{side}": value for name, value in zip(SIDE, values, strict=True)}
    score = "" if judgement.score is None else judgement.score
    return {**row, "verdict": str(verdict), "score": score, "decided_on": judgement.made_at.date().isoformat()}
