"""A record made ready to be compared, once: plain texts, numbers and lists of them, so that it fits a table.

``prepare`` is pure: the same facts give the same row on every machine. What depends on the other records (how rare a
word is) is not in it, see ``terms``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, TypedDict
from urllib.parse import urlsplit

from gyoryu.common.text import fold, name_parts, romanise, skeleton, spell_out
from gyoryu.resolution.linkage.wording import pieces, uncompounded, without_years, wording

# More names than these are compared with nothing: the official ones come first.
MOST_NAMES: Final = 6
_MOST_PLACE_WORDS: Final = 24
_UNITED_KINGDOM: Final = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s?(\d[a-z]{2})\b")
_POSTCODE: Final = re.compile(r"(?:[a-z]{1,2}[- ])?(\d{4,7}|\d{3}[- ]?\d{2}|\d{5}-\d{3,4}|\d{4}\s?[a-z]{2})")
_BRACKETED: Final = re.compile(r"\([^()]*\)?|（[^（）]*）?")
_PARTS: Final = re.compile(r"[,;|/·、，]")
_AREAS_OF_YEARS: Final[dict[str, int]] = {
    "preschool": 0b0000_0000_0000_0011,
    "infant": 0b0000_0000_0001_1100,
    "junior": 0b0000_0001_1110_0000,
    "primary": 0b0000_0001_1111_1100,
    "middle": 0b0000_1111_0000_0000,
    "high": 0b0111_1110_0000_0000,
}
_DIGITS: Final = re.compile(r"\D+")


class Prepared(TypedDict):
    """One row of the table of prepared records. Lists whose names begin with ``name_`` run in step."""

    country: str
    name_text: list[str]  # folded, abbreviations spelled out
    name_words: list[str]  # own words, parted by spaces
    name_kinds: list[str]  # type words
    name_latin: list[str]  # own words in a-z, written together
    name_sound: list[str]  # how they sound
    name_numbers: list[str]
    name_years: list[int]  # years of schooling that the type words name, one bit each
    name_sex: list[str]  # girls, boys or nothing
    name_faith: list[str]
    place_words: list[str]
    place_key: str  # equal for equal places; empty where no place is said
    postcode: str
    latitude: float | None
    longitude: float | None
    host: str
    path: str
    telephone: str
    years: int  # years of schooling that the record says itself, one bit each
    sort: str  # kind of institution


# For engines that want types: Arrow, DuckDB and Spark all read these words.
SCHEMA: Final[dict[str, str]] = {
    "country": "string",
    "name_text": "array<string>",
    "name_words": "array<string>",
    "name_kinds": "array<string>",
    "name_latin": "array<string>",
    "name_sound": "array<string>",
    "name_numbers": "array<string>",
    "name_years": "array<bigint>",
    "name_sex": "array<string>",
    "name_faith": "array<string>",
    "place_words": "array<string>",
    "place_key": "string",
    "postcode": "string",
    "latitude": "double",
    "longitude": "double",
    "host": "string",
    "path": "string",
    "telephone": "string",
    "years": "bigint",
    "sort": "string",
}


@lru_cache(maxsize=16_384)
def _name(text: str, language: str) -> tuple[Any, ...]:
    bare = without_years(text)
    parts = name_parts(bare if fold(bare) else text)
    words: list[str] = []
    numbers: list[str] = []
    for word in parts.own:
        letters, digits = pieces(word)
        numbers += digits
        for part in letters:
            words += uncompounded(part) if part[0].isascii() else [part]
    for word in parts.kinds:
        numbers += pieces(word)[1]
    latin = "".join(romanise(word) for word in words).replace(" ", "")
    sound = skeleton(" ".join(words) if not _is_thai(text) else latin, language or ("th" if _is_thai(text) else ""))
    faiths = {wording().faiths[word] for word in (*parts.kinds, *words) if word in wording().faiths}
    return (
        " ".join(spell_out(bare)) or fold(text),
        " ".join(words),
        " ".join(parts.kinds),
        latin,
        sound.replace(" ", ""),
        " ".join(sorted(set(numbers), key=lambda number: (len(number), number))),
        _years_of(parts.codes, parts.kinds),
        "girls" if "girls" in parts.codes else "boys" if "boys" in parts.codes else "",
        " ".join(sorted(faiths)),
    )


def _is_thai(text: str) -> bool:
    return any("\u0e00" <= char <= "\u0e7f" for char in text)


def _years_of(codes: frozenset[str], kinds: Iterable[str]) -> int:
    """Which years of schooling type words speak of; 0 when they do not say."""
    said = {word.rstrip("s") for word in kinds} | (codes & {"infant", "junior"})
    if "infant" in said and "junior" in said:
        return _AREAS_OF_YEARS["primary"]
    for narrow in ("infant", "junior"):
        if narrow in said and "primary" in codes:
            return _AREAS_OF_YEARS[narrow]
    found = 0
    for code in ("preschool", "primary", "middle"):
        if code in codes:
            found |= _AREAS_OF_YEARS[code]
    if "high" in codes and "middle" not in codes:
        found |= _AREAS_OF_YEARS["high"]
    return found


def _place_words(texts: Iterable[str]) -> tuple[list[str], str]:
    """The words of places, from narrow to wide as they were written, and the postcode among them."""
    known = wording()
    found: dict[str, None] = {}
    postcode = ""
    for text in texts:
        for part in _PARTS.split(_BRACKETED.sub(" ", text)):
            folded = fold(part)
            if not folded or folded in known.not_places:
                continue
            british = _UNITED_KINGDOM.search(folded)
            if british:
                postcode = f"{british[1]} {british[2]}"
                folded = fold(folded.replace(british[0], " "))
            elif _POSTCODE.fullmatch(folded):
                postcode = folded.replace(" ", "")
                continue
            for word in folded.split():
                for piece in _stems(word):
                    if piece and piece not in known.areas:
                        found[piece] = None
    return list(found)[:_MOST_PLACE_WORDS], postcode


def _stems(word: str) -> list[str]:
    """A word of a place; Korean areas without their endings, so that 아산시 and 아산 are one."""
    if not ("가" <= word[0] <= "힣"):
        return [word.lstrip("0") or word] if word.isdigit() else [word]
    known = wording()
    for ending in known.korean_areas:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word.removesuffix(ending)
            return [known.korean_provinces.get(stem, stem)]
    return [word]


def _led_by_place(words: str, places: Iterable[str]) -> str:
    """김포신곡 in 김포 -> 김포 신곡: Korean registers write the place before a name that has namesakes."""
    out = []
    stems = [place for place in places if "가" <= place[0] <= "힣" and len(place) > 1]
    for word in words.split():
        for stem in stems:
            if word.startswith(stem) and len(word) > len(stem) + 1:
                out += [stem, word.removeprefix(stem)]
                break
        else:
            out.append(word)
    return " ".join(out)


def _coordinates(facts: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """WGS 84, or nothing: half a pair, a pair that is nowhere and the null island say nothing."""
    latitude, longitude = facts.get("latitude"), facts.get("longitude")
    if latitude is None or longitude is None:
        return None, None
    latitude, longitude = float(latitude), float(longitude)
    if not (math.isfinite(latitude) and math.isfinite(longitude)) or abs(latitude) > 90 or abs(longitude) > 180:
        return None, None
    return (None, None) if abs(latitude) < 1e-6 and abs(longitude) < 1e-6 else (latitude, longitude)


def _web(address: str) -> tuple[str, str]:
    address = address.strip().lower()
    if not address:
        return "", ""
    try:
        split = urlsplit(address if "//" in address else f"//{address}")
        host = (split.hostname or "").removeprefix("www.").rstrip(".")
    except ValueError:
        return "", ""
    return (host, split.path.strip("/")) if "." in host else ("", "")


def _years_said(facts: Mapping[str, Any]) -> int:
    said = [int(facts[key]) for key in ("level_from", "level_to") if facts.get(key) is not None]
    if not said:
        return 0
    low, high = max(0, min(*said, 13)), max(0, min(max(said), 13))
    return sum(1 << (year + 2) for year in range(low, high + 1))


def prepare(facts: Mapping[str, Any]) -> Prepared:
    """The row of a record, from its facts as they are stored (``registry.facts.to_json``).

    ``place`` may hold a place in free words ("Suburb, City"; 경기도 안산시 ...), where a source has nothing finer.
    """
    said = [name for name in facts.get("names", ()) if name.get("text") and name.get("kind") != "generated"]
    said.sort(key=lambda name: name.get("kind", "official") != "official")
    named = list(dict.fromkeys(_name(name["text"], name.get("language", "")) for name in said))[:MOST_NAMES]
    texts = [str(facts[key]) for key in ("place", "locality", "address", "region") if facts.get(key)]
    places, postcode = _place_words(texts)
    if facts.get("postcode"):
        postcode = _place_words([str(facts["postcode"])])[1] or fold(str(facts["postcode"]))
    latitude, longitude = _coordinates(facts)
    host, path = _web(str(facts.get("website") or ""))
    columns = list(zip(*named, strict=True)) if named else [()] * 9
    key = postcode or " ".join(sorted(places))
    if not key and latitude is not None and longitude is not None:
        key = f"{latitude:.2f} {longitude:.2f}"
    return Prepared(
        country=str(facts.get("country") or "").strip().upper(),
        name_text=list(columns[0]),
        name_words=[_led_by_place(words, places) for words in columns[1]],
        name_kinds=list(columns[2]),
        name_latin=list(columns[3]),
        name_sound=list(columns[4]),
        name_numbers=list(columns[5]),
        name_years=list(columns[6]),
        name_sex=list(columns[7]),
        name_faith=list(columns[8]),
        place_words=places,
        place_key=key,
        postcode=postcode,
        latitude=latitude,
        longitude=longitude,
        host=host,
        path=path,
        telephone=_DIGITS.sub("", str(facts.get("telephone") or ""))[-8:],
        years=_years_said(facts),
        sort=str(facts.get("kind") or ""),
    )
