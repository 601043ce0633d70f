"""The engines that search is measured against, each as its users would set it up. All get the same names."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, Protocol

Row = tuple[int, str, str]  # number, name, country
LIMIT: Final = 10
_CHUNK: Final = 20_000


class Peer(Protocol):
    name: str
    slow: bool  # asked fewer questions

    def build(self, rows: Iterable[Row]) -> None: ...

    def ask(self, query: str, country: str) -> list[int]:
        """The numbers of the ten best; ``country`` may be empty."""

    def size(self) -> int:
        """Bytes of its index, the names stored in it included."""

    def close(self) -> None: ...


def plain(text: str) -> str:
    """Lower case without marks, as `unaccent` does it."""
    return "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))


def in_ascii(text: str) -> str:
    from anyascii import anyascii

    return plain(anyascii(text))


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    wanted = iter(rows)
    while chunk := list(islice(wanted, _CHUNK)):
        yield chunk


class Postgres:
    """`pg_trgm` with a GIN index; `%` finds, `similarity` orders."""

    slow = True

    def __init__(self, url: str, *, ascii_first: bool) -> None:
        import psycopg

        self.name = "PostgreSQL pg_trgm + " + ("anyascii" if ascii_first else "unaccent")
        self._fold: Callable[[str], str] = in_ascii if ascii_first else plain
        self._said = "%s" if ascii_first else "unaccent(lower(%s))"
        self._table = "peer_ascii" if ascii_first else "peer_plain"
        self._link = psycopg.connect(url, autocommit=True)

    def build(self, rows: Iterable[Row]) -> None:
        with self._link.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
            cursor.execute(f"DROP TABLE IF EXISTS {self._table}")
            cursor.execute(f"CREATE TABLE {self._table} (id int PRIMARY KEY, name text, country text)")
            for chunk in _chunks(rows):
                with cursor.copy(f"COPY {self._table} FROM STDIN") as copy:
                    for number, name, country in chunk:
                        copy.write_row((number, self._fold(name), country))
            if self._said != "%s":
                cursor.execute(f"UPDATE {self._table} SET name = unaccent(lower(name))")
            cursor.execute(f"CREATE INDEX ON {self._table} USING gin (name gin_trgm_ops)")
            cursor.execute(f"VACUUM ANALYZE {self._table}")

    def ask(self, query: str, country: str) -> list[int]:
        asked = self._fold(query)
        where, more = (" AND country = %s", [country]) if country else ("", [])
        with self._link.cursor() as cursor:
            cursor.execute(
                f"SELECT id FROM {self._table} WHERE name %% {self._said}{where} "
                f"ORDER BY similarity(name, {self._said}) DESC, id LIMIT {LIMIT}",
                [asked, *more, asked],
            )
            return [number for (number,) in cursor.fetchall()]

    def size(self) -> int:
        row = self._link.execute(f"SELECT pg_total_relation_size('{self._table}')").fetchone()
        return int(row[0]) if row else 0

    def close(self) -> None:
        self._link.execute(f"DROP TABLE IF EXISTS {self._table}")
        self._link.close()


class Fts5:
    """SQLite's own trigrams, any of them, ordered by BM25."""

    name = "SQLite FTS5 trigram"
    slow = True

    def __init__(self, folder: Path) -> None:
        self._path = folder / "fts5.sqlite"
        self._link = sqlite3.connect(self._path)

    def build(self, rows: Iterable[Row]) -> None:
        self._link.execute("CREATE VIRTUAL TABLE names USING fts5(name, country UNINDEXED, tokenize='trigram')")
        for chunk in _chunks(rows):
            self._link.executemany(
                "INSERT INTO names (rowid, name, country) VALUES (?, ?, ?)",
                ((number, plain(name), country) for number, name, country in chunk),
            )
        self._link.commit()

    def ask(self, query: str, country: str) -> list[int]:
        text = plain(query).replace('"', "")
        pieces = dict.fromkeys(text[at : at + 3] for at in range(len(text) - 2))
        if not pieces:
            return []
        where, more = (" AND country = ?", [country]) if country else ("", [])
        found = self._link.execute(
            f"SELECT rowid FROM names WHERE names MATCH ?{where} ORDER BY rank LIMIT {LIMIT}",
            [" OR ".join(f'"{piece}"' for piece in pieces), *more],
        )
        return [number for (number,) in found]

    def size(self) -> int:
        return self._path.stat().st_size

    def close(self) -> None:
        self._link.close()


class PlainTantivy:
    """tantivy with pieces of two and three letters of the name, any of them, ordered by BM25."""

    name = "tantivy 2-3-grams"
    slow = False

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._folder = folder / "tantivy"
        self._folder.mkdir()
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("id", stored=True)
        builder.add_text_field("country", tokenizer_name="raw", index_option="basic")
        builder.add_text_field("grams", tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(self._folder))

    @staticmethod
    def _grams(text: str) -> list[str]:
        word = plain(text).replace(" ", "_")
        return [word[at : at + size] for size in (2, 3) for at in range(len(word) - size + 1)]

    def build(self, rows: Iterable[Row]) -> None:
        import tantivy

        writer = self._index.writer(heap_size=64_000_000, num_threads=1)
        for number, name, country in rows:
            writer.add_document(tantivy.Document(id=number, country=country, grams=" ".join(self._grams(name))))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def ask(self, query: str, country: str) -> list[int]:
        import tantivy

        query_of = tantivy.Query
        wanted: list[tuple[Any, Any]] = [
            (tantivy.Occur.Should, query_of.term_query(self._schema, "grams", piece, "freq"))
            for piece in dict.fromkeys(self._grams(query))
        ]
        asked = query_of.boolean_query(wanted)
        if country:
            inside = query_of.const_score_query(query_of.term_query(self._schema, "country", country, "basic"), 0.0)
            asked = query_of.boolean_query([(tantivy.Occur.Must, asked), (tantivy.Occur.Must, inside)])
        searcher = self._index.searcher()
        found: Sequence[Any] = searcher.search(asked, limit=LIMIT, count=False).hits
        return [int(searcher.doc(address).get_first("id") or 0) for _, address in found]

    def size(self) -> int:
        return sum(file.stat().st_size for file in self._folder.iterdir())

    def close(self) -> None:
        pass
