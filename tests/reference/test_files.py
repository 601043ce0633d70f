"""Reference files: where they are found, and what a broken one says."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from gyoryu.reference import queries as reference
from gyoryu.reference.models import files

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture
def reference_with(tmp_path: Path, settings: Any) -> Any:
    """``reference_with(name, old, new)``: the system runs with a copy of the folder in which one file differs."""

    def change(name: str, old: str, new: str) -> Path:
        folder = tmp_path / "reference"
        shutil.copytree(DATA / "reference", folder)
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        settings.REFERENCE_DIR = folder
        return folder / name

    return change


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("war_support.yaml", "{country: US,", "{country: XX,", "[0].country: “XX” is not known"),
        ("war_support.yaml", "kind: combat", "kind: fought", "[0].kind: “fought” is not known"),
        ("war_support.yaml", "source: [war-support-60, house-notes]", "note: x", "[0].source: this is missing"),
        ("war_support.yaml", "until: 2018-06-21", "until: 2018-02-31", "“2018-02-31” is not a date"),
        ("country_other_names.yaml", "until: 2022", "until: soon", "[0].until: expected a whole number"),
        ("countries.csv", "124.4,32.9,132.1,38.9", "124.4,32.9", "boxes: “124.4,32.9” is not a box"),
        ("vocabularies.yaml", "th: ชั้นเรียนร่วมออนไลน์", "", "exchange_types.terms[0].th: this is missing"),
        ("vocabularies.yaml", "code: mail", "code: service", "“service” stands in exchange_types twice"),
        ("levels.yaml", "years: [7, 9]", "years: [8, 9]", "its years do not follow"),
        ("levels.yaml", "years: [1, 6]", "years: [6, 1]", "it ends (1) before it begins (6)"),
        ("levels.yaml", "years: [1, 6]", "years: [1]", "expected the first and the last year"),
        ("school_years.yaml", "ends: 2025-07-18", "ends: 2025-02-31", "terms[0].ends: “2025-02-31” is not a date"),
        ("school_years.yaml", "ends: 2025-07-18", "ends: 2025-02-28", "is before 2025-03-04"),
        ("school_years.yaml", "ends: 2025-07-18", "ends: 2025-09-01", "terms[1].starts: it begins before the one"),
        ("school_years.yaml", "ends: 2026-01-09", "ends: 2026-03-09", "terms[1]: it lies outside the year"),
        ("school_years.yaml", "starts: 2026-03-01", "starts: 2026-02-01", "before the year above has ended"),
        ("school_years.yaml", 'starts: "09:00"', 'starts: "25:00"', "is not a time of day"),
        ("school_years.yaml", "estimated: true}", "estimated: perhaps}", "expected true or false"),
    ],
)  # fmt: skip
def test_a_broken_file_names_file_key_and_mend(reference_with: Any, name: str, old: str, new: str, says: str) -> None:
    file = reference_with(name, old, new)
    found = reference.problems()
    assert found
    assert found[0].startswith(f"{file}: ")
    assert says in found[0]


def test_every_source_is_described() -> None:
    sources = yaml.safe_load((DATA / "reference/sources.yaml").read_text(encoding="utf-8"))
    for slug, source in sources.items():
        assert source["title"], slug
        assert source["as_of"], slug


def test_an_installed_product_reads_its_own_copy(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    packaged = tmp_path / "package" / "data"
    shutil.copytree(DATA / "reference", packaged / "reference")
    shutil.copytree(DATA / "office", packaged / "office")
    monkeypatch.setattr(files, "PACKAGED", packaged)
    settings.ROOT = tmp_path
    settings.REFERENCE_DIR = tmp_path / "data" / "reference"
    settings.OFFICE_FILE = tmp_path / "data" / "office" / "gyeonggi.yaml"
    assert files.reference_folder() == packaged / "reference"
    assert files.office_file() == packaged / "office" / "gyeonggi.yaml"
    assert reference.problems() == []


def test_a_file_somebody_chose_is_never_replaced_by_the_packaged_one(tmp_path: Path, settings: Any) -> None:
    settings.OFFICE_FILE = tmp_path / "gyeonggi.yaml"
    assert files.office_file() == settings.OFFICE_FILE
