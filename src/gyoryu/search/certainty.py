"""Is the best that was found what was asked for, or only the nearest? A probability, from what is left unexplained.

A score cannot tell: the nearest neighbour of a name that does not exist scores as high as a misspelt one that does.
What tells is the part of the query that nothing answers to, a type that was asked for and is missing, and the part of
the name that nobody asked for. The weights are fitted by ``bench/search_certainty.py``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from gyoryu.search.asking import Query
from gyoryu.search.entries import NameKeys
from gyoryu.search.ranking import Ranked, heard_alike, is_place, reading_of, reads_spelling

# What is less probable is not shown as an answer; 2 % of the names that exist are.
SURE_ENOUGH: Final = 0.175
NEAREST: Final = 5
WORTH_A_GUESS: Final = 0.4
_LOOKED_AT: Final = 3
_CERTAIN: Final = 0.97
_SHORT: Final = 4
# What most schools are says little about which one is meant.
_USUAL: Final = frozenset({"school", "secondary", "high", "public", "primary", "college", "academy", "office"})
_WEIGHTS: Final = (-28.39, 16.31, -1.95, 6.02, 8.51, -3.03, -0.18, 4.24, 0.24)


class Evidence(NamedTuple):
    """What speaks for the best answer: each from 0 to 1 but for the types (a count)."""

    likeness: float
    least_covered: float
    covered: float
    name_covered: float
    types_missing: float
    types_added: float
    length: float
    places_only: float


def _span(asked: str, name: str, words: Sequence[str]) -> tuple[float, int, int]:
    """How well something of the name answers to what was asked, and where in the name that is."""
    best = (0.0, 0, 0)
    at = 0
    for number, word in enumerate(words):
        following = word + words[number + 1] if number + 1 < len(words) else ""
        for text in (word, following):
            if text and (alike := heard_alike(asked, text)) > best[0]:
                best = (alike, at, at + len(text))
        at += len(word)
    if len(asked) >= _SHORT and len(name) > len(asked):
        found = fuzz.partial_ratio_alignment(asked, name, score_cutoff=50.0)
        if found is not None:
            part = 0.97 * heard_alike(asked, name[found.dest_start : found.dest_end])
            if part > best[0]:
                best = (part, found.dest_start, found.dest_end)
    elif len(asked) >= len(name) and (alike := heard_alike(asked, name)) > best[0]:
        best = (alike, 0, len(name))
    return best


def _spelled_span(asked: str, name: str, words: Sequence[str]) -> float:
    best = max((Indel.normalized_similarity(asked, word) for word in words), default=0.0)
    best = max(best, Indel.normalized_similarity(asked, name))
    for first, second in zip(words, words[1:], strict=False):
        best = max(best, Indel.normalized_similarity(asked, first + second))
    if len(asked) >= _SHORT:
        best = max(best, fuzz.partial_ratio(asked, name) / 100 * 0.97)
    return best


def evidence_for(query: Query, one: Ranked) -> Evidence:
    """What speaks for one answer."""
    candidate, name = one.candidate, one.matched
    reading = reading_of(query, candidate, name)
    by_spelling = reads_spelling(query)
    sound_words = name.sound.split()
    sound = "".join(sound_words)
    own_words = name.own.split()
    own = "".join(own_words)
    covered_at: set[int] = set()
    covers: list[tuple[float, int]] = []
    in_name = 0
    tokens = query.tokens[:-1] if query.begun and len(query.tokens) > 1 else query.tokens
    for token in tokens:
        heard, start, end = _span(token.sounds[reading], sound, sound_words)
        cover = max(heard, _spelled_span(token.own, own, own_words) if by_spelling else 0.0)
        if heard > 0.55:
            covered_at.update(range(start, end))
        here = bool(token.country) and token.country == candidate.country
        placed = here or any(is_place(token, reading, place, by_spelling) for place in candidate.places)
        in_name += cover > 0.7 and not (placed and cover < 0.85)
        covers.append((max(cover, 1.0 if placed else 0.0), len(token.own)))
    joined = "".join(token.sounds[reading] for token in query.tokens)
    together = heard_alike(joined, sound)
    if by_spelling:
        together = max(together, Indel.normalized_similarity("".join(token.own for token in query.tokens), own))
    written = _written_alike(query, name)
    together = max(together, written, 0.95 if _begun(query, one) else 0.0)
    length = sum(size for _, size in covers) or 1
    mean = max(together, sum(cover * size for cover, size in covers) / length)
    least = max(together, min((cover for cover, _ in covers), default=0.0))
    found = candidate.codes | frozenset(name.codes)
    missing = query.codes - found - _USUAL
    added = frozenset(name.codes) - query.codes - _USUAL if query.codes else frozenset[str]()
    return Evidence(
        likeness=one.score,
        least_covered=least,
        covered=mean,
        name_covered=max(together, len(covered_at) / len(sound) if sound else 0.0),
        types_missing=float(min(2, len(missing))),
        types_added=float(min(2, len(added))),
        length=min(1.0, length / 12),
        places_only=1.0 if in_name == 0 else 0.0,
    )


def _begun(query: Query, one: Ranked) -> bool:
    """Is what was typed so far the beginning of the name, in letters or in sounds?"""
    name = one.matched
    asked = "".join(token.own for token in query.tokens)
    if reads_spelling(query) and len(asked) >= _SHORT and name.own.replace(" ", "").startswith(asked):
        return True
    reading = reading_of(query, one.candidate, name)
    heard = "".join(token.sounds[reading] for token in query.tokens)
    return len(heard) > _SHORT and name.sound.replace(" ", "").startswith(heard)


def _written_alike(query: Query, name: NameKeys) -> float:
    """Likeness of both in one script other than Latin; a beginning is as good as the whole."""
    if not (query.own_script and name.own_script):
        return 0.0
    asked, own = query.own_script.replace(" ", ""), name.own_script.replace(" ", "")
    if own.startswith(asked) and len(asked) >= _SHORT:
        return 1.0
    return Indel.normalized_similarity(asked, own)


def probability(evidence: Evidence) -> float:
    """That the answer is what was meant."""
    sum_of = _WEIGHTS[0] + sum(weight * value for weight, value in zip(_WEIGHTS[1:], evidence, strict=True))
    return 1.0 / (1.0 + math.exp(-sum_of))


def is_answered(query: Query, ranked: Sequence[Ranked]) -> bool:
    """Is one of the best what was asked for?"""
    if not ranked:
        return False
    if ranked[0].score >= _CERTAIN or not query.tokens:
        return True
    return any(
        (_begun(said, one) and not evidence_for(said, one).types_missing)
        or probability(evidence_for(said, one)) >= SURE_ENOUGH
        for one in ranked[:_LOOKED_AT]
        for said in (query, *query.told)
    )
