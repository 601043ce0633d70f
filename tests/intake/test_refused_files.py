"""Files that cannot be right: what is said, and that nothing of them is applied."""

import gzip
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gyoryu.audit.models import Event
from gyoryu.common.errors import DomainError
from gyoryu.intake.problems import FileRefused
from gyoryu.registry.models import Record, RunRow, Source, SourceRun
from tests.intake.files import HEADER, as_csv, school, schools, write_csv

GOOD = as_csv(schools(30)).encode()
PACKED = gzip.compress(GOOD)


def _with_bytes(row: int, old: bytes, new: bytes) -> bytes:
    lines = GOOD.splitlines(keepends=True)
    lines[row - 1] = lines[row - 1].replace(old, new)
    return b"".join(lines)


def _header(**renamed: str) -> bytes:
    return as_csv(schools(3), header=[renamed.get(name, name) for name in HEADER]).encode()


# name of the file, its bytes, what the message says
REFUSED: dict[str, tuple[str, bytes, list[str]]] = {
    "nothing in it": ("a.csv", b"", ["it is empty"]),
    "blank lines only": ("a.csv", b"\n\n \n", ["holds no rows"]),
    "a header alone": ("a.csv", as_csv([]).encode(), ["a header and no rows", "Export the register again"]),
    "bytes of another encoding": (
        "a.csv",
        _with_bytes(7, b"Auckland", b"Whang\xe4rei"),
        ["row 7", "not UTF-8", "0xE4", "line 7", "Export it as UTF-8"],
    ),
    "no text at all": ("a.csv", b"\x00\x01\x02\x03" * 50, ["it is not text"]),
    "wrong columns": (
        "a.csv",
        b"Code,School,Place\n1,Kauri School,Auckland\n",
        ["row 1", "lacks “Number”, “Name”", "It has “Code”, “School”, “Place”", "moa.yaml"],
    ),
    "a column that is called otherwise": ("a.csv", _header(Latitude="Lattitude"), ["“Latitude” (is it “Lattitude”?)"]),
    "a column that is there twice": (
        "a.csv",
        _header(Remark="name"),
        ["row 1", "two columns are called “name”", "Rename"],
    ),
    "half of the packed file": ("a.csv.gz", PACKED[: len(PACKED) // 2], ["cut off", "half of it"]),
    "a packed file with a flaw": ("a.csv.gz", PACKED[:40] + b"\xff\xff" + PACKED[42:], ["damaged or cut off"]),
    "half a file": (
        "a.csv",
        GOOD[: GOOD.rindex(b"174.76")],
        ["row 31", "column “Longitude”", "stops after 5 of 8 cells", "half of it"],
    ),
    "a quotation mark that is never closed": (
        "a.csv",
        _with_bytes(9, b"Kauri School 8", b'"Kauri School 8'),
        ["row 9", "opened and never closed"],
    ),
    "a cell of 40,000 characters": (
        "a.csv",
        as_csv([school(1), school(2, Town="A" * 40_000)]).encode(),
        ["row 3", "column “Town”", "40,000", "32,767"],
    ),
    "a cell of 40,000 characters that is not read": (
        "a.csv",
        as_csv([school(1), school(2, Remark="A" * 40_000)]).encode(),
        ["row 3", "column “Remark”"],
    ),
    "a cell with line breaks without end": (
        "a.csv",
        GOOD + b'31,"' + b"Kauri\n" * 20_000 + b'"\n',
        ["row 32", "column “Name”", "quotation mark that is missing"],
    ),
    "mostly bad rows": (
        "a.csv",
        as_csv([school(n, Latitude=51.5, Longitude=-0.1) for n in range(30)]).encode(),
        ["30 of 30 rows", "not in New Zealand", "right mapping and country?"],
    ),
    "an old workbook": ("a.xls", b"\xd0\xcf\x11\xe0" + b"\x00" * 500, [".xls", "Save it as .xlsx or .csv"]),
    "a cut off workbook": ("a.xlsx", b"PK\x03\x04" + b"\x00" * 500, ["cut off"]),
}


def counts() -> tuple[int, ...]:
    return Source.objects.count(), SourceRun.objects.count(), Record.objects.count(), Event.objects.count()


@pytest.mark.django_db
@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_cannot_be_right(case: str, read: Any, tmp_path: Path, home: Path) -> None:
    name, data, said = REFUSED[case]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(FileRefused) as refused:
        read(path)
    message = refused.value.message
    assert message.startswith(name)
    assert [part for part in said if part not in message] == []
    assert message.endswith("Nothing of this file was applied.")
    assert counts() == (0, 0, 0, 0)
    assert not (home / "rejected").exists()


@pytest.mark.django_db
def test_what_was_accepted_before_stays(read: Any, tmp_path: Path) -> None:
    read(write_csv(tmp_path / "a.csv", schools(30)))
    before = list(Record.objects.order_by("pk").values())
    bad = tmp_path / "b.csv"
    bad.write_bytes(GOOD.replace(b"Kauri School 30", b"Kauri \xff"))
    with pytest.raises(FileRefused):
        read(bad)
    assert list(Record.objects.order_by("pk").values()) == before
    assert SourceRun.objects.count() == 1


@pytest.mark.django_db
def test_a_failure_while_staging_leaves_nothing_of_the_file(read: Any, tmp_path: Path, monkeypatch: Any) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as broken, pytest.raises(OSError, match="the disk is full"):
        broken.setattr("gyoryu.registry.domain.intake_runs._stage_vanished", fail)
        read(write_csv(tmp_path / "a.csv", schools(30)))
    assert (Record.objects.count(), RunRow.objects.count()) == (0, 0)
    assert SourceRun.objects.get().state == "refused"
    assert read(tmp_path / "a.csv").new == 30


@pytest.mark.django_db
def test_after_a_failure_while_applying_it_goes_on_where_it_stopped(
    read: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as broken, pytest.raises(OSError, match="the disk is full"):
        broken.setattr("gyoryu.registry.domain.applied_runs._note_seen", fail)
        read(write_csv(tmp_path / "a.csv", schools(30)))
    assert SourceRun.objects.get().state == "applying"
    again = read(tmp_path / "a.csv")
    assert (again.unchanged, again.new) == (30, 0)
    assert [run.state for run in SourceRun.objects.all()] == ["applied", "applied"]


@pytest.mark.django_db
def test_half_a_register_is_refused_unless_it_is_said_to_be_right(read: Any, tmp_path: Path) -> None:
    read(write_csv(tmp_path / "a.csv", schools(200)))
    half = write_csv(tmp_path / "half.csv", schools(99))
    with pytest.raises(FileRefused) as refused:
        read(half)
    assert "99 rows where the last reading had 200" in refused.value.message
    assert "--even-if-smaller" in refused.value.message
    assert Record.objects.filter(vanished_at__isnull=False).count() == 0
    assert read(half, even_if_smaller=True).vanished == 101


@pytest.mark.django_db
def test_a_part_makes_nothing_vanish(read: Any, tmp_path: Path) -> None:
    read(write_csv(tmp_path / "a.csv", schools(200)))
    report = read(write_csv(tmp_path / "part.csv", schools(3)), complete=False)
    assert (report.unchanged, report.vanished) == (3, 0)


@pytest.mark.django_db
def test_a_small_file_that_unpacks_to_terabytes(read: Any, tmp_path: Path) -> None:
    packed = tmp_path / "a.csv.gz"
    with gzip.open(packed, "wb", compresslevel=9) as file:
        file.write(as_csv(schools(2)).encode())
        for _ in range(60):
            file.write(b"," * 1_000_000)
    assert packed.stat().st_size < 200_000
    with pytest.raises(FileRefused) as refused:
        read(packed)
    assert "unpack to more than" in refused.value.message


@pytest.mark.django_db
@pytest.mark.parametrize("opening", ["", '"'])
def test_a_cell_of_200_megabytes_takes_no_memory(opening: str, read: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.write(as_csv(schools(1)).encode() + b"2," + opening.encode())
        file.seek(200_000_000, os.SEEK_CUR)
        file.write(b"\n")
        size = file.tell()
    assert size > 200_000_000
    with pytest.raises(FileRefused) as refused:
        read(path)
    assert "row 3, column “Name”: a cell holds" in refused.value.message


@pytest.mark.django_db
def test_two_readings_of_one_source_do_not_meet(read: Callable[..., Any], tmp_path: Path, home: Path) -> None:
    from gyoryu.common.locks import file_lock

    with file_lock(home / "locks" / "intake-moa-schools.lock"), pytest.raises(DomainError) as refused:
        read(write_csv(tmp_path / "a.csv", schools(3)))
    assert refused.value.code == "intake_running"
    assert refused.value.params["who"].startswith("process ")
