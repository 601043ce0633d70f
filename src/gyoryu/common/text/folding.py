"""One folding for every language: what two spellings of one word have in common.

``fold`` never raises, whatever it is given, and never returns more than ``LIMIT`` characters. It is a pure
function of its text: the index and the query both go through it, so a change here asks for a rebuilt index.
"""

from __future__ import annotations

import unicodedata
from typing import Final

LIMIT: Final = 1_000

_THAI_MARKS: Final = range(0x0E31, 0x0E4F)
# Marks carry vowels in the scripts of India and South-East Asia; there they are letters, not ornaments.
_SCRIPTS_WHOSE_MARKS_ARE_LETTERS: Final = (range(0x0900, 0x1100), range(0x1700, 0x1800), range(0x3000, 0x3100))
_ONE_BY_ONE: Final = {
    "İ": "i",
    "I": "i",
    "ı": "i",
    "ß": "ss",
    "ẞ": "ss",
    "æ": "ae",
    "Æ": "ae",
    "œ": "oe",
    "Œ": "oe",
    "ø": "o",
    "Ø": "o",
    "ł": "l",
    "Ł": "l",
    "đ": "d",
    "Đ": "d",
    "ð": "d",
    "Ð": "d",
    "þ": "th",
    "Þ": "th",
    "ħ": "h",
    "Ħ": "h",
    "ŋ": "ng",
    "Ŋ": "ng",
    "&": " and ",
    "ฯ": " ",
    "ๆ": " ",
}
# An apostrophe joins (king's, Atatürk'ün, ʻōtara); every other sign parts.
_JOINING: Final = frozenset("'’‘ʻʼʹ`´＇\u02bf\u02be")
_DROPPED_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Me"})
_SPACES: Final = frozenset("\t\n\x0b\x0c\r\x85")


def _fold_one(char: str) -> str:
    """What one character of NFKC text becomes."""
    if char in _ONE_BY_ONE:
        return _ONE_BY_ONE[char]
    if char in _JOINING:
        return ""
    if char in _SPACES:
        return " "
    category = unicodedata.category(char)
    if category in _DROPPED_CATEGORIES:
        return ""
    if category in {"Mn", "Mc"}:
        code = ord(char)
        keeps = code in _THAI_MARKS or any(code in span for span in _SCRIPTS_WHOSE_MARKS_ARE_LETTERS)
        return char if keeps else ""
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category[0] == "N":
        return char
    if category[0] != "L":
        return " "
    folded = char.casefold()
    code = ord(char)
    if code < 0x0900 or 0x1E00 <= code < 0x2000:
        folded = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
        folded = "".join(_ONE_BY_ONE.get(c, c) for c in folded)
    return "".join(c for c in folded if c not in _JOINING)


class _Table(dict[int, str]):
    """A translation table that learns each character the first time it meets it."""

    def __missing__(self, code: int) -> str:
        folded = _fold_one(chr(code))
        self[code] = folded
        return folded


_TABLE: Final = _Table()


def fold(text: str) -> str:
    """Case, accents, width, digits, punctuation and invisible signs taken away; words parted by one space."""
    text = text[:LIMIT]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    folded = text.translate(_TABLE)
    if not folded.isascii():
        # NFKC takes the Thai vowel am apart, and two small e are typed where one ae is meant.
        folded = folded.replace("\u0e4d\u0e32", "\u0e33").replace("เเ", "แ")
    return " ".join(folded.split())[:LIMIT]


def words(text: str) -> list[str]:
    """The folded words of a text."""
    return fold(text).split()


def grams(text: str, n: int) -> list[str]:
    """The overlapping pieces of ``n`` characters of each word, its beginning and its end marked by ``_``.

    A word shorter than ``n`` with its marks gives itself, so that no word is without a piece.
    """
    if n < 1:
        return []
    pieces: list[str] = []
    for word in text.split():
        marked = f"_{word}_"
        if len(marked) <= n:
            pieces.append(marked)
        else:
            pieces.extend(marked[i : i + n] for i in range(len(marked) - n + 1))
    return pieces
