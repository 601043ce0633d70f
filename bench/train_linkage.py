"""Trains the linkage model: ``python bench/train_linkage.py`` writes src/gyoryu/resolution/linkage/data/model.json.

Sources: the truth pairs and the registers that ``linkage_truth.py`` reads. An additive model of cells: each feature
is cut into a few cells, each cell adds so many log-odds, and some pairs of features have a small table of their own.
Fitted by cyclic Newton steps with shrinkage; more agreement never lowers a score (every table is kept monotone).
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import linkage_truth as truth  # noqa: E402
from gyoryu.resolution.linkage.features import FEATURES, compare  # noqa: E402
from gyoryu.resolution.linkage.model import Model  # noqa: E402
from gyoryu.resolution.linkage.prepare import prepare  # noqa: E402
from gyoryu.resolution.linkage.terms import Terms  # noqa: E402

OUT = ROOT / "src/gyoryu/resolution/linkage/data/model.json"
EDGES: dict[str, list[float]] = {
    "name_text": [0.4, 0.55, 0.65, 0.75, 0.85, 0.93, 0.99],
    "name_words": [0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.98],
    "name_least": [0.3, 0.5, 0.7, 0.85, 0.95],
    "name_letters": [0.4, 0.55, 0.65, 0.75, 0.85, 0.92, 0.99],
    "name_sounds": [0.4, 0.6, 0.75, 0.9, 0.99],
    "name_told": [2, 4, 5, 6, 7, 8, 10, 14],
    "name_conflict": [0.5, 1.5, 3, 4.5, 6, 7.5],
    "name_surplus": [0.5, 1.5, 3, 4.5, 6, 7.5],
    "namesakes": [0.5, 1.5, 2.5, 4, 5.5],
    "numbers": [-0.5, 0.25, 0.75],
    "kinds": [0.1, 0.3, 0.5, 0.7, 0.9],
    "years": [0, 0.75],
    "sex": [-0.5, 0.5],
    "faith": [-0.5, 0.25, 0.75],
    "place_words": [0.1, 0.3, 0.5, 0.7, 0.9],
    "place_told": [1, 3, 4.5, 5.5, 6.5],
    "place_conflict": [0.5, 2, 3.5, 5, 6.5],
    "postcode": [0.25, 0.75],
    "distance": [round(float(np.log10(0.01 + km)), 4) for km in (0.1, 0.25, 0.5, 1, 2, 5, 20, 100)],
    "web": [0.25, 0.75],
    "telephone": [0.5],
    "level": [0.3, 0.6, 0.9],
    "sort": [0.5],
}
DOWN = {"name_conflict", "name_surplus", "namesakes", "place_conflict", "distance"}
TOGETHER = [
    ("name_told", "place_words"),
    ("name_told", "distance"),
    ("name_words", "place_words"),
    ("name_words", "distance"),
    ("name_words", "place_conflict"),
    ("name_letters", "distance"),
    ("name_conflict", "distance"),
    ("name_conflict", "place_words"),
    ("name_told", "namesakes"),
    ("name_words", "namesakes"),
    ("name_text", "name_told"),
    ("name_told", "name_conflict"),
    ("place_words", "distance"),
    ("place_conflict", "namesakes"),
    ("place_told", "place_conflict"),
    ("postcode", "name_words"),
    ("kinds", "name_words"),
]
# What a source may not say. Each true and false pair is learnt from with these hidden too, so that a country whose
# registers are poorer than those at hand is judged as well.
PLACES = ("place_words", "place_told", "place_conflict", "postcode")
HIDDEN = (("distance",), PLACES, (*PLACES, "distance"))
REST = ("web", "telephone", "level")
_ROUNDS, _STEP, _L2, _L2_TOGETHER = 120, 0.3, 4.0, 12.0
_NAMESAKES_FROM = 0.9
_NOTHING_KNOWN = -2.0


def features_of(pairs: list[truth.Pair]) -> np.ndarray:
    memo: dict[int, Any] = {}
    sides = []
    for side in ("left", "right"):
        rows = []
        for pair in pairs:
            said = getattr(pair, side)
            if id(said) not in memo:
                memo[id(said)] = prepare(said.facts)
            rows.append(memo[id(said)])
        sides.append(rows)
    terms = Terms.of(memo.values())
    cut = range(0, len(pairs), 20_000)
    return np.concatenate([compare(sides[0][at : at + 20_000], sides[1][at : at + 20_000], terms) for at in cut])


def evaluated() -> list[truth.Pair]:
    """The pairs on which the model is judged: true ones, homonyms, three random non-pairs of the same blocks each."""
    positives = truth.truth()
    return positives + truth.homonyms() + truth.non_pairs(positives)


def from_registers() -> list[truth.Pair]:
    """Whole registers joined by official id, no more than a few thousand of each two."""
    rng = random.Random(1)
    by: defaultdict[tuple[str, str, str], list[truth.Pair]] = defaultdict(list)
    for pair in truth.registers():
        by[pair.country, pair.left.source, pair.right.source].append(pair)
    found = []
    for _key, pairs in sorted(by.items()):
        others = truth.non_pairs(pairs, each=1, hard=0.6, seed=7)
        for part, most in (
            ([pair for pair in pairs if pair.kind not in ("same", "rename")], 1500),
            ([pair for pair in pairs if pair.kind == "same"], 1000),
            (others, 3000),
        ):
            rng.shuffle(part)
            found += part[:most]
    return found


def learnt_from(pairs: list[truth.Pair]) -> np.ndarray:
    return np.array([pair.kind not in ("succession", "rename") for pair in pairs])


def countries_of(pairs: list[truth.Pair]) -> np.ndarray:
    return np.array([pair.country.split("-")[0] for pair in pairs])


def _monotone(values: np.ndarray, weights: np.ndarray, down: bool) -> np.ndarray:
    """The nearest values that never fall (or never rise): pool adjacent violators."""
    sign = -1.0 if down else 1.0
    pools: list[list[float]] = []
    for value, weight in zip((values * sign).tolist(), weights.tolist(), strict=True):
        pools.append([value, weight, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            late, early = pools.pop(), pools.pop()
            whole = early[1] + late[1]
            pools.append([(early[0] * early[1] + late[0] * late[1]) / whole, whole, early[2] + late[2]])
    return sign * np.concatenate([np.full(int(pool[2]), pool[0]) for pool in pools])


def fit(features: np.ndarray, same: np.ndarray, weights: np.ndarray) -> dict[str, Any]:
    """The parameters, as they are stored."""
    names = list(FEATURES)
    cells = {
        name: np.where(np.isnan(x), 0, 1 + np.searchsorted(np.array(EDGES[name], np.float32), x, side="right"))
        for name, x in zip(names, features.T, strict=True)
    }
    sizes = {name: len(EDGES[name]) + 2 for name in names}
    terms: list[tuple[str, ...]] = [(name,) for name in names] + list(TOGETHER)
    at = [cells[t[0]] if len(t) == 1 else cells[t[0]] * sizes[t[1]] + cells[t[1]] for t in terms]
    tables = [np.zeros(int(np.prod([sizes[name] for name in t]))) for t in terms]
    weights = weights / weights.mean()
    base = float(np.log(np.average(same, weights=weights) / (1 - np.average(same, weights=weights))))
    logits = np.full(len(same), base)
    for turn in range(_ROUNDS):
        for number, term in enumerate(terms):
            if len(term) == 2 and turn < _ROUNDS // 4:
                continue  # what one feature says alone is learnt first
            chance = 1 / (1 + np.exp(-logits))
            slope = np.bincount(at[number], weights * (same - chance), len(tables[number]))
            bend = np.bincount(at[number], weights * chance * (1 - chance), len(tables[number]))
            l2 = _L2 if len(term) == 1 else _L2_TOGETHER
            new = tables[number] + _STEP * (slope - 0.02 * l2 * tables[number]) / (bend + l2)
            heavy = bend + 0.5
            if len(term) == 1:
                new[1:] = _monotone(new[1:], heavy[1:], term[0] in DOWN)
            else:
                shape = sizes[term[0]], sizes[term[1]]
                square, mass = new.reshape(shape), heavy.reshape(shape)
                for row in range(shape[0]):
                    square[row, 1:] = _monotone(square[row, 1:], mass[row, 1:], term[1] in DOWN)
                for column in range(shape[1]):
                    square[1:, column] = _monotone(square[1:, column], mass[1:, column], term[0] in DOWN)
            logits += (new - tables[number])[at[number]]
            tables[number] = new
    return _stored(names, terms, tables, sizes, base)


def _stored(
    names: list[str], terms: list[tuple[str, ...]], tables: list[np.ndarray], sizes: dict[str, int], base: float
) -> dict[str, Any]:
    """What is missing adds nothing: the first row and column of each table are moved into the others."""
    alone = {term[0]: table for term, table in zip(terms, tables, strict=True) if len(term) == 1}
    together = []
    for term, table in zip(terms, tables, strict=True):
        if len(term) == 1:
            continue
        square = table.reshape(sizes[term[0]], sizes[term[1]]).copy()
        alone[term[1]] = alone[term[1]] + square[0]
        square -= square[0]
        alone[term[0]] = alone[term[0]] + square[:, 0]
        square = square - square[:, :1]
        together.append({"of": list(term), "adds": square[1:, 1:].round(3).tolist()})
    for name in names:
        base += float(alone[name][0])
        alone[name] = alone[name] - alone[name][0]
    # Every pair learnt from has names, so the base is free: two records that say nothing are most likely two.
    alone["name_text"][1:] += base - _NOTHING_KNOWN
    return {
        "base": _NOTHING_KNOWN,
        "automatic": 0.99,
        "features": {name: {"edges": EDGES[name], "adds": alone[name][1:].round(3).tolist()} for name in names},
        "together": together,
    }


def with_hidden(
    features: np.ndarray, same: np.ndarray, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The rows, and again with places, positions and other evidence hidden. Copies weigh half."""
    names = list(FEATURES)
    copies, rng = [features], np.random.default_rng(truth.SEED)
    for hidden in HIDDEN:
        copy = features.copy()
        copy[:, [names.index(name) for name in hidden]] = np.nan
        for name in REST:
            copy[rng.random(len(copy)) < 0.5, names.index(name)] = np.nan
        copies.append(copy)
    many = len(copies)
    # Two namesakes whose places are hidden look like one school; nothing true can be learnt from many of them.
    namesakes = (same < 0.5) & (features[:, names.index("name_text")] > _NAMESAKES_FROM)
    hidden_weight = weights * np.where(namesakes, 0.03, 0.35)
    heavy = np.concatenate([weights, *[hidden_weight] * (many - 1)])
    return np.concatenate(copies), np.tile(same, many), heavy


def weights_of(countries: np.ndarray) -> np.ndarray:
    """A country counts as the root of its rows, so that none drowns the others."""
    weights = np.ones(len(countries))
    for country in np.unique(countries):
        mine = countries == country
        weights[mine] = 1 / np.sqrt(mine.sum())
    return weights / weights.mean()


def train(features: np.ndarray, same: np.ndarray, countries: np.ndarray) -> dict[str, Any]:
    return fit(*with_hidden(features, same.astype(float), weights_of(countries)))


def leave_out(judged: np.ndarray, pairs: list[truth.Pair], more: np.ndarray, registers: list[truth.Pair]) -> np.ndarray:
    """Scores of ``pairs``, those of each country by a model that has never seen the country."""
    here, there = countries_of(pairs), countries_of(registers)
    same, same_there = np.array([p.same for p in pairs]), np.array([p.same for p in registers])
    use = learnt_from(pairs)
    scores = np.full(len(pairs), np.nan)
    for country in sorted(set(here.tolist())):
        mine, theirs = use & (here != country), there != country
        x = np.concatenate([judged[mine], more[theirs]])
        y = np.concatenate([same[mine], same_there[theirs]])
        model = Model(train(x, y, np.concatenate([here[mine], there[theirs]])))
        scores[here == country] = model.score(judged[here == country])
    return scores


def main() -> int:
    if not (truth.DATA / "truth").is_dir():
        print(f"No registers at {truth.DATA} (GYORYU_DATA): nothing to learn from.")
        return 2
    pairs, registers = evaluated(), from_registers()
    judged, more = features_of(pairs), features_of(registers)
    use = learnt_from(pairs)
    x = np.concatenate([judged[use], more])
    y = np.array([p.same for p in pairs])[use], np.array([p.same for p in registers])
    stored = train(x, np.concatenate(y), np.concatenate([countries_of(pairs)[use], countries_of(registers)]))
    stored = {"trained_by": "bench/train_linkage.py", "rows": len(x), **stored}
    lines = json.dumps(stored, ensure_ascii=False, indent=1)
    OUT.write_text(_folded(lines) + "\n", encoding="utf-8")
    print(f"{len(x):,} pairs -> {OUT.relative_to(ROOT)}")
    return 0


def _folded(text: str) -> str:
    """Lists of numbers on one line."""
    import re

    return re.sub(r"\[\s+([-\d.,\s]+?)\s+\]", lambda found: "[" + " ".join(found[1].split()) + "]", text)


if __name__ == "__main__":
    sys.exit(main())
