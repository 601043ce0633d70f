"""A file of pairs scored: two records a line, the score beside them. The register is not asked and not touched.

The file is read twice, so that its size does not matter: once to count how rare each word is, once to compare.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np

from gyoryu.resolution.linkage.features import FEATURES, compare
from gyoryu.resolution.linkage.model import Model, model
from gyoryu.resolution.linkage.prepare import Prepared, prepare
from gyoryu.resolution.linkage.terms import Terms

COLUMNS: Final = ("name_a", "place_a", "lat_a", "lon_a", "name_b", "place_b", "lat_b", "lon_b", "country")
NEEDED: Final = ("name_a", "name_b")
ADDED: Final = ("score", "decision", "explanation")
_AT_ONCE: Final = 20_000
_WIDEST_CELL: Final = 1_000_000


class CannotRead(Exception):
    """The file is no table of pairs; the message says what is wrong with it."""


@dataclass(slots=True)
class Scored:
    """What became of the pairs. ``unread``: values of coordinates that are no numbers, taken as not said."""

    pairs: int = 0
    same: int = 0
    automatic: int = 0
    unread: int = 0


def _number(text: str | None, scored: Scored | None) -> float | None:
    said = (text or "").strip()
    if not said:
        return None
    try:
        number = float(said)
    except ValueError:
        number = math.nan
    if math.isfinite(number):
        return number
    if scored:
        scored.unread += 1
    return None


def sides(row: Mapping[str, str | None], scored: Scored | None = None) -> tuple[Prepared, Prepared]:
    """The two records of a line, ready to be compared. An empty cell says nothing."""

    def side(letter: str) -> Prepared:
        facts: dict[str, Any] = {
            "country": row.get("country") or "",
            "names": [{"text": row.get(f"name_{letter}") or ""}],
            "place": row.get(f"place_{letter}") or "",
            "latitude": _number(row.get(f"lat_{letter}"), scored),
            "longitude": _number(row.get(f"lon_{letter}"), scored),
        }
        return prepare(facts)

    return side("a"), side("b")


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    csv.field_size_limit(_WIDEST_CELL)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as handle:
        reader = csv.DictReader(handle, restkey=None)
        try:
            header = list(reader.fieldnames or ())
            lacking = [column for column in NEEDED if column not in header]
            if lacking:
                columns = ", ".join(map(str, header)) or "none"
                raise CannotRead(f"{path.name} needs the columns {' and '.join(lacking)}; its columns are: {columns}.")
            for row in reader:
                row.pop(None, None)
                yield row
        except csv.Error as error:
            raise CannotRead(f"{path.name}, line {reader.line_num}: {error}.") from error


def columns_of(path: Path) -> list[str]:
    """The columns of the file, in its order."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as handle:
        try:
            return list(csv.DictReader(handle).fieldnames or ())
        except csv.Error as error:
            raise CannotRead(f"{path.name}, line 1: {error}.") from error


def told(judge: Model, contributions: Iterable[float]) -> str:
    """The explanation of a score in a cell: what each feature adds in log-odds, the strongest first."""
    adds = [(name, float(add)) for name, add in zip(FEATURES, contributions, strict=True) if add]
    adds.sort(key=lambda item: -abs(item[1]))
    return "; ".join([f"base {judge.base:+.3f}", *(f"{name} {add:+.3f}" for name, add in adds)])


def score_pairs(pairs: Path, out: Path) -> Scored:
    """Write the lines of ``pairs`` to ``out``, each with score, decision and explanation."""
    judge, terms, scored = model(), Terms(), Scored()
    header = columns_of(pairs)
    for row in _rows(pairs):
        for side in sides(row):
            terms.add(side)
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            kept = [column for column in header if column not in ADDED]
            writer.writerow([*kept, *ADDED])
            rows = _rows(pairs)
            while chunk := list(islice(rows, _AT_ONCE)):
                both = [sides(row, scored) for row in chunk]
                features = compare([one for one, _ in both], [other for _, other in both], terms)
                chances, adds = judge.score(features), judge.contributions(features)
                for row, chance, why in zip(chunk, chances.tolist(), adds, strict=True):
                    writer.writerow([*(row[c] for c in kept), f"{chance:.6f}", judge.decide(chance), told(judge, why)])
                scored.pairs += len(chunk)
                scored.same += int(np.sum([judge.decide(chance) == "same" for chance in chances.tolist()]))
                scored.automatic += int((chances >= judge.automatic).sum())
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return scored
