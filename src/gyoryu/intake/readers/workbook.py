"""XLSX: the one reader that loads openpyxl, and only after the container was looked over."""

import datetime as dt
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from gyoryu.intake.problems import FileRefused
from gyoryu.intake.readers.table import (
    HEADER_WITHIN,
    LARGEST_CELL,
    MOST_COLUMNS,
    Table,
    best_header,
    is_filled,
    too_long,
)

LARGEST_UNPACKED = 200_000_000
LARGEST_RATIO = 150
SMALL = 20_000_000  # bytes below which the ratio says nothing
MOST_ENTRIES = 2_000
MOST_ROWS = 1_048_576  # what a sheet holds
# A cell of 32,767 characters takes at most six bytes for each: in this many bytes of XML there is a tag.
_CHUNK = 200_000
_CELL = re.compile(rb'r="([A-Z]{1,3})(\d{1,7})"')
_MEND_DAMAGE = "Open it and save it again as .xlsx, or export it as CSV."


def check_container(path: Path) -> None:
    """Refuse a workbook that unpacks to too much, before anything of it is kept in memory."""
    try:
        with zipfile.ZipFile(path) as container:
            entries = container.infolist()
            _check_size(path, entries)
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    _check_part(path.name, container, entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise FileRefused(path.name, f"the workbook is damaged or cut off ({error})", _MEND_DAMAGE) from error


def _check_size(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(path.stat().st_size, 1)
    bomb = unpacked > SMALL and unpacked > packed * LARGEST_RATIO
    if len(entries) > MOST_ENTRIES or unpacked > LARGEST_UNPACKED or bomb:
        raise FileRefused(
            path.name,
            f"it unpacks to {unpacked:,} bytes in {len(entries):,} parts",
            "That is no list of schools. Save only the sheet that is wanted, or export it as CSV.",
        )
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise FileRefused(path.name, "it is a zip file and no workbook", "Unpack it, and give the file inside.")


def _check_part(name: str, container: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Refuse a text that no cell can hold, and declarations by which a few bytes become gigabytes."""
    before = b""
    with container.open(entry) as part:
        while chunk := part.read(_CHUNK):
            if b"<!DOCTYPE" in before[-16:] + chunk or b"<!ENTITY" in before[-16:] + chunk:
                raise FileRefused(name, "it contains XML declarations that no workbook has", _MEND_DAMAGE)
            if len(chunk) == _CHUNK and b"<" not in chunk:
                found = _CELL.findall(before)
                column, row = found[-1] if found else (b"", b"0")
                raise too_long(name, int(row), column.decode(), LARGEST_CELL + 1)
            before = chunk


def _text(cell: Any) -> str:
    """A cell as a person reads it; an error such as #REF! says nothing."""
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if cell.data_type == "f":
        return f"={getattr(value, 'text', '')}".replace("==", "=")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


@contextmanager
def open_workbook(path: Path, fits: Callable[[list[str]], int]) -> Iterator[Table]:
    """The sheet with the header that does best. Formulas come as their text, by their position in ``formulas``."""
    check_container(path)
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # openpyxl raises whatever the damage makes it stumble over
        raise FileRefused(path.name, f"the workbook cannot be read ({error})", _MEND_DAMAGE) from error
    try:
        table = Table(path.name, [], iter(()))
        sheet = _best_sheet(list(book.worksheets), fits, path.name)
        expected = sheet.max_row or 0
        sheet.reset_dimensions()
        rows = _cells(sheet, table)
        head = list(islice(rows, HEADER_WITHIN))
        table.row, table.header = best_header(head, fits, path.name)
        table.expected = min(max(expected - table.row, 0), MOST_ROWS)
        later = _again(sheet, table, after=table.row)
        table.rows = ((at, _fitted(cells, len(table.header))) for at, cells in later if is_filled(cells))
        yield table
    finally:
        book.close()


def _best_sheet(sheets: list[Any], fits: Callable[[list[str]], int], name: str) -> Any:
    if not sheets:
        raise FileRefused(name, "it has no sheet", "Save the list as a sheet of its own.")
    if len(sheets) == 1:
        return sheets[0]

    def score(sheet: Any) -> int:
        head = islice(_cells(sheet, Table(name, [], iter(()))), HEADER_WITHIN)
        return max((fits(cells) for _number, cells in head), default=0)

    return max(sheets, key=score)


def _again(sheet: Any, table: Table, *, after: int) -> Iterator[tuple[int, list[str]]]:
    """The rows once more from the first: which cells are formulas is known only while their row is being read."""
    return ((number, cells) for number, cells in _cells(sheet, table) if number > after)


def _cells(sheet: Any, table: Table) -> Iterator[tuple[int, list[str]]]:
    rows = sheet.iter_rows()
    number = 0
    first: list[str] = []  # stands for the header until that is found
    while True:
        try:
            row = next(rows, None)
        except Exception as error:
            raise FileRefused(table.file, f"the sheet is damaged ({error})", _MEND_DAMAGE, row=number) from error
        if row is None:
            return
        number += 1
        if number > MOST_ROWS or len(row) > MOST_COLUMNS:
            problem = f"the sheet has more than {MOST_ROWS:,} rows or {MOST_COLUMNS:,} columns"
            raise FileRefused(table.file, problem, "Save only the list of schools.", row=number)
        cells = [_text(cell) for cell in row]
        for at, text in enumerate(cells):
            if len(text) > LARGEST_CELL:
                header = table.header or first
                raise too_long(table.file, number, header[at] if at < len(header) else "", len(text))
        first = first or (cells if is_filled(cells) else [])
        table.formulas = {at for at, cell in enumerate(row) if cell.data_type == "f"}
        yield number, cells


def _fitted(cells: list[str], width: int) -> list[str]:
    """Empty cells at the end are not stored; others beyond the header stay and are told."""
    while len(cells) > width and not cells[-1]:
        cells.pop()
    return cells + [""] * (width - len(cells))
