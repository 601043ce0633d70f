"""Sizes, names and leftovers of files."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.house.tree import ROOT, SRC, expect_none, python_files, text_files

LONGEST_CODE = 400
LONGEST_TEST = 600
DRAWERS = {"utils", "util", "helpers", "helper", "services", "service", "misc", "managers", "common_utils", "tools"}
# Written in two halves, so that this file does not find itself.
LEFTOVERS = re.compile(
    "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "raise NotImpl" + "ementedError", "assert " + "True"])
)
SKIPPED_TESTS = re.compile(r"pytest\.mark\.(" + "skip|xf" + "ail)")
CODE = python_files()
TESTS = python_files(ROOT / "tests")
BENCH = python_files(ROOT / "bench")
INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")


def rel(path: object) -> str:
    return str(path).removeprefix(f"{ROOT}/")


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_too_long_to_read() -> None:
    too_long = [f"{rel(path)}: {lines(path)}" for path in CODE + BENCH if lines(path) > LONGEST_CODE]
    too_long += [f"{rel(path)}: {lines(path)}" for path in TESTS if lines(path) > LONGEST_TEST]
    expect_none(too_long, mend="Split by meaning, not by size:")


def test_the_settings_fit_on_a_few_screens() -> None:
    assert lines(SRC / "config" / "settings.py") < 250


def test_there_are_no_drawers() -> None:
    found = [rel(path) for path in CODE if path.stem in DRAWERS or path.parent.name in DRAWERS]
    expect_none(found, mend="Name the module after what it is about:")


def test_nothing_is_left_open() -> None:
    found = [rel(path) for path in CODE + TESTS + BENCH if LEFTOVERS.search(path.read_text(encoding="utf-8"))]
    found += [rel(path) for path in TESTS if SKIPPED_TESTS.search(path.read_text(encoding="utf-8"))]
    expect_none(found, mend="Finish it:")


def test_every_folder_of_code_is_a_package() -> None:
    folders = {path.parent for path in CODE + TESTS}
    found = [rel(folder) for folder in folders if not (folder / "__init__.py").exists()]
    expect_none(found, mend="No __init__.py in:")


def test_every_room_says_what_it_is_for() -> None:
    rooms = [path for path in SRC.iterdir() if (path / "__init__.py").exists() and path.name != "config"]
    expect_none([room.name for room in rooms if not (room / "README.md").exists()], mend="No README.md in:")


def test_no_text_holds_characters_that_nobody_sees() -> None:
    found = [
        rel(path)
        for path in text_files("src", "tests", "docs", "scripts", "bench", "data")
        if INVISIBLE.search(path.read_text(encoding="utf-8"))
    ]
    expect_none(found, mend="Write them as an escape (\\u200b), or take them out:")


@pytest.mark.parametrize("path", sorted((ROOT / "scripts").glob("*.sh")), ids=lambda path: path.name)
def test_a_shell_script_can_be_read_by_the_shell(path: Path) -> None:
    subprocess.run(["bash", "-n", str(path)], check=True)


def test_makefile_lines_are_short() -> None:
    assert [line for line in (ROOT / "Makefile").read_text().splitlines() if len(line) > 120] == []
