"""One row of cells becomes facts, or a problem with its row, its column and the mend.

The columns are found once, when the header is known; then each row is a few list look-ups. Facts are made in the form in
which they are stored (see ``registry.facts.to_json``), because there may be a million of them.
"""

import difflib
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from gyoryu.common.text import fold, guess_language, script_of
from gyoryu.intake import cells as written
from gyoryu.intake.cells import Wrong, shown
from gyoryu.intake.mappings import Cell, Mapping, Text
from gyoryu.intake.problems import FileRefused, RowProblem
from gyoryu.intake.readers import Table
from gyoryu.reference import queries as reference
from gyoryu.registry.domain.checks import LONGEST, LONGEST_IDENTIFIER, LONGEST_NAME

CONTENT = "content:"  # how a key begins that was made from the content
MOST_PUPILS, OLDEST, LAST_YEAR = 1_000_000, 120, 13


@dataclass(frozen=True, slots=True)
class Row:
    """A row that can be kept. ``own_key`` is the register's, or empty: then ``content_key`` stands for it."""

    number: int
    own_key: str
    content_key: str
    said_on: str
    facts: dict[str, Any]


def fit_of(mapping: Mapping) -> Callable[[list[str]], int]:
    """How many of the mapping's columns a row of cells names: the header is where it is most."""
    wanted = {fold(column) for cell in mapping.cells() for column in cell.columns}

    def fits(cells: list[str]) -> int:
        return sum(fold(cell) in wanted for cell in cells[:1_000] if cell)

    return fits


@lru_cache(maxsize=4_096)
def _years_of_type(country: str, text: str) -> tuple[int, int] | None:
    return reference.years_from_school_type(country, text)


@lru_cache(maxsize=4_096)
def _years_of_ages(country: str, youngest: int, oldest: int) -> tuple[int, int] | None:
    return reference.years_from_ages(country, youngest, oldest)


def _is_placeholder(value: str) -> bool:
    """Nothing but zeros and dashes stands where an id should."""
    return not value.strip("0 -._")


class RowReader:
    """Reads the rows of one table by a mapping."""

    def __init__(self, mapping: Mapping, table: Table, country: str) -> None:
        self.mapping, self.table, self.country = mapping, table, country
        self.width = len(table.header)
        self._at = self._find_columns()
        self.used = sorted(set(self._at.values()))

    def _find_columns(self) -> dict[Cell, int]:
        """Where each cell of the mapping stands; refuses a header that lacks one, and says which."""
        wanted = {fold(column) for cell in self.mapping.cells() for column in cell.columns}
        folded: dict[str, int] = {}
        for at, name in enumerate(self.table.header):
            if fold(name) in folded and fold(name) in wanted:
                raise self.refused(f"two columns are called “{name}”", "Rename or remove one of them.", name)
            folded.setdefault(fold(name), at)
        found: dict[Cell, int] = {}
        missing: list[str] = []
        for cell in self.mapping.cells():
            at = next((folded[fold(name)] for name in cell.columns if fold(name) in folded), None)
            if at is not None:
                found[cell] = at
            elif not cell.optional:
                missing.append(cell.columns[0])
        if missing:
            raise self.lacking(missing)
        return found

    def refused(self, problem: str, mend: str, column: str = "") -> FileRefused:
        """What is wrong with the header."""
        return FileRefused(self.table.file, problem, mend, row=self.table.row, column=column)

    def lacking(self, missing: list[str]) -> FileRefused:
        near = []
        for name in dict.fromkeys(missing):
            like = difflib.get_close_matches(name, self.table.header, n=1, cutoff=0.7)
            near.append(f"“{name}”" + (f" (is it “{like[0]}”?)" if like else ""))
        have = ", ".join(f"“{name[:40]}”" for name in self.table.header[:12]) or "nothing"
        more = ", …" if len(self.table.header) > 12 else ""
        mend = f"It has {have}{more}. Take the register that {self.mapping.file} was written for, or change the mapping."
        return self.refused(f"the header lacks {', '.join(near)}", mend, missing[0])

    # Cells

    def _text(self, cells: list[str], cell: Cell) -> str:
        """What a cell says; blanks and nulls say nothing."""
        at = self._at.get(cell)
        if at is None:
            return cell.value
        text = written.tidy(cells[at])
        if text in self.mapping.nulls or text in cell.nulls:
            return ""
        if text[0] == "=" or (self.table.formulas and at in self.table.formulas):
            raise Wrong(f"it holds a formula ({text[:40]})", "Put its value there: formulas are never calculated")
        if cell.map is not None:
            return cell.map.get(text, "")
        for ending in cell.drop:
            text = text.removesuffix(ending)
        if cell.word:
            words = text.split()
            text = words[cell.word - 1] if len(words) >= cell.word else ""
        return written.title(text, self.mapping.language) if cell.case else text

    def _say[T](self, cells: list[str], cell: Cell, read: Callable[[str], T]) -> T | None: ...
