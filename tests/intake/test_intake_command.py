"""The command line: figures, reasons, exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gyoryu.cli.intake import intake
from gyoryu.registry.models import Institution, Record
from tests.intake.files import school, schools, write_csv


@pytest.fixture
def run(mapping: Path, transactional_db: None) -> Any:
    def command(*words: str) -> Result:
        return CliRunner().invoke(intake, list(words))

    return command


def test_figures(run: Any, mapping: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "moa_2024-03.csv.gz", [*schools(3), school(4, Name="")])
    done = run("table", str(path), "--mapping", str(mapping), "--json")
    assert done.exit_code == 0
    said = json.loads(done.stdout)
    figures = {
        name: said[name] for name in ("source", "as_of", "read", "new", "changed", "unchanged", "rejected", "vanished")
    }
    assert figures == {
        "source": "moa-schools",
        "as_of": "2024-03-01",
        "read": 4,
        "new": 3,
        "changed": 0,
        "unchanged": 0,
        "rejected": 1,
        "vanished": 0,
    }
    assert Path(said["rejected_file"]).is_file()
    assert said["rows_per_second"] > 0


def test_every_row_has_found_its_institution_when_it_returns(run: Any, mapping: Path, tmp_path: Path) -> None:
    run("table", str(write_csv(tmp_path / "a.csv", schools(3))), "--mapping", str(mapping))
    assert Record.objects.filter(institution__isnull=False).count() == 3
    assert sorted(Institution.objects.values_list("display_name", flat=True)) == [
        f"Kauri School {n}" for n in (1, 2, 3)
    ]


def test_words_for_people(run: Any, mapping: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [*schools(3), school(4, Name="")])
    done = run("table", str(path), "--mapping", str(mapping), "--as-of", "2024-03-31")
    assert "moa-schools: 4 rows of a.csv, as of 2024-03-31" in done.stdout
    assert [line.split() for line in done.stdout.splitlines()[1:4]] == [
        ["new", "3"],
        ["changed", "0"],
        ["unchanged", "0"],
    ]
    assert "Left out: row 5, column “Name”: the name is missing. Fill it in." in done.stderr
    assert "with the reasons: " in done.stderr


def test_refused(run: Any, mapping: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"Number;Name\n1;Kauri\xff\n")
    plain = run("table", str(path), "--mapping", str(mapping))
    assert (plain.exit_code, plain.stdout) == (1, "")
    assert plain.stderr.startswith("Error: a.csv, row 2: the bytes are not UTF-8")
    as_json = run("table", str(path), "--mapping", str(mapping), "--json")
    assert as_json.exit_code == 1
    said = json.loads(as_json.stdout)
    assert (said["refused"], said["file"], said["row"], said["code"]) == (True, "a.csv", 2, "file_refused")


def test_a_broken_mapping(run: Any, mapping: Path, tmp_path: Path) -> None:
    mapping.write_text(mapping.read_text(encoding="utf-8").replace("pupils", "pupil"), encoding="utf-8")
    done = run("table", str(write_csv(tmp_path / "a.csv", schools(1))), "--mapping", str(mapping))
    assert done.exit_code == 1
    assert f"{mapping}: pupil: this key is not known. Did you mean “pupils”?" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["directory", "{file}"],
        ["nz-directory"],
        ["nz-directory", "missing.csv"],
        ["nz-directory", "{file}", "--as-of", "2024-02-31"],
        ["table", "{file}"],
        ["nz-directory", "{file}", "--fast"],
    ],
)
def test_a_misspelt_command(words: list[str], run: Any, tmp_path: Path) -> None:
    file = str(write_csv(tmp_path / "a.csv", schools(1)))
    assert run(*(word.format(file=file) for word in words)).exit_code == 2


def test_help(run: Any) -> None:
    said = run("--help").stdout
    for word in ("nz-directory", "kr-schools", "table", "--mapping", "--json", "nothing has changed", "Exit code"):
        assert word in said
