"""How many place names are heard across scripts, the gazetteer switched off.

    .venv/bin/python -m bench.place_names

Each name in Hangul is asked against a pool of Latin names, each Latin name against a pool with the Thai name in it:
20,000 names, the right ones of the truth files and others of the gazetteer file beside them. A hit is any entry of
that name. Prints recall at 1 and 5 as JSON.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import search_first

POOL = 20_000
QUESTIONS = 600
SEED = 7


def pairs(script: str) -> list[dict[str, str]]:
    file = search_first.DATA / "truth" / f"pairs_place_latin_{script}_geonames.csv"
    with file.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def others(taken: set[str]) -> Iterator[str]:
    with gzip.open(
        search_first.DATA / "xx/gaz_geonames_cities500_multiscript.csv.gz", "rt", encoding="utf-8"
    ) as handle:
        names = sorted({row["name"] for row in csv.DictReader(handle)} - taken)
    random.Random(SEED).shuffle(names)
    yield from names


def measured(script: str, folder: Path) -> dict[str, Any]:
    """Recall of one file of pairs."""
    from gyoryu.search import queries
    from gyoryu.search.asking import understand
    from gyoryu.search.entries import Entry, EntryName, keyed
    from gyoryu.search.index import Engine

    asked_in, known_by = ("name_hangul", "name_latin") if script == "hangul" else ("name_latin", "name_thai")
    rows = pairs(script)
    language = "th" if script == "thai" else ""
    named = {(row[known_by], row["country"]) for row in rows}
    pool = [(name, language, country) for name, country in sorted(named)]
    taken = {row["name_latin"] for row in rows}
    pool += [(name, "", "") for name, _ in zip(others(taken), range(POOL - len(pool)), strict=False)]
    with Engine.create(folder).writer() as writer:
        for number, (name, spoken, country) in enumerate(pool, 1):
            writer.put(
                keyed(Entry(number, str(number), (EntryName(name, spoken),), country, kind="school")), replace=False
            )
    engine = Engine.open(folder)
    first = five = 0
    chosen = random.Random(SEED).sample(rows, min(QUESTIONS, len(rows)))
    for row in chosen:
        found = queries._alike(engine, understand(row[asked_in], gazetteer=False), {})[:5]
        right = [one.candidate.names[0].text == row[known_by] for one in found]
        first += right[:1] == [True]
        five += any(right)
    return {
        "questions": len(chosen),
        "pool": len(pool),
        "recall@1": round(first / len(chosen), 3),
        "recall@5": round(five / len(chosen), 3),
    }


def main() -> None:
    if not (search_first.DATA / "README.md").exists():
        sys.exit(f"The registers are not at {search_first.DATA}; set GYORYU_DATA to their folder.")
    with tempfile.TemporaryDirectory(prefix="gyoryu-bench-") as scratch:
        os.environ.setdefault("GYORYU_HOME", scratch)
        search_first.setup()
        figures = {script: measured(script, Path(scratch) / script) for script in ("hangul", "thai")}
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
