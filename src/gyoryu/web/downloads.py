"""A list as a spreadsheet to keep."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

from gyoryu.common.clock import today
from gyoryu.documents.spreadsheet import XLSX, write_xlsx

MOST_ROWS = 50_000


def spreadsheet(name: str, columns: Sequence[Any], rows: Iterable[Sequence[Any]], *, title: Any) -> HttpResponse:
    """``name`` is the plain beginning of the file's name; the day is added."""
    response = HttpResponse(write_xlsx(columns, rows, title=title), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}-{today():%Y-%m-%d}.xlsx"'
    return response
