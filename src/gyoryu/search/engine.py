"""What an engine of search does, whichever it is: it takes entries in, finds candidates by terms, and counts.

Two are there: ``index`` (tantivy, files of this machine) and ``tables`` (PostgreSQL). Both are given the same ready
terms and give the same candidates to ``ranking``, which alone decides what comes first. One set of tests is the
contract of both.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Protocol, Self

from gyoryu.search.entries import Keyed, NameKeys, PlaceKeys

FACETS: Final = ("country", "kind", "level")
# So many entries are looked at for one question. Beyond, what is common is left out: it tells least and costs most, so
# that asking grows slower than the register.
MOST_LOOKED_AT: Final = 250_000
_FEWEST_TERMS: Final = 6
_CODES: Final = NameKeys._fields.index("codes")


class IndexBroken(Exception):
    """The index is not there, not readable, or of another version: it has to be built anew."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that was found, as much of it as ordering and counting need."""

    id: int
    pid: str
    country: str
    kind: str
    levels: tuple[str, ...]
    codes: frozenset[str]
    names: tuple[NameKeys, ...]
    places: tuple[PlaceKeys, ...]
    engine_score: float


@dataclass(frozen=True, slots=True)
class Weighted:
    """A term looked for in a field, and what finding it is worth."""

    field: str
    term: str
    weight: float = 1.0


def rarest(terms: Iterable[Weighted], how_often: Callable[[Weighted], int]) -> list[Weighted]:
    """The terms that tell most, the rarest first, as many as may be looked at; what is nowhere is left out."""
    counted = [(how_often(one), number, one) for number, one in enumerate(terms)]
    kept: list[Weighted] = []
    looked_at = 0
    for often, _, one in sorted(counted, key=lambda row: row[:2]):
        looked_at += often
        if looked_at > MOST_LOOKED_AT and len(kept) >= _FEWEST_TERMS:
            break
        if often:
            kept.append(one)
    return kept


def packed(keyed: Keyed) -> str:
    """What a candidate is made of again, as text."""
    entry = keyed.entry
    row = [entry.pid, entry.country, entry.kind, entry.levels, sorted(keyed.codes), keyed.names, keyed.places]
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def unpacked(pk: int, data: str | bytes, score: float) -> Candidate:
    pid, country, kind, levels, codes, names, places = json.loads(data)
    return Candidate(
        id=pk,
        pid=pid,
        country=country,
        kind=kind,
        levels=tuple(levels),
        codes=frozenset(codes),
        names=tuple(NameKeys(*name)._replace(codes=tuple(name[_CODES])) for name in names),
        places=tuple(PlaceKeys(*place) for place in places),
        engine_score=score,
    )


class Writer(Protocol):
    """Adds, replaces and removes entries, within a ``with``; nothing is seen before its end, or after a failure."""

    def put(self, keyed: Keyed, *, replace: bool) -> None: ...

    def remove(self, pk: int) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Engine(Protocol):
    """One index. What is looked for is made by ``everything``, ``all_of`` or ``any_of`` of the same engine."""

    def writer(self) -> Writer: ...

    def refresh(self) -> None:
        """See what others have committed since."""

    def count(self) -> int: ...

    def everything(self) -> Any: ...

    def all_of(self, field: str, terms: Sequence[str]) -> Any:
        """Every term in the field."""

    def all_begun(self, field: str, terms: Sequence[str]) -> Any:
        """Every term in the field; the last one may be only begun."""

    def any_of(self, terms: Iterable[Weighted]) -> Any:
        """Any of the terms; the more and the rarer, the better."""

    def find(self, query: Any, filters: Mapping[str, str], *, limit: int, offset: int = 0) -> list[Candidate]:
        """The best entries by the engine's own score."""

    def browse(self, filters: Mapping[str, str], *, limit: int, offset: int = 0) -> list[Candidate]:
        """All entries by name."""

    def counts(self, query: Any, filters: Mapping[str, str]) -> tuple[int, dict[str, dict[str, int]]]:
        """How many entries match, and for each facet how many would, were its own filter not set."""
