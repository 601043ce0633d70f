"""Make data/reference/{countries,languages,scripts}.csv out of published tables.

Run it when a new CLDR or time-zone release should be taken over, read the diff, and commit the result:

    .venv/bin/python scripts/make_cldr_tables.py --natural-earth countries-10m.json

Names and languages come from CLDR by way of babel; the list of ISO 3166-1 codes and the time zones from the tz
database of the system; rough boxes from Natural Earth's 1:10m countries (the file `countries-10m.json` of the npm
package `world-atlas`). Without that file the boxes of the present table are kept. What people wrote themselves
(former names, school levels, dates) lives in the YAML files, which this script never touches.
"""

import argparse
import csv
import datetime as dt
import json
import math
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.languages import get_official_languages, get_territory_language_info

OUT = Path(__file__).resolve().parents[1] / "data" / "reference"
ZONES = Path("/usr/share/zoneinfo")
NAME_LANGUAGES = ("en", "ko", "th", "tr")
TITLES = {lang: Locale.parse(lang) for lang in NAME_LANGUAGES}

# CLDR's long forms for these do not fit a filter or a card.
SHORTER_NAMES = {
    "HK": {"en": "Hong Kong", "ko": "홍콩", "th": "ฮ่องกง", "tr": "Hong Kong"},
    "MO": {"en": "Macao", "ko": "마카오", "th": "มาเก๊า", "tr": "Makao"},
    "MM": {"en": "Myanmar", "ko": "미얀마", "th": "เมียนมา", "tr": "Myanmar"},
}
# The zone most schools of a country keep, where the tz table happens to begin with another one.
CHIEF_ZONES = [
    "Australia/Sydney",
    "America/Sao_Paulo",
    "America/Toronto",
    "Europe/Moscow",
    "Europe/Kyiv",
    "Asia/Tashkent",
    "Pacific/Pohnpei",
]
# The languages an exchange is most often held in, offered first in every form.
COMMON_LANGUAGES = [
    "ko",
    "en",
    "th",
    "tr",
    "mi",
    "zh",
    "ja",
    "vi",
    "id",
    "ms",
    "fil",
    "mn",
    "uz",
    "kk",
    "ru",
    "fr",
    "de",
    "es",
    "it",
    "pt",
    "nl",
    "el",
    "am",
    "hi",
    "ar",
]
# Taught or spoken in partner schools without being official anywhere in CLDR's table.
MORE_LANGUAGES = ["haw", "jv", "yue", "cy", "gd", "eu", "ca", "gl", "kmr"]
SCRIPTS = [
    "Latn",
    "Hang",
    "Kore",
    "Hani",
    "Hans",
    "Hant",
    "Jpan",
    "Thai",
    "Cyrl",
    "Arab",
    "Deva",
    "Grek",
    "Ethi",
    "Khmr",
    "Mymr",
    "Laoo",
    "Hebr",
    "Geor",
    "Armn",
    "Mong",
    "Sinh",
    "Beng",
    "Taml",
]

# Codes of states that are no more, and other aliases of a present one.
WITHDRAWN = {
    "BUR",
    "DDR",
    "YMD",
    "TMP",
    "ROM",
    "ZAR",
    "FXX",
    "YUG",
    "SUN",
    "SCG",
    "QUU",
    "062",
    "172",
    "200",
    "230",
    "249",
    "278",
    "280",
    "720",
    "736",
    "810",
    "830",
    "886",
    "890",
    "891",
}

Box = tuple[float, float, float, float]  # west, south, east, north
NEAR = 4.0  # islands closer than this many degrees share a box
MARGIN = 0.2


def iso_codes() -> list[str]:
    lines = (ZONES / "iso3166.tab").read_text(encoding="utf-8").splitlines()
    return sorted(line.split("\t")[0] for line in lines if line and not line.startswith("#"))


def zones_by_country() -> dict[str, list[tuple[str, float, float]]]:
    """Country -> (zone, longitude, latitude), the chief one first."""
    found: dict[str, list[tuple[str, float, float]]] = {}
    for line in (ZONES / "zone.tab").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, place, zone = line.split("\t")[:3]
        cut = max(place.rfind("+"), place.rfind("-"))
        at = 0 if zone in CHIEF_ZONES else len(found.setdefault(code, []))
        found.setdefault(code, []).insert(at, (zone, degrees(place[cut:], 3), degrees(place[:cut], 2)))
    return found


def degrees(text: str, whole: int) -> float:
    sign, digits = (-1 if text[0] == "-" else 1), text[1:].ljust(whole + 4, "0")
    return sign * (int(digits[:whole]) + int(digits[whole : whole + 2]) / 60 + int(digits[whole + 2 :]) / 3600)


def number_codes() -> dict[str, tuple[str, str]]:
    """Alpha-2 -> (alpha-3, numeric), from CLDR's territory aliases."""
    three: dict[str, str] = {}
    number: dict[str, str] = {}
    for alias, targets in get_global("territory_aliases").items():
        if len(targets) != 1 or alias in WITHDRAWN:
            continue
        if alias.isdigit() and len(alias) == 3:
            number.setdefault(targets[0], alias)
        elif len(alias) == 3:
            three.setdefault(targets[0], alias)
    return {code: (three.get(code, ""), number.get(code, "")) for code in set(three) | set(number)}


def boxes_by_number(path: Path) -> dict[str, list[Box]]:
    """Numeric code -> boxes of a country, one for each group of land that lies together."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    (kx, ky), (dx, dy) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    arcs: list[Box] = []
    for arc in topology["arcs"]:
        x = y = 0
        xs, ys = [], []
        for step in arc:
            x, y = x + step[0], y + step[1]
            xs.append(x * kx + dx)
            ys.append(y * ky + dy)
        arcs.append((min(xs), min(ys), max(xs), max(ys)))
    boxes: dict[str, list[Box]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = shape.get("arcs") or []
        if shape["type"] == "Polygon":
            polygons = [polygons]
        rings = [around(arcs[i if i >= 0 else ~i] for i in polygon[0]) for polygon in polygons]
        boxes.setdefault(shape.get("id", ""), []).extend(rings)
    return {number: grouped(rings) for number, rings in boxes.items()}


def around(boxes: Iterable[Box]) -> Box:
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def grouped(boxes: list[Box]) -> list[Box]:
    groups: list[Box] = []
    for box in boxes:
        new = box
        while near := [other for other in groups if apart(new, other) < NEAR]:
            groups = [other for other in groups if other not in near]
            new = around([new, *near])
        groups.append(new)
    return sorted(groups, key=lambda b: -(b[2] - b[0]) * (b[3] - b[1]))


def apart(one: Box, two: Box) -> float:
    across = max(one[0] - two[2], two[0] - one[2], 0)
    along = max(one[1] - two[3], two[1] - one[3], 0)
    return max(across, along)


def text_of(boxes: Iterable[Box]) -> str:
    return ";".join(",".join(f"{edge:.1f}" for edge in padded(box)) for box in boxes)


def padded(box: Box) -> Box:
    west, south, east, north = box

    def down(edge: float, least: float) -> float:
        return max(math.floor((edge - MARGIN) * 10) / 10, least)

    return down(west, -180), down(south, -90), -down(-east, -180), -down(-north, -90)


def official_languages(code: str) -> list[str]:
    languages = list(get_official_languages(code, de_facto=True))
    if not languages:
        spoken = get_territory_language_info(code)
        languages = sorted(spoken, key=lambda lang: -float(spoken[lang]["population_percent"] or 0))[:1]
    return [language.replace("_", "-") for language in languages if language != "und"]


def country_rows(natural_earth: Path | None, today: str) -> Iterator[dict[str, str]]:
    zones, numbers = zones_by_country(), number_codes()
    before = {row["code"]: row for row in present("countries.csv")}
    shapes = boxes_by_number(natural_earth) if natural_earth else {}
    every_box = [box for boxes in shapes.values() for box in boxes]
    for code in iso_codes():
        alpha3, number = numbers.get(code, ("", ""))
        if shapes:
            boxes = shapes.get(number, [])
            points = [(x, y) for _, x, y in zones.get(code, [])]
            # A territory drawn as part of another state: the piece its chief town lies in, else a square.
            for x, y in points:
                if any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in boxes):
                    continue
                holding = [box for box in every_box if box[0] <= x <= box[2] and box[1] <= y <= box[3]]
                own_piece = [] if boxes else sorted(holding, key=lambda b: (b[2] - b[0]) * (b[3] - b[1]))[:1]
                boxes = boxes + (own_piece or [(x - 1.5, y - 1.5, x + 1.5, y + 1.5)])
            boxes_text = text_of(boxes)  # none for a few uninhabited islands: then nothing is called outside
        else:
            boxes_text = before.get(code, {}).get("boxes", "")
        names = {lang: SHORTER_NAMES.get(code, {}).get(lang) or TITLES[lang].territories[code] for lang in TITLES}
        yield {
            "code": code,
            "alpha3": alpha3,
            "numeric": number,
            **names,
            "languages": " ".join(official_languages(code)),
            "time_zones": " ".join(zone for zone, _, _ in zones.get(code, [])),
            "boxes": boxes_text,
            "source": "cldr tz natural-earth",
            "as_of": today,
        }


def language_rows(countries: list[dict[str, str]], today: str) -> Iterator[dict[str, str]]:
    codes = {code for row in countries for code in row["languages"].split()} | {
        *COMMON_LANGUAGES,
        *MORE_LANGUAGES,
    }
    for code in sorted(codes):
        key = code.replace("-", "_")
        names = {lang: TITLES[lang].languages.get(key, "") for lang in TITLES}
        if not all(names.values()):
            continue  # no translated name: a form could not show it
        tag = get_global("likely_subtags").get(key, f"{key}_Latn_ZZ").split("_")
        try:
            locale = Locale.parse(key)
            own, way = locale.languages.get(key) or names["en"], locale.text_direction
        except (UnknownLocaleError, ValueError):
            own, way = names["en"], "ltr"
        yield {
            "code": code,
            **names,
            "own": own,
            "script": next((part for part in tag if len(part) == 4), "Latn"),
            "direction": way,
            "common": str(COMMON_LANGUAGES.index(code) + 1) if code in COMMON_LANGUAGES else "",
            "source": "cldr",
            "as_of": today,
        }


def script_rows(today: str) -> Iterator[dict[str, str]]:
    for code in SCRIPTS:
        yield {
            "code": code,
            **{lang: TITLES[lang].scripts[code] for lang in TITLES},
            "source": "cldr",
            "as_of": today,
        }


def present(name: str) -> list[dict[str, str]]:
    path = OUT / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, rows: list[dict[str, str]]) -> None:
    with (OUT / name).open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
    print(f"{name}: {len(rows)} rows")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--natural-earth",
        type=Path,
        help="countries-10m.json of the npm package world-atlas",
    )
    parser.add_argument("--as-of", default=dt.datetime.now(dt.UTC).date().isoformat())
    given = parser.parse_args()
    countries = list(country_rows(given.natural_earth, given.as_of))
    write("countries.csv", countries)
    write("languages.csv", list(language_rows(countries, given.as_of)))
    write("scripts.csv", list(script_rows(given.as_of)))


if __name__ == "__main__":
    main()
