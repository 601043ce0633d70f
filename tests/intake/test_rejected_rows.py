"""Single rows that cannot be kept: what is said of each, and that the rest goes on."""

import csv
from pathlib import Path
from typing import Any

import pytest

from gyoryu.registry.models import Record
from tests.intake.files import as_csv, school, schools, write_csv

# name -> (what is wrong with row 3, column, what the reason says)
REJECTED: dict[str, tuple[dict[str, Any], str, list[str]]] = {
    "no name": ({"Name": ""}, "Name", ["the name is missing", "Fill it in"]),
    "a name of blanks": ({"Name": "   "}, "Name", ["the name is missing"]),
    "a name too long": ({"Name": "Kauri " * 60}, "Name", ["359 characters", "At most 300 fit"]),
    "a town too long": ({"Town": "Auckland " * 20}, "Town", ["179 characters", "At most 120 fit"]),
    "a key too long": ({"Number": "7" * 101}, "Number", ["101 characters", "At most 100 fit"]),
    "a key that was there": ({"Number": 1}, "Number", ["the key “1” is in row 2 already", "key of its own"]),
    "31 February": ({"Opened": "2018-02-31"}, "Opened", ["“2018-02-31” is no day of the calendar", "like 2026-03-31"]),
    "a day written otherwise": ({"Opened": "1 March 1950"}, "Opened", ["“1 March 1950” is no day"]),
    "a Buddhist year": ({"Opened": "2561-03-01"}, "Opened", ["not a day of our time", "common era"]),
    "a place in London": ({"Latitude": 51.5, "Longitude": -0.12}, "Latitude", ["51.5, -0.12", "is not in New Zealand"]),
    "a place swapped": ({"Latitude": 174.76, "Longitude": -36.85}, "Latitude", ["not in New Zealand", "are swapped"]),
    "a place off the earth": ({"Latitude": -136.85}, "Latitude", ["not in New Zealand"]),
    "half a place": ({"Longitude": ""}, "Longitude", ["one half of the position is missing"]),
    "a place in words": ({"Latitude": "south"}, "Latitude", ["“south” is no number", "like -36.85"]),
    "no number at all": ({"Latitude": "NaN"}, "Latitude", ["“NaN” is no number"]),
    "pupils in words": ({"Pupils": "many"}, "Pupils", ["“many” is no whole number", "like 120"]),
    "fewer than no pupils": ({"Pupils": "-5"}, "Pupils", ["“-5” is no whole number"]),
    "a formula": (
        {"Name": '=HYPERLINK("http://evil.example","Kauri")'},
        "Name",
        ["it holds a formula", "never calculated"],
    ),
    "a bell": ({"Name": "Kauri\x07 School"}, "Name", ["control character (U+0007)", "Type the cell again"]),
    "a NUL": ({"Town": "Auck\x00land"}, "Town", ["control character (U+0000)"]),
    "lost letters": ({"Name": "K�uri School"}, "Name", ["letters were lost", "Export it again"]),
}


def left_out(report: Any) -> list[dict[str, str]]:
    with Path(report.rejected_file).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.django_db
@pytest.mark.parametrize("case", REJECTED)
def test_a_row_that_cannot_be_kept(case: str, read: Any, tmp_path: Path) -> None:
    wrong, column, said = REJECTED[case]
    rows = [school(1), school(2, **wrong), school(3), school(4)]
    report = read(write_csv(tmp_path / "a.csv", rows))
    assert (report.read, report.new, report.rejected) == (4, 3, 1)
    assert sorted(Record.objects.values_list("key", flat=True)) == ["1", "3", "4"]
    (row,) = left_out(report)
    assert (row["row"], row["column"]) == ("3", column)
    reason = f"{row['problem']} {row['what would be right']}"
    assert [part for part in said if part not in reason] == []
    assert report.problems[0].startswith(f"row 3, column “{column}”: ")


@pytest.mark.django_db
def test_cells_too_many_and_too_few(read: Any, tmp_path: Path) -> None:
    rows = [school(1), [*school(2), "more"], school(3)[:5], [*school(4), "", ""]]
    report = read(write_csv(tmp_path / "a.csv", rows))
    assert (report.new, report.rejected) == (2, 2)
    said = [(row["row"], row["problem"]) for row in left_out(report)]
    assert said == [("3", "the row has 9 cells, the header has 8"), ("4", "the row has 5 cells, the header has 8")]


@pytest.mark.django_db
def test_the_file_of_reasons_calculates_nothing_and_holds_only_what_is_read(read: Any, tmp_path: Path) -> None:
    rows = [school(1), school(2, Name="=1+1", Town="@home", Remark="call Mrs Moa, 021 555 1234", Latitude=51)]
    report = read(write_csv(tmp_path / "a.csv", rows))
    (row,) = left_out(report)
    assert (row["Name"], row["Town"], row["Longitude"]) == ("'=1+1", "'@home", "174.76")
    assert "Remark" not in row
    assert "Moa" not in Path(report.rejected_file).read_text(encoding="utf-8-sig")


@pytest.mark.django_db
def test_the_file_of_reasons_goes_when_there_is_nothing_left_to_say(read: Any, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [school(1), school(2, Name="")])
    left = Path(read(path).rejected_file)
    assert left.exists()
    assert read(write_csv(path, schools(2))).rejected_file == ""
    assert not left.exists()


@pytest.mark.django_db
def test_a_row_that_went_bad_does_not_vanish(read: Any, tmp_path: Path) -> None:
    read(write_csv(tmp_path / "a.csv", schools(4)))
    report = read(write_csv(tmp_path / "b.csv", [school(1), school(2, Opened="2018-02-31"), school(3)]))
    assert (report.unchanged, report.rejected, report.vanished) == (2, 1, 1)
    assert list(Record.objects.filter(vanished_at__isnull=False).values_list("key", flat=True)) == ["4"]


@pytest.mark.django_db
def test_rows_are_counted_as_a_spreadsheet_does(read: Any, tmp_path: Path) -> None:
    text = as_csv([school(1, Remark="two\nlines"), [""] * 8, school(3, Name="")])
    path = tmp_path / "a.csv"
    path.write_text("Schools of Moa\n\n" + text, encoding="utf-8")
    report = read(path)
    assert (report.new, report.problems) == (1, ["row 6, column “Name”: the name is missing. Fill it in."])


@pytest.mark.django_db
def test_what_is_mended_without_asking(read: Any, tmp_path: Path) -> None:
    rows = [
        school(
            1,
            Name="  Kauri \u00a0School\u200b ",
            Latitude="-36,85",
            Longitude="174,76",
            Opened="1950/2/1",
            Pupils="1,200",
        ),
        school(2, Name="St Mary\x92s School \x96 Kauri", Opened="19500201", Pupils="120.0"),
        school(3, Name="Pa\u0304nui School", Opened="", Pupils="-", Latitude="", Longitude="n/a"),
    ]
    assert read(write_csv(tmp_path / "a.csv", rows)).rejected == 0
    said = {record.key: record.facts for record in Record.objects.all()}
    assert said["1"]["names"][0]["text"] == "Kauri School"
    assert (said["1"]["latitude"], said["1"]["longitude"]) == (-36.85, 174.76)
    assert (said["1"]["opened_on"], said["1"]["pupils"]) == ("1950-02-01", 1200)
    assert said["2"]["names"][0]["text"] == "St Mary’s School – Kauri"
    assert (said["2"]["opened_on"], said["2"]["pupils"]) == ("1950-02-01", 120)
    assert said["3"] == {
        "names": [{"text": "Pānui School", "language": "en", "script": "Latn", "kind": "official"}],
        "identifiers": [{"scheme": "moa", "value": "3"}],
        "country": "NZ",
        "kind": "school",
        "locality": "Auckland",
    }
