"""How well search answers a file of questions whose answers are known."""

from __future__ import annotations

import csv
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from gyoryu.common.errors import BadInput
from gyoryu.search.queries import search_institutions

_NOTHING: Final = frozenset({"", "NONE"})
_DEPTH: Final = 10
_WIDEST_CELL: Final = 1_000_000


def _no_questions() -> BadInput:
    return BadInput(
        "no_questions", _("The file needs the columns “query” and “truth_ids”, and a line for each question.")
    )


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the identifiers of what would be right (of one country, if it is given); none: nothing is."""

    query: str
    kind: str
    country: str
    right: frozenset[str]


@dataclass(slots=True)
class Tally:
    """The places at which right answers came (0: not among the first ten), and what was rejected."""

    ranks: list[int] = field(default_factory=list)
    rejected: int = 0

    def figures(self) -> dict[str, Any]:
        number = len(self.ranks) or 1
        return {
            "queries": len(self.ranks),
            "hit@1": round(sum(rank == 1 for rank in self.ranks) / number, 3),
            "hit@5": round(sum(0 < rank <= 5 for rank in self.ranks) / number, 3),
            "mrr": round(sum(1 / rank for rank in self.ranks if rank) / number, 3),
            "rejected": self.rejected,
        }


def questions_of(path: Path) -> Iterator[Question]:
    """The questions of a CSV file; ``truth_ids`` are joined by ``|``, empty or NONE where nothing is right."""
    csv.field_size_limit(_WIDEST_CELL)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as handle:
        reader = csv.DictReader(handle)
        if not {"query", "truth_ids"} <= set(reader.fieldnames or ()):
            raise _no_questions()
        for row in reader:
            ids = (row["truth_ids"] or "").strip()
            yield Question(
                query=row["query"] or "",
                kind=(row.get("kind") or "").strip(),
                country=(row.get("country") or "").strip().upper(),
                right=frozenset() if ids in _NOTHING else frozenset(one.strip() for one in ids.split("|")),
            )


def _rank(question: Question, hits: Sequence[Any]) -> int:
    for number, hit in enumerate(hits, 1):
        if question.country and hit.country != question.country:
            continue
        if hit.pid in question.right or any(value in question.right for _scheme, value in hit.identifiers):
            return number
    return 0


def evaluate_search(questions: Iterable[Question]) -> dict[str, Any]:
    """Ask everything once, without any filter; the known answers are looked at only afterwards."""
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    times: list[float] = []
    nowhere = nowhere_rejected = 0
    for question in questions:
        found = search_institutions(question.query, limit=_DEPTH, facets=False)
        times.append(found.took_ms)
        if not question.right:
            nowhere += 1
            nowhere_rejected += not found.hits
            continue
        rank = _rank(question, found.hits)
        for name in dict.fromkeys(("", question.kind)):
            tallies[name].ranks.append(rank)
            tallies[name].rejected += not found.hits
    if not times:
        raise _no_questions()
    overall = tallies.pop("", Tally())
    return {
        "overall": overall.figures(),
        "kinds": {kind: tallies[kind].figures() for kind in sorted(tallies)},
        "rejection": {
            "do_not_exist": nowhere,
            "rejected": nowhere_rejected,
            "answerable": len(overall.ranks),
            "wrongly_rejected": overall.rejected,
        },
        "took_ms": {"median": round(statistics.median(times), 1), "most": round(max(times), 1)},
    }
