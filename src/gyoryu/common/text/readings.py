"""Latin letters of a word, taken apart into the units that are sounded as one (``data/readings``).

A unit is a line of the language's file: so many letters in such a place. It has one coarse sound (``sounds``), and
in the learned channel a table of what people make of it (``channel``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

LANGUAGES: Final = ("en", "mi", "tr", "th")
_VOWELS: Final = "[aeiouyâîûıöü]"
_CONSONANTS: Final = "[bcçdfgğhjklmnpqrsştvwxz]"
_LETTERS: Final = "abcçdefgğhıijklmnoöpqrsştuüvwxyzâîû"
_LOOKING_BACK: Final = re.compile(r"\^|\(\?<[=!][^)]*\)")
_ALTERNATIVE: Final = re.compile(r"\|(?![^(]*\))(?![^\[]*\])")


@dataclass(frozen=True, slots=True)
class Reading:
    """A language's units: by the letter they begin with, what to look for; and for each its sound."""

    patterns: dict[str, re.Pattern[str]]
    numbers: dict[str, tuple[int, ...]]
    sounds: tuple[str, ...]
    names: tuple[str, ...]

    def units(self, word: str) -> tuple[int, ...]:
        """The numbers of the units of a word; letters of no unit are passed over."""
        found: list[int] = []
        at = 0
        while at < len(word):
            pattern = self.patterns.get(word[at])
            match = pattern.match(word, at) if pattern else None
            if match is None or match.end() == at:
                at += 1
                continue
            found.append(self.numbers[word[at]][(match.lastindex or 1) - 1])
            at = match.end()
        return tuple(found)


def _first_letters(pattern: str) -> set[str]:
    found: set[str] = set()
    for alternative in _ALTERNATIVE.split(pattern):
        head = _LOOKING_BACK.sub("", alternative)
        found.update(head[1 : head.index("]")] if head[0] == "[" else head[0])
    return found


@cache
def reading(language: str) -> Reading:
    """The units of a language; of English when there are none of its own."""
    name = language if language in LANGUAGES else "en"
    text = resources.files(__package__).joinpath(f"data/readings/{name}.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    pairs = [(letters.strip(), sound) for letters, sound in (line.rsplit(None, 1) for line in lines)]
    by_letter: defaultdict[str, list[int]] = defaultdict(list)
    written = [letters.replace("V", _VOWELS).replace("C", _CONSONANTS) for letters, _ in pairs]
    for number, pattern in enumerate(written):
        for letter in _first_letters(pattern):
            by_letter[letter].append(number)
    return Reading(
        patterns={
            letter: re.compile("|".join(f"({written[number]})" for number in numbers))
            for letter, numbers in by_letter.items()
            if letter in _LETTERS
        },
        numbers={letter: tuple(numbers) for letter, numbers in by_letter.items()},
        sounds=tuple("" if sound == "-" else sound for _, sound in pairs),
        names=tuple(letters for letters, _ in pairs),
    )


@lru_cache(maxsize=65_536)
def units(word: str, language: str) -> tuple[int, ...]:
    """The units of one folded word, read by the ways of a language."""
    return reading(language).units(word)


@lru_cache(maxsize=65_536)
def sound_of(word: str, language: str) -> str:
    """The coarse sound of one folded word."""
    sounds = reading(language).sounds
    return "".join(sounds[number] for number in units(word, language))
