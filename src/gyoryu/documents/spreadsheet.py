"""Rows as an .xlsx file. Text stays text: a cell that begins with = is shown, never calculated."""

import datetime as dt
import io
import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767  # characters in a cell
WIDEST = 60
# What XML cannot hold: control characters but tab and line break, lone surrogates, two non-characters.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")


def plain(value: Any) -> Any:
    """A value as a cell may hold it: numbers, days and moments (office time) as such, all else as text."""
    if value is None or isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    if isinstance(value, dt.datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if isinstance(value, dt.date):
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        value = ", ".join(str(item) for item in value)
    return _UNWRITABLE.sub("", str(value))[:LONGEST]


def write_xlsx(columns: Sequence[Any], rows: Iterable[Sequence[Any]], *, title: Any = "") -> bytes:
    """One sheet: ``columns`` as a bold first row that stays in sight, then ``rows``, read one at a time."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_NOT_IN_TITLES.sub(" ", plain(title))[:31].strip() or "1")

    def cell(value: Any, *, bold: bool = False) -> Any:
        made: Any = WriteOnlyCell(sheet, value=None)
        written = plain(value)
        if isinstance(written, str):
            made._value, made.data_type = written, "s"  # past openpyxl's guess that "=1+1" is a formula
        else:
            made.value = written
        if bold:
            made.font = Font(bold=True)
        return made

    heads = [plain(column) for column in columns]
    for number, head in enumerate(heads, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = min(max(12, len(str(head)) * 2), WIDEST)
    sheet.freeze_panes = "A2"
    count = 1
    try:
        sheet.append([cell(head, bold=True) for head in heads])
        for row in rows:
            sheet.append([cell(value) for value in row])
            count += 1
    except BaseException:
        sheet.close()  # its half-written file goes
        raise
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(heads)))}{count}"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
