"""The embedded engine: the only module that knows tantivy, which is loaded when an index is first opened.

It stores what it is given and finds documents by terms; what the terms are and how hits are ordered is decided
elsewhere (``entries``, ``ranking``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gyoryu.search.engine import FACETS, Candidate, IndexBroken, Weighted, packed, rarest, unpacked
from gyoryu.search.entries import Keyed

if TYPE_CHECKING:
    import tantivy

_HEAP: Final = 64_000_000
_TERM_BYTES: Final = 200
_MOST_VALUES: Final = 300
_MOST_ENDINGS: Final = 50


@contextmanager
def _breakage_told() -> Iterator[None]:
    """The engine's complaints and panics, as one exception."""
    try:
        yield
    except (ValueError, OSError, KeyError, TypeError, json.JSONDecodeError) as error:
        raise IndexBroken(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise IndexBroken(str(error)) from error


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", stored=True, fast=True)
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")  # the id again, to delete by
    for facet in FACETS:
        builder.add_text_field(facet, tokenizer_name="raw", index_option="basic", fast=True)
    for terms in ("words", "spelling", "sounds", "places", "codes"):
        builder.add_text_field(terms, tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("sort", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_bytes_field("data", stored=True)
    return builder.build()


def _shortened(term: str) -> str:
    return term.encode()[:_TERM_BYTES].decode(errors="ignore")


def _document(keyed: Keyed) -> tantivy.Document:
    import tantivy

    entry = keyed.entry
    document = tantivy.Document()
    document.add_unsigned("id", entry.id)
    document.add_text("key", str(entry.id))
    document.add_text("country", entry.country)
    document.add_text("kind", entry.kind)
    for level in entry.levels:
        document.add_text("level", level)
    document.add_text("words", " ".join(keyed.words))
    document.add_text("spelling", " ".join(keyed.spelling))
    document.add_text("sounds", " ".join(keyed.sounds))
    document.add_text("places", " ".join(keyed.place_terms))
    document.add_text("codes", " ".join(keyed.codes))
    document.add_text("sort", (keyed.names[0].whole if keyed.names else "")[:60])
    document.add_bytes("data", packed(keyed).encode())
    return document


def _candidate(document: tantivy.Document, score: float) -> Candidate:
    data = document.get_first("data")
    assert data is not None
    return unpacked(int(document.get_first("id") or 0), bytes(data), score)


class Writer:
    """Adds, replaces and removes documents, within a ``with``; nothing is seen before its end, or after a failure."""

    def __init__(self, index: tantivy.Index) -> None:
        self._writer = index.writer(heap_size=_HEAP, num_threads=1)

    def put(self, keyed: Keyed, *, replace: bool) -> None:
        with _breakage_told():
            if replace:
                self._writer.delete_documents_by_term("key", str(keyed.entry.id))
            self._writer.add_document(_document(keyed))

    def remove(self, pk: int) -> None:
        with _breakage_told():
            self._writer.delete_documents_by_term("key", str(pk))

    def commit(self) -> None:
        """Let what was done so far be seen."""
        with _breakage_told():
            self._writer.commit()

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        with _breakage_told():
            if error is None:
                self._writer.commit()
            else:
                self._writer.rollback()
            self._writer.wait_merging_threads()


class Engine:
    """One index on disk."""

    def __init__(self, index: tantivy.Index, folder: Path) -> None:
        self._index = index
        self._schema = index.schema
        self._folder = folder
        self._seen = b""

    @classmethod
    def create(cls, folder: Path) -> Engine:
        import tantivy

        folder.mkdir(parents=True, exist_ok=True)
        with _breakage_told():
            index = tantivy.Index(_schema(), path=str(folder), reuse=False)
        return cls(index, folder)

    @classmethod
    def open(cls, folder: Path) -> Engine:
        import tantivy

        with _breakage_told():
            index = tantivy.Index.open(str(folder))
            index.config_reader(reload_policy="manual")
            index.reload()
        return cls(index, folder)

    def writer(self) -> Writer:
        with _breakage_told():
            return Writer(self._index)

    def refresh(self) -> None:
        """See what other processes have committed since."""
        with _breakage_told():
            # Its words, not its time and inode: two commits within one tick of the clock may share both.
            seen = (self._folder / "meta.json").read_bytes()
            if seen != self._seen:
                self._index.reload()
                self._seen = seen

    def count(self) -> int:
        with _breakage_told():
            return self._index.searcher().num_docs

    def _term(self, field: str, term: str) -> tantivy.Query:
        import tantivy

        return tantivy.Query.term_query(self._schema, field, _shortened(term), "basic")

    def _filtered(self, query: tantivy.Query, filters: Mapping[str, str]) -> tantivy.Query:
        import tantivy

        if not filters:
            return query
        musts = [(tantivy.Occur.Must, query)]
        for field, value in filters.items():
            musts.append((tantivy.Occur.Must, tantivy.Query.const_score_query(self._term(field, value), 0.0)))
        return tantivy.Query.boolean_query(musts)

    def everything(self) -> tantivy.Query:
        import tantivy

        return tantivy.Query.all_query()

    def all_of(self, field: str, terms: Sequence[str]) -> tantivy.Query:
        """Every term in the field."""
        import tantivy

        return tantivy.Query.boolean_query([(tantivy.Occur.Must, self._term(field, term)) for term in terms])

    def all_begun(self, field: str, terms: Sequence[str]) -> tantivy.Query:
        """Every term in the field; the last one may be only begun (so many ways of ending it are looked at)."""
        import tantivy

        with _breakage_told():
            ends = self._index.searcher().terms_with_prefix(field, _shortened(terms[-1]), limit=_MOST_ENDINGS)
        if not ends:
            return tantivy.Query.empty_query()
        last = tantivy.Query.boolean_query([(tantivy.Occur.Should, self._term(field, term)) for term, _ in ends])
        wanted = [(tantivy.Occur.Must, self._term(field, term)) for term in terms[:-1]]
        return tantivy.Query.boolean_query([*wanted, (tantivy.Occur.Must, last)])

    def any_of(self, terms: Iterable[Weighted]) -> tantivy.Query:
        """Any of the terms; the more and the rarer, the better."""
        import tantivy

        with _breakage_told():
            searcher = self._index.searcher()
            kept = rarest(terms, lambda one: searcher.doc_freq(one.field, _shortened(one.term)))
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, tantivy.Query.boost_query(self._term(one.field, one.term), one.weight))
                for one in kept
            ]
        )

    def find(self, query: tantivy.Query, filters: Mapping[str, str], *, limit: int, offset: int = 0) -> list[Candidate]:
        """The best documents by the engine's own score."""
        with _breakage_told():
            searcher = self._index.searcher()
            found = searcher.search(self._filtered(query, filters), limit=limit, offset=offset, count=False)
            return [_candidate(searcher.doc(address), float(score)) for score, address in found.hits]

    def browse(self, filters: Mapping[str, str], *, limit: int, offset: int = 0) -> list[Candidate]:
        """All documents by name."""
        import tantivy

        with _breakage_told():
            searcher = self._index.searcher()
            query = self._filtered(self.everything(), filters)
            found = searcher.search(
                query, limit=limit, offset=offset, count=False, order_by_field="sort", order=tantivy.Order.Asc
            )
            return [_candidate(searcher.doc(address), 0.0) for _, address in found.hits]

    def counts(self, query: tantivy.Query, filters: Mapping[str, str]) -> tuple[int, dict[str, dict[str, int]]]:
        """How many documents match, and for each facet how many would, were its own filter not set."""
        with _breakage_told():
            searcher = self._index.searcher()
            total = self._aggregate(searcher, query, filters, ())[0]
            facets: dict[str, dict[str, int]] = {}
            asked: dict[tuple[str, ...], tuple[str, ...]] = {}
            for facet in FACETS:
                others = tuple(field for field in filters if field != facet)
                asked[others] = (*asked.get(others, ()), facet)
            for others, wanted in asked.items():
                kept = {field: filters[field] for field in others}
                facets.update(self._aggregate(searcher, query, kept, wanted)[1])
            return total, {facet: facets[facet] for facet in FACETS}

    def _aggregate(
        self, searcher: tantivy.Searcher, query: tantivy.Query, filters: Mapping[str, str], facets: tuple[str, ...]
    ) -> tuple[int, dict[str, dict[str, int]]]:
        ask: dict[str, Any] = {"total": {"value_count": {"field": "id"}}}
        for facet in facets:
            ask[facet] = {"terms": {"field": facet, "size": _MOST_VALUES}}
        answer = searcher.aggregate(self._filtered(query, filters), ask)
        counted = {
            facet: {bucket["key"]: int(bucket["doc_count"]) for bucket in answer[facet]["buckets"] if bucket["key"]}
            for facet in facets
        }
        return int(answer["total"]["value"]), counted
