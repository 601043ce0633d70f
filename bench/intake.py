"""How fast and how large it is to take in five real registers (about 76,000 schools), by real commands.

    .venv/bin/python bench/intake.py            a table
    .venv/bin/python bench/intake.py --json     one JSON object

Each register is one process of ``gyoryu intake``, on an instance of its own that is removed afterwards; on PostgreSQL
where DATABASE_URL names a server (a database is made for it and dropped). A row counts as taken in when it has found
its institution and every follower of the trail has caught up. Then all are read again, which must change nothing.

Exit code 1: slower than 2,000 rows a second, larger than 500 MB, or the second reading changed something. 2: the
registers are not there (GYORYU_DATA, default ../shared/data).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("GYORYU_DATA", ROOT.parent / "shared" / "data"))
GYORYU = Path(sys.executable).parent / "gyoryu"
SLOWEST, LARGEST = 2_000, 500_000_000  # rows a second, bytes
# Words of the command, without the figures' --json.
REGISTERS = {
    "NZ": ("nz-directory", "nz/nz_directory_2016-06.csv.gz"),
    "TR": ("table", "tr/tr_lise_2023.csv.gz", "--mapping", "tr_lise"),
    "TH": ("table", "th/th_schools_wikipedia_2026-04.csv.gz", "--mapping", "th_schools"),
    "GB": ("table", "uk/uk_england_school_details_2018.csv.gz", "--mapping", "gb_england"),
    "AU": ("table", "au/au_acara_profile_2025.csv.gz", "--mapping", "au_acara"),
}


class Took(NamedTuple):
    """One process: what it printed, how long it ran by the clock and on the processor, how large it was."""

    said: dict[str, Any]
    wall: float
    processor: float
    size: int  # bytes


def run(*words: str, environment: dict[str, str]) -> Took:
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = subprocess.Popen([str(GYORYU), *words], stdout=out, stderr=err, env=environment, cwd=ROOT)
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode:
            raise SystemExit(
                f"gyoryu {' '.join(words)}: exit code {process.returncode}\n{out.read()}{err.read()}"[-3000:]
            )
        text = out.read()
    said = json.loads(text) if "--json" in words else {}
    return Took(said, time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


@contextlib.contextmanager
def instance() -> Iterator[dict[str, str]]:
    """The environment of an instance that nobody used."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GYORYU_")}
    with tempfile.TemporaryDirectory(prefix="gyoryu-bench-") as home, database(kept) as environment:
        yield environment | {"GYORYU_HOME": home, "GYORYU_LOG_LEVEL": "WARNING"}


@contextlib.contextmanager
def database(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    url = environment.get("DATABASE_URL", "")
    if not url:
        yield environment
        return
    import psycopg

    name = f"gyoryu_bench_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield environment | {"DATABASE_URL": f"{url.rpartition('/')[0]}/{name}"}
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def measure() -> dict[str, Any]:
    with instance() as environment:
        run("migrate", environment=environment)
        first, second = (
            {
                country: run("intake", words[0], str(DATA / words[1]), *words[2:], "--json", environment=environment)
                for country, words in REGISTERS.items()
            }
            for _time in range(2)
        )
        kind = "postgresql" if environment.get("DATABASE_URL") else "sqlite"
    changed = sum(took.said[name] for took in second.values() for name in ("new", "changed", "vanished", "returned"))
    return {
        "database": kind,
        "registers": {country: _figures(first[country], second[country]) for country in REGISTERS},
        "all": _all(list(first.values()), list(second.values())),
        "second_reading_changed": changed,
    }


def _figures(first: Took, second: Took) -> dict[str, Any]:
    """``rows_per_second`` leaves out how long Python and Django take to start; ``wall`` and ``processor`` do not."""
    return {
        "rows": first.said["read"],
        "rejected": first.said["rejected"],
        "rows_per_second": first.said["rows_per_second"],
        "wall": round(first.wall, 2),
        "processor": round(first.processor, 2),
        "peak_mb": round(first.size / 1e6),
        "again_rows_per_second": second.said["rows_per_second"],
        "again_wall": round(second.wall, 2),
        "again_processor": round(second.processor, 2),
    }


def _all(first: list[Took], second: list[Took]) -> dict[str, Any]:
    rows = sum(took.said["read"] for took in first)
    wall, again = sum(took.wall for took in first), sum(took.wall for took in second)
    return {
        "rows": rows,
        "rows_per_second": round(rows / wall),  # starting included
        "wall": round(wall, 2),
        "processor": round(sum(took.processor for took in first), 2),
        "peak_mb": round(max(took.size for took in [*first, *second]) / 1e6),
        "again_rows_per_second": round(rows / again),
        "again_wall": round(again, 2),
        "again_processor": round(sum(took.processor for took in second), 2),
    }


def problems(found: dict[str, Any]) -> list[str]:
    slow = [
        f"{name}: {figures['rows_per_second']:,} rows a second; at least {SLOWEST:,} are needed"
        for name, figures in {**found["registers"], "all": found["all"]}.items()
        if figures["rows_per_second"] < SLOWEST
    ]
    large = found["all"]["peak_mb"] * 1e6 > LARGEST
    return [
        *slow,
        *([f"{found['all']['peak_mb']} MB; at most {LARGEST / 1e6:.0f} are allowed"] if large else []),
        *(["the second reading changed something"] if found["second_reading_changed"] else []),
    ]


def show(found: dict[str, Any]) -> None:
    print(f"{found['database']}, seconds by the clock (and on the processor)")
    print(f"{'':<4}{'rows':>8}{'rows/s':>9}{'first':>17}{'MB':>6}{'again/s':>9}{'again':>17}")
    for name, row in {**found["registers"], "all": found["all"]}.items():
        first = f"{row['wall']:.2f} ({row['processor']:.2f})"
        again = f"{row['again_wall']:.2f} ({row['again_processor']:.2f})"
        rates = f"{row['rows_per_second']:>9,}{first:>17}{row['peak_mb']:>6}{row['again_rows_per_second']:>9,}"
        print(f"{name:<4}{row['rows']:>8,}{rates}{again:>17}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args()
    if not (DATA / "README.md").exists():
        print(f"The registers are not at {DATA}; set GYORYU_DATA to their folder.", file=sys.stderr)
        sys.exit(2)
    found = measure()
    wrong = problems(found)
    if asked.json:
        print(json.dumps({**found, "problems": wrong}, indent=2))
    else:
        show(found)
        for problem in wrong:
            print(f"NOT AS IT MUST BE: {problem}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
