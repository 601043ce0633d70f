"""Hangul syllables taken apart, and written in Latin letters as they are said."""

from __future__ import annotations

from typing import Final

FIRST: Final = 0xAC00
LAST: Final = 0xD7A3

INITIALS: Final = ("g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h")
VOWELS: Final = (
    "a",
    "ae",
    "ya",
    "yae",
    "eo",
    "e",
    "yeo",
    "ye",
    "o",
    "wa",
    "wae",
    "oe",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
) + ("eu", "ui", "i")
# What a closing consonant is when a consonant follows, and the (rest, carried) pair when a vowel follows.
_CLOSED: Final = (
    "",
    "k",
    "k",
    "k",
    "n",
    "n",
    "n",
    "t",
    "l",
    "k",
    "m",
    "l",
    "l",
    "l",
    "p",
    "l",
    "m",
    "p",
    "p",
    "t",
    "t",
    "ng",
) + ("t", "t", "k", "t", "p", "t")
_CARRIED: Final = (
    ("", ""),
    ("", "g"),
    ("", "kk"),
    ("k", "s"),
    ("", "n"),
    ("n", "j"),
    ("", "n"),
    ("", "d"),
    ("", "r"),
    ("l", "g"),
    ("l", "m"),
    ("l", "b"),
    ("l", "s"),
    ("l", "t"),
    ("l", "p"),
    ("", "r"),
    ("", "m"),
    ("", "b"),
    ("p", "s"),
    ("", "s"),
    ("", "ss"),
    ("ng", ""),
    ("", "j"),
    ("", "ch"),
    ("", "k"),
    ("", "t"),
    ("", "p"),
    ("", ""),
)
# What two consonants become where they touch.
_TOUCHING: Final = {
    ("k", "n"): ("ng", "n"),
    ("k", "m"): ("ng", "m"),
    ("k", "r"): ("ng", "n"),
    ("t", "n"): ("n", "n"),
    ("t", "m"): ("n", "m"),
    ("t", "r"): ("n", "n"),
    ("p", "n"): ("m", "n"),
    ("p", "m"): ("m", "m"),
    ("p", "r"): ("m", "n"),
    ("n", "r"): ("l", "l"),
    ("l", "r"): ("l", "l"),
    ("l", "n"): ("l", "l"),
    ("m", "r"): ("m", "n"),
    ("ng", "r"): ("ng", "n"),
}
_SILENT: Final = 11


def is_syllable(char: str) -> bool:
    """Is it one of the 11,172 composed syllables?"""
    return FIRST <= ord(char) <= LAST


def jamo(char: str) -> tuple[int, int, int]:
    """The number of its first consonant, of its vowel, of its closing consonant (0 for none)."""
    code = ord(char) - FIRST
    return code // 588, code % 588 // 28, code % 28


def romanise_hangul(text: str) -> str:
    """Hangul as it is said, in Latin letters; every other character stays what it was."""
    out: list[str] = []
    carried: str | None = None
    for place, char in enumerate(text):
        if not is_syllable(char):
            out.append(char)
            continue
        initial, vowel, final = jamo(char)
        out.append(INITIALS[initial] if carried is None else carried)
        carried = None
        out.append(VOWELS[vowel])
        following = text[place + 1] if place + 1 < len(text) else ""
        if not following or not is_syllable(following):
            out.append(_CLOSED[final])
            continue
        next_initial = jamo(following)[0]
        if final and next_initial == _SILENT:
            rest, carried = _CARRIED[final]
            out.append(rest)
            continue
        rest, begun = _CLOSED[final], INITIALS[next_initial]
        if (rest, begun) in _TOUCHING:
            rest, carried = _TOUCHING[rest, begun]
        out.append(rest)
    return "".join(out)
