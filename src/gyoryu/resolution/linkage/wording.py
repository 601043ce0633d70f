"""Words that linkage reads apart from what ``common.text`` knows of them (``data/wording.yaml``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import yaml

from gyoryu.common.text import fold

# Lone i, v, x, l, c, d and m are initials more often than numbers.
_ROMAN: Final = {
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "xi": "11",
    "xii": "12",
    "xiii": "13",
    "xiv": "14",
    "xv": "15",
    "xvi": "16",
    "xvii": "17",
    "xviii": "18",
    "xix": "19",
    "xx": "20",
    "xxi": "21",
    "xxii": "22",
    "xxiii": "23",
}
_PIECES: Final = re.compile(r"\d+|[^\d\s]+")
_ORDINALS: Final = frozenset(["st", "nd", "rd", "th", "er", "eme", "e", "o"])
# 7-9, F-9, K-12, Year 7-15: the years that are taught. They change while the school stays the same.
_YEARS_TAUGHT: Final = re.compile(
    r"(?<![\w.])(?:years?|yrs?|grades?|klass|trin|åk)?\s*(?:\d{1,2}|[kpf])\s?[-–/]\s?\d{1,2}(?![\w-])", re.IGNORECASE
)
_DATE: Final = re.compile(
    r"(?<!\w)(?:\d{1,2}[a-z]{3}\d{4}|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4})(?!\w)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Wording:
    """The lists of ``data/wording.yaml``, folded."""

    compounds: tuple[str, ...]
    faiths: dict[str, str]
    not_places: frozenset[str]
    areas: frozenset[str]
    korean_areas: tuple[str, ...]
    korean_provinces: dict[str, str]


@cache
def wording() -> Wording:
    raw = yaml.safe_load(resources.files(__package__).joinpath("data/wording.yaml").read_text(encoding="utf-8"))
    return Wording(
        compounds=tuple(sorted(map(fold, raw["compounds"]), key=len, reverse=True)),
        faiths={fold(word): faith for faith, said in raw["faiths"].items() for word in said},
        not_places=frozenset(map(fold, raw["not_places"])),
        areas=frozenset(map(fold, raw["areas"])),
        korean_areas=tuple(raw["korean_areas"]),
        korean_provinces=raw["korean_provinces"],
    )


def without_years(name: str) -> str:
    """The name without the years that are taught and without dates."""
    return _YEARS_TAUGHT.sub(" ", _DATE.sub(" ", name))


def pieces(word: str) -> tuple[list[str], list[str]]:
    """A folded word taken apart: its words, and its numbers in Arabic digits without leading zeros."""
    if word in _ROMAN:
        return [], [_ROMAN[word]]
    if word.isalpha():
        return [word], []
    found = _PIECES.findall(word)
    numbers = [part.lstrip("0") or "0" for part in found if part.isdigit()]
    return [part for part in found if not part.isdigit() and not (numbers and part in _ORDINALS)], numbers


def uncompounded(word: str) -> list[str]:
    """fittjaskolan -> fittja, skolan; the s that joins goes too (skogshöjdens)."""
    for ending in wording().compounds:
        if word.endswith(ending) and len(word) - len(ending) > 2:
            return [word.removesuffix(ending), ending]
    return [word]
