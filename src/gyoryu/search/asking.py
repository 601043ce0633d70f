"""What somebody asks for, taken apart once: own words, type words, country words, how it may be said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from babel import Locale

from gyoryu.common.text import codes_begun, fold, guess_language, name_parts, romanise, script_of, skeleton, spell_out
from gyoryu.search.entries import own_words_as_written, sound_grams, spelling_grams
from gyoryu.search.index import Weighted

LONGEST_QUERY: Final = 200
_READINGS: Final = ("en", "tr", "th")
_COUNTRY_LANGUAGES: Final = ("ko", "en", "th", "tr")
# Names people use that the locale data do not have.
_MORE_COUNTRY_WORDS: Final = {
    "영국": "GB",
    "잉글랜드": "GB",
    "england": "GB",
    "uk": "GB",
    "터키": "TR",
    "튀르키예": "TR",
    "turkey": "TR",
    "turkiye": "TR",
    "태국": "TH",
    "타이": "TH",
    "호주": "AU",
    "usa": "US",
    "korea": "KR",
    "한국": "KR",
    "aotearoa": "NZ",
    "nz": "NZ",
}


@cache
def _country_words() -> dict[str, str]:
    """Folded names of countries in the languages of the product."""
    known: dict[str, str] = {}
    for language in _COUNTRY_LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                known.setdefault(fold(name), code)
    return known | _MORE_COUNTRY_WORDS


@dataclass(frozen=True, slots=True)
class Token:
    """One own word of the query, in Latin letters, and how it sounds when read by the ways of each language."""

    own: str
    sounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A query, analysed.

    ``readings`` says which language each of the tokens' sounds stands for. ``begun`` is what the last word means if
    it is the beginning of a type word (Cambridge Mid); ``own_script`` the own words where they are not Latin.
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

    @property
    def is_empty(self) -> bool:
        return not self.words

    def reading(self, language: str) -> int:
        """Which of the sounds to compare with a name read by the ways of ``language``."""
        return self.readings.index(language) if language in self.readings else 0

    def terms(self) -> list[Weighted]:
        """What to look for in the index, and how much each piece is worth."""
        own = " ".join(token.own for token in self.tokens)
        spelled = 1.0 if self.script in ("Latn", "Thai", "Zyyy") else 0.3
        heard = 0.35 if self.script == "Latn" else 1.0
        weights: dict[tuple[str, str], float] = {}
        for piece in spelling_grams(own):
            weights["spelling", piece] = spelled
        for number in range(len(self.readings)):
            for piece in sound_grams(" ".join(token.sounds[number] for token in self.tokens)):
                weights.setdefault(("sounds", piece), heard if len(piece) > 2 else heard / 3)
        for token in self.tokens:
            weights["places", token.own] = 2.0
            for sound in token.sounds:
                weights["places", f"~{sound}"] = 2.0
        for first, second in zip(self.tokens, self.tokens[1:], strict=False):
            weights["places", first.own + second.own] = 2.0
            for sound, next_sound in zip(first.sounds, second.sounds, strict=True):
                weights["places", f"~{sound}{next_sound}"] = 2.0
        for code in self.codes:
            weights["codes", code] = 1.0
        for country in self.countries:
            weights["country", country] = 3.0
        return [Weighted(field, term, weight) for (field, term), weight in weights.items() if term.strip("~_")]


def _countries_in(found: list[str]) -> tuple[list[str], frozenset[str]]:
    """The words left when names of countries are taken out, and the countries; the whole query is never taken."""
    known = _country_words()
    countries: set[str] = set()
    left: list[str] = []
    at = 0
    while at < len(found):
        for length in range(min(4, len(found) - at), 0, -1):
            code = known.get(" ".join(found[at : at + length]))
            if code and length < len(found):
                countries.add(code)
                at += length
                break
        else:
            left.append(found[at])
            at += 1
    return (left, frozenset(countries)) if left else (found, frozenset())


@lru_cache(maxsize=512)
def understand(text: str) -> Query:
    """Analyse a query; any text at all, and never an error."""
    text = text[:LONGEST_QUERY]
    left, countries = _countries_in(fold(text).split())
    asked = text if not countries else " ".join(left)
    parts = name_parts(asked)
    script = script_of(asked)
    language = guess_language(asked)
    readings = _READINGS if script == "Latn" else (language,)
    if script == "Latn":
        written = own_words_as_written(asked).split()
        written = written if len(written) == len(parts.own) else list(parts.own)
    else:
        written = list(parts.own)
    tokens = tuple(
        Token(romanise(own).replace(" ", ""), tuple(skeleton(word, reading).replace(" ", "") for reading in readings))
        for own, word in zip(parts.own, written, strict=True)
    )
    return Query(
        text=text,
        words=tuple(left),
        script=script,
        tokens=tuple(token for token in tokens if token.own),
        whole=romanise(" ".join(spell_out(asked))),
        codes=parts.codes,
        begun=codes_begun(parts.own[-1]) if len(parts.own) > 1 else frozenset(),
        own_script="" if parts.core.isascii() else parts.core,
        countries=countries,
        readings=readings,
    )
