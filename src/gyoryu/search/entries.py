"""What the index knows of one institution: its names as people write and say them, and where it is.

Pure: no database and no engine. ``keyed`` is called once when an institution is indexed, so that asking needs no
analysis of what is found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from gyoryu.common.text import fold, grams, name_parts, romanise, skeleton, spell_out, type_codes, without_ending

# Raise when anything below or in common.text changes what is written into the index; old ones are then rebuilt.
VERSION: Final = 2

# How Latin letters of a name are read, by country, where its language is not given.
READ_AS: Final = {"TR": "tr", "TH": "th"}
# Words of a place's name that say what kind of area it is.
_AREA_WORDS: Final = frozenset(
    ("region", "city", "district", "county", "area", "province", "state", "council", "of", "the", "town", "north")
    + ("south", "east", "west", "upper", "lower", "central", "merkez", "ili", "ilcesi", "new", "saint", "mount", "port")
)
_AREA_BEGINNINGS: Final = ("mueang", "amphoe", "changwat", "khet")
_LEVEL_CODES: Final = {"primary": "primary", "upper_secondary": "secondary"}
_VOWELS: Final = str.maketrans("", "", "aeiou")
_NOT_WORD: Final = re.compile(r"[^\w'’ʻ\u0e00-\u0e7f]+")


@dataclass(frozen=True, slots=True)
class EntryName:
    """One name as somebody wrote it."""

    text: str
    language: str = ""
    kind: str = "official"


@dataclass(frozen=True, slots=True)
class Entry:
    """An institution as the index takes it in; ``levels`` are of the vocabulary level_groups."""

    id: int
    pid: str
    names: tuple[EntryName, ...]
    country: str = ""
    region: str = ""
    locality: str = ""
    kind: str = ""
    levels: tuple[str, ...] = ()
    local_type: str = ""


class NameKeys(NamedTuple):
    """A name to be compared with: as written, its own words in Latin letters and by sound, and the whole of it.

    ``own_script`` is its own words in their script, where that is not Latin.
    """

    text: str
    language: str
    own: str
    sound: str
    whole: str
    codes: tuple[str, ...]
    own_script: str


class PlaceKeys(NamedTuple):
    """A place to be compared with: in Latin letters and by sound, without spaces."""

    own: str
    sound: str


class Keyed(NamedTuple):
    """Everything of one entry that is written into the index."""

    entry: Entry
    names: tuple[NameKeys, ...]
    places: tuple[PlaceKeys, ...]
    words: frozenset[str]
    spelling: tuple[str, ...]
    sounds: tuple[str, ...]
    place_terms: frozenset[str]
    codes: frozenset[str]


def spelling_grams(own: str) -> list[str]:
    """The pieces by which a spelling is found: of each word, and across words where they touch."""
    solid = own.replace(" ", "")
    return list(dict.fromkeys(grams(own, 3) + ([] if solid == own else grams(solid, 3))))


def sound_grams(sound: str) -> list[str]:
    """The pieces by which a sound is found: with vowels, and of the consonants alone (marked ``~``)."""
    solid = sound.replace(" ", "")
    consonants = solid.translate(_VOWELS)
    pieces = grams(solid, 3) + grams(solid, 2) + [f"~{piece}" for piece in grams(consonants, 3)]
    return list(dict.fromkeys(pieces))


def read_as(country: str, language: str = "") -> str:
    """The language by whose ways Latin letters of this country's names are read."""
    language = language.split("-", maxsplit=1)[0]
    if language in ("tr", "th", "mi"):
        return language
    return READ_AS.get(country, "en") if language in ("", "und") or country in READ_AS else "en"


def own_words_as_written(text: str) -> str:
    """The own words of a name with their letters as written (ğ and ı are sounded otherwise than g and i)."""
    written = {fold(word): word for word in _NOT_WORD.split(text[:1_000])}
    return " ".join(written.get(word, word) for word in name_parts(text).own)


def name_keys(text: str, language: str, country: str) -> tuple[NameKeys, ...]:
    """The keys of a name, and of it without an ending that many names share."""
    parts = name_parts(text)
    reading = read_as(country, language)
    core = parts.core
    full = NameKeys(
        text=text,
        language=language,
        own=romanise(core),
        sound=skeleton(own_words_as_written(text), reading),
        whole=romanise(" ".join(spell_out(text))),
        codes=tuple(sorted(parts.codes)),
        own_script="" if core.isascii() else core,
    )
    short = without_ending(core)
    if not short:
        return (full,)
    return full, full._replace(own=romanise(short), sound=skeleton(short, reading), own_script=short)


@lru_cache(maxsize=20_000)
def place_keys(text: str, country: str) -> tuple[PlaceKeys, ...]:
    """The keys of a place, whole and, if it has more words, of each word long enough to mean it."""
    reading = read_as(country)
    spelled = romanise(text).split()
    heard = skeleton(text, reading).split()
    keys = {PlaceKeys("".join(spelled), "".join(heard)): None}
    named = [word for word in spelled if word not in _AREA_WORDS]
    if named and named != spelled:
        keys[PlaceKeys("".join(named), skeleton(" ".join(named), reading).replace(" ", ""))] = None
    for word in named:
        area = next((beginning for beginning in _AREA_BEGINNINGS if word.startswith(beginning)), "")
        proper = word.removeprefix(area) or word
        if len(proper) > 3:
            keys[PlaceKeys(proper, skeleton(proper, reading))] = None
    return tuple(key for key in keys if key.own)


def keyed(entry: Entry) -> Keyed:
    """Analyse an entry once."""
    names: dict[tuple[str, str], tuple[NameKeys, ...]] = {}
    words: set[str] = set()
    codes: set[str] = {_LEVEL_CODES[level] for level in entry.levels if level in _LEVEL_CODES}
    for name in entry.names:
        folded = fold(name.text)
        if not folded or (folded, name.language) in names:
            continue
        found = names[folded, name.language] = name_keys(name.text, name.language, entry.country)
        words.update(folded.split(), spell_out(name.text), found[0].whole.split())
        codes.update(found[0].codes)
    codes.update(type_codes(entry.local_type))
    places: dict[PlaceKeys, None] = {}
    place_terms: set[str] = set()
    for text in (entry.locality, entry.region):
        if text:
            words.update(fold(text).split(), romanise(text).split())
            for key in place_keys(text, entry.country):
                places[key] = None
                place_terms.update((key.own, f"~{key.sound}"))
    spelling: list[str] = []
    sounds: list[str] = []
    known = tuple(keys for found in names.values() for keys in found)
    for keys in known:
        spelling.extend(spelling_grams(keys.own))
        sounds.extend(sound_grams(keys.sound))
    return Keyed(
        entry=entry,
        names=known,
        places=tuple(places),
        words=frozenset(words),
        spelling=tuple(dict.fromkeys(spelling)),
        sounds=tuple(dict.fromkeys(sounds)),
        place_terms=frozenset(place_terms),
        codes=frozenset(codes),
    )
