"""What can be wrong with a file or a row, said so that it can be mended: where, what, and what would be right."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from gyoryu.common.errors import BadInput


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One row that is left out. ``row`` counts as a spreadsheet does: the header is row 1."""

    row: int
    column: str
    problem: str
    mend: str

    def __str__(self) -> str:
        where = f"row {self.row}" + (f", column “{self.column}”" if self.column else "")
        return f"{where}: {self.problem}. {self.mend}"


class FileRefused(BadInput):
    """The file as a whole cannot be read; nothing of it was applied."""

    def __init__(self, file: str, problem: str, mend: str, *, row: int = 0, column: str = "") -> None:
        self.file, self.row, self.column, self.problem, self.mend = file, row, column, problem, mend
        where = "".join([f", row {row}" if row else "", f", column “{column}”" if column else ""])
        text = f"{file}{where}: {problem}. {mend} Nothing of this file was applied."
        super().__init__("file_refused", text.replace("%", "%%"), field="file", row=row, column=column)

    def as_json(self) -> dict[str, Any]:
        return {
            "refused": True,
            "file": self.file,
            "row": self.row or None,
            "column": self.column or None,
            "problem": self.problem,
            "mend": self.mend,
        }


class FetchRefused(BadInput):
    """A list could not be had; nothing was staged, and what was there stays. Trying again alone will not help."""

    def __init__(self, code: str, problem: str, mend: str) -> None:
        self.problem, self.mend = problem, mend
        super().__init__(code, f"{problem}. {mend}".replace("%", "%%"), field="url")


class FetchLater(FetchRefused):
    """Not now: a limit was reached or the server is ill. What came so far is kept; go on from ``retry_at``."""

    def __init__(self, code: str, problem: str, retry_at: dt.datetime) -> None:
        self.retry_at = retry_at
        super().__init__(code, problem, f"Try again after {retry_at:%Y-%m-%d %H:%M} UTC.")
