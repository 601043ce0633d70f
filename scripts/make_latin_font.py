"""Cut the Latin letters that Pretendard's ready-made slices leave out: Turkish, Māori macrons, combining marks.

The dynamic subset of Pretendard follows a Korean list of letters and has no ğ, ş, ö, İ and no macrons, although the
full font does. The licence (OFL-1.1) lets us cut our own slice under a name of its own; "Pretendard" is reserved.

    uv run --with fonttools --with brotli scripts/make_latin_font.py PretendardVariable.woff2

The argument is `dist/web/variable/woff2/PretendardVariable.woff2` of the npm package `pretendard`; which version, says
static/vendor/fonts/README.md.
"""

import sys
from pathlib import Path

from fontTools import subset  # type: ignore[import-not-found]
from fontTools.ttLib import TTFont  # type: ignore[import-not-found]

FAMILY = "Gyoryu Latin"
OUT = Path(__file__).resolve().parents[1] / "src/gyoryu/web/static/vendor/fonts/gyoryu-latin/gyoryu-latin.woff2"
RANGES = [(0xC0, 0x17F), (0x218, 0x21B), (0x2BB, 0x2BC), (0x300, 0x331), (0x1E00, 0x1EFF), (0x2713, 0x2713)]
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "calt", "tnum"]


def cut(source: Path) -> TTFont:
    options = subset.Options(layout_features=FEATURES, flavor="woff2", notdef_outline=True)
    font = TTFont(source)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    cutter.subset(font)
    return font


def rename(font: TTFont) -> None:
    """Only the copyright line may still speak of the original: its name is reserved."""
    names = font["name"]
    for record in list(names.names):
        if record.nameID == 0:
            continue
        if record.nameID in (1, 4, 16):
            record.string = FAMILY
        elif record.nameID in (3, 6, 25):
            record.string = FAMILY.replace(" ", "")
        elif "retendard" in str(record):
            names.removeNames(nameID=record.nameID)


def main() -> None:
    font = cut(Path(sys.argv[1]))
    rename(font)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    font.flavor = "woff2"
    font.save(OUT)
    print(f"{OUT.name}: {OUT.stat().st_size:,} bytes, {len(font.getBestCmap())} letters")


if __name__ == "__main__":
    main()
