"""What hangs on an entry in the rooms above: visits, offers, cases. Counted there, asked for here.

This room may not know those rooms; the one that knows them all says at start-up how they are counted.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True, slots=True)
class Stakes:
    """How much of each kind hangs on one entry, what was merged into it included."""

    visits: int = 0
    offers: int = 0
    programmes: int = 0
    contacts: int = 0
    wishes: int = 0  # open ones that name the entry
    cases: int = 0  # matches that are not over

    def __add__(self, other: "Stakes") -> "Stakes":
        return Stakes(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def __bool__(self) -> bool:
        return any(asdict(self).values())


Count = Callable[[Iterable[int]], dict[int, Stakes]]
_counting: list[Count] = []


def counted_by(count: Count) -> None:
    """``count`` answers for institutions by id; one without anything may be left out."""
    _counting[:] = [count]


def stakes_of(institution_ids: Iterable[int]) -> dict[int, Stakes]:
    """What hangs on each of these institutions; a constant number of queries."""
    wanted = set(institution_ids)
    found = _counting[0](wanted) if _counting and wanted else {}
    return {pk: found.get(pk, Stakes()) for pk in wanted}
