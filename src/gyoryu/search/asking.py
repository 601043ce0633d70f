"""What somebody asks for, taken apart once: own words, type words, country words, how it may be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from gyoryu.common.text import (
    NameParts,
    Place,
    codes_begun,
    fold,
    guess_language,
    name_parts,
    places_named,
    romanise,
    script_of,
    skeleton,
    spell_out,
)
from gyoryu.reference.queries import find_country
from gyoryu.search.engine import Weighted
from gyoryu.search.entries import own_words_as_written, sound_grams, spelling_grams

LONGEST_QUERY: Final = 200
_READINGS: Final = ("en", "tr", "th")
_LONGEST_COUNTRY: Final = 4
_LONGEST_PLACE: Final = 3
_SHORT_COUNTRIES: Final = frozenset({"uk", "usa", "nz", "uae"})


@dataclass(frozen=True, slots=True)
class Token:
    """One own word of the query, in Latin letters, and how it sounds when read by the ways of each language.

    ``country`` is the code of the country it names, if it does; it may still be part of a name (Jordan College).
    ``places`` are the countries that have a place of this name, if the gazetteer knows it; "" stands for a mere word.
    """

    own: str
    sounds: tuple[str, ...]
    country: str = ""
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Query:
    """A query, analysed.

    ``readings`` says which language each of the tokens' sounds stands for. ``begun`` is what the last word means if
    it is the beginning of a type word (Cambridge Mid); ``own_script`` the own words where they are not Latin.
    ``told`` is the query again, with places written as the gazetteer knows them (앙카라 as ankara).
    """

    text: str
    words: tuple[str, ...]
    script: str
    tokens: tuple[Token, ...]
    whole: str
    codes: frozenset[str]
    begun: frozenset[str]
    own_script: str
    countries: frozenset[str]
    readings: tuple[str, ...]
    told: tuple[Query, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.words

    def reading(self, language: str) -> int:
        """Which of the sounds to compare with a name read by the ways of ``language``."""
        return self.readings.index(language) if language in self.readings else 0

    def terms(self) -> list[Weighted]:
        """What to look for in the index, and how much each piece is worth."""
        weights = self._terms_of(self.tokens, 1.0 if self.script in ("Latn", "Thai", "Zyyy") else 0.3)
        for told in self.told:
            for term, weight in told._terms_of([token for token in told.tokens if token.places], 1.0).items():
                weights[term] = max(weight, weights.get(term, 0.0))
        for code in self.codes:
            weights["codes", code] = 1.0
        for country in self.countries:
            weights["country", country] = 3.0
        return [Weighted(field, term, weight) for (field, term), weight in weights.items() if term.strip("~_")]

    def _terms_of(self, tokens: Sequence[Token], spelled: float) -> dict[tuple[str, str], float]:
        own = " ".join(token.own for token in tokens)
        heard = 0.35 if self.script == "Latn" else 1.0
        weights: dict[tuple[str, str], float] = {}
        for piece in spelling_grams(own):
            weights["spelling", piece] = spelled
        for number in range(len(self.readings)):
            for piece in sound_grams(" ".join(token.sounds[number] for token in tokens)):
                weights.setdefault(("sounds", piece), heard if len(piece) > 2 else heard / 3)
        for token in tokens:
            weights["places", token.own] = 2.0
            for sound in token.sounds:
                weights["places", f"~{sound}"] = 2.0
        for first, second in zip(tokens, tokens[1:], strict=False):
            weights["places", first.own + second.own] = 2.0
            for sound, next_sound in zip(first.sounds, second.sounds, strict=True):
                weights["places", f"~{sound}{next_sound}"] = 2.0
        return weights


def _country_of(text: str) -> str:
    """The code of the country a text names; codes and abbreviations are taken for words, a few apart."""
    if text.isascii() and len(text) < 4 and text not in _SHORT_COUNTRIES:
        return ""
    return find_country(text) or ""


def _tokens(parts: NameParts, written: Sequence[str], readings: Sequence[str]) -> tuple[Token, ...]:
    """The own words; a country's name of several words is one."""
    tokens: list[Token] = []
    at = 0
    while at < len(parts.own):
        size, country = 1, ""
        for length in range(min(_LONGEST_COUNTRY, len(parts.own) - at), 0, -1):
            if found := _country_of(" ".join(parts.own[at : at + length])):
                size, country = length, found
                break
        sounds = tuple(skeleton(" ".join(written[at : at + size]), reading).replace(" ", "") for reading in readings)
        own = romanise(" ".join(parts.own[at : at + size])).replace(" ", "")
        if own:
            tokens.append(Token(own, sounds, country))
        at += size
    return tuple(tokens)


def _spellings(found: Sequence[Place], token: Token) -> list[str]:
    """How the places a token may mean are written: in Latin letters twice, and as the Thai name is said."""
    latin = list(dict.fromkeys(place.latin for place in found)) or [token.own]
    thai = next((romanise(name) for place in found for name in place.thai), latin[0])
    return [latin[0], latin[-1], thai]


def _in_each_reading(query: Query, token: Token) -> tuple[str, ...]:
    return token.sounds if query.readings == _READINGS else token.sounds[:1] * len(_READINGS)


def _told(query: Query, own: Sequence[str]) -> tuple[Query, ...]:
    """The query with known places as they are written elsewhere; nothing if it names none."""
    tokens = query.tokens
    if len(tokens) != len(own):
        return ()
    told: list[list[Token]] = [[], [], []]
    at = 0
    while at < len(tokens):
        size, found = 1, places_named(own[at])
        for length in range(min(_LONGEST_PLACE, len(tokens) - at), 1, -1):
            if joined := places_named("".join(own[at : at + length])):
                size, found = length, joined
                break
        for out, name in zip(told, _spellings(found, tokens[at]), strict=True):
            if not found:
                out.append(replace(tokens[at], sounds=_in_each_reading(query, tokens[at])))
                continue
            sounds = tuple(skeleton(name, reading).replace(" ", "") for reading in _READINGS)
            countries = frozenset(place.country for place in found)
            out.append(Token(name.replace(" ", ""), sounds, tokens[at].country, countries))
        at += size
    variants = dict.fromkeys(tuple(variant) for variant in told)
    return tuple(
        replace(
            query,
            script="Latn",
            tokens=variant,
            whole=" ".join(token.own for token in variant),
            own_script="",
            readings=_READINGS,
        )
        for variant in variants
        if any(token.places for token in variant) and [one.own for one in variant] != [one.own for one in tokens]
    )


@lru_cache(maxsize=512)
def understand(text: str, *, gazetteer: bool = True) -> Query:
    """Analyse a query; any text at all, and never an error. ``gazetteer`` off: as if no place were known."""
    text = text[:LONGEST_QUERY]
    parts = name_parts(text)
    script = script_of(text)
    readings = _READINGS if script == "Latn" else (guess_language(text),)
    written = own_words_as_written(text).split() if script == "Latn" else list(parts.own)
    if len(written) != len(parts.own):
        written = list(parts.own)
    tokens = _tokens(parts, written, readings)
    query = Query(
        text=text,
        words=tuple(fold(text).split()),
        script=script,
        tokens=tokens,
        whole=romanise(" ".join(spell_out(text))),
        codes=parts.codes,
        begun=codes_begun(parts.own[-1]) if len(parts.own) > 1 else frozenset(),
        own_script="" if parts.core.isascii() else parts.core,
        countries=frozenset(token.country for token in tokens if token.country),
        readings=readings,
    )
    return replace(query, told=_told(query, parts.own)) if gazetteer else query
