"""What every reader hands on."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from gyoryu.intake.problems import FileRefused

LARGEST_CELL = 32_767  # characters; what a spreadsheet holds
MOST_COLUMNS = 1_000
HEADER_WITHIN = 20  # rows in which the header is looked for: titles may stand above it


@dataclass(slots=True)
class Table:
    """A header and its rows. ``rows`` yields (number, cells) and counts as a spreadsheet does: blank rows too, from 1.

    ``formulas`` holds, for the row just read, the positions of cells that are formulas: their text is kept as it is
    written and never calculated. ``expected`` is about how many rows there are, for a progress bar; 0: nobody knows.
    """

    file: str
    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    encoding: str = ""
    formulas: set[int] = field(default_factory=set)
    row: int = 1  # where the header stands; 0 where none does
    expected: int = 0
    others: list[list[str]] = field(default_factory=list)  # for the row just read: earlier rows of the same thing
    years: tuple[str, str] = ("", "")  # the first and the last year a register of periods speaks of
    passed_over: int = 0  # rows that are not of the wanted kind


def is_filled(cells: list[str]) -> bool:
    return any(cell and not cell.isspace() for cell in cells)


def best_header(
    rows: Iterable[tuple[int, list[str]]], fits: Callable[[list[str]], int], file: str
) -> tuple[int, list[str]]:
    """The row that does best as a header; the first that is not blank when none does."""
    filled = [(number, cells) for number, cells in rows if is_filled(cells)]
    if not filled:
        raise FileRefused(file, "it holds no rows", "Export the register again.")
    number, header = max(filled, key=lambda row: (fits(row[1]), -row[0]))
    header = [cell.strip() for cell in header]
    while header and not header[-1]:
        header.pop()
    return number, header


def too_long(file: str, row: int, column: str, length: int) -> FileRefused:
    return FileRefused(
        file,
        f"a cell holds {length:,} characters or more",
        f"At most {LARGEST_CELL:,} fit. Shorten it, or look for a quotation mark that is missing.",
        row=row,
        column=column,
    )
