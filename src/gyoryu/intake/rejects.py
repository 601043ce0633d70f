"""Rows that were left out, in a file that can be mended and read again."""

import csv
from pathlib import Path

from django.conf import settings

from gyoryu.intake.problems import RowProblem


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
    """Collects problems; the file is made with the first of them."""

    def __init__(self, name: str, header: list[str]) -> None:
        self.header = header
        self.count = 0
        self.first: list[RowProblem] = []
        self._name = name
        self._lines: list[list[str]] = []

    def add(self, problem: RowProblem, cells: list[str]) -> None:
        self.count += 1
        if len(self.first) < 20:
            self.first.append(problem)
        row = [str(problem.row), problem.column, problem.problem, problem.mend]
        self._lines.append([*row, *(plain(cell[:2_000]) for cell in cells)])

    def write(self) -> Path | None:
        """The file, in row order; None when nothing was left out."""
        if not self._lines:
            return None
        folder: Path = settings.HOME / "rejected"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self._name}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["row", "column", "problem", "what would be right", *self.header])
            writer.writerows(sorted(self._lines, key=lambda line: int(line[0])))
        return path
