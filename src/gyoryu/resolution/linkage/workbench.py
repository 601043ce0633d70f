"""The bench on which a register is compared with itself: a DuckDB file beside the database, made anew at any time.

Each step is one transaction; killed at any point, the next run goes on where the last one stood. What is kept from
run to run is why a new run compares only what changed: the prepared records, their keys, and the pairs worth showing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gyoryu.resolution.linkage.blocking import BLOCKS, MOST_STRONG, MOST_WEAK, PAIRS, block_keys
from gyoryu.resolution.linkage.features import FEATURES, compare
from gyoryu.resolution.linkage.model import model
from gyoryu.resolution.linkage.prepare import prepare
from gyoryu.resolution.linkage.terms import Terms, country_of, name_key

KEPT_FROM: Final = 0.3  # pairs below are of no use to anybody
LAYOUT: Final = "1"
_BLOCKED_AT_ONCE: Final = 20_000
_SCORED_AT_ONCE: Final = 20_000
_NO_NUMBER: Final = frozenset({"", "-", "0"})

_TABLES: Final = """
CREATE TABLE about (name VARCHAR PRIMARY KEY, value VARCHAR);
CREATE TABLE prepared (record BIGINT, country VARCHAR, words VARCHAR[], places VARCHAR[], texts VARCHAR[],
    whole VARCHAR, place_key VARCHAR, ids VARCHAR[], body VARCHAR);
CREATE TABLE keys (record BIGINT, block BIGINT, most INTEGER);
CREATE TABLE records (record BIGINT, lister BIGINT, entry BIGINT);
CREATE TABLE compared (record BIGINT);
CREATE TABLE chosen (record BIGINT);
CREATE TABLE waiting (one BIGINT, other BIGINT);
CREATE TABLE edges (one BIGINT, other BIGINT, score DOUBLE, why VARCHAR);
"""
_READ: Final = (
    "{record: 'BIGINT', country: 'VARCHAR', words: 'VARCHAR[]', places: 'VARCHAR[]', texts: 'VARCHAR[]', "
    "whole: 'VARCHAR', place_key: 'VARCHAR', ids: 'VARCHAR[]', body: 'VARCHAR', "
    "strong: 'BIGINT[]', weak: 'BIGINT[]'}"
)
Say = Callable[[str, int, int], None]


class Listed(NamedTuple):
    """What is in the register now, in step: record, who lists it (see ``blocking``), what it belongs to."""

    record: NDArray[np.int64]
    lister: NDArray[np.int64]
    entry: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Edge:
    """Two records that may be one institution. ``why``: JSON, what each feature adds in log-odds."""

    one: int
    other: int
    score: float
    why: str


def ids_of(facts: dict[str, Any]) -> list[str]:
    said = facts.get("identifiers") or ()
    return sorted({f"{one['scheme']}={one['value'].strip().casefold()}" for one in said if one["value"].strip("0 -._")})


class Workbench:
    """Open it, tell what is listed now, prepare what is missing, compare what was not compared, read the edges."""

    def __init__(self, path: Path, *, threads: int = 1, memory: str = "1GB") -> None:
        import duckdb

        path.parent.mkdir(parents=True, exist_ok=True)
        self._lines = path.with_suffix(".jsonl")
        stay = path.with_suffix(".spill")
        self._db = duckdb.connect(
            str(path), config={"threads": threads, "memory_limit": memory, "temp_directory": str(stay)}
        )
        self._db.execute("SET preserve_insertion_order = false")
        version = f"{LAYOUT} {','.join(FEATURES)}"
        known = self._db.execute("SELECT 1 FROM information_schema.tables WHERE table_name = 'about'").fetchall()
        if known and self._about("version") != version:
            with self._step():
                for (name,) in self._db.execute("SELECT table_name FROM information_schema.tables").fetchall():
                    self._db.execute(f'DROP TABLE "{name}"')
            known = []
        if not known:
            with self._step():
                self._db.execute(_TABLES)
                self._db.execute("INSERT INTO about VALUES ('version', ?)", [version])

    def close(self) -> None:
        self._db.close()
        self._lines.unlink(missing_ok=True)

    def _about(self, name: str) -> str:
        rows = self._db.execute("SELECT value FROM about WHERE name = ?", [name]).fetchall()
        return str(rows[0][0]) if rows else ""

    @contextmanager
    def _step(self) -> Iterator[None]:
        self._db.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _count(self, of: str) -> int:
        return int(self._db.execute(f"SELECT count(*) FROM {of}").fetchall()[0][0])

    # What there is

    def take_stock(self, listed: Listed) -> NDArray[np.int64]:
        """This is the register now; what is gone is forgotten. Returns the records to be prepared."""
        self._db.register("listed", {"record": listed.record, "lister": listed.lister, "entry": listed.entry})
        with self._step():
            self._db.execute("DELETE FROM records")
            self._db.execute("INSERT INTO records SELECT record, lister, entry FROM listed ORDER BY record")
            gone = "NOT IN (SELECT record FROM records)"
            if self._count(f"prepared WHERE record {gone}"):
                for table in ("prepared", "keys", "compared"):
                    self._db.execute(f"DELETE FROM {table} WHERE record {gone}")
                for table in ("waiting", "edges"):
                    self._db.execute(f"DELETE FROM {table} WHERE one {gone} OR other {gone}")
        self._db.unregister("listed")
        missing = "SELECT record FROM records WHERE record NOT IN (SELECT record FROM prepared) ORDER BY record"
        return np.array(self._db.execute(missing).fetchnumpy()["record"], np.int64)

    def prepare(self, facts: Iterable[tuple[int, dict[str, Any]]]) -> int:
        """Make these records ready to be compared, all or none; how many."""
        count = 0
        with self._lines.open("w", encoding="utf-8") as file:
            for record, said in facts:
                file.write(json.dumps(_line(record, said), ensure_ascii=False) + "\n")
                count += 1
        if not count:
            return 0
        with self._step():
            self._db.execute(
                f"CREATE TEMP TABLE lines AS SELECT * FROM "
                f"read_json(?, format = 'newline_delimited', columns = {_READ}, maximum_object_size = 67108864)",
                [str(self._lines)],
            )
            self._db.execute(
                "INSERT INTO prepared SELECT record, country, words, places, texts, whole, place_key, ids, body "
                "FROM lines ORDER BY record"
            )
            for column, most in (("strong", MOST_STRONG), ("weak", MOST_WEAK)):
                self._db.execute(f"INSERT INTO keys SELECT record, unnest({column}), {most} FROM lines")
            self._db.execute("DROP TABLE lines")
        return count

    def terms(self) -> Terms:
        """How rare each word is, counted over all that is prepared; the same as ``Terms.of``."""
        data: dict[str, Any] = {"words": {}, "places": {}, "names": {}}
        once = "SELECT DISTINCT ON (country, whole) country, words, places FROM prepared"
        records = f"SELECT country, count(*) FROM ({once}) GROUP BY country"
        data["records"] = dict(self._db.execute(records).fetchall())
        counted = {
            "words": f"SELECT country, unnest(words) AS word FROM ({once})",
            "places": f"SELECT country, unnest(places) AS word FROM ({once})",
            "names": "SELECT country, word FROM (SELECT DISTINCT country, unnest(texts) AS word, place_key "
            "FROM prepared WHERE place_key <> '')",
        }
        for part, rows in counted.items():
            query = f"SELECT country, word, count(*) AS n FROM ({rows}) GROUP BY country, word HAVING count(*) > 1"
            for country, word, count in self._db.execute(query).fetchall():
                data[part].setdefault(country, {})[word] = count
        return Terms.from_json(data)

    # Comparing

    def compare(self, only: NDArray[np.int64] | None, say: Say) -> int:
        """Compare what was not compared yet (of these records only, if given); how many pairs were looked at."""
        todo = "SELECT record FROM records WHERE record NOT IN (SELECT record FROM compared) ORDER BY record"
        new = np.array(self._db.execute(todo).fetchnumpy()["record"], np.int64)
        if only is not None:
            new = new[np.isin(new, only)]
        if len(new):
            self._db.execute(f"CREATE OR REPLACE TABLE blocks AS {BLOCKS}")
            for at in range(0, len(new), _BLOCKED_AT_ONCE):
                self._block(new[at : at + _BLOCKED_AT_ONCE])
                say("blocks", min(at + _BLOCKED_AT_ONCE, len(new)), len(new))
        return self._score(say)

    def _block(self, records: NDArray[np.int64]) -> None:
        self._db.register("these", {"record": records})
        with self._step():
            self._db.execute("DELETE FROM chosen")
            self._db.execute("INSERT INTO chosen SELECT record FROM these")
            self._db.execute(f"INSERT INTO waiting SELECT one, other FROM ({PAIRS}) ORDER BY one, other")
            self._db.execute("INSERT INTO compared SELECT record FROM chosen")
        self._db.unregister("these")

    def _score(self, say: Say) -> int:
        if not self._count("waiting"):
            return 0
        with self._step():
            self._db.execute(
                "CREATE TABLE ordered AS SELECT DISTINCT one, other FROM waiting "
                "WHERE (one, other) NOT IN (SELECT one, other FROM edges) ORDER BY one, other"
            )
            self._db.execute("DROP TABLE waiting")
            self._db.execute("ALTER TABLE ordered RENAME TO waiting")
        terms, judge, total, done, last = self.terms(), model(), self._count("waiting"), 0, -1
        while True:
            ahead = f"SELECT one FROM waiting WHERE one > {last} ORDER BY one LIMIT {_SCORED_AT_ONCE}"
            found = self._db.execute(f"SELECT max(one) FROM ({ahead})").fetchall()[0][0]
            if found is None:
                break
            which = f"one > {last} AND one <= {found}"
            last = int(found)
            pairs = self._db.execute(f"SELECT one, other FROM waiting WHERE {which} ORDER BY one, other").fetchnumpy()
            one, other = np.array(pairs["one"], np.int64), np.array(pairs["other"], np.int64)
            rows = self._bodies(np.union1d(one, other))
            features = compare([rows[pk] for pk in one.tolist()], [rows[pk] for pk in other.tolist()], terms)
            adds = judge.contributions(features)
            chances = 1 / (1 + np.exp(-(judge.base + adds.sum(axis=1))))
            keep = np.flatnonzero(chances >= KEPT_FROM)
            with self._step():
                self._keep(one[keep], other[keep], chances[keep], adds[keep])
                self._db.execute(f"DELETE FROM waiting WHERE {which}")
            done += len(one)
            say("pairs", done, total)
        self._db.execute("CHECKPOINT")
        return done

    def _bodies(self, records: NDArray[np.int64]) -> dict[int, Any]:
        self._db.register("these", {"record": records})
        found = self._db.execute("SELECT record, body FROM prepared WHERE record IN (SELECT record FROM these)")
        rows = {record: json.loads(body) for record, body in found.fetchall()}
        self._db.unregister("these")
        return rows

    def _keep(self, one: Any, other: Any, chances: Any, adds: Any) -> None:
        if not len(one):
            return
        why = [
            json.dumps([[name, round(add, 3)] for name, add in zip(FEATURES, row, strict=True) if add])
            for row in adds.tolist()
        ]
        self._db.register("kept", {"one": one, "other": other, "score": chances, "why": np.array(why, object)})
        self._db.execute("INSERT INTO edges SELECT one, other, score, why FROM kept")
        self._db.unregister("kept")

    # What came of it

    def edges(self, least: float) -> Iterator[Edge]:
        """Pairs of at least that score, the surest first; pairs of equal score always in the same order."""
        cursor = self._db.cursor()
        query = "SELECT one, other, score, why FROM edges WHERE score >= ? ORDER BY score DESC, one, other"
        cursor.execute(query, [least])
        while rows := cursor.fetchmany(10_000):
            for row in rows:
                yield Edge(*row)

    def ids(self, records: NDArray[np.int64]) -> dict[int, list[str]]:
        """The official ids that records carry, as ``scheme=value``."""
        self._db.register("these", {"record": records})
        rows = self._db.execute(
            "SELECT record, ids FROM prepared WHERE len(ids) > 0 AND record IN (SELECT record FROM these)"
        ).fetchall()
        self._db.unregister("these")
        return dict(rows)


def _line(record: int, said: dict[str, Any]) -> dict[str, Any]:
    row, ids = prepare(said), ids_of(said)
    strong, weak = block_keys(row, ids)
    words = [{word for words in of for word in words.split()} for of in (row["name_words"], row["name_kinds"])]
    return {
        "record": record,
        "country": country_of(row["country"]),
        "words": [*sorted(words[0]), *sorted(words[1])],
        "places": sorted(set(row["place_words"])),
        "texts": sorted({name_key(text) for text in row["name_text"]}),
        "whole": "\x1f".join([*row["name_text"], row["place_key"]]),
        "place_key": row["place_key"],
        "ids": ids,
        "body": json.dumps(row, ensure_ascii=False),
        "strong": strong,
        "weak": weak,
    }
