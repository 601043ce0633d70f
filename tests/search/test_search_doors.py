"""The command line and the REST door to search."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client

from gyoryu.cli.search import reindex, search
from tests.search.schools import a_school, some_schools

pytestmark = pytest.mark.django_db


def test_one_query_as_json() -> None:
    schools = some_schools()
    ran = CliRunner().invoke(search, ["오클랜드 그래머", "--country", "NZ", "--limit", "2", "--json"])
    answer = json.loads(ran.stdout)
    assert ran.exit_code == 0
    assert list(answer) == ["query", "took_ms", "hits", "near"]
    first = answer["hits"][0]
    assert list(first) == ["pid", "country", "score", "names", "identifiers"]
    assert first["pid"] == schools["auckland"].pid
    assert first["identifiers"] == [{"scheme": "nz-test", "value": str(schools["auckland"].pk)}]
    assert len(answer["hits"]) == 2


def test_one_query_for_people() -> None:
    some_schools()
    ran = CliRunner().invoke(search, ["황가레이 여고", "--limit", "1"])
    assert "Whangarei Girls' High School" in ran.stdout
    assert CliRunner().invoke(search, ["zzzzqqqq"]).stderr == "Nothing found.\n"
    guessed = CliRunner().invoke(search, ["Whangarei Science Grammar Institute"])
    assert guessed.stdout == ""
    assert guessed.stderr.startswith("Nothing found. The nearest names:\n")
    assert "Whangarei Girls' High School" in guessed.stderr


def test_a_batch_answers_every_line_in_order(tmp_path: Path) -> None:
    schools = some_schools()
    file = tmp_path / "queries.csv"
    file.write_text(
        "\ufeffqid,query,country,truth_ids\nQ1,황가레이 여고,TR,1\nQ2,,,\nQ3,zzzzqqqq,,\nQ4,바이부르트 과학고,NZ,2\n",
        encoding="utf-8",
    )
    ran = CliRunner().invoke(search, ["--batch", str(file), "--limit", "10", "--json"])
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [answer["qid"] for answer in answers] == ["Q1", "Q2", "Q3", "Q4"]
    assert list(answers[0]) == ["qid", "query", "took_ms", "hits", "near"]
    assert answers[0]["hits"][0]["pid"] == schools["whangarei"].pid
    assert len(answers[1]["hits"]) == 10
    assert answers[2]["hits"] == []
    assert answers[3]["hits"][0]["pid"] == schools["bayburt"].pid


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Give either a QUERY or --batch"),
        (["x", "--batch", "FILE"], "Give either a QUERY or --batch"),
        (["--batch", "FILE"], "add --json"),
        (["--batch", "WRONG", "--json"], "needs a column “query”; its columns are: a, b"),
        (["--batch", "missing.csv", "--json"], "does not exist"),
        (["x", "--limit", "0"], "--limit"),
    ],
)
def test_wrong_use_is_told(tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "right.csv").write_text("query\nx\n")
    (tmp_path / "wrong.csv").write_text("a,b\n1,2\n")
    files = {"FILE": str(tmp_path / "right.csv"), "WRONG": str(tmp_path / "wrong.csv")}
    ran = CliRunner().invoke(search, [files.get(word, word) for word in arguments])
    assert ran.exit_code == 2
    assert said in ran.stderr


def test_reindex() -> None:
    a_school("Kowhai Bay College", "NZ")
    figures = json.loads(CliRunner().invoke(reindex, ["--json"]).stdout)
    assert (figures["institutions"], figures["names"]) == (1, 1)
    assert "Indexed 1 institutions" in CliRunner().invoke(reindex).stdout


def test_the_operation_answers_anybody(visitor: Client) -> None:
    schools = some_schools()
    response = visitor.get("/api/v1/search", {"q": "오클랜드 그래머", "limit": 1})
    answer = response.json()
    assert response.status_code == 200
    assert [hit["pid"] for hit in answer["hits"]] == [schools["auckland"].pid]
    assert answer["total"] >= 1
    assert answer["facets"]["country"]["NZ"] >= 1


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"limit": "x"}, {"offset": -1}, {"q": "x" * 501}, {"country": "NZL"}])
def test_wrong_parameters_are_named(visitor: Client, wrong: dict[str, str]) -> None:
    response = visitor.get("/api/v1/search", wrong)
    assert response.status_code == 422
    assert response.json()["fields"][0]["field"].endswith(next(iter(wrong)))


def test_hostile_parameters_are_answered(visitor: Client) -> None:
    for query in ("\0", "%00", "\ud800".encode("utf-8", "surrogatepass"), "a:b AND (", "' or 1=1"):
        assert visitor.get("/api/v1/search", {"q": query}).status_code in (200, 400, 422)
