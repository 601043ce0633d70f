"""The trained model: tables of log-odds that are added up, so that every score explains itself.

The parameters are data (``data/model.json``), learnt by ``bench/train_linkage.py``. Each feature is cut into cells at
its edges; each cell adds so much. Pairs of features have small tables beside. What is missing adds exactly nothing.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gyoryu.resolution.linkage.features import FEATURES

Floats = NDArray[np.float64]
SAME_FROM: Final = 0.5


@dataclass(frozen=True)
class Reason:
    """What one feature adds, in log-odds. ``sentence`` is a key: the feature, and whether it speaks for or against."""

    feature: str
    value: float
    contribution: float
    sentence: str


class Model:
    """Scores rows of features and says why."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        names = list(FEATURES)
        if list(stored["features"]) != names:
            raise ValueError("The model was trained on other features; train it anew (bench/train_linkage.py).")
        self.base = float(stored["base"])
        self.automatic = float(stored["automatic"])
        self._edges = [np.array(stored["features"][name]["edges"], np.float32) for name in names]
        self._alone = [np.array([0.0, *stored["features"][name]["adds"]]) for name in names]
        self._together = [
            (names.index(one), names.index(other), np.pad(np.array(table["adds"], np.float64), ((1, 0), (1, 0))))
            for table in stored["together"]
            for one, other in [table["of"]]
        ]

    def contributions(self, features: NDArray[np.float32]) -> Floats:
        """What each feature adds; half of what two say together belongs to each."""
        rows = np.atleast_2d(features)
        cells = [
            np.where(np.isnan(column), 0, 1 + np.searchsorted(edges, column, side="right"))
            for edges, column in zip(self._edges, rows.T, strict=True)
        ]
        out = np.stack([adds[cell] for adds, cell in zip(self._alone, cells, strict=True)], axis=1)
        for one, other, adds in self._together:
            half = adds[cells[one], cells[other]] / 2
            out[:, one] += half
            out[:, other] += half
        return out

    def score(self, features: NDArray[np.float32]) -> Floats:
        """The chance that each pair is one institution."""
        logits = self.base + self.contributions(features).sum(axis=1)
        chances: Floats = 1 / (1 + np.exp(-logits))
        return chances

    def explain(self, features: NDArray[np.float32]) -> list[Reason]:
        """One pair, the strongest reason first; ``base`` and all contributions add up to the logit of its score."""
        found = [
            Reason(name, float(value), float(adds), f"{name}.{'for' if adds > 0 else 'against'}")
            for name, value, adds in zip(FEATURES, features, self.contributions(features)[0], strict=True)
            if not math.isnan(value) and adds != 0
        ]
        return sorted(found, key=lambda reason: -abs(reason.contribution))

    def decide(self, chance: float) -> str:
        return "same" if chance >= SAME_FROM else "different"


@cache
def model() -> Model:
    """The model that the product ships."""
    text = resources.files(__package__).joinpath("data/model.json").read_text(encoding="utf-8")
    return Model(json.loads(text))
