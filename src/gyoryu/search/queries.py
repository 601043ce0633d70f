"""Asking the index. The register has the last word: what is not published is not shown, whatever the index says."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db import connection
from django.db.models import Q

from gyoryu.registry.models import Institution
from gyoryu.search import building, store
from gyoryu.search.asking import Query, understand
from gyoryu.search.certainty import NEAREST, WORTH_A_GUESS, is_answered
from gyoryu.search.engine import FACETS, Candidate, Engine, IndexBroken
from gyoryu.search.entries import keyed
from gyoryu.search.ranking import LEAST_SCORE, Ranked, rank

log = logging.getLogger(__name__)

WINDOW: Final = 200  # so many candidates are compared name by name; what comes after keeps the engine's order
_BESIDE: Final = 60  # so many are compared to count what a filter leaves out
_SURE: Final = 0.93  # an answer this good ends the search
_BEHIND: Final = 0.3  # what is this much worse than the best answer is none
_FEW: Final = 3_000  # so many institutions are indexed while somebody waits
_MOST: Final = 100
_DEEPEST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Hit:
    """One institution that was found, with what a list shows of it."""

    pid: str
    country: str
    score: float
    names: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]
    matched_name: str
    display_name: str
    display_language: str
    name_ko: str
    name_en: str
    kind: str
    region: str
    locality: str
    level_from: int | None
    level_to: int | None
    local_type: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of hits, how many there are in all, and counts for each filter (its own choice left aside).

    ``near`` are the nearest guesses when nothing is what was asked for; then there are no hits.
    """

    query: str
    hits: tuple[Hit, ...]
    total: int
    facets: dict[str, dict[str, int]]
    took_ms: float
    near: tuple[Hit, ...] = ()


@dataclass(slots=True)
class _Found:
    ranked: Sequence[Ranked] = ()
    total: int = 0
    facets: dict[str, dict[str, int]] = field(default_factory=lambda: {facet: {} for facet in FACETS})
    near: Sequence[Ranked] = ()


def search_institutions(
    query: str,
    *,
    country: str | None = None,
    kind: str | None = None,
    level: str | None = None,
    limit: int = 10,
    offset: int = 0,
    facets: bool = True,
) -> SearchResult:
    """Published institutions whose name is like ``query``, in any script; all of them by name when it is empty.

    ``country`` is an ISO code, ``kind`` of the vocabulary institution_kinds, ``level`` of level_groups. No text raises.
    """
    began = time.perf_counter()
    limit, offset = min(max(limit, 0), _MOST), min(max(offset, 0), _DEEPEST)
    asked = understand(query)
    chosen = {"country": (country or "").upper(), "kind": kind or "", "level": level or ""}
    filters = {name: _plain(value) for name, value in chosen.items() if value}
    found = _ask(asked, filters, limit=limit, offset=offset, facets=facets)
    hits, near = _hits(found.ranked), _hits(found.near)
    took = (time.perf_counter() - began) * 1_000
    return SearchResult(query, hits, max(found.total, len(hits)), found.facets, round(took, 2), near)


def _plain(text: str) -> str:
    """Text that any database and engine takes."""
    return text.replace("\0", "").encode(errors="ignore").decode()


def _ask(asked: Query, filters: Mapping[str, str], *, limit: int, offset: int, facets: bool) -> _Found:
    """Ask the index; mend it if it is broken, and ask the register itself if that takes long."""
    for attempt in (1, 2):
        try:
            return _asked_of(store.serving(), asked, filters, limit=limit, offset=offset, facets=facets)
        except IndexBroken as error:
            log.warning("the index cannot answer: %s", error)
            if attempt == 2 or Institution.objects.published()[:_FEW].count() >= _FEW:
                break
            if not building.heal():
                break
    _heal_behind()
    return _without_index(asked, filters, limit=limit, offset=offset)


def _asked_of(
    engine: Engine, asked: Query, filters: Mapping[str, str], *, limit: int, offset: int, facets: bool
) -> _Found:
    if asked.is_empty:
        rows = [_unranked(one) for one in engine.browse(filters, limit=limit, offset=offset)] if limit else []
        total, counts = engine.counts(engine.everything(), filters)
        return _Found([one for one in rows if one], total, counts)
    exactly = engine.all_of("words", asked.words)
    candidates = engine.find(exactly, filters, limit=WINDOW)
    ranked = rank(asked, candidates)
    if ranked and (ranked[0].score >= _SURE or _is_the_name(asked, ranked[0])):
        total, counts = engine.counts(exactly, filters) if facets or len(candidates) == WINDOW else (len(ranked), {})
        page = ranked[offset : offset + limit]
        if offset + limit > WINDOW < total:
            past = max(offset, WINDOW)
            more = engine.find(exactly, filters, limit=offset + limit - past, offset=past)
            page.extend(rank(asked, more))
        return _Found(page, total, counts or _Found().facets)
    if not candidates and len(asked.words) > 1:
        begun = engine.all_begun("words", asked.words)
        ranked = rank(asked, engine.find(begun, filters, limit=WINDOW))
        if any(_begins_so(asked, one) for one in ranked):
            ranked.sort(key=lambda one: not _begins_so(asked, one))
            total, counts = engine.counts(begun, filters) if facets else (len(ranked), {})
            return _Found(ranked[offset : offset + limit], total, counts or _Found().facets)
    alike = _alike(engine, asked, filters, candidates)
    kept = _close(alike)
    if not is_answered(asked, kept):
        return _Found(near=alike[:NEAREST])
    found = _Found(kept[offset : offset + limit], len(kept))
    if facets:
        found.facets = _counted(engine, asked, filters, kept)
    return found


def _is_the_name(asked: Query, best: Ranked) -> bool:
    """Is it called by exactly the words of the query?"""
    return len(asked.words) > 1 and best.matched.whole == asked.whole


def _begins_so(asked: Query, one: Ranked) -> bool:
    """Does its name begin with exactly what was typed so far?"""
    return any(name.whole.startswith(asked.whole) for name in one.candidate.names)


def _alike(
    engine: Engine,
    asked: Query,
    filters: Mapping[str, str],
    also: Sequence[Candidate] = (),
    *,
    limit: int = WINDOW,
) -> list[Ranked]:
    """What is anything like the query in spelling or sound, best first."""
    candidates = {one.id: one for one in also}
    for one in engine.find(engine.any_of(asked.terms()), filters, limit=limit):
        candidates.setdefault(one.id, one)
    return [one for one in rank(asked, candidates.values()) if one.score >= WORTH_A_GUESS]


def _close(alike: Sequence[Ranked]) -> list[Ranked]:
    """Without what is too far off, or too far behind the best."""
    least = max(LEAST_SCORE, alike[0].score - _BEHIND) if alike else 0.0
    return [one for one in alike if one.score >= least]


def _counted(
    engine: Engine, asked: Query, filters: Mapping[str, str], kept: Sequence[Ranked]
) -> dict[str, dict[str, int]]:
    """Counts by facet of what was kept; for a facet that is filtered by, of what would be without that filter."""
    counts: dict[str, dict[str, int]] = {}
    for facet in FACETS:
        others = {name: value for name, value in filters.items() if name != facet}
        rows = kept if facet not in filters else _also_without(engine, asked, others, kept)
        values: Counter[str] = Counter()
        for one in rows:
            candidate = one.candidate
            values.update(candidate.levels if facet == "level" else (getattr(candidate, facet),))
        counts[facet] = {value: count for value, count in values.most_common() if value}
    return counts


def _also_without(engine: Engine, asked: Query, others: Mapping[str, str], kept: Sequence[Ranked]) -> list[Ranked]:
    """What was kept, and the best of what would be found without one of the filters."""
    here = {one.candidate.id for one in kept}
    more = _alike(engine, asked, others, limit=_BESIDE)
    ranked = sorted([*kept, *(one for one in more if one.candidate.id not in here)], key=lambda one: -one.score)
    return _close(ranked)


def _unranked(candidate: Candidate) -> Ranked | None:
    return Ranked(candidate, 0.0, candidate.names[0]) if candidate.names else None


def _hits(ranked: Sequence[Ranked]) -> tuple[Hit, ...]:
    """What the register says of them now, in three queries however many they are."""
    if not ranked:
        return ()
    rows = Institution.objects.published().filter(id__in=[one.candidate.id for one in ranked])
    known = {row.pk: row for row in rows.prefetch_related("names", "identifiers")}
    return tuple(
        _hit(known[one.candidate.id], one.score, one.matched.text) for one in ranked if one.candidate.id in known
    )


def _hit(row: Institution, score: float, matched: str) -> Hit:
    texts = [row.display_name, *(name.text for name in row.names.all()), row.name_ko, row.name_en]
    return Hit(
        pid=row.pid,
        country=row.country,
        score=round(score, 4),
        names=tuple(dict.fromkeys(text for text in texts if text)),
        identifiers=tuple((one.scheme, one.value) for one in row.identifiers.all()),
        matched_name=matched,
        display_name=row.display_name,
        display_language=row.display_language,
        name_ko=row.name_ko,
        name_en=row.name_en,
        kind=row.kind,
        region=row.region,
        locality=row.locality,
        level_from=row.level_from,
        level_to=row.level_to,
        local_type=row.local_type,
        latitude=row.latitude,
        longitude=row.longitude,
    )


def _without_index(asked: Query, filters: Mapping[str, str], *, limit: int, offset: int) -> _Found:
    """While the index is being built: plain containment in the database, by name, without counts."""
    rows = Institution.objects.published()
    for name in ("country", "kind"):
        if name in filters:
            rows = rows.filter(**{name: filters[name]})
    text = _plain(asked.text).strip()
    if text:
        rows = rows.filter(Q(display_name__icontains=text) | Q(name_ko__icontains=text) | Q(name_en__icontains=text))
    total = rows.count()
    ids = rows.order_by("display_name", "id").values_list("id", flat=True)[offset : offset + limit]
    page = building.entries_of(list(ids))
    found: list[Ranked] = []
    for entry in page:
        analysed = keyed(entry)
        candidate = Candidate(
            entry.id, entry.pid, entry.country, entry.kind, entry.levels, analysed.codes, analysed.names, (), 0.0
        )
        found.extend(rank(asked, [candidate]) if text else filter(None, [_unranked(candidate)]))
    return _Found(found, total)


_healing = threading.Lock()


def _heal_behind() -> None:
    """Rebuild in a thread of this process, once at a time."""

    def work() -> None:
        try:
            building.heal()
        except Exception:
            log.exception("the index could not be rebuilt")
        finally:
            connection.close()
            _healing.release()

    if _healing.acquire(blocking=False):
        threading.Thread(target=work, name="rebuild-index", daemon=True).start()
