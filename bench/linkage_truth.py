"""Labelled pairs of records, from the truth files and the real registers (GYORYU_DATA, default ../shared/data).

A pair says whether two records are one institution. Official ids make the labels and are never shown to what is
measured. Everything is drawn with a fixed seed, so that two runs see the same pairs.
"""

from __future__ import annotations

import csv
import gzip
import os
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gyoryu.common.text import fold, name_parts

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("GYORYU_DATA", ROOT.parent / "shared" / "data"))
NON_PAIRS_EACH = 3
SEED = 20_261_124
_TYPES_NZ = {
    "Full Primary": (1, 8),
    "Contributing": (1, 6),
    "Intermediate": (7, 8),
    "Secondary (Year 9-15)": (9, 13),
    "Secondary (Year 7-15)": (7, 13),
    "Composite (Year 1-15)": (1, 13),
    "Composite": (1, 13),
}


@dataclass(frozen=True)
class Said:
    """One record: its facts, and the official id that nobody is shown."""

    id: str
    facts: dict[str, Any] = field(hash=False)
    source: str = ""


@dataclass(frozen=True)
class Pair:
    """``kind``: how the names of a true pair differ, or what sort of non-pair it is."""

    country: str
    left: Said
    right: Said
    same: bool
    kind: str
    origin: str  # truth, homonyms, or the registers joined


def number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def _rows(path: str) -> Iterator[dict[str, str]]:
    file = DATA / path
    opener: Callable[..., Any] = gzip.open if path.endswith(".gz") else open
    with opener(file, "rt", encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def facts_of_place(
    country: str, name: str, place: str, lat: str | None = None, lon: str | None = None, **more: Any
) -> dict[str, Any]:
    return {
        "country": country,
        "names": [{"text": name}],
        "place": place,
        "latitude": number(lat),
        "longitude": number(lon),
        **{key: value for key, value in more.items() if value not in ("", None)},
    }


# ---- The truth files ----


def truth() -> list[Pair]:
    """True pairs by official id, as the file gives them."""
    found = []
    for row in _rows("truth/pairs_same_country_official_id.csv"):
        sides = [
            Said(
                f"{row['id_scheme']} {row['official_id']}",
                facts_of_place(row["country"], row[f"name_{s}"], row[f"place_{s}"], row[f"lat_{s}"], row[f"lon_{s}"]),
                row[f"source_{s}"],
            )
            for s in "ab"
        ]
        found.append(Pair(row["country"], sides[0], sides[1], True, row["kind"], "truth"))
    return found


def homonyms() -> list[Pair]:
    """One name, two institutions. Those that also name one place are kept apart: mostly one school under two ids."""
    found = []
    for row in _rows("truth/pairs_negative_homonyms.csv"):
        sides = [
            Said(
                f"{row['id_scheme']} {row[f'id_{s}']}",
                facts_of_place(row["country"], row[f"name_{s}"], row[f"place_{s}"]),
            )
            for s in "ab"
        ]
        kind = "succession" if fold(row["place_a"]) == fold(row["place_b"]) else "homonym"
        found.append(Pair(row["country"], sides[0], sides[1], False, kind, "homonyms"))
    return found


def blocks_of(facts: dict[str, Any]) -> set[str]:
    """A record lies in one block for each own word of its names, each word of its place, and its square of the map."""
    found = {f"name {word}" for name in facts["names"] for word in name_parts(name["text"]).own if len(word) > 1}
    for key in ("place", "locality"):
        found |= {f"place {word}" for word in fold(str(facts.get(key) or "")).split() if len(word) > 1}
    if facts.get("latitude") is not None and facts.get("longitude") is not None:
        found.add(f"square {facts['latitude']:.1f} {facts['longitude']:.1f}")
    return found


def non_pairs(
    positives: Iterable[Pair], each: int = NON_PAIRS_EACH, origin: str = "random", seed: int = SEED, hard: float = 0.0
) -> list[Pair]:
    """For each true pair, ``each`` records of the other side that share a block with its left one and are not it.

    ``hard`` of them are the likeliest by name among a few, and not any.
    """
    positives = list(positives)
    rng = random.Random(seed)
    by_block: defaultdict[tuple[str, str], list[Said]] = defaultdict(list)
    for pair in positives:
        for block in sorted(blocks_of(pair.right.facts)):
            by_block[pair.country, block].append(pair.right)
    found: list[Pair] = []
    for pair in positives:
        blocks = sorted(block for block in blocks_of(pair.left.facts) if len(by_block[pair.country, block]) > 1)
        taken: set[int] = set()
        for _ in range(each if blocks else 0):
            tries = 12 if rng.random() < hard else 1
            best: tuple[float, Said] | None = None
            for _ in range(tries):
                other = rng.choice(by_block[pair.country, rng.choice(blocks)])
                if other.id == pair.left.id or id(other) in taken:
                    continue
                alike = _alike(pair.left, other) if tries > 1 else 0.0
                if best is None or alike > best[0]:
                    best = (alike, other)
            if best:
                taken.add(id(best[1]))
                found.append(Pair(pair.country, pair.left, best[1], False, "non-pair", origin))
    return found


def _alike(left: Said, right: Said) -> float:
    from rapidfuzz.fuzz import token_set_ratio

    a, b = left.facts["names"][0]["text"], right.facts["names"][0]["text"]
    return float(token_set_ratio(fold(a), fold(b)))


# ---- Registers ----


def nz_directory(vintage: str) -> list[Said]:
    return [
        Said(
            row["School ID"],
            facts_of_place(
                "NZ",
                row["Name"],
                ", ".join(filter(None, (row["Suburb"], row["City"]))),
                row["Latitude"],
                row["Longitude"],
                website=row["School website"],
                telephone=row["Telephone"],
                address=row["Street"],
                level_from=_TYPES_NZ.get(row["School Type"], (None, None))[0],
                level_to=_TYPES_NZ.get(row["School Type"], (None, None))[1],
            ),
            f"directory {vintage}",
        )
        for row in _rows(f"nz/nz_directory_{vintage}.csv.gz")
    ]


def nz_facilities() -> list[Said]:
    return [
        Said(
            row["source_facility_id"],
            facts_of_place(
                "NZ",
                row["name"],
                "",
                row["lat"],
                row["lon"],
                level_from=_TYPES_NZ.get(row["use_type"], (None, None))[0],
                level_to=_TYPES_NZ.get(row["use_type"], (None, None))[1],
            ),
            "facilities 2021",
        )
        for row in _rows("nz/nz_linz_facilities_schools_2021.csv.gz")
        if row["name"] and row["source_facility_id"]
    ]


def nz_details() -> list[Said]:
    return [
        Said(
            row["School ID"],
            facts_of_place(
                "NZ",
                row["School Name"],
                row["TA with Auckland Local Board"],
                region=row["Regional Council"],
                level_from=_TYPES_NZ.get(row["Type"], (None, None))[0],
                level_to=_TYPES_NZ.get(row["Type"], (None, None))[1],
            ),
            "details 2000-2017",
        )
        for row in _rows("nz/nz_school_details_2000-2017.csv.gz")
    ]


def kr_locations(vintage: str) -> list[Said]:
    return [
        Said(
            row["학교ID"],
            facts_of_place(
                "KR", row["학교명"], row["소재지도로명주소"] or row["소재지지번주소"], row["위도"], row["경도"]
            ),
            f"standard {vintage}",
        )
        for row in _rows(f"kr/kr_school_locations_{vintage}.csv.gz")
    ]


def au_profile() -> list[Said]:
    return [
        Said(
            row["ACARA SML ID"],
            facts_of_place("AU", row["School Name"], f"{row['Suburb']}, {row['State']}", postcode=row["Postcode"]),
            "profile",
        )
        for row in _rows("au/au_acara_profile_2025.csv.gz")
    ]


def au_location() -> list[Said]:
    return [
        Said(
            row["ACARA SML ID"],
            facts_of_place(
                "AU",
                row["School Name"],
                f"{row['Suburb']}, {row['State']}",
                row["Latitude"],
                row["Longitude"],
                postcode=row["Postcode"],
            ),
            "location",
        )
        for row in _rows("au/au_acara_location_2025.csv.gz")
    ]


def gb_details() -> list[Said]:
    return [
        Said(
            row["URN"],
            facts_of_place("GB-ENG", row["Name"], ", ".join(filter(None, (row["City"], row["Postcode"])))),
            "details 2018",
        )
        for row in _rows("uk/uk_england_school_details_2018.csv.gz")
    ]


def gb_ofsted() -> list[Said]:
    return [
        Said(row["URN"], facts_of_place("GB-ENG", row["name"], ""), "ofsted 2026")
        for row in _rows("uk/uk_ofsted_by_urn_2026.csv.gz")
    ]


def th_spellings() -> list[Pair]:
    """Two lists of Thai schools; silver: joined by place and spelling."""
    found = []
    for at, row in enumerate(_rows("truth/pairs_th_silver_spelling.csv")):
        place = f"{row['subDistrict']}, {row['district']}, {row['province']}"
        left = Said(f"TH{at}", facts_of_place("TH", row["name_wikipedia"], place), "encyclopedia")
        right = Said(
            f"TH{at}", facts_of_place("TH", row["name_comcamp37"], place if at % 2 else row["province"]), "camp"
        )
        found.append(Pair("TH", left, right, True, "small-edit", "registers"))
    return found


def joined(left: list[Said], right: list[Said], country: str, origin: str = "registers") -> list[Pair]:
    """True pairs of two registers, by official id; an id that stands twice says nothing."""

    def once(rows: list[Said]) -> dict[str, Said]:
        seen: dict[str, list[Said]] = {}
        for row in rows:
            seen.setdefault(row.id, []).append(row)
        return {key: found[0] for key, found in seen.items() if key and len(found) == 1}

    a, b = once(left), once(right)
    return [Pair(country, a[key], b[key], True, kind_of(a[key], b[key]), origin) for key in sorted(a.keys() & b.keys())]


def kind_of(left: Said, right: Said) -> str:
    """How the names of a true pair differ, in the words of the truth file."""
    from rapidfuzz.distance import Levenshtein

    a, b = left.facts["names"][0]["text"], right.facts["names"][0]["text"]
    if a == b:
        return "same"
    one, other = fold(a), fold(b)
    if one.replace(" ", "") == other.replace(" ", ""):
        return "case/punct/diacritic"
    if set(one.split()) <= set(other.split()) or set(other.split()) <= set(one.split()):
        return "token-subset"
    if Levenshtein.normalized_similarity(one, other) > 0.85:
        return "small-edit"
    return "partial" if set(name_parts(a).own) & set(name_parts(b).own) else "rename"


def registers() -> list[Pair]:
    """True pairs of whole registers."""
    nz = {
        "2015": nz_directory("2015"),
        "2016": nz_directory("2016-06"),
        "facilities": nz_facilities(),
        "details": nz_details(),
    }
    makers: list[Callable[[], list[Pair]]] = [
        lambda: joined(nz["2015"], nz["2016"], "NZ"),
        lambda: joined(nz["2016"], nz["facilities"], "NZ"),
        lambda: joined(nz["2016"], nz["details"], "NZ"),
        lambda: joined(nz["2015"], nz["details"], "NZ"),
        lambda: joined(kr_locations("2018-09"), kr_locations("2026-03"), "KR"),
        lambda: joined(au_profile(), au_location(), "AU"),
        lambda: joined(gb_details(), gb_ofsted(), "GB-ENG"),
        th_spellings,
    ]
    return [pair for make in makers for pair in make()]
