"""Files as tables: a header and rows of text, whatever they are stored as."""

import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from gyoryu.intake.problems import FileRefused
from gyoryu.intake.readers.delimited import bytes_of, open_delimited
from gyoryu.intake.readers.json_table import open_json
from gyoryu.intake.readers.json_values import begins_json
from gyoryu.intake.readers.table import Table

__all__ = ["Table", "open_table"]

_OLE = b"\xd0\xcf\x11\xe0"


def open_table(
    path: Path, encodings: tuple[str, ...], fits: Callable[[list[str]], int], ways: tuple[str, ...] = ()
) -> AbstractContextManager[Table]:
    """Open ``path`` by what it is, not by its name. ``fits(cells)`` says how well a row would do as the header.

    ``ways``: where the rows stand within JSON, such as ``results.bindings``; else where they usually do.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise FileRefused(path.name, f"it cannot be opened ({error.strerror})", "Check the path.") from error
    if not start:
        raise FileRefused(path.name, "it is empty", "Export the register again.")
    if start.startswith(b"PK"):
        if not zipfile.is_zipfile(path):
            raise FileRefused(path.name, "the file is cut off", "Download it again.")
        from gyoryu.intake.readers.workbook import open_workbook

        return open_workbook(path, fits)
    if start.startswith(_OLE):
        raise FileRefused(path.name, "it is an old Excel file (.xls)", "Save it as .xlsx or .csv.")
    with bytes_of(path) as opened:
        json = begins_json(opened.read(512))
    return open_json(path, fits, ways) if json else open_delimited(path, encodings, fits)
