"""Workbooks: what people send, and what nobody should."""

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gyoryu.intake.problems import FileRefused
from gyoryu.registry.models import Record
from tests.intake.files import HEADER, school, schools, write_xlsx


@pytest.mark.django_db
def test_numbers_and_days_as_a_spreadsheet_keeps_them(read: Any, tmp_path: Path) -> None:
    row = [7, "Kauri School", "Auckland", -36.85, 174.76, dt.datetime(1950, 2, 1), 120.0, True]
    assert read(write_xlsx(tmp_path / "a.xlsx", [row])).new == 1
    facts = Record.objects.get().facts
    assert (facts["identifiers"][0]["value"], facts["opened_on"], facts["pupils"]) == ("7", "1950-02-01", 120)
    assert (facts["latitude"], facts["longitude"]) == (-36.85, 174.76)


@pytest.mark.django_db
def test_a_formula_is_told_and_never_calculated(read: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, [school(1), [2, "=A2&B2", *school(2)[2:]], [3, "Rimu School", *school(3)[2:7], "=NOW()"]])
    report = read(path)
    assert (report.new, report.rejected) == (2, 1)
    assert report.problems == [
        "row 3, column “Name”: it holds a formula (=A2&B2). Put its value there: formulas are never calculated."
    ]


@pytest.mark.django_db
def test_titles_above_errors_within_and_another_sheet_before(read: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["This list comes from the ministry"])
    sheet = book.create_sheet("Schools")
    for row in [["Schools of Moa"], [], HEADER, school(1), [], school(2, Pupils="#N/A"), school(3, Name="")]:
        sheet.append(list(row))
    book.save(path)
    report = read(path)
    assert (report.new, report.problems) == (2, ["row 7, column “Name”: the name is missing. Fill it in."])


@pytest.mark.django_db
def test_a_cell_that_is_too_long(read: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, [school(1), school(2)])
    _replace(path, "xl/worksheets/sheet1.xml", b"Kauri School 2", b"K" * 40_000)
    with pytest.raises(FileRefused, match="row 3, column “Name”: a cell holds 40,000 characters"):
        read(path)


def _replace(path: Path, part: str, old: bytes, new: bytes) -> None:
    """Another content for a part; texts that openpyxl shares stand in the cells themselves here."""
    with zipfile.ZipFile(path) as container:
        parts = {name: container.read(name) for name in container.namelist()}
    shared = parts.get("xl/sharedStrings.xml", b"")
    where = part if old in parts[part] else "xl/sharedStrings.xml"
    assert old in parts[part] or old in shared
    parts[where] = parts[where].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in parts.items():
            container.writestr(name, data)


@pytest.mark.django_db
def test_a_cell_of_megabytes_is_refused_before_it_is_unpacked(read: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, schools(3))
    _replace(path, "xl/worksheets/sheet1.xml", b"Kauri School 2", b"Kauri " * 1_000_000)
    with pytest.raises(FileRefused, match="a cell holds 32,768 characters or more"):
        read(path)


@pytest.mark.django_db
def test_a_bomb_is_refused_before_it_is_unpacked(read: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, schools(3))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as container:
        container.writestr("xl/media/image1.xml", b"<" * 60_000_000)
    with pytest.raises(FileRefused, match="it unpacks to 60,"):
        read(path)


@pytest.mark.django_db
def test_declarations_by_which_bytes_become_gigabytes(read: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, schools(3))
    _replace(path, "xl/workbook.xml", b"<workbook", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><workbook')
    with pytest.raises(FileRefused, match="XML declarations that no workbook has"):
        read(path)


@pytest.mark.django_db
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_half_a_workbook(share: float, read: Any, tmp_path: Path) -> None:
    data = write_xlsx(tmp_path / "whole.xlsx", schools(50)).read_bytes()
    path = tmp_path / "a.xlsx"
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(FileRefused, match="cut off|damaged"):
        read(path)


@pytest.mark.django_db
def test_a_zip_that_is_no_workbook(read: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("schools.csv", "Number,Name\n")
    with pytest.raises(FileRefused, match="a zip file and no workbook"):
        read(path)


@pytest.mark.django_db
def test_wrong_columns(read: Any, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="row 1, column “Number”: the header lacks “Number”"):
        read(write_xlsx(tmp_path / "a.xlsx", [[1, "Kauri School"]], ["Code", "School"]))
