"""How well what was found answers what was asked: names against names, types and places as soft evidence.

One number from 0 to 1, the same on every engine. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from gyoryu.search.asking import Query, Token
from gyoryu.search.engine import Candidate
from gyoryu.search.entries import NameKeys, PlaceKeys, read_as

# Nothing below this is shown as an answer.
LEAST_SCORE: Final = 0.6

_NAME: Final = 0.84
_TYPE: Final = 0.10
_PLACE: Final = 0.06
_BESIDE: Final = 0.03
_ELSEWHERE: Final = 0.05
_PLACE_LIKENESS: Final = 0.82
_PLACE_SOUND_LIKENESS: Final = 0.86
_UNNAMED: Final = 0.97
_WHOLE_LIKENESS: Final = 0.85
_HEARD: Final = 0.97
_TOLD: Final = 0.025  # what was really typed comes before what it is known to stand for
_VOWELS: Final = str.maketrans("", "", "aeiou")
# What a type code is worth when both have it, and what opposite ones cost.
_CODE_WEIGHTS: Final = {"school": 0.2, "secondary": 0.6, "high": 0.6}
_OPPOSITES: Final = (("girls", "boys"), ("primary", "secondary"), ("primary", "high"), ("preschool", "secondary"))


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score and the name that earned it."""

    candidate: Candidate
    score: float
    matched: NameKeys


@lru_cache(maxsize=200_000)
def _consonants(sound: str) -> str:
    return sound.translate(_VOWELS)


def heard_alike(asked: str, sound: str) -> float:
    """From 0 to 1: likeness of two sounds, consonants counting more than vowels."""
    if not asked or not sound:
        return 0.0
    whole = Indel.normalized_similarity(asked, sound)
    if whole < 0.3:
        return whole
    return 0.6 * whole + 0.4 * Indel.normalized_similarity(_consonants(asked), _consonants(sound))


def _part_of(asked: str, name: str) -> float:
    """Is what was asked a beginning or a part of the name? Less sure than a whole name, the more is missing."""
    if len(asked) < 4 or len(asked) >= len(name):
        return 0.0
    share = len(asked) / len(name)
    if name.startswith(asked):
        return 0.80 + 0.18 * share
    part = fuzz.partial_ratio(asked, name, score_cutoff=75.0) / 100
    return part * (0.70 + 0.25 * share)


def _part_heard(asked: str, sound: str) -> float:
    if len(asked) < 4 or len(asked) >= len(sound):
        return 0.0
    share = len(asked) / len(sound)
    part = fuzz.partial_ratio(asked, sound, score_cutoff=70.0) / 100
    return part * (0.66 + 0.26 * share)


def _likeness(tokens: Sequence[Token], reading: int, name: NameKeys, by_spelling: bool) -> float:
    """Likeness of some own words of the query and the own words of a name, by the better of spelling and sound."""
    sound = name.sound.replace(" ", "")
    asked_sound = "".join(token.sounds[reading] for token in tokens)
    heard = _HEARD * max(heard_alike(asked_sound, sound), _part_heard(asked_sound, sound))
    if not by_spelling:
        return heard
    own = name.own.replace(" ", "")
    asked = "".join(token.own for token in tokens)
    spelled = max(Indel.normalized_similarity(asked, own), _part_of(asked, own))
    if len(tokens) > 1 and spelled < 0.95:
        turned = fuzz.token_sort_ratio(" ".join(token.own for token in tokens), name.own) / 100
        spelled = max(spelled, 0.97 * turned)
    return max(spelled, heard)


def is_place(token: Token, reading: int, place: PlaceKeys, by_spelling: bool) -> bool:
    """Does the token name this place?"""
    if by_spelling and Indel.normalized_similarity(token.own, place.own) >= _PLACE_LIKENESS:
        return True
    sound = token.sounds[reading]
    if len(sound) < 3 or len(place.sound) < 3:
        return sound == place.sound and bool(sound)
    return heard_alike(sound, place.sound) >= _PLACE_SOUND_LIKENESS


def _placed(tokens: Sequence[Token], reading: int, candidate: Candidate, by_spelling: bool) -> frozenset[int]:
    """Which of the tokens, alone or two together, name a place or the country of the candidate."""
    found: set[int] = set()
    known = candidate.places
    for number, token in enumerate(tokens):
        in_country = bool(token.country) and token.country == candidate.country
        if in_country or any(is_place(token, reading, place, by_spelling) for place in known):
            found.add(number)
    for number, (first, second) in enumerate(zip(tokens, tokens[1:], strict=False)):
        joined = Token(first.own + second.own, tuple(a + b for a, b in zip(first.sounds, second.sounds, strict=True)))
        if any(is_place(joined, reading, place, by_spelling) for place in known):
            found.update((number, number + 1))
    return frozenset(found)


def reading_of(query: Query, candidate: Candidate, name: NameKeys) -> int:
    """Which of the query's sounds to compare with this name."""
    return query.reading(read_as(candidate.country, name.language))


def reads_spelling(query: Query) -> bool:
    """Can the letters of the query be compared with letters of a name, or only its sounds?"""
    return query.script in ("Latn", "Thai", "Zyyy")


def _types_alike(asked: frozenset[str], found: frozenset[str]) -> float:
    """From -1 (opposites) to 1 (all that was asked for)."""
    if not asked:
        return 0.5
    for one, other in _OPPOSITES:
        for this, that in ((one, other), (other, one)):
            if this in asked and that not in asked and that in found and this not in found:
                return -1.0
    worth = sum(_CODE_WEIGHTS.get(code, 1.0) for code in asked)
    shared = sum(_CODE_WEIGHTS.get(code, 1.0) for code in asked & found)
    extra = sum(_CODE_WEIGHTS.get(code, 1.0) for code in found - asked - {"school"})
    return shared / (worth + 0.25 * extra) if worth else 0.5


def _as_written(query: Query, name: NameKeys) -> float:
    """Likeness of what both are in one script other than Latin, or of the whole texts in Latin, types and all."""
    if query.own_script and name.own_script:
        asked, own = query.own_script.replace(" ", ""), name.own_script.replace(" ", "")
        return max(Indel.normalized_similarity(asked, own), _part_of(asked, own))
    whole = Indel.normalized_similarity(query.whole, name.whole, score_cutoff=_WHOLE_LIKENESS)
    return _UNNAMED * whole


def _score(query: Query, candidate: Candidate, name: NameKeys) -> float:
    reading = reading_of(query, candidate, name)
    by_spelling = reads_spelling(query)
    tokens = query.tokens
    placed = _placed(tokens, reading, candidate, by_spelling)
    likeness = max(_likeness(tokens, reading, name, by_spelling), _as_written(query, name))
    codes = query.codes
    # A place that the name itself says is weaker evidence than one said beside the name.
    place = 0.3 if placed else 0.0
    if placed and len(placed) < len(tokens):
        rest = [token for number, token in enumerate(tokens) if number not in placed]
        beside = _UNNAMED * _likeness(rest, reading, name, by_spelling)
        if beside + _BESIDE >= likeness:
            likeness, place = max(beside, likeness), min(1.0, 2 * len(placed) / len(tokens))
    if query.begun:
        rest = [token for number, token in enumerate(tokens[:-1]) if number not in placed] or list(tokens[:-1])
        without = _UNNAMED * _likeness(rest, reading, name, by_spelling)
        if without > likeness:
            likeness, codes = without, codes | query.begun
    score = _NAME * likeness + _TYPE * _types_alike(codes, candidate.codes | frozenset(name.codes))
    score += _PLACE * place
    if query.countries and candidate.country not in query.countries:
        score -= _ELSEWHERE
    if by_spelling and likeness > 0.9:
        score += 0.02 * Indel.normalized_similarity(query.whole, name.whole)
    return score


def rank(query: Query, candidates: Iterable[Candidate]) -> list[Ranked]:
    """The candidates, best first; of equal ones, the order of their pids."""
    ranked: list[Ranked] = []
    for candidate in candidates:
        scored = [
            (_score(said, candidate, name) - (_TOLD if said is not query else 0.0), -number)
            for number, name in enumerate(candidate.names)
            for said in (query, *query.told)
        ]
        if scored:
            score, number = max(scored)
            ranked.append(Ranked(candidate, max(0.0, min(1.0, score)), candidate.names[-number]))
    ranked.sort(key=lambda one: (-one.score, one.candidate.pid))
    return ranked
