"""Rows that were left out, in a file that can be mended and read again."""

import csv
from pathlib import Path

from django.conf import settings

from gyoryu.intake.problems import RowProblem
from gyoryu.intake.rows import RowReader

LONGEST_SHOWN = 2_000  # characters of a cell
HEAD = ("row", "column", "problem", "what would be right")


def plain(cell: str) -> str:
    """Shown by a spreadsheet, never calculated."""
    return "'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not _is_number(cell) else cell


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


class Rejects:
    """Collects the rows that are left out, with their problems and those of their cells that are read at all."""

    def __init__(self, name: str, reader: RowReader) -> None:
        self.count = 0
        self.first: list[RowProblem] = []
        self.keys: set[str] = set()  # of rows that are there and cannot be kept
        self._name, self._reader = name, reader
        self._lines: list[tuple[RowProblem, list[str]]] = []

    def add(self, problem: RowProblem, cells: list[str]) -> None:
        self.count += 1
        if len(self.first) < 20:
            self.first.append(problem)
        if key := self._reader.key_of_bad_row(cells):
            self.keys.add(key)
        # What is not read (a head's name, an e-mail address) is not written down either.
        self._lines.append((problem, [cells[at][:LONGEST_SHOWN] for at in self._reader.used if at < len(cells)]))

    def write(self) -> Path | None:
        """The file, in row order; None, and no file, when nothing was left out."""
        path: Path = settings.HOME / "rejected" / f"{self._name}.csv"
        if not self._lines:
            path.unlink(missing_ok=True)
            return None
        path.parent.mkdir(parents=True, exist_ok=True)
        header = self._reader.table.header
        with path.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([*HEAD, *(plain(header[at]) for at in self._reader.used)])
            for problem, cells in sorted(self._lines, key=lambda line: line[0].row):
                said = (str(problem.row), problem.column, problem.problem, problem.mend)
                writer.writerow([plain(cell.replace("\0", "␀")) for cell in (*said, *cells)])
        return path
