"""Search by name against its peers, on the same names in the same run: how fast, and how well.

    .venv/bin/python -m bench.search                        100,000 made names
    .venv/bin/python -m bench.search --names 3000000 --growth
    .venv/bin/python -m bench.search --registers            the five registers and the queries of the truth file

PostgreSQL is asked when BENCH_DATABASE_URL says where one is (scripts/postgres.sh start; the tables are dropped again).
Ours is asked with a country filter and counts, the peers with a country filter alone. Times are of the wall; the
processor time of ours stands beside. Ends with 1 when a bound that can be judged in this run does not hold.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench import search_first
from bench.names import Made, made, misspelt
from bench.search_peers import Fts5, Peer, PlainTantivy, Postgres, Row

_KINDS: Final = ("exact", "prefix", "misspelt", "hangul")
_MEDIAN_MS: Final = {"exact": 2.0, "prefix": 2.0, "misspelt": 15.0, "hangul": 15.0}
_SLOWEST_MS: Final = 60.0
_LARGE: Final = 3_000_000
_BYTES: Final = 400
_TIMES_FASTER: Final = 10


@dataclass(frozen=True, slots=True)
class Question:
    kind: str
    text: str
    country: str
    right: Callable[[Made], bool]


def questions(names: int, each: int) -> Iterator[Question]:
    """Of names spread over all of them."""
    dice = random.Random(20_261_124)
    step = max(1, names // each)
    for number, one in enumerate(made(names)):
        if number % step == 0:
            same = _same_name(one.text)
            yield Question("exact", one.text.lower(), one.place.country, same)
            yield Question("prefix", one.text[: max(4, len(one.text) * 2 // 3)].lower(), one.place.country, same)
            yield Question("misspelt", misspelt(one.text, 1 + number % 2, dice), one.place.country, same)
    spoken = [one for one in made(min(names, 200_000)) if one.place.hangul and one.place.population > 20_000]
    for one in dice.sample(spoken, min(each, len(spoken))):
        yield Question("hangul", f"{one.place.hangul} 고등학교", one.place.country, _same_place(one))


def _same_name(text: str) -> Callable[[Made], bool]:
    # What begins as the asked name begins is right for a beginning too.
    return lambda found: found.text == text


def _same_place(one: Made) -> Callable[[Made], bool]:
    return lambda found: found.place == one.place


class Ours:
    """The cascade of search.queries over the engine of files, without the register behind it."""

    name = "Gyoryu"
    slow = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "gyoryu"
        self._engine: Any = None

    def build(self, rows: Any) -> None:
        from gyoryu.search.entries import keyed
        from gyoryu.search.index import Engine

        with Engine.create(self._folder).writer() as writer:
            for entry in rows:
                writer.put(keyed(entry), replace=False)
        self._engine = Engine.open(self._folder)

    def ask(self, query: str, country: str) -> list[int]:
        from gyoryu.search.asking import understand
        from gyoryu.search.queries import _asked_of

        filters = {"country": country} if country else {}
        found = _asked_of(self._engine, understand(query), filters, limit=10, offset=0, facets=True)
        return [one.candidate.id for one in (found.ranked or found.near)]

    def size(self) -> int:
        return sum(file.stat().st_size for file in self._folder.iterdir())

    def close(self) -> None:
        self._engine = None


def entries_of(names: int) -> Iterator[Any]:
    from gyoryu.search.entries import Entry, EntryName

    for number, one in enumerate(made(names), 1):
        name, place = EntryName(one.text, one.language), one.place
        levels = (one.level,) if one.level else ()
        yield Entry(number, str(number), (name,), place.country, "", place.local or place.name, "school", levels)


def rows_of(names: int) -> Iterator[Row]:
    return ((number, one.text, one.place.country) for number, one in enumerate(made(names), 1))


def _spread(times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "p50": round(statistics.median(ordered), 2),
        "p95": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 2),
        "p99": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))], 2),
    }


def measure(peer: Peer | Ours, names: int, asked: Sequence[Question], known: Sequence[Made]) -> dict[str, Any]:
    """Build, ask, and say what it cost and what was found."""
    began, worked = time.perf_counter(), time.process_time()
    peer.build(entries_of(names) if isinstance(peer, Ours) else rows_of(names))
    built, worked = time.perf_counter() - began, time.process_time() - worked
    figures: dict[str, Any] = {
        "engine": peer.name,
        "names": names,
        "build_seconds": round(built, 1),
        "build_cpu_seconds": round(worked, 1),
        "bytes_a_name": round(peer.size() / names),
    }
    everything: list[float] = []
    found_in_all: list[bool] = []
    peer.ask("warm up", "")
    for kind in _KINDS:
        chosen = [one for one in asked if one.kind == kind]
        chosen = chosen[:: max(1, len(chosen) // 30)] if peer.slow else chosen
        times, used, hits = [], [], []
        for one in chosen:
            began, worked = time.perf_counter(), time.thread_time()
            found = peer.ask(one.text, one.country)
            times.append((time.perf_counter() - began) * 1_000)
            used.append((time.thread_time() - worked) * 1_000)
            hits.append(any(one.right(known[number - 1]) for number in found))
        everything += times
        found_in_all += hits
        figures[kind] = {"asked": len(chosen), "ms": _spread(times), "recall@10": round(sum(hits) / len(hits), 3)}
        if isinstance(peer, Ours):
            figures[kind]["cpu_ms"] = _spread(used)
    figures["all_ms"] = _spread(everything)
    figures["per_second"] = round(1_000 / statistics.mean(everything), 1)
    figures["recall@10"] = round(sum(found_in_all) / len(found_in_all), 3)
    figures["peak_rss_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return figures


def peers(folder: Path) -> list[Peer]:
    chosen: list[Peer] = [PlainTantivy(folder), Fts5(folder)]
    if url := os.environ.get("BENCH_DATABASE_URL", ""):
        chosen += [Postgres(url, ascii_first=False), Postgres(url, ascii_first=True)]
    else:
        print("PostgreSQL is left out: BENCH_DATABASE_URL does not say where it is.", file=sys.stderr)
    return chosen


def run(names: int, each: int, folder: Path, *, alone: bool = False) -> list[dict[str, Any]]:
    known = list(made(names))
    asked = list(questions(names, each))
    told = []
    for peer in [Ours(folder), *([] if alone else peers(folder))]:
        told.append(measure(peer, names, asked, known))
        peer.close()
        print(json.dumps(told[-1], ensure_ascii=False), flush=True)
    return told


def broken(told: Sequence[dict[str, Any]], names: int) -> list[str]:
    """Which bounds do not hold."""
    ours = told[0]
    wrong = [f"{ours['bytes_a_name']} bytes a name"] if ours["bytes_a_name"] > _BYTES else []
    for peer in told[1:]:
        if not peer["engine"].startswith("PostgreSQL"):
            continue
        if ours["per_second"] < _TIMES_FASTER * peer["per_second"]:
            wrong.append(f"{ours['per_second']} answers a second, {peer['per_second']} of {peer['engine']}")
        if ours["recall@10"] < peer["recall@10"]:
            wrong.append(f"recall {ours['recall@10']}, {peer['recall@10']} of {peer['engine']}")
    if names >= _LARGE:
        for kind, bound in _MEDIAN_MS.items():
            if ours[kind]["ms"]["p50"] > bound:
                wrong.append(f"{kind}: median {ours[kind]['ms']['p50']} ms")
        if ours["all_ms"]["p99"] > _SLOWEST_MS:
            wrong.append(f"99th percentile {ours['all_ms']['p99']} ms")
    return wrong


def registers(folder: Path) -> list[dict[str, Any]]:
    """Quality of all on the five registers and the queries of the truth file."""
    known = list(search_first.entries())
    rows = [(entry.id, f"{entry.names[0].text} {entry.locality}", entry.country) for entry in known]
    told = []
    for peer in [Ours(folder), *peers(folder)]:
        peer.build(known if isinstance(peer, Ours) else rows)

        def answer(query: str, peer: Peer | Ours = peer) -> list[tuple[str, str]]:
            return [(known[number - 1].country, known[number - 1].pid) for number in peer.ask(query, "")]

        told.append({"engine": peer.name} | search_first.evaluate(answer))
        peer.close()
        print(json.dumps(told[-1], ensure_ascii=False), flush=True)
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure search by name against other engines.")
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--each", type=int, default=200, help="questions of each kind")
    parser.add_argument("--growth", action="store_true", help="measure a tenth of the names too, and how costs grow")
    parser.add_argument("--registers", action="store_true", help="quality on the five registers instead")
    parser.add_argument("--alone", action="store_true", help="without the peers")
    choice = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gyoryu-bench-") as scratch:
        os.environ["GYORYU_HOME"] = scratch
        search_first.setup()
        folder = Path(scratch)
        if choice.registers:
            if not (search_first.DATA / "README.md").exists():
                sys.exit(f"The registers are not at {search_first.DATA}; set GYORYU_DATA to their folder.")
            registers(folder)
            return
        small: list[dict[str, Any]] = []
        if choice.growth:
            (folder / "tenth").mkdir()
            small = run(choice.names // 10, choice.each, folder / "tenth", alone=True)
        told = run(choice.names, choice.each, folder, alone=choice.alone)
        wrong = broken(told, choice.names)
        if small:
            asking = math.log10(told[0]["all_ms"]["p50"] / small[0]["all_ms"]["p50"])
            building = math.log10(told[0]["build_cpu_seconds"] / small[0]["build_cpu_seconds"])
            print(json.dumps({"asking_grows_as_n^": round(asking, 2), "building_grows_as_n^": round(building, 2)}))
            wrong += [f"asking grows as n^{asking:.2f}"] if asking >= 0.7 else []
            wrong += [f"building grows as n^{building:.2f}"] if building >= 1.1 else []
    if wrong:
        sys.exit("Does not hold: " + "; ".join(wrong))


if __name__ == "__main__":
    main()
