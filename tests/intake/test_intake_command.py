"""The command line: figures, reasons, exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gyoryu.cli.intake import ADAPTERS, intake
from gyoryu.intake.adapters import ADAPTERS as KNOWN
from gyoryu.registry.models import Institution, Record
from tests.intake.bad_server import say, serving
from tests.intake.files import as_csv, school, schools, write_csv


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


AU = "ACARA SML ID,School Name,Suburb,State,Postcode,School Type"


def test_two_registers_with_one_number_make_one_entry(run: Any, tmp_path: Path) -> None:
    """Australia's profile gives the levels, its location the position."""
    school = "40900,Wattle School,Bellerive,TAS,7018,Primary"
    profile, location = tmp_path / "profile.csv", tmp_path / "location.csv"
    profile.write_text(f"{AU},Year Range,School URL,Total Enrolments\n{school},Prep-6,http://wattle.example,413\n")
    location.write_text(f"{AU},Latitude,Longitude\n{school},-42.871256,147.371473\n")
    assert run("au-acara", str(profile)).exit_code == 0
    assert run("au-acara-location", str(location)).exit_code == 0
    entry = Institution.objects.get()
    assert (entry.latitude, entry.level_from, entry.level_to, entry.website) == (
        -42.871256, 0, 6, "http://wattle.example",
    )  # fmt: skip
    assert entry.records.count() == 2


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


def test_every_adapter_is_offered(run: Any) -> None:
    said = run("--help").stdout
    assert list(ADAPTERS) == list(KNOWN)
    assert [name for name in KNOWN if f"  {name} " not in said] == []


def test_help(run: Any) -> None:
    said = run("--help").stdout
    for word in ("nz-directory", "kr-schools", "table", "--mapping", "--json", "nothing has changed", "Exit code"):
        assert word in said


def test_from_the_web(run: Any, mapping: Path, settings: Any) -> None:
    """Fetched, taken in, and the second time the same."""
    settings.FETCH_PRIVATE = True
    with serving() as server:
        server.answer = lambda handler, _n: say(
            handler, as_csv(schools(3)).encode(), Last_Modified="Wed, 03 Jun 2026 08:00:00 GMT"
        )
        words = ["table", "--mapping", str(mapping), "--url", f"{server.url}/list.csv", "--json"]
        first, second = (json.loads(run(*words).stdout) for _time in range(2))
    assert (first["file"], first["as_of"], first["new"]) == ("moa-schools.csv", "2026-06-03", 3)
    assert (second["new"], second["unchanged"]) == (0, 3)


def test_what_cannot_be_fetched(run: Any, mapping: Path, settings: Any) -> None:
    nowhere = run("table", "--mapping", str(mapping), "--fetch")
    assert (nowhere.exit_code, "does not say where this list is" in nowhere.stderr) == (1, True)
    inside = run("table", "--mapping", str(mapping), "--url", "http://127.0.0.1:9/a.csv")
    assert (inside.exit_code, "inside a private network" in inside.stderr) == (1, True)
    assert "GYORYU_SECRET_NEIS" in run("kr-neis", "--fetch").stderr
    assert run("kr-neis").exit_code == 2
    assert not Record.objects.exists()
