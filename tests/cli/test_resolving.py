"""``gyoryu resolve --pairs``: pairs of a file are scored and explained; bad files are refused with a sentence."""

import csv
import json
import math
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from gyoryu.cli.main import gyoryu

PAIRS = """\
id,name_a,place_a,lat_a,lon_a,name_b,place_b,lat_b,lon_b,country
1,Kowhai Bay College,"Orewa, Auckland",-36.5866,174.6942,KOWHAI BAY COLLEGE,"Orewa, Auckland",-36.5868,174.6940,NZ
2,Kowhai Bay College,"Orewa, Auckland",-36.5866,174.6942,Tuatara Primary School,"Gore",,x,NZ
3,,,,,,,,,
"""


def run(*arguments: str | Path) -> tuple[int, str, str]:
    said = CliRunner().invoke(gyoryu, ["resolve", *map(str, arguments)])
    return said.exit_code, said.stdout, said.stderr


def test_pairs_are_scored_and_explained(tmp_path: Path) -> None:
    pairs, out = tmp_path / "pairs.csv", tmp_path / "scores.csv"
    pairs.write_text(PAIRS, encoding="utf-8-sig")
    code, stdout, stderr = run("--pairs", pairs, "--out", out, "--json")
    assert code == 0
    figures = json.loads(stdout)
    assert (figures["pairs"], figures["same"], figures["different"]) == (3, 1, 2)
    assert "1 coordinates are no numbers" in stderr
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert [row["decision"] for row in rows] == ["same", "different", "different"]
    for row in rows:
        logit = sum(map(float, re.findall(r" ([+-]\d+\.\d+)", row["explanation"])))
        assert float(row["score"]) == pytest.approx(1 / (1 + math.exp(-logit)), abs=0.01)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["pairs.csv", "scores.csv"]


def test_a_file_without_names_is_refused(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("one,other\n1,2\n", encoding="utf-8")
    code, _stdout, stderr = run("--pairs", pairs, "--out", tmp_path / "scores.csv")
    assert code == 2
    assert "name_a and name_b" in stderr
    assert not (tmp_path / "scores.csv").exists()


def test_the_file_itself_is_never_written_over(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(PAIRS, encoding="utf-8")
    code, _stdout, stderr = run("--pairs", pairs, "--out", pairs)
    assert (code, pairs.read_text(encoding="utf-8")) == (2, PAIRS)
    assert "another file" in stderr


@pytest.mark.parametrize(
    "arguments", [["--pairs", __file__], ["--pairs", "missing.csv", "--out", "x.csv"], ["--out", "x.csv"]]
)
def test_what_is_lacking_is_said(arguments: list[str]) -> None:
    code, _stdout, stderr = run(*arguments)
    assert code == 2
    assert "Usage:" in stderr
