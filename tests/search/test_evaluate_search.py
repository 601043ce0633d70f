"""Measuring search against known answers."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from gyoryu.cli.evaluating import evaluate
from gyoryu.common.errors import BadInput
from gyoryu.search.evaluation import evaluate_search, questions_of
from tests.search.schools import some_schools

pytestmark = pytest.mark.django_db


def _file(folder: Path) -> Path:
    schools = some_schools()
    file = folder / "questions.csv"
    file.write_text(
        "\ufeffquery,country,kind,truth_ids\n"
        f"오클랜드 그래머,NZ,hangul,{schools['auckland'].pk}\n"
        f"auckland gramar,NZ,misspelt,999|{schools['auckland'].pid}\n"
        f"bayburt fen lisesi,NZ,misspelt,{schools['bayburt'].pk}\n"
        "Whangarei Science Grammar Institute,NZ,none,NONE\n"
        "browns bay,NZ,none,\n",
        encoding="utf-8",
    )
    return file


def test_figures_overall_and_by_kind(tmp_path: Path) -> None:
    figures = evaluate_search(questions_of(_file(tmp_path)))
    assert figures["overall"] == {"queries": 3, "hit@1": 0.667, "hit@5": 0.667, "mrr": 0.667, "rejected": 0}
    assert figures["kinds"]["hangul"]["hit@1"] == 1.0
    assert figures["kinds"]["misspelt"]["hit@1"] == 0.5  # an identifier of another country is not the right one
    assert figures["rejection"] == {"do_not_exist": 2, "rejected": 1, "answerable": 3, "wrongly_rejected": 0}


def test_a_table_for_people_and_json_for_machines(tmp_path: Path) -> None:
    file = _file(tmp_path)
    shown = CliRunner().invoke(evaluate, ["search", str(file)]).stdout
    assert "Names that do not exist: 1 of 2 rejected; names that do: 0 of 3." in shown
    printed = json.loads(CliRunner().invoke(evaluate, ["search", str(file), "--json"]).stdout)
    assert printed["overall"]["queries"] == 3


@pytest.mark.parametrize("text", ["", "query\nauckland\n", "query,truth_ids\n"])
def test_a_file_without_questions_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="needs the columns"):
        evaluate_search(questions_of(file))
