"""What is known by heart: towns and regions of the world by their names in Hangul, Thai and Latin letters
(``data/places*.tsv``), and words that names of schools are often made of (``data/loanwords.tsv``)."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

from gyoryu.common.text.folding import fold
from gyoryu.common.text.hangul import is_syllable

_FILES: Final = ("places_more.tsv", "loanwords.tsv", "places.tsv")
# 하타이주, 콘월시: what kind of place it is, which may be said and may be left out.
_AREA_ENDINGS: Final = ("특별시", "광역시", "시", "주", "도", "군", "구", "현")
_MOST: Final = 3


class Place(NamedTuple):
    """A place: its folded name in Latin letters, its country ("" for a mere word), its folded names in Thai."""

    latin: str
    country: str
    thai: tuple[str, ...]


def _solid(name: str) -> str:
    return fold(name).replace(" ", "")


@cache
def _gazetteer() -> dict[str, tuple[Place, ...]]:
    """Places by each of their names, folded and without spaces; by the Latin one only if there is a Thai one."""
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for file in _FILES:
        text = resources.files(__package__).joinpath(f"data/{file}").read_text(encoding="utf-8")
        for line in text.splitlines():
            if not line or line.startswith("#"):
                continue
            latin, country, hangul, thai = line.split("\t")
            thais = tuple(_solid(name) for name in thai.split("|") if name)
            place = Place(fold(latin), country, thais)
            names = [_solid(name) for name in hangul.split("|") if name] + list(thais)
            if thais:
                names.append(_solid(latin))
            for name in dict.fromkeys(names):
                if name and place not in found[name]:
                    found[name].append(place)
    return {name: tuple(places) for name, places in found.items()}


def places_named(word: str) -> tuple[Place, ...]:
    """The places that a folded name without spaces means in any of the three scripts."""
    known = _gazetteer()
    if word in known:
        return known[word][:_MOST]
    if word and is_syllable(word[-1]):
        for ending in _AREA_ENDINGS:
            rest = word.removesuffix(ending)
            if rest != word and len(rest) > 1 and rest in known:
                return known[rest][:_MOST]
    return ()
