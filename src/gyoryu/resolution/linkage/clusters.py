"""Which things are one, from pairs and their scores: the surest first, and never against what is known. Pure.

Known is that two were judged different, and what a thing *claims*: each register lists it once, so two rows of one
register are two; ids of one kind that have nothing in common speak of two.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, TypeVar

Thing = TypeVar("Thing", bound=Hashable)
Claims = Mapping[str, frozenset[str]]


class Clusters(Generic[Thing]):
    """Union-find that refuses. What was joined stays joined; a refusal changes nothing."""

    def __init__(self, claims: Mapping[Thing, Claims], against: Iterable[tuple[Thing, Thing]] = ()) -> None:
        self._above: dict[Thing, Thing] = {}
        self._size: dict[Thing, int] = {}
        self._claims: dict[Thing, dict[str, frozenset[str]]] = {thing: dict(said) for thing, said in claims.items()}
        self._against: dict[Thing, set[Thing]] = {}
        for one, other in against:
            self._against.setdefault(one, set()).add(other)
            self._against.setdefault(other, set()).add(one)

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
        if one == other or self.clash(one, other):
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
        return True
