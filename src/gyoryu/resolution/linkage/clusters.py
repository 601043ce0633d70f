"""Which things are one, from pairs and their scores: the surest first, and never against what is known. Pure.

Known is that two were judged different, and what a thing *claims*: each register lists it once, so two rows of one
register are two; ids of one kind that have nothing in common speak of two. Where all scores are told, two clusters
are joined only if their members are alike on average: one bridge does not make a chain of different schools one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, TypeVar

Thing = TypeVar("Thing", bound=Hashable)
Claims = Mapping[str, frozenset[str]]


class Clusters(Generic[Thing]):
    """Union-find that refuses. What was joined stays joined; a refusal changes nothing."""

    def __init__(
        self,
        claims: Mapping[Thing, Claims],
        against: Iterable[tuple[Thing, Thing]] = (),
        *,
        scores: Iterable[tuple[Thing, Thing, float]] = (),
        mean: float = 0.0,
    ) -> None:
        """``mean``: what the scores between two clusters must be on average; a pair without a score counts as 0."""
        self._above: dict[Thing, Thing] = {}
        self._size: dict[Thing, int] = {}
        self._claims: dict[Thing, dict[str, frozenset[str]]] = {thing: dict(said) for thing, said in claims.items()}
        self._against: dict[Thing, set[Thing]] = {}
        for one, other in against:
            self._against.setdefault(one, set()).add(other)
            self._against.setdefault(other, set()).add(one)
        self._mean = mean
        self._scores: dict[Thing, dict[Thing, float]] = {}
        for one, other, score in scores:
            if self._scores.setdefault(one, {}).get(other, 0.0) < score:
                self._scores[one][other] = score
                self._scores.setdefault(other, {})[one] = score

    def root(self, thing: Thing) -> Thing:
        """What stands for the cluster of ``thing``."""
        path = []
        while (above := self._above.get(thing, thing)) != thing:
            path.append(thing)
            thing = above
        for one in path:
            self._above[one] = thing
        return thing

    def clash(self, one: Thing, other: Thing) -> bool:
        """What their clusters claim, or what was judged about them, forbids that they are one."""
        one, other = self.root(one), self.root(other)
        if one == other:
            return False
        if other in self._against.get(one, ()):
            return True
        mine, theirs = self._claims.get(one, {}), self._claims.get(other, {})
        if len(mine) > len(theirs):
            mine, theirs = theirs, mine
        return any(key in theirs and not said & theirs[key] for key, said in mine.items())

    def join(self, one: Thing, other: Thing) -> bool:
        """Make them one, if nothing forbids it; whether they were two before and are one now."""
        one, other = self.root(one), self.root(other)
        if one == other or self.clash(one, other) or not self._alike(one, other):
            return False
        if self._size.get(one, 1) < self._size.get(other, 1):
            one, other = other, one
        self._above[other] = one
        self._size[one] = self._size.get(one, 1) + self._size.pop(other, 1)
        claims = self._claims.setdefault(one, {})
        for key, said in self._claims.pop(other, {}).items():
            claims[key] = claims[key] | said if key in claims else said
        for enemy in self._against.pop(other, set()):
            self._against[enemy].discard(other)
            self._against[enemy].add(one)
            self._against.setdefault(one, set()).add(enemy)
        for third, score in self._scores.pop(other, {}).items():
            mine = self._scores[third]
            del mine[other]
            if third != one:
                mine[one] = mine.get(one, 0.0) + score
                self._scores.setdefault(one, {})[third] = mine[one]
        return True

    def _alike(self, one: Thing, other: Thing) -> bool:
        """Roots of two clusters; the sums of the scores between clusters are kept as clusters are joined."""
        if not self._mean:
            return True
        pairs = self._size.get(one, 1) * self._size.get(other, 1)
        return self._scores.get(one, {}).get(other, 0.0) >= self._mean * pairs
