"""Which script a text is written in, and, from that and a few tell-tale letters, which language."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from typing import Final

# First code point of each block that matters, and its ISO 15924 code; "" where letters of no script live.
_BLOCKS: Final[tuple[tuple[int, str], ...]] = (
    (0x0000, "Latn"),
    (0x02B0, ""),
    (0x0370, "Grek"),
    (0x0400, "Cyrl"),
    (0x0530, "Armn"),
    (0x0590, "Hebr"),
    (0x0600, "Arab"),
    (0x0700, ""),
    (0x0900, "Deva"),
    (0x0980, "Beng"),
    (0x0A00, "Guru"),
    (0x0A80, "Gujr"),
    (0x0B00, "Orya"),
    (0x0B80, "Taml"),
    (0x0C00, "Telu"),
    (0x0C80, "Knda"),
    (0x0D00, "Mlym"),
    (0x0D80, "Sinh"),
    (0x0E00, "Thai"),
    (0x0E80, "Laoo"),
    (0x0F00, "Tibt"),
    (0x1000, "Mymr"),
    (0x10A0, "Geor"),
    (0x1100, "Hang"),
    (0x1200, "Ethi"),
    (0x13A0, ""),
    (0x1780, "Khmr"),
    (0x1800, "Mong"),
    (0x18B0, ""),
    (0x1C80, "Cyrl"),
    (0x1C90, "Geor"),
    (0x1CC0, ""),
    (0x1E00, "Latn"),
    (0x1F00, "Grek"),
    (0x2000, ""),
    (0x212A, "Latn"),
    (0x212C, ""),
    (0x2C60, "Latn"),
    (0x2C80, ""),
    (0x2E80, "Hani"),
    (0x3000, ""),
    (0x3005, "Hani"),
    (0x3008, ""),
    (0x3041, "Hira"),
    (0x30A0, "Kana"),
    (0x3100, "Bopo"),
    (0x3130, "Hang"),
    (0x3190, ""),
    (0x31F0, "Kana"),
    (0x3200, ""),
    (0x3400, "Hani"),
    (0xA000, ""),
    (0xA720, "Latn"),
    (0xA800, ""),
    (0xA960, "Hang"),
    (0xA980, ""),
    (0xAC00, "Hang"),
    (0xD800, ""),
    (0xF900, "Hani"),
    (0xFB00, "Latn"),
    (0xFB13, ""),
    (0xFF21, "Latn"),
    (0xFF5B, ""),
    (0xFF66, "Kana"),
    (0xFFA0, "Hang"),
    (0xFFE0, ""),
    (0x20000, "Hani"),
    (0x323B0, ""),
)
_STARTS: Final = [start for start, _ in _BLOCKS]
_CODES: Final = [code for _, code in _BLOCKS]
_SCANNED: Final = 1_000

UNKNOWN: Final = "Zyyy"

_OF_SCRIPT: Final = {
    "Hang": "ko",
    "Thai": "th",
    "Hira": "ja",
    "Kana": "ja",
    "Hani": "zh",
    "Grek": "el",
    "Cyrl": "ru",
    "Arab": "ar",
    "Hebr": "he",
    "Deva": "hi",
    "Geor": "ka",
    "Armn": "hy",
    "Laoo": "lo",
    "Khmr": "km",
    "Mymr": "my",
    "Ethi": "am",
    "Mong": "mn",
    "Taml": "ta",
    "Beng": "bn",
    "Sinh": "si",
}
_TURKISH_LETTERS: Final = frozenset("ğĞışŞİ")
_TURKISH_WORDS: Final = frozenset({"lisesi", "okulu", "ortaokulu", "ilkokulu", "anadolu", "mesleki", "aihl", "mtal"})
_MACRONS: Final = frozenset("āēīōūĀĒĪŌŪ")
_MAORI_WORDS: Final = frozenset({"kura", "wharekura", "kaupapa", "tkkm", "aho", "matua"})


def script_of(text: str) -> str:
    """The ISO 15924 code of the script most of the letters belong to; ``Zyyy`` when there is no letter.

    One Kana letter among Chinese characters makes the text Japanese (``Jpan``).
    """
    counts: Counter[str] = Counter()
    for char in text[:_SCANNED]:
        if "a" <= char <= "z" or "A" <= char <= "Z":
            counts["Latn"] += 1
        elif char > "\x7f" and unicodedata.category(char)[0] in "LM":
            code = _CODES[bisect_right(_STARTS, ord(char)) - 1]
            if code:
                counts[code] += 1
    if not counts:
        return UNKNOWN
    japanese = counts["Hira"] + counts["Kana"]
    if japanese and counts["Hani"]:
        counts["Jpan"] = japanese + counts["Hani"]
        del counts["Hira"], counts["Kana"], counts["Hani"]
    return max(counts, key=lambda code: (counts[code], code))


def guess_language(text: str) -> str:
    """A BCP 47 language, guessed; ``en`` for plain Latin, ``und`` when there is nothing to go by."""
    script = script_of(text)
    if script == "Jpan":
        return "ja"
    if script in _OF_SCRIPT:
        return _OF_SCRIPT[script]
    if script != "Latn":
        return "und"
    letters = set(text[:_SCANNED])
    if letters & _TURKISH_LETTERS:
        return "tr"
    found = set(text[:_SCANNED].lower().split())
    if found & _TURKISH_WORDS:
        return "tr"
    if letters & _MACRONS or found & _MAORI_WORDS:
        return "mi"
    return "en"
