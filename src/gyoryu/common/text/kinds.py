"""Type words: what an institution is called apart from its own name (``data/type_words.yaml``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

import yaml

from gyoryu.common.text.folding import fold
from gyoryu.common.text.hangul import is_syllable

_THAI: Final = range(0x0E00, 0x0E80)
_SHORTEST_REST: Final = 1


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name taken apart: its own words, its type words, and the codes those mean."""

    own: tuple[str, ...]
    kinds: tuple[str, ...]
    codes: frozenset[str]

    @property
    def core(self) -> str:
        return " ".join(self.own)


@dataclass(frozen=True, slots=True)
class _Lexicon:
    phrases: dict[tuple[str, ...], frozenset[str]]
    last: dict[tuple[str, ...], frozenset[str]]
    first: dict[tuple[str, ...], frozenset[str]]
    hangul: tuple[tuple[str, frozenset[str]], ...]
    thai: tuple[tuple[str, frozenset[str]], ...]
    spelled_out: dict[str, tuple[str, ...]]
    endings: tuple[str, ...]
    little: frozenset[str]
    longest: int


@cache
def _lexicon() -> _Lexicon:
    raw = yaml.safe_load(resources.files(__package__).joinpath("data/type_words.yaml").read_text(encoding="utf-8"))
    tables: dict[str, dict[tuple[str, ...], frozenset[str]]] = {"": {}, "$": {}, "^": {}}
    for row in raw["kinds"]:
        codes = frozenset(row["codes"])
        for language, phrases in row.items():
            if language == "codes":
                continue
            for phrase in phrases:
                where = phrase[-1] if phrase[-1] in "$^" else ""
                key = tuple(fold(phrase).split())
                table = tables[where]
                table[key] = table.get(key, frozenset()) | codes
    everywhere = tables[""]
    solid = {"".join(key): codes for key, codes in everywhere.items()}
    by_length = sorted(solid.items(), key=lambda item: (-len(item[0]), item[0]))
    return _Lexicon(
        phrases=everywhere,
        last=tables["$"],
        first=tables["^"],
        hangul=tuple((word, codes) for word, codes in by_length if is_syllable(word[0])),
        thai=tuple((word, codes) for word, codes in by_length if ord(word[0]) in _THAI),
        spelled_out={fold(short): tuple(fold(long).split()) for short, long in raw["spelled_out"].items()},
        endings=tuple(sorted(map(fold, raw["endings"]), key=len, reverse=True)),
        little=frozenset(raw["little"]),
        longest=max(len(key) for table in tables.values() for key in table),
    )


def spell_out(text: str) -> list[str]:
    """The folded words of a text, its abbreviations spelled out."""
    known = _lexicon().spelled_out
    out: list[str] = []
    for word in fold(text).split():
        out.extend(known.get(word, (word,)))
    return out


def _split_hangul(word: str, lexicon: _Lexicon) -> tuple[str, list[str], frozenset[str]]:
    """카르스과학고 -> 카르스, [과학고]; a word that is nothing but types leaves nothing."""
    kinds: list[str] = []
    codes: frozenset[str] = frozenset()
    found = True
    while word and found:
        found = False
        for ending, meaning in lexicon.hangul:
            if len(ending) > 1 and word.endswith(ending) and (len(word) - len(ending)) != _SHORTEST_REST:
                word, found = word[: -len(ending)], True
                kinds.insert(0, ending)
                codes |= meaning
                break
    return word, kinds, codes


def _split_thai(word: str, lexicon: _Lexicon) -> tuple[str, list[str], frozenset[str]]:
    """โรงเรียนบ้านเชียง -> บ้านเชียง, [โรงเรียน]; only what stands at the beginning is taken off."""
    kinds: list[str] = []
    codes: frozenset[str] = frozenset()
    found = True
    while word and found:
        found = False
        for beginning, meaning in lexicon.thai:
            if word.startswith(beginning):
                word, found = word[len(beginning) :], True
                kinds.append(beginning)
                codes |= meaning
                break
    return word, kinds, codes


def _phrase_at(found: list[str], at: int, lexicon: _Lexicon) -> tuple[int, frozenset[str]]:
    for length in range(min(lexicon.longest, len(found) - at), 0, -1):
        key = tuple(found[at : at + length])
        if key in lexicon.phrases:
            return length, lexicon.phrases[key]
        if at + length == len(found) and key in lexicon.last:
            return length, lexicon.last[key]
        if at == 0 and key in lexicon.first:
            return length, lexicon.first[key]
    return 0, frozenset()


@lru_cache(maxsize=4_096)
def name_parts(text: str) -> NameParts:
    """The own words of a name, and its type words with their codes.

    A name made of nothing but type words (The High School, 국제고등학교) keeps them as its own words as well.
    """
    lexicon = _lexicon()
    found = spell_out(text)
    own: list[str] = []
    kinds: list[str] = []
    codes: frozenset[str] = frozenset()
    at = 0
    while at < len(found):
        length, meaning = _phrase_at(found, at, lexicon)
        if length:
            kinds.extend(found[at : at + length])
            codes |= meaning
            at += length
            continue
        word = found[at]
        at += 1
        if word.isascii():
            if word not in lexicon.little:
                own.append(word)
            continue
        rest, more, meaning = word, list[str](), frozenset[str]()
        if is_syllable(word[0]):
            rest, more, meaning = _split_hangul(word, lexicon)
        elif ord(word[0]) in _THAI:
            rest, more, meaning = _split_thai(word, lexicon)
        if rest:
            own.append(rest)
        kinds.extend(more)
        codes |= meaning
    if not own:
        own = [word for word in found if word not in lexicon.little] or found
    return NameParts(tuple(own), tuple(kinds), codes)


def without_ending(core: str) -> str:
    """A Thai name without the ending that many share (สวนกุหลาบวิทยาลัย -> สวนกุหลาบ); "" when it has none."""
    for ending in _lexicon().endings:
        if core.endswith(ending):
            return core.removesuffix(ending).strip()
    return ""


@lru_cache(maxsize=1_024)
def codes_begun(word: str) -> frozenset[str]:
    """What the type words that begin with this folded word have in common: what somebody is about to type."""
    if len(word) < (2 if is_syllable(word[:1] or " ") else 3):
        return frozenset()
    lexicon = _lexicon()
    meanings = [
        codes
        for table in (lexicon.phrases, lexicon.last, lexicon.first)
        for key, codes in table.items()
        if key[0].startswith(word)
    ]
    return frozenset.intersection(*meanings) if meanings else frozenset()


def type_codes(text: str) -> frozenset[str]:
    """The codes of all type words in a text."""
    return name_parts(text).codes


def is_little(word: str) -> bool:
    """Does the folded word only join others (of, the, ve)?"""
    return word in _lexicon().little
