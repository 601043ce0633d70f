"""How a name sounds, in so coarse an alphabet that spellings of one name in different scripts come near.

Sounds: ``P`` (b f p v ph), ``T`` (d t th), ``K`` (g k q), ``S``, ``J`` (j ch z ts), ``L`` (l r), ``M``,
``N`` (n ng), ``H``, and the vowels ``a e i o u``; w is u and y is i. A vowel that Korean writes with ㅡ, or a
Turk with ı, is none. A sound that follows itself is written once. Latin letters are read by the ways of a
language, because a Turkish c is a j and an English r before a consonant is silent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from gyoryu.common.text.folding import fold
from gyoryu.common.text.hangul import is_syllable, jamo
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


@dataclass(frozen=True, slots=True)
class _Reading:
    """An ordered list of letters and their sounds; the first that fits at a place is taken."""

    pattern: re.Pattern[str]
    sounds: tuple[str, ...]

    def of(self, word: str) -> str:
        out: list[str] = []
        for match in self.pattern.finditer(word):
            out.append(self.sounds[(match.lastindex or 1) - 1])
        return "".join(out)


def _reading(rules: str) -> _Reading:
    """Rules are lines of ``pattern sound``; ``-`` stands for silence."""
    pairs = [line.rsplit(None, 1) for line in rules.strip().splitlines()]
    pattern = "|".join(f"({letters.strip()})" for letters, _ in pairs)
    return _Reading(re.compile(pattern), tuple("" if sound == "-" else sound for _, sound in pairs))


_V: Final = "[aeiouy]"
_C: Final = "[bcdfghjklmnpqrstvwxz]"

_ENGLISH: Final = _reading(
    rf"""
    [ts]ion(?=s?$)               SoN
    ough                         o
    augh                         o
    eigh                         ei
    igh                          ai
    ^gh                          K
    gh                           -
    tch$                         Ji
    tch                          J
    dge$                         Ji
    dg(?=e)                      J
    sch                          SK
    chr                          KL
    ch$                          Ji
    ch                           J
    sh$                          Si
    sh                           S
    ph                           P
    th(?=s?$)                    S
    th                           T
    ^kn                          N
    ^wr                          L
    ^ps                          S
    ges?$                        Ji
    g(?=ee|eo|ent)               J
    ng                           N
    ck                           K
    qu                           Ku
    ^x                           J
    x                            KS
    mb(?=$|e$)                   M
    wh(?=o)                      H
    wh                           u
    ce$                          S
    c(?=[eiy])                   S
    [ckgq]                       K
    j                            J
    z                            J
    s                            S
    [bfpv]                       P
    [dt]                         T
    l                            L
    r(?={_V})                    L
    m                            M
    n                            N
    h(?={_V})                    H
    h                            -
    w                            u
    y(?=[aeiou])                 i
    y                            i
    oo                           u
    ee                           i
    ea                           i
    eau                          o
    our(?!{_V})                  o
    ou                           au
    ow(?=n)                      au
    ow                           o
    aw|au                        o
    ay|ai|ei                     ei
    ey$                          i
    ey                           ei
    oa|oe                        o
    ie$                          i
    ie                           i
    ue$                          u
    e[wu]                        iu
    ar(?!{_V})                   a
    or(?!{_V})                   o
    [eiu]r(?!{_V})               o
    r                            -
    a(?={_C}es?$)                ei
    i(?={_C}es?$)                ai
    u(?={_C}es?$)                u
    (?<=[a-z]{_C})e$             -
    (?<=[a-z]{_C})es$            S
    (?<=w)a                      a
    a(?={_C}{_C})                e
    a                            a
    e                            e
    i                            i
    o                            o
    u(?={_C}{_C}|{_C}$)          o
    u                            u
    """
)
_MAORI: Final = _reading(
    """
    wh    Hu
    ng    N
    [kg]  K
    t     T
    p     P
    [rl]  L
    m     M
    n     N
    h     H
    w     u
    a     a
    e     e
    i     i
    o     o
    u     u
    """
)
_MAORI_WORD: Final = re.compile(r"(?:(?:ng|wh|[hkmnprtw])?[aeiou])+$")

_TURKISH: Final = _reading(
    """
    ş(?![aeıioöuü])    Si
    ş                  S
    ç                  J
    c                  J
    ğ                  -
    ı                  -
    ö                  o
    ü                  ui
    y                  i
    [jz]               J
    s                  S
    [bfpv]             P
    [dt]               T
    [gkq]              K
    [lr]               L
    m                  M
    n                  N
    h                  H
    w                  u
    x                  KS
    [aâ]               a
    e                  e
    [iîy]              i
    o                  o
    [uû]               u
    """
)
_THAI: Final = _reading(
    r"""
    uea                a
    ue                 -
    oei                oi
    oe                 o
    ao                 au
    ae                 e
    ee                 i
    oo                 u
    eo                 eu
    (?<=[aeiou])o$     u
    kh|gh              K
    ph|bh              P
    th|dh              T
    chh?               J
    sh                 S
    ng                 N
    [kgqc]             K
    [pb]               P
    f                  P
    [td]               T
    [jz]               J
    s                  S
    x                  KS
    [wv]               u
    y                  i
    l                  L
    r(?=[aeiou])       L
    r                  -
    m                  M
    n                  N
    h                  H
    a                  a
    e                  e
    i                  i
    o                  o
    u                  u
    """
)
_REPEATED: Final = re.compile(r"(.)\1+")
_TURKISH_FOLD: Final = str.maketrans({"İ": "i", "I": "ı"})
_TURKISH_WORD: Final = re.compile("[a-zçğıöşüâîû]+")
_DIGITS: Final = re.compile("[0-9]+")
_LONGEST: Final = 60


@lru_cache(maxsize=32_768)
def _latin_word(word: str, language: str) -> str:
    """The sounds of one folded Latin word."""
    digits = "".join(_DIGITS.findall(word))
    if language == "tr":
        sounds = _TURKISH.of(word)
    elif language == "th":
        sounds = _THAI.of(word)
    elif language == "mi" or (len(word) > 3 and _MAORI_WORD.match(word)):
        sounds = _MAORI.of(word)
    else:
        sounds = _ENGLISH.of(word)
    return digits + _REPEATED.sub(r"\1", sounds)


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
