"""What every reader hands on."""

from collections.abc import Iterator
from dataclasses import dataclass, field

LARGEST_CELL = 32_768  # characters; what a spreadsheet holds
MOST_COLUMNS = 1_000


@dataclass(slots=True)
class Table:
    """A header and its rows. ``rows`` yields (number, cells); the header's own number comes before them.

    ``formulas`` holds, for the row just read, the positions of cells that are formulas: their text is kept as it is
    written and never calculated.
    """

    file: str
    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    encoding: str = ""
    formulas: set[int] = field(default_factory=set)
