"""XLSX: the one reader that loads openpyxl, and only after the container was looked over."""

import datetime as dt
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gyoryu.intake.problems import FileRefused
from gyoryu.intake.readers.table import LARGEST_CELL, MOST_COLUMNS, Table

LARGEST_UNPACKED = 200_000_000
LARGEST_RATIO = 150
MOST_ENTRIES = 2_000
HEADER_WITHIN = 20  # rows in which the header is looked for: titles stand above it


def check_container(path: Path) -> None:
    """Refuse a zip that unpacks to too much, before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as container:
            entries = container.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileRefused(
            path.name, f"the file is damaged or cut off ({error})", "Download or save it again."
        ) from error
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(path.stat().st_size, 1)
    if (
        len(entries) > MOST_ENTRIES
        or unpacked > LARGEST_UNPACKED
        or (unpacked / packed > LARGEST_RATIO and unpacked > 20_000_000)
    ):
        raise FileRefused(
            path.name,
            f"it unpacks to {unpacked:,} bytes in {len(entries):,} parts",
            "That is no list of schools. Save only the sheet that is wanted, or export it as CSV.",
        )
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise FileRefused(path.name, "it is a zip file and no workbook", "Unpack it, and give the file inside.")


def _text(value: Any) -> str:
    """A cell as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


@contextmanager
def open_workbook(path: Path, fits: Callable[[list[str]], int]) -> Iterator[Table]:
    """The first sheet. Formulas come as their text, by their position in ``formulas``."""
    check_container(path)
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # openpyxl raises whatever the damage makes it stumble over
        raise FileRefused(
            path.name, f"the workbook cannot be read ({error})", "Open and save it again as .xlsx."
        ) from error
    try:
        sheet = next((one for one in book.worksheets), None)
        if sheet is None:
            raise FileRefused(path.name, "it has no sheet", "Save the list as a sheet of its own.")
        sheet.reset_dimensions()
        table = Table(path.name, [], iter(()))
        rows = _cells(sheet, path.name, table)
        number, table.header = _header(rows, fits, path.name)
        table.rows = ((at, _fitted(cells, len(table.header))) for at, cells in rows if at > number and any(cells))
        yield table
    finally:
        book.close()


def _cells(sheet: Any, name: str, table: Table) -> Iterator[tuple[int, list[str]]]:
    rows = sheet.iter_rows(max_col=MOST_COLUMNS)
    number = 0
    while True:
        try:
            row = next(rows, None)
        except FileRefused:
            raise
        except Exception as error:
            raise FileRefused(name, f"the sheet is damaged ({error})", "Open and save it again.", row=number) from error
        if row is None:
            return
        number += 1
        cells = [_text(cell.value).strip() for cell in row]
        for at, cell in enumerate(cells):
            if len(cell) > LARGEST_CELL:
                raise FileRefused(
                    name, f"a cell holds {len(cell):,} characters", f"At most {LARGEST_CELL:,} fit.", row=number,
                    column=table.header[at] if at < len(table.header) else "",
                )  # fmt: skip
        table.formulas = {at for at, cell in enumerate(row) if getattr(cell, "data_type", "") == "f"}
        yield number, cells


def _fitted(cells: list[str], width: int) -> list[str]:
    """Empty cells at the end are not stored; others beyond the header stay and are told."""
    while len(cells) > width and not cells[-1]:
        cells.pop()
    return cells + [""] * (width - len(cells))


def _header(
    rows: Iterator[tuple[int, list[str]]], fits: Callable[[list[str]], int], name: str
) -> tuple[int, list[str]]:
    """The first row that does best as a header, among the first ones."""
    best: tuple[int, int, list[str]] | None = None
    for number, cells in rows:
        score = fits(cells)
        if any(cells) and (best is None or score > best[0]):
            best = (score, number, cells)
        if score > 0 or number >= HEADER_WITHIN:
            break
    if best is None:
        raise FileRefused(name, "it holds no rows", "Save the sheet with the list as the first one.")
    header = list(best[2])
    while header and not header[-1]:
        header.pop()
    return best[1], header
