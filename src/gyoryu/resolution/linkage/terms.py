"""How rare a word is among the records at hand, and how many institutions share a name.

Counted from whatever is resolved (a register, a file of pairs), never shipped: without counts every own word is taken
to be as rare as own words are on average.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from gyoryu.resolution.linkage.prepare import Prepared

# An own word stands in one of two thousand names, as if we had seen two thousand records before the first.
_SEEN_BEFORE: Final = 2_000.0
_KEPT_FROM: Final = 2


def country_of(code: str) -> str:
    """GB-ENG and GB are one country: words are counted by ISO 3166-1."""
    return code.split("-", maxsplit=1)[0]


def name_key(text: str) -> str:
    """Under which namesakes are counted: the words of the whole name, in any order."""
    return " ".join(sorted(set(text.split())))


class Terms:
    """Counts of words in names and in places, and of places where a name stands, by country."""

    def __init__(self) -> None:
        self.records: Counter[str] = Counter()
        self.words: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.places: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.names: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._seen: set[int] = set()

    def add(self, row: Prepared) -> None:
        """Count a record; one that says the same name and place as another is counted once."""
        country = country_of(row["country"])
        whole = hash((country, *row["name_text"], row["place_key"]))
        if whole in self._seen:
            return
        self._seen.add(whole)
        self.records[country] += 1
        self.words[country].update({word for words in row["name_words"] for word in words.split()})
        self.words[country].update({word for words in row["name_kinds"] for word in words.split()})
        self.places[country].update(row["place_words"])
        if not row["place_key"]:
            return
        for text in set(row["name_text"]):
            key = name_key(text)
            once = hash((country, key, row["place_key"]))
            if once not in self._seen:
                self._seen.add(once)
                self.names[country][key] += 1

    @classmethod
    def of(cls, rows: Iterable[Prepared]) -> Terms:
        terms = cls()
        for row in rows:
            terms.add(row)
        return terms

    def word(self, country: str, word: str) -> float:
        """How much the word tells, in nats: the rarer the more."""
        return _told(self.words[country].get(word, 0) if country in self.words else 0, self.records[country])

    def place(self, country: str, word: str) -> float:
        return _told(self.places[country].get(word, 0) if country in self.places else 0, self.records[country])

    def namesakes(self, country: str, text: str) -> int:
        """In how many places an institution has this name, as far as is known; 1 where nothing is."""
        return max(1, self.names[country].get(name_key(text), 1)) if country in self.names else 1

    def to_json(self) -> dict[str, Any]:
        """What is worth handing to other processes: words that stand alone tell no more than unknown ones."""
        return {
            "records": dict(self.records),
            **{
                part: {
                    country: {word: count for word, count in counted.items() if count >= _KEPT_FROM}
                    for country, counted in getattr(self, part).items()
                }
                for part in ("words", "places", "names")
            },
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Terms:
        terms = cls()
        terms.records.update(data["records"])
        for part in ("words", "places", "names"):
            for country, counted in data[part].items():
                getattr(terms, part)[country].update(counted)
        return terms


def _told(count: int, records: int) -> float:
    return math.log((records + _SEEN_BEFORE) / (max(count, 1) + 1.0))
