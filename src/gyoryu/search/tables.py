"""The engine of installations that want no index files: one table of PostgreSQL, with the same terms as the files.

The table is made when it is first needed and holds nothing that cannot be made again. An index over arrays (GIN) finds
entries by terms; how rare a term is comes from what PostgreSQL notes of the column when it analyses it. No extension is
needed. All nodes share it, and a rebuild replaces row by row while the old rows serve.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final

from django.db import connection, transaction

from gyoryu.common.locks import LockBusy
from gyoryu.search.engine import FACETS, Candidate, IndexBroken, Weighted, packed, rarest, unpacked
from gyoryu.search.entries import VERSION, Keyed

_SCHEMA: Final = 1
_NAME: Final = f"gyoryu_search_{_SCHEMA}_{VERSION}"
_BUILDING: Final = 7_401  # advisory locks: one builds, one writes
_WRITING: Final = 7_402
_MOST_VALUES: Final = 300
_STATISTICS_LAST: Final = 60.0
_FIELDS: Final = {"words": "w", "spelling": "s", "sounds": "h", "places": "p", "codes": "c", "country": "k"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Rows that have all of ``terms`` (``weights`` is None), or any of them; everything when there are none."""

    terms: tuple[str, ...] = ()
    weights: tuple[float, ...] | None = None

    begun: str = ""

    def where(self) -> tuple[str, list[Any]]:
        if self.begun:
            ended = "EXISTS (SELECT 1 FROM unnest(terms) AS one WHERE starts_with(one, %s))"
            return f"terms @> %s::text[] AND {ended}", [list(self.terms), self.begun]
        if not self.terms:
            return "true" if self.weights is None else "false", []
        return f"terms {'@>' if self.weights is None else '&&'} %s::text[]", [list(self.terms)]


def _term(field: str, term: str) -> str:
    return f"{_FIELDS[field]}:{term[:200]}"


def make() -> None:
    """Make the table, whole and empty; one left by another version goes."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE %s", [r"gyoryu\_search\_%"])
        for (old,) in cursor.fetchall():
            if old not in (_NAME, f"{_NAME}_whole"):
                cursor.execute(f"DROP TABLE {connection.ops.quote_name(old)}")
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {_NAME} (id bigint PRIMARY KEY, country text NOT NULL, kind text NOT NULL, "
            "level text[] NOT NULL, sort text NOT NULL, terms text[] NOT NULL, data text NOT NULL)"
        )
        cursor.execute(f"ALTER TABLE {_NAME} ALTER COLUMN terms SET STATISTICS 2000")
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {_NAME}_terms ON {_NAME} USING gin (terms)")
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {_NAME}_sort ON {_NAME} (sort, id)")
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {_NAME}_whole (since timestamptz NOT NULL DEFAULT now())")


def declare_whole() -> None:
    """From now on it answers; what is known of how often terms occur is brought up to date."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {_NAME}")
        cursor.execute(f"INSERT INTO {_NAME}_whole SELECT WHERE NOT EXISTS (SELECT 1 FROM {_NAME}_whole)")
    _frequencies.clear()


def serving() -> TableEngine:
    """The index, if it is there and whole; IndexBroken if not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL AND to_regclass(%s) IS NOT NULL", [_NAME, f"{_NAME}_whole"])
        if cursor.fetchone() == (True,):
            cursor.execute(f"SELECT 1 FROM {_NAME}_whole LIMIT 1")
            if cursor.fetchone():
                return TableEngine()
    raise IndexBroken("there is no whole index in the database yet")


def stored_ids_after(last: int, limit: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {_NAME} WHERE id > %s ORDER BY id LIMIT %s", [last, limit])
        return [pk for (pk,) in cursor.fetchall()]


@contextmanager
def writing() -> Iterator[None]:
    """One transaction writes at a time, so that what is read last is written last."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WRITING])
        yield


@contextmanager
def building() -> Iterator[None]:
    """One process builds at a time; LockBusy at once for a second."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_BUILDING])
        if cursor.fetchone() != (True,):
            raise LockBusy("another process is building the index")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_BUILDING])


_frequencies: dict[str, tuple[float, int, dict[str, float]]] = {}


def _known_frequencies() -> tuple[int, dict[str, float]]:
    """About how many rows there are, and which share of them has each usual term; asked once in a minute."""
    key = connection.settings_dict["NAME"]
    at, rows, shares = _frequencies.get(key, (-_STATISTICS_LAST, 0, {}))
    if time.monotonic() - at < _STATISTICS_LAST:
        return rows, shares
    with connection.cursor() as cursor:
        cursor.execute("SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = to_regclass(%s)", [_NAME])
        rows = (cursor.fetchone() or (0,))[0]
        cursor.execute(
            "SELECT most_common_elems::text::text[], most_common_elem_freqs FROM pg_stats "
            "WHERE tablename = %s AND attname = 'terms' AND schemaname = current_schema()",
            [_NAME],
        )
        terms, often = cursor.fetchone() or ((), ())
    shares = dict(zip(terms or (), often or (), strict=False))  # the list of shares ends with three of its own
    _frequencies[key] = (time.monotonic(), rows, shares)
    return rows, shares


class TableWriter:
    """Rows are written together at the end of the ``with``, in one transaction."""

    def __init__(self) -> None:
        self._rows: dict[int, tuple[Any, ...] | None] = {}

    def put(self, keyed: Keyed, *, replace: bool) -> None:
        entry = keyed.entry
        terms = {_term("country", entry.country)} if entry.country else set()
        for field, found in (
            ("words", keyed.words),
            ("spelling", keyed.spelling),
            ("sounds", keyed.sounds),
            ("places", keyed.place_terms),
            ("codes", keyed.codes),
        ):
            terms.update(_term(field, term) for term in found)
        sort = (keyed.names[0].whole if keyed.names else "")[:60]
        row = (entry.id, entry.country, entry.kind, list(entry.levels), sort, sorted(terms), packed(keyed))
        self._rows[entry.id] = row

    def remove(self, pk: int) -> None:
        self._rows[pk] = None

    def __enter__(self) -> TableWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None or not self._rows:
            return
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {_NAME} WHERE id = ANY(%s)", [list(self._rows)])
            cursor.executemany(
                f"INSERT INTO {_NAME} (id, country, kind, level, sort, terms, data) "
                "VALUES (%s, %s, %s, %s, %s, %s, %s)",
                [row for row in self._rows.values() if row],
            )


class TableEngine:
    """The table of this database."""

    def writer(self) -> TableWriter:
        return TableWriter()

    def refresh(self) -> None:
        """Nothing to do: a committed row is seen."""

    def count(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {_NAME}")
            return int(cursor.fetchone()[0])

    def everything(self) -> Asked:
        return Asked()

    def all_of(self, field: str, terms: Sequence[str]) -> Asked:
        return Asked(tuple(_term(field, term) for term in terms))

    def all_begun(self, field: str, terms: Sequence[str]) -> Asked:
        return Asked(tuple(_term(field, term) for term in terms[:-1]), begun=_term(field, terms[-1]))

    def any_of(self, terms: Iterable[Weighted]) -> Asked:
        rows, shares = _known_frequencies()
        rare = min(shares.values(), default=1.0)
        share = {one: shares.get(_term(one.field, one.term), rare) for one in terms}
        kept = rarest(share, lambda one: max(1, int(rows * share[one])))
        return Asked(
            tuple(_term(one.field, one.term) for one in kept),
            tuple(one.weight * math.log(1 + 1 / max(share[one], 1e-9)) for one in kept),
        )

    def _where(self, query: Asked, filters: Mapping[str, str]) -> tuple[str, list[Any]]:
        where, values = query.where()
        for name, value in filters.items():
            if name not in FACETS:
                raise ValueError(name)
            where += f" AND {name} @> ARRAY[%s]" if name == "level" else f" AND {name} = %s"
            values.append(value)
        return where, values

    def find(self, query: Asked, filters: Mapping[str, str], *, limit: int, offset: int = 0) -> list[Candidate]:
        where, values = self._where(query, filters)
        score = "0.0::float8"
        more: list[Any] = []
        if query.weights:
            score = (
                "(SELECT sum(weight) FROM unnest(%s::text[], %s::float8[]) AS asked(term, weight) "
                "WHERE asked.term = ANY(e.terms)) / sqrt(cardinality(e.terms))"
            )
            more = [list(query.terms), list(query.weights)]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, data, {score} AS score FROM {_NAME} e WHERE {where} ORDER BY score DESC, id "
                "LIMIT %s OFFSET %s",
                [*more, *values, limit, offset],
            )
            return [unpacked(pk, data, float(found)) for pk, data, found in cursor.fetchall()]

    def browse(self, filters: Mapping[str, str], *, limit: int, offset: int = 0) -> list[Candidate]:
        where, values = self._where(Asked(), filters)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, data FROM {_NAME} WHERE {where} ORDER BY sort, id LIMIT %s OFFSET %s",
                [*values, limit, offset],
            )
            return [unpacked(pk, data, 0.0) for pk, data in cursor.fetchall()]

    def counts(self, query: Asked, filters: Mapping[str, str]) -> tuple[int, dict[str, dict[str, int]]]:
        facets: dict[str, dict[str, int]] = {}
        with connection.cursor() as cursor:
            where, values = self._where(query, filters)
            cursor.execute(f"SELECT count(*) FROM {_NAME} WHERE {where}", values)
            total = int(cursor.fetchone()[0])
            for facet in FACETS:
                where, values = self._where(query, {name: one for name, one in filters.items() if name != facet})
                value = "unnest(level)" if facet == "level" else facet
                cursor.execute(
                    f"SELECT {value} AS one, count(*) FROM {_NAME} WHERE {where} GROUP BY one "
                    "ORDER BY count(*) DESC, one LIMIT %s",
                    [*values, _MOST_VALUES],
                )
                facets[facet] = {one: int(count) for one, count in cursor.fetchall() if one}
        return total, facets
