"""A score as a waterfall: where it begins, what each feature adds or takes away, where it ends. Numbers for a drawing
that the server makes, and for the table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WIDTH, ROW = 320, 26

FOUND = {
    ("name", "same"): gettext_lazy("The own words of the name are the same."),
    ("place", "same"): gettext_lazy("Both name the same place."),
    ("place", "near"): gettext_lazy("Their places have a word in common."),
    ("place", "unknown"): gettext_lazy("Nothing is known about the place of one of them."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the table, and one box of the drawing (x and width in the units of the picture)."""

    sentence: str
    change: float
    total: float
    x: float
    width: float
    y: int
    tone: str  # more, less, none

    @property
    def middle(self) -> int:
        return self.y + ROW // 2


@dataclass(frozen=True, slots=True)
class Waterfall:
    steps: list[Step]
    height: int
    zero: float  # where nothing speaks for either
    width: int = WIDTH


def contributions_of(why: Any, score: float) -> list[tuple[str, float]]:
    """(sentence, contribution) of what a question was asked for.

    A list of (feature, contribution, sentence) is taken as it is. What agrees by name and place alone begins with the
    name; the place has added the rest of the score.
    """
    if isinstance(why, list):
        return [(str(sentence), float(contribution)) for _feature, contribution, sentence in why]
    by_place = "place" in why
    name = min(score, 0.6) if by_place else score
    found = [(("name", why.get("name", "same")), name)]
    if by_place:
        found.append((("place", why["place"]), score - name))
    return [(str(FOUND.get(what, " ".join(what))), round(change, 4)) for what, change in found if what[1]]


def waterfall(contributions: Sequence[tuple[str, float]]) -> Waterfall | None:
    """None when there is nothing to explain."""
    if not contributions:
        return None
    totals = [0.0]
    for _sentence, change in contributions:
        totals.append(totals[-1] + change)
    low, high = min(totals), max(totals)
    scale = (WIDTH - 4) / ((high - low) or 1)

    def at(value: float) -> float:
        return round(2 + (value - low) * scale, 1)

    steps = []
    for index, (sentence, change) in enumerate(contributions):
        before, after = totals[index], totals[index + 1]
        left = at(min(before, after))
        width = max(2.0, round(at(max(before, after)) - left, 1))
        tone = "more" if change > 0 else "less" if change < 0 else "none"
        steps.append(Step(sentence, change, after, left, width, index * ROW, tone))
    end = totals[-1]
    steps.append(
        Step(_("All together"), end, end, at(min(0, end)), max(2.0, abs(at(end) - at(0))), len(steps) * ROW, "all")
    )
    return Waterfall(steps, len(steps) * ROW, at(0))
