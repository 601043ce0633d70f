"""Fit the weights of ``gyoryu.search.certainty``: when is the nearest name what was asked for?

    nice .venv/bin/python -m bench.search_certainty [--index FOLDER]

Queries are made, not collected: names of the five registers (bench.search_first) as somebody would type them (Hangul
by the gazetteer, misspelt, begun, Thai loosely romanised, shortened), each asked twice, with the right schools in the
index and without them; and names that no register has (French lycées, schools of Korea, towns of other countries, real
towns with strangers' names). Prints the weights, and how many are rejected of each sort on the half not fitted to.
The queries of the truth file take no part.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import math
import os
import random
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench import search_first

SEED = 20261124
EACH = 260
TYPES = {
    "NZ": ("스쿨", "칼리지", "고등학교", "초등학교", "하이스쿨"),
    "AU": ("퍼블릭 스쿨", "초등학교", "칼리지", "고등학교", "세컨더리 칼리지"),
    "GB": ("스쿨", "초등학교", "아카데미", "칼리지", "프라이머리 스쿨"),
    "TR": ("고등학교", "아나돌루 리세시", "리세시"),
    "TH": ("학교", "윗타야", "고등학교", "위타야콤"),
}
STRANGE = (
    "그래머 스쿨",
    "과학고",
    "국제학교",
    "외국어고등학교",
    "예술고",
    "여고",
    "남고",
    "칼리지",
    "스쿨",
    "아카데미",
)
STRANGE_LATIN = ("Grammar School", "Science College", "International School", "Girls High School", "Academy", "College")
LOOSELY = (("ph", "p"), ("th", "t"), ("kh", "k"), ("ue", "u"), ("ae", "e"), ("aa", "a"), ("w", "v"), ("i", "ee"))
LOOSELY += (("u", "oo"), ("o", "or"), ("ch", "j"), ("k", "g"))
ALPHABET = "abcdefghijklmnoprstuvwy"


def misspelt(name: str, dice: random.Random) -> str:
    letters = list(name)
    for _ in range(dice.choice((1, 1, 2))):
        at = dice.randrange(1, max(2, len(letters)))
        what = dice.randrange(4)
        if what == 0 and at < len(letters):
            del letters[at]
        elif what == 1:
            letters.insert(at, dice.choice(ALPHABET))
        elif what == 2 and at < len(letters):
            letters[at] = dice.choice(ALPHABET)
        elif at < len(letters):
            letters[at - 1], letters[at] = letters[at], letters[at - 1]
    return "".join(letters)


def loosely(said: str, dice: random.Random) -> str:
    for one, other in dice.sample(LOOSELY, 3):
        said = said.replace(one, other, 1)
    return said


def rows_of(file: str) -> Iterator[dict[str, str]]:
    with gzip.open(search_first.DATA / f"{file}.csv.gz", "rt", encoding="utf-8-sig", newline="") as handle:
        yield from csv.DictReader(handle)


def hangul_names() -> tuple[dict[str, list[str]], list[str]]:
    """Hangul names by Latin name (countries of the registers), and those of towns elsewhere."""
    from gyoryu.common.text import places

    here: defaultdict[str, list[str]] = defaultdict(list)
    elsewhere: list[str] = []
    for name, found in places._gazetteer().items():
        if not "가" <= name[0] <= "힣":
            continue
        if any(place.country in search_first.SCHEMES for place in found):
            for place in found:
                here[place.latin.replace(" ", "")].append(name)
        else:
            elsewhere.append(name)
    return dict(here), elsewhere


def answerable(dice: random.Random) -> Iterator[tuple[str, str, str]]:
    """(sort, query, own words of the right names)."""
    from gyoryu.common.text import name_parts, romanise

    here, _ = hangul_names()
    by_country: defaultdict[str, list[Any]] = defaultdict(list)
    for entry in search_first.entries():
        by_country[entry.country].append(entry)
    for country, entries in by_country.items():
        dice.shuffle(entries)
        made = 0
        for entry in entries:
            name = entry.names[0].text
            solid = romanise(name_parts(name).core).replace(" ", "")
            if solid in here and made < EACH:
                made += 1
                said = dice.choice(here[solid])
                place = here.get(romanise(entry.locality).replace(" ", ""))
                beside = f"{dice.choice(place)} " if place and dice.random() < 0.4 else ""
                yield "hangul", f"{beside}{said} {dice.choice(TYPES[country])}", name
        for entry in entries[:80]:
            name = entry.names[0].text
            if country == "TH":
                said = romanise(name_parts(name).core)
                yield "thai", loosely(said, dice), name
                yield "shortened", said[: max(6, int(len(said) * 0.6))] + " " + romanise(entry.locality), name
                yield "thai", loosely(said, dice) + dice.choice((" school", "", " " + romanise(entry.region))), name
            else:
                own = name_parts(name).own
                if len(own) > 2:
                    yield "shortened", " ".join(own[: dice.choice((2, len(own) - 1))]), name
                yield "misspelt", misspelt(name, dice), name
                yield "begun", name[: dice.randrange(min(8, len(name) - 1), len(name))], name
                yield "own", name_parts(name).core + dice.choice(("", " " + entry.locality)), name


def unanswerable(dice: random.Random) -> Iterator[tuple[str, str]]:
    from gyoryu.common.text import name_parts

    here, elsewhere = hangul_names()
    near = [name for names in here.values() for name in names]
    towns = sorted({entry.locality for entry in search_first.entries() if entry.country in ("NZ", "AU", "GB", "TR")})
    french = sorted({row["name"] for row in rows_of("fr/fr_lycees_2026-10")})
    korean = sorted({row["학교명"] for row in rows_of("kr/kr_school_locations_2026-03")})
    for name in dice.sample(french, EACH // 2):
        yield "french", name
        own = name_parts(name).own
        yield "stranger", f"{dice.choice(towns)} {' '.join(own[-2:])} {dice.choice(STRANGE_LATIN)}"
    for name in dice.sample(korean, EACH // 2):
        yield "korean", name
    for name in dice.sample(elsewhere, EACH):
        yield "elsewhere", f"{name} {dice.choice(STRANGE)}"
        yield "stranger_hangul", f"{dice.choice(near)} {name} {dice.choice(STRANGE)}"


def gathered(folder: Path) -> tuple[list[tuple[str, bool, list[Any]]], Any]:
    """For each question: its sort, whether it has an answer, and the evidence of the best three."""
    from gyoryu.common.text import name_parts, romanise
    from gyoryu.search import queries
    from gyoryu.search.asking import understand
    from gyoryu.search.certainty import evidence_for
    from gyoryu.search.index import Engine

    engine = Engine.open(folder)
    dice = random.Random(SEED)

    def best(query: str, *, without: str = "", only: str = "") -> list[Any]:
        asked = understand(query)
        found = queries._close(
            queries._alike(engine, asked, {}, engine.find(engine.all_of("words", asked.words), {}, limit=200))
        )
        if without:
            found = [one for one in found if key(one.candidate.names[0].text) != key(without)]
        if only:
            found = [one for one in found[:3] if key(one.candidate.names[0].text) == key(only)]
        return [max((evidence_for(said, one) for said in (asked, *asked.told)), key=sum) for one in found[:3]]

    def key(name: str) -> str:
        return romanise(name_parts(name).core).replace(" ", "")

    out: list[tuple[str, bool, list[Any]]] = []
    for sort, query, name in answerable(dice):
        if right := best(query, only=name):
            out.append((sort, True, right[:1]))
        if dice.random() < 0.5:
            out.append((f"{sort}-gone", False, best(query, without=name)))
    for sort, query in unanswerable(dice):
        out.append((sort, False, best(query)))
    dice.shuffle(out)
    return out, key


def fitted(rows: Sequence[tuple[Sequence[float], bool, float]]) -> list[float]:
    """Logistic regression by gradient descent on standardised features, a weight for each row."""
    size = len(rows[0][0])
    means = [sum(x[i] for x, _, _ in rows) / len(rows) for i in range(size)]
    spread = [max(1e-6, math.sqrt(sum((x[i] - means[i]) ** 2 for x, _, _ in rows) / len(rows))) for i in range(size)]
    scaled = [([(x[i] - means[i]) / spread[i] for i in range(size)], y, w) for x, y, w in rows]
    total = sum(w for _, _, w in rows)
    weights, bias = [0.0] * size, 0.0
    for _ in range(400):
        slopes, slope = [0.002 * weight for weight in weights], 0.0
        for x, y, w in scaled:
            z = bias + sum(a * b for a, b in zip(weights, x, strict=True))
            miss = (1 / (1 + math.exp(-max(-30.0, min(30.0, z)))) - y) * w / total
            slope += miss
            for i in range(size):
                slopes[i] += miss * x[i]
        weights = [a - 1.5 * b for a, b in zip(weights, slopes, strict=True)]
        bias -= 1.5 * slope
    out = [weight / one for weight, one in zip(weights, spread, strict=True)]
    return [bias - sum(a * b for a, b in zip(out, means, strict=True)), *out]


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit when the nearest name is an answer.")
    parser.add_argument("--index", type=Path, help="an index of the registers, if there is one already")
    index = parser.parse_args().index
    with tempfile.TemporaryDirectory(prefix="gyoryu-bench-") as scratch:
        os.environ.setdefault("GYORYU_HOME", scratch)
        search_first.setup()
        folder = index or Path(scratch) / "registers"
        if not index:
            search_first.build(folder)
        questions, _ = gathered(folder)
    from gyoryu.search.certainty import Evidence

    half = len(questions) // 2
    # Rejecting what exists is the worse mistake.
    rows = [(one, right, 3.0 if right else 1.0) for _, right, found in questions[:half] for one in found]
    weights = fitted(rows)
    print(
        "weights:",
        "bias",
        *(f"{name}={weight:.2f}" for name, weight in zip(("", *Evidence._fields), weights, strict=True)),
    )

    def chance(found: Sequence[Sequence[float]]) -> float:
        sums = [weights[0] + sum(a * b for a, b in zip(weights[1:], one, strict=True)) for one in found]
        return max((1 / (1 + math.exp(-z)) for z in sums), default=0.0)

    held = [(sort, right, chance(found)) for sort, right, found in questions[half:]]
    wanted = sorted(p for _, right, p in held if right)
    least = wanted[int(len(wanted) * 0.02)]
    print(f"so that 2 % of what exists is rejected: {least:.3f}")
    by_sort: defaultdict[str, list[float]] = defaultdict(list)
    for sort, _, p in held:
        by_sort[sort].append(p)
    for sort, chances in sorted(by_sort.items()):
        print(f"{sort:18} {len(chances):4}  rejected {sum(p < least for p in chances) / len(chances):.3f}")


if __name__ == "__main__":
    main()
