"""Small registers to read: an invented country's list, as files in all the shapes people send."""

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

HEADER = ("Number", "Name", "Town", "Latitude", "Longitude", "Opened", "Pupils", "Remark")
MAPPING = """
source:
  slug: moa-schools
  kind: register
  label: Schools of Moa
  language: en
country: NZ
key: {column: Number, scheme: moa}
names:
  - {column: Name, language: en}
kind: {value: school}
locality: Town
latitude: Latitude
longitude: Longitude
opened_on: Opened
pupils: Pupils
"""
Row = Sequence[Any]


def school(number: int, **other: Any) -> list[str]:
    """A row that is right."""
    cells = {
        "Number": number,
        "Name": f"Kauri School {number}",
        "Town": "Auckland",
        "Latitude": -36.85,
        "Longitude": 174.76,
        "Opened": "1950-02-01",
        "Pupils": 120,
        "Remark": "",
    } | other
    return [str(cells[name]) for name in HEADER]


def schools(count: int) -> list[list[str]]:
    return [school(number) for number in range(1, count + 1)]


def as_csv(rows: Iterable[Row], header: Row = HEADER, delimiter: str = ",") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


def write_csv(path: Path, rows: Iterable[Row], header: Row = HEADER) -> Path:
    data = as_csv(rows, header).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def write_xlsx(path: Path, rows: Iterable[Row], header: Row = HEADER) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    for row in [header, *rows]:
        book.active.append(list(row))
    book.save(path)
    return path
