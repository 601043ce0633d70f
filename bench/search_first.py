"""How well and how fast names are found in five real registers (about 76,000 schools).

    .venv/bin/python -m bench.search_first                  build an index of the registers' files, without a database
    .venv/bin/python -m bench.search_first --home HOME      ask an instance into which they were taken in and published

Both print one JSON object: hit@1, hit@5 and mean reciprocal rank of the queries with a known answer, in all and by
kind; times of asking; and, without ``--home``, the rate of building, memory and the size of the index. GYORYU_DATA says
where the registers are (default: ../shared/data).
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

DATA = Path(os.environ.get("GYORYU_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
SCHEMES = {"NZ": "nz-moe", "TR": "tr-kurum", "TH": "th-row", "GB": "gb-urn", "AU": "au-acara"}
# country, file, language, columns: key, name, region, locality, type
REGISTERS = (
    ("NZ", "nz/nz_directory_2016-06", "en", ("School ID", "Name", "Regional Council", "City", "School Type")),
    ("TR", "tr/tr_lise_2023", "tr", ("Kurum Kodu", "Okul Adı", "İl", "İlçe", "Kategori")),
    ("TH", "th/th_schools_wikipedia_2026-04", "th", ("row_id", "name", "province", "district", "level")),
    ("GB", "uk/uk_england_school_details_2018", "en", ("URN", "Name", "", "City", "Type")),
    ("AU", "au/au_acara_profile_2025", "en", ("ACARA SML ID", "School Name", "State", "Suburb", "School Type")),
)
Answer = Callable[[str], Sequence[tuple[str, str]]]  # query -> (country, key) of each hit, best first


def setup() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "gyoryu.config.settings"
    import django

    django.setup()


def entries() -> Iterator[Any]:
    from gyoryu.search.entries import Entry, EntryName

    number = 0
    for country, file, language, (key, name, region, locality, kind) in REGISTERS:
        with gzip.open(DATA / f"{file}.csv.gz", "rt", encoding="utf-8-sig", newline="") as handle:
            for row in csv.DictReader(handle):
                number += 1
                yield Entry(
                    id=number,
                    pid=row[key],
                    names=(EntryName(row[name], language),),
                    country=country,
                    region=row.get(region, ""),
                    locality=row[locality],
                    kind="school",
                    local_type=row[kind],
                )


def build(folder: Path) -> dict[str, float]:
    """Build an index of the files; what it cost."""
    from gyoryu.search.entries import keyed
    from gyoryu.search.index import Engine

    began = time.perf_counter()
    names = stored = 0
    with Engine.create(folder).writer() as writer:
        for entry in entries():
            analysed = keyed(entry)
            writer.put(analysed, replace=False)
            names += 1
            stored += sum(len(name.text.encode()) for name in entry.names)
    seconds = time.perf_counter() - began
    size = sum(file.stat().st_size for file in folder.iterdir())
    return {
        "institutions": names,
        "build_seconds": round(seconds, 1),
        "build_per_second": round(names / seconds),
        "index_bytes": size,
        "index_bytes_a_name": round(size / names),
        "name_bytes_a_name": round(stored / names),
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def answer_from_files(folder: Path) -> Answer:
    """The cascade of search.queries, without the register behind it."""
    from gyoryu.search.asking import understand
    from gyoryu.search.index import Engine
    from gyoryu.search.queries import _asked_of

    engine = Engine.open(folder)

    def answer(query: str) -> list[tuple[str, str]]:
        found = _asked_of(engine, understand(query), {}, limit=10, offset=0, facets=False)
        return [(one.candidate.country, one.candidate.pid) for one in found.ranked]

    return answer


def answer_from_instance() -> Answer:
    from gyoryu.search.queries import search_institutions

    def answer(query: str) -> list[tuple[str, str]]:
        hits = search_institutions(query, limit=10, facets=False).hits
        return [(hit.country, dict(hit.identifiers).get(SCHEMES.get(hit.country, ""), "")) for hit in hits]

    return answer


def evaluate(answer: Answer) -> dict[str, Any]:
    """Ask everything once; only ``truth_ids`` of the file tell what would have been right."""
    with (DATA / "truth" / "search_queries.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    answer("warm up")
    ranks: defaultdict[str, list[int]] = defaultdict(list)
    times: list[float] = []
    answered_none = 0
    for row in rows:
        began = time.perf_counter()
        found = answer(row["query"])
        times.append((time.perf_counter() - began) * 1_000)
        if row["kind"] == "none":
            answered_none += bool(found)
            continue
        right = {(row["country"], key) for key in row["truth_ids"].split("|")}
        rank = next((number for number, one in enumerate(found, 1) if one in right), 0)
        ranks["all"].append(rank)
        ranks[row["kind"]].append(rank)
    return {
        "quality": {
            kind: {
                "queries": len(found),
                "hit@1": round(sum(rank == 1 for rank in found) / len(found), 3),
                "hit@5": round(sum(0 < rank <= 5 for rank in found) / len(found), 3),
                "mrr": round(sum(1 / rank for rank in found if rank) / len(found), 3),
            }
            for kind, found in ranks.items()
        },
        "names_that_do_not_exist_answered": answered_none,
        "ask_ms": {
            "p50": round(statistics.median(times), 1),
            "p95": round(statistics.quantiles(times, n=20)[-1], 1),
            "max": round(max(times), 1),
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure search by name on real registers.")
    parser.add_argument("--home", type=Path, help="an instance with the five registers taken in and published")
    home = parser.parse_args().home
    if not (DATA / "README.md").exists():
        sys.exit(f"The registers are not at {DATA}; set GYORYU_DATA to their folder.")
    with tempfile.TemporaryDirectory(prefix="gyoryu-bench-") as scratch:
        os.environ["GYORYU_HOME"] = str(home or scratch)
        setup()
        if home:
            figures = evaluate(answer_from_instance())
        else:
            folder = Path(scratch) / "registers"
            figures = build(folder) | evaluate(answer_from_files(folder))
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
