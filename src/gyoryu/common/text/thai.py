"""Thai written in Latin letters, near the Royal General System, without a dictionary of the language.

Thai does not part words, and leaves some vowels unwritten. The cheapest way to read a run of letters as
syllables is looked for: known words (``data/thai_words.yaml``) first, then syllables by the shape of their
letters, the unwritten vowels being the dearest reading. Tones and vowel lengths are not written.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Final

import yaml

_INITIALS: Final = {
    **dict.fromkeys("ก", "k"),
    **dict.fromkeys("ขฃคฅฆ", "kh"),
    **dict.fromkeys("ง", "ng"),
    **dict.fromkeys("จ", "ch"),
    **dict.fromkeys("ฉชฌ", "ch"),
    **dict.fromkeys("ซศษส", "s"),
    **dict.fromkeys("ญย", "y"),
    **dict.fromkeys("ฎด", "d"),
    **dict.fromkeys("ฏต", "t"),
    **dict.fromkeys("ฐฑฒถทธ", "th"),
    **dict.fromkeys("ณน", "n"),
    **dict.fromkeys("บ", "b"),
    **dict.fromkeys("ป", "p"),
    **dict.fromkeys("ผพภ", "ph"),
    **dict.fromkeys("ฝฟ", "f"),
    **dict.fromkeys("ม", "m"),
    **dict.fromkeys("ร", "r"),
    **dict.fromkeys("ลฬ", "l"),
    **dict.fromkeys("ว", "w"),
    **dict.fromkeys("หฮ", "h"),
    **dict.fromkeys("อ", ""),
}
_FINALS: Final = {
    **dict.fromkeys("กขคฆ", "k"),
    **dict.fromkeys("ง", "ng"),
    **dict.fromkeys("จชซฌฎดฏตฐฑฒถทธศษส", "t"),
    **dict.fromkeys("ญณนรลฬ", "n"),
    **dict.fromkeys("บปพฟภ", "p"),
    **dict.fromkeys("ม", "m"),
    **dict.fromkeys("ย", "i"),
    **dict.fromkeys("ว", "o"),
}
# Two letters said as one beginning, and what that reading costs.
_CLUSTERS: Final = {
    **{f"{a}{b}": (_INITIALS[a] + _INITIALS[b], 0.0) for a in "กขค" for b in "รล"},
    **{f"{a}ว": (_INITIALS[a] + "w", 0.3) for a in "กขค"},
    **{f"{a}{b}": (_INITIALS[a] + _INITIALS[b], 0.0) for a in "ปพ" for b in "รล"},
    **{f"ห{b}": (_INITIALS[b], 0.0) for b in "งญนมยรลว"},
    "ตร": ("tr", 0.0),
    "ผล": ("phl", 0.2),
    "บร": ("br", 0.3),
    "บล": ("bl", 0.3),
    "ฟร": ("fr", 0.2),
    "ฟล": ("fl", 0.2),
    "ดร": ("dr", 0.3),
    "ทร": ("s", 0.1),
    "ศร": ("s", 0.1),
    "สร": ("s", 0.3),
    "ซร": ("s", 0.1),
    "จร": ("ch", 0.4),
}
# After the letter(s) that begin a syllable, by the vowel sign before them: the signs that follow, how that
# sounds, and whether the syllable may, must or must not be closed.
_MAY: Final = "may"
_MUST: Final = "must"
_NOT: Final = "not"
_VOWELS: Final[dict[str, tuple[tuple[str, str, str, float], ...]]] = {
    "": (
        ("", "a", _NOT, 1.5),
        ("", "o", _MUST, 1.25),
        ("ะ", "a", _NOT, 1.0),
        ("ั", "a", _MUST, 1.0),
        ("ัว", "ua", _NOT, 0.9),
        ("ัวะ", "ua", _NOT, 0.9),
        ("ัย", "ai", _NOT, 0.9),
        ("า", "a", _MAY, 1.0),
        ("ำ", "am", _NOT, 1.0),
        ("ิ", "i", _MAY, 1.0),
        ("ี", "i", _MAY, 1.0),
        ("ึ", "ue", _MAY, 1.0),
        ("ื", "ue", _MUST, 1.0),
        ("ือ", "ue", _NOT, 0.9),
        ("ุ", "u", _MAY, 1.0),
        ("ู", "u", _MAY, 1.0),
        ("ว", "ua", _MUST, 1.0),
        ("อ", "o", _MAY, 1.0),
        ("็อ", "o", _MUST, 1.0),
        ("รร", "an", _NOT, 1.0),
        ("รร", "a", _MUST, 1.0),
        ("ฤ", "rue", _MAY, 1.0),
    ),
    "เ": (
        ("", "e", _MAY, 1.0),
        ("ะ", "e", _NOT, 1.0),
        ("็", "e", _MUST, 1.0),
        ("ีย", "ia", _MAY, 0.9),
        ("ือ", "uea", _MAY, 0.9),
        ("า", "ao", _NOT, 1.0),
        ("าะ", "o", _NOT, 0.9),
        ("ิ", "oe", _MUST, 1.0),
        ("อ", "oe", _MAY, 1.0),
        ("ย", "oei", _NOT, 0.9),
    ),
    "แ": (("", "ae", _MAY, 1.0), ("ะ", "ae", _NOT, 1.0), ("็", "ae", _MUST, 1.0)),
    "โ": (("", "o", _MAY, 1.0), ("ะ", "o", _NOT, 1.0)),
    "ไ": (("", "ai", _NOT, 1.0), ("ย", "ai", _NOT, 0.9)),
    "ใ": (("", "ai", _NOT, 1.0),),
}
# Letters written after a closing consonant, and not said.
_UNSAID_AFTER: Final = {
    "ต": ("ร", "ิ", "ุ", "ต", "ถ"),
    "ท": ("ร", "ธ"),
    "ก": ("ร", "ข", "ษ"),
    "ช": ("ร", "ญ"),
    "ธ": ("ิ",),
    "ม": ("ิ",),
    "ส": ("ต", "ถ"),
    "ษ": ("ฎ", "ฐ"),
    "ร": ("ถ", "ท", "ค"),
    "ฒ": ("ิ",),
    "ฏ": ("ฐ",),
    "ด": ("ิ",),
}
_DEPENDENT: Final = frozenset("ะัาำิีึืฺุู็ๅ")
_TONES: Final = dict.fromkeys(map(ord, "่้๊๋ํ๎ฺ"))
_SILENCED: Final = re.compile("(?:(?<![เแโไใ])[ทตดฎ]ร|กษณ|ษณ|ดิ|ธิ|[ก-ฮ][ิุ]?)์")
_THAI: Final = re.compile("[\u0e00-\u0e7f]+")
_DEAD_END: Final = 1_000.0
_LONGEST_RUN: Final = 120
_LAST_OPEN: Final = 1.5
_RARE_UNWRITTEN: Final = 0.4
_LETTER: Final = 0.01


def _bare(text: str) -> str:
    """Without tones and without the letters that a sign says are silent."""
    return _SILENCED.sub("", text.translate(_TONES)).replace("์", "")


@cache
def _known() -> tuple[dict[str, str], frozenset[str], int]:
    """Known parts, those of them that need something after them, and the length of the longest."""
    raw = resources.files(__package__).joinpath("data/thai_words.yaml").read_text(encoding="utf-8")
    loaded: dict[str, str] = {}
    for group in yaml.safe_load(raw).values():
        for thai, latin in group.items():
            loaded[_bare(thai)] = latin
    inner = frozenset(part.rstrip("-") for part in loaded if part.endswith("-"))
    loaded = {part.rstrip("-"): latin for part, latin in loaded.items()}
    return loaded, inner, max(map(len, loaded))


def _beginnings(text: str, at: int) -> list[tuple[int, str, float]]:
    """Where a beginning of a syllable at ``at`` ends, how it sounds, what it costs."""
    found: list[tuple[int, str, float]] = []
    pair = _CLUSTERS.get(text[at : at + 2])
    if pair:
        found.append((at + 2, *pair))
    single = _INITIALS.get(text[at : at + 1])
    if single is not None:
        found.append((at + 1, single, 0.15 if pair else 0.0))
    return found


def _closings(text: str, at: int) -> list[tuple[int, str, float]]:
    """The ways a syllable may be closed at ``at``."""
    final = _FINALS.get(text[at : at + 1])
    if final is None:
        return []
    found: list[tuple[int, str, float]] = []
    following = text[at + 1 : at + 2]
    if following not in _DEPENDENT:
        found.append((at + 1, final, 0.0))
    if following in _UNSAID_AFTER.get(text[at], ()) and text[at + 2 : at + 3] not in _DEPENDENT:
        found.append((at + 2, final, 0.5 if at + 2 == len(text) else 0.8))
    return found


def _syllables(text: str, at: int) -> list[tuple[int, str, float]]:
    """Every syllable that may begin at ``at``: where it ends, how it sounds, what it costs."""
    found: list[tuple[int, str, float]] = []
    lead = text[at] if text[at] in "เแโไใ" else ""
    for begun, sound, extra in _beginnings(text, at + len(lead)):
        for sign, vowel, closing, cost in _VOWELS[lead]:
            if not text.startswith(sign, begun):
                continue
            end = begun + len(sign)
            if closing != _MUST and text[end : end + 1] not in _DEPENDENT:
                price = cost + extra
                if not sign and not lead and end == len(text):
                    price += _LAST_OPEN
                if lead and not sign and text[begun - 2] == "ห" and begun - 2 > at:
                    price += _RARE_UNWRITTEN
                found.append((end, sound + vowel, price))
            if closing != _NOT:
                for closed, final, more in _closings(text, end):
                    price = cost + extra + more
                    if not sign and not lead:
                        price += _RARE_UNWRITTEN * (text[at] == "ง") + _RARE_UNWRITTEN * (text[end] in "สศษซ")
                    found.append((closed, sound + vowel + final, price))
    if text[at] == "ฤ":
        found.append((at + 1, "rue", 1.0))
        found.extend((end, "ri" + final, 1.0 + more) for end, final, more in _closings(text, at + 1))
    return found


def _cheapest(run: str) -> list[str]:
    """The syllables and known words of the cheapest reading of one run of Thai letters."""
    known, inner, longest = _known()
    size = len(run)
    best: list[tuple[float, str, int]] = [(0.0, "", size)] * (size + 1)
    for at in range(size - 1, -1, -1):
        cost, sound, end = _DEAD_END + best[at + 1][0], _INITIALS.get(run[at], ""), at + 1
        for length in range(2, min(longest, size - at) + 1):
            part = run[at : at + length]
            latin = known.get(part)
            if latin is None or run[at + length : at + length + 1] in _DEPENDENT:
                continue
            if at + length == size and part in inner:
                continue
            price = 0.6 + _LETTER * (longest - length) + best[at + length][0]
            if price < cost:
                cost, sound, end = price, latin, at + length
        for stop, said, own in _syllables(run, at):
            price = own + best[stop][0]
            if price < cost:
                cost, sound, end = price, said, stop
        best[at] = (cost, sound, end)
    said_parts: list[str] = []
    at = 0
    while at < size:
        _, sound, end = best[at]
        said_parts.append(sound)
        at = end
    return said_parts


def thai_syllables(text: str) -> list[str]:
    """The parts of one run of Thai letters, each in Latin letters."""
    return [part for part in _cheapest(_bare(text)[:_LONGEST_RUN]) if part]


def _said(match: re.Match[str]) -> str:
    return "".join(thai_syllables(match[0]))


def romanise_thai(text: str) -> str:
    """Every run of Thai letters written in Latin ones; every other character stays what it was."""
    return _THAI.sub(_said, text)
