"""How a name sounds, in so coarse an alphabet that spellings of one name in different scripts come near.

Sounds: ``P`` (b f p v ph), ``T`` (d t th), ``K`` (g k q), ``S``, ``J`` (j ch z ts), ``L`` (l r), ``M``,
``N`` (n ng), ``H``, and the vowels ``a e i o u``; w is u and y is i. A vowel that Korean writes with ㅡ, or a
Turk with ı, is none. A sound that follows itself is written once. Latin letters are read by the ways of a
language, because a Turkish c is a j and an English r before a consonant is silent.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from gyoryu.common.text.folding import fold
from gyoryu.common.text.hangul import is_syllable, jamo
from gyoryu.common.text.readings import sound_of
from gyoryu.common.text.scripts import guess_language
from gyoryu.common.text.thai import romanise_thai

_HANGUL_INITIALS: Final = ("K", "K", "N", "T", "T", "L", "M", "P", "P", "S", "S", "", "J", "J", "J", "K", "T", "P", "H")
_HANGUL_VOWELS: Final = (
    "a",
    "e",
    "ia",
    "ie",
    "o",
    "e",
    "io",
    "ie",
    "o",
    "ua",
    "ue",
    "o",
    "io",
    "u",
    "uo",
    "ue",
    "ui",
    "iu",
) + ("", "ui", "i")
_HANGUL_FINALS: Final = (
    "",
    "K",
    "K",
    "K",
    "N",
    "N",
    "N",
    "T",
    "L",
    "K",
    "M",
    "L",
    "L",
    "L",
    "P",
    "L",
    "M",
    "P",
    "P",
    "T",
    "T",
    "N",
) + ("T", "T", "K", "T", "P", "T")
_FINAL_NG: Final = 21
_INITIAL_G: Final = 0
_HUSHING: Final = frozenset({9, 10, 12, 14})  # ㅅ ㅆ ㅈ ㅊ before ㅟ: what is heard is sh or ch, not sw


def _hangul_sounds(word: str) -> str:
    out: list[str] = []
    last_final = 0
    for char in word:
        if not is_syllable(char):
            last_final = 0
            continue
        initial, vowel, final = jamo(char)
        if not (last_final == _FINAL_NG and initial == _INITIAL_G):
            out.append(_HANGUL_INITIALS[initial])
        out.append("i" if vowel == 16 and initial in _HUSHING else _HANGUL_VOWELS[vowel])
        out.append(_HANGUL_FINALS[final])
        last_final = final
    return "".join(out)


_MAORI_WORD: Final = re.compile(r"(?:(?:ng|wh|[hkmnprtw])?[aeiou])+$")
_REPEATED: Final = re.compile(r"(.)\1+")
_TURKISH_FOLD: Final = str.maketrans({"İ": "i", "I": "ı"})
_TURKISH_WORD: Final = re.compile("[a-zçğıöşüâîû]+")
_DIGITS: Final = re.compile("[0-9]+")
_LONGEST: Final = 60


def spoken_as(word: str, language: str) -> str:
    """The language by whose ways a Latin word is read: a word that could be Māori is, but for Turkish and Thai."""
    if language in ("tr", "th", "mi"):
        return language
    return "mi" if len(word) > 3 and _MAORI_WORD.match(word) else "en"


@lru_cache(maxsize=32_768)
def _latin_word(word: str, language: str) -> str:
    """The sounds of one folded Latin word."""
    digits = "".join(_DIGITS.findall(word))
    return digits + _REPEATED.sub(r"\1", sound_of(word, spoken_as(word, language)))


def _turkish_words(text: str) -> list[str]:
    lowered = text[:1_000].translate(_TURKISH_FOLD).lower().replace("\u0307", "").replace("'", "").replace("’", "")
    return _TURKISH_WORD.findall(lowered)


def skeleton(text: str, language: str = "") -> str:
    """The sounds of a text, word by word; ``language`` (BCP 47) says how to read its Latin letters.

    Nothing that can be said gives an empty text.
    """
    language = (language or guess_language(text)).split("-")[0].lower()
    if language == "tr" and not text.isascii():
        return " ".join(filter(None, (_latin_word(word[:_LONGEST], "tr") for word in _turkish_words(text))))
    out: list[str] = []
    for word in fold(text).split():
        if word.isascii():
            out.append(_latin_word(word[:_LONGEST], language))
        elif is_syllable(word[0]):
            out.append(_REPEATED.sub(r"\1", _hangul_sounds(word[:_LONGEST])))
        else:
            said = romanise_thai(word)
            spoken = "th" if said != word else "en"
            out.extend(_latin_word(part[:_LONGEST], spoken) for part in fold(anyascii(said)).split())
    return " ".join(filter(None, out))
