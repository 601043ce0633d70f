"""Bags of words compared for many pairs at once: every word of one side with every word of the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

# Below this likeness two words are two words.
_SAME_WORD = 0.7


class Vocabulary:
    """Words and their numbers."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.words: list[str] = []

    def number(self, word: str) -> int:
        found = self.numbers.get(word)
        if found is None:
            found = self.numbers[word] = len(self.words)
            self.words.append(word)
        return found


@dataclass(frozen=True)
class Bags:
    """Many bags, one behind the other: bag ``i`` is ``words[starts[i]:starts[i + 1]]``; ``weights`` runs in step."""

    starts: Ints
    words: Ints
    weights: Floats

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]], vocabulary: Vocabulary, told: Callable[[int, str], float]) -> Bags:
        """``told(i, word)`` says how much a word of bag ``i`` tells."""
        sizes = np.fromiter((len(words) for words in texts), np.int64, len(texts))
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
        flat = np.fromiter((vocabulary.number(word) for words in texts for word in words), np.int64, int(starts[-1]))
        weights = np.fromiter(
            (told(at, word) for at, words in enumerate(texts) for word in words), np.float32, int(starts[-1])
        )
        return cls(starts, flat, weights)

    def take(self, which: Ints) -> Bags:
        """The bags at these places, in this order."""
        sizes = (self.starts[1:] - self.starts[:-1])[which]
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
        inside = np.arange(starts[-1]) - np.repeat(starts[:-1], sizes)
        at = np.repeat(self.starts[which], sizes) + inside
        return Bags(starts, self.words[at], self.weights[at])

    @property
    def sizes(self) -> Ints:
        return self.starts[1:] - self.starts[:-1]

    @property
    def owners(self) -> Ints:
        """The bag each word is in."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)

    def total(self, values: Floats) -> Floats:
        """The sum over each bag."""
        return np.bincount(self.owners, values, len(self.sizes)).astype(np.float32)

    def most(self, values: Floats) -> Floats:
        """The greatest of each bag, 0 where it is empty."""
        out = np.zeros(len(self.sizes), np.float32)
        np.maximum.at(out, self.owners, values)
        return out


def likeness_of_words(vocabulary: Vocabulary, left: Ints, right: Ints) -> Floats:
    """How alike words are, 1 for the same; 0 where they are two words. Each two are compared once."""
    out = (left == right).astype(np.float32)
    open_ = np.flatnonzero(left != right)
    if not len(open_):
        return out
    size = np.int64(len(vocabulary.words))
    low, high = np.minimum(left[open_], right[open_]), np.maximum(left[open_], right[open_])
    pairs, back = np.unique(low * size + high, return_inverse=True)
    words = vocabulary.words
    one = [words[number] for number in (pairs // size).tolist()]
    other = [words[number] for number in (pairs % size).tolist()]
    alike = cpdist(one, other, scorer=OSA.normalized_similarity, score_cutoff=_SAME_WORD, dtype=np.float32)
    out[open_] = alike[back]
    return out


@dataclass(frozen=True)
class Met:
    """Two aligned rows of bags that met: for each word, how like its best match on the other side it is."""

    left: Bags
    right: Bags
    left_best: Floats
    right_best: Floats


def meet(vocabulary: Vocabulary, left: Bags, right: Bags) -> Met:
    """Every word of each left bag with every word of the right bag beside it."""
    sizes = left.sizes * right.sizes
    pair = np.repeat(np.arange(len(sizes)), sizes)
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    inside = np.arange(starts[-1]) - starts[:-1][pair]
    width = right.sizes[pair]
    at_left = left.starts[:-1][pair] + inside // np.maximum(width, 1)
    at_right = right.starts[:-1][pair] + inside % np.maximum(width, 1)
    alike = likeness_of_words(vocabulary, left.words[at_left], right.words[at_right])
    left_best = np.zeros(len(left.words), np.float32)
    right_best = np.zeros(len(right.words), np.float32)
    np.maximum.at(left_best, at_left, alike)
    np.maximum.at(right_best, at_right, alike)
    return Met(left, right, left_best, right_best)


def found_in(bags: Bags, others: Bags, vocabulary: Vocabulary) -> NDArray[np.bool_]:
    """For each word, does it stand in the bag beside it?"""
    size = np.int64(max(len(vocabulary.words), 1))
    return np.isin(bags.owners * size + bags.words, others.owners * size + others.words)


def ratio(scorer: Any, left: Sequence[str], right: Sequence[str]) -> Floats:
    """A likeness of RapidFuzz for rows of texts, 0 to 1."""
    if not len(left):
        return np.zeros(0, np.float32)
    found: Floats = cpdist(left, right, scorer=scorer, dtype=np.float32)
    return found
