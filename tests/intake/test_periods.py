"""Registers that keep history: who is closed, since when, and what they were called."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gyoryu.common.actors import SystemActor
from gyoryu.intake.domain.taking_in import Report, take_in
from gyoryu.registry.models import Record
from tests.intake.files import write_csv

HEADER = ("School ID", "School Name", "Type", "Regional Council", "TA with Auckland Local Board", "From", "To")
Take = Callable[..., Report]


def row(key: int, name: str, since: str, until: str, kind: str = "Full Primary") -> list[str]:
    return [str(key), name, kind, "Otago Region", "Dunedin City", since, until]


@pytest.fixture
def take(db: None, tmp_path: Path) -> Take:
    def read(*rows: list[str]) -> Report:
        path = write_csv(tmp_path / "details_2017.csv", rows, HEADER)
        return take_in(path, adapter="nz-details", actor=SystemActor("test"))

    return read


def facts(key: int) -> dict[str, Any]:
    return Record.objects.get(key=str(key)).facts


def test_rows_of_one_school_become_one_record(take: Take) -> None:
    report = take(
        row(1, "Rimu School", "2000", "2017"),
        row(2, "Te Kura o Ngāio", "2008", "2017", "Composite"),
        row(2, "Ngaio School", "2000", "2003"),
        row(2, "Ngaio Park School", "2004", "2007"),
        row(3, "Old School", "2000", "2004"),
        row(4, "New School", "2011", "2017"),
    )
    assert (report.read, report.new, report.rejected) == (4, 4, 0)
    assert facts(2)["names"] == [
        {"text": "Te Kura o Ngāio", "script": "Latn", "kind": "official", "language": "mi", "since": "2008"},
        {"text": "Ngaio School", "script": "Latn", "kind": "former", "language": "en", "until": "2003"},
        {"text": "Ngaio Park School", "script": "Latn", "kind": "former", "language": "en", "since": "2004",
         "until": "2007"},
    ]  # fmt: skip
    assert (facts(2)["status"], facts(2)["level_from"], facts(2)["level_to"]) == ("open", 0, 12)
    assert [(facts(key)["status"], facts(key).get("opened_on"), facts(key).get("closed_on")) for key in (1, 3, 4)] == [
        ("open", None, None), ("closed", None, "2004"), ("open", "2011", None),
    ]  # fmt: skip


def test_periods_that_overlap(take: Take) -> None:
    take(
        row(1, "Kauri College", "2004", "2012"),
        row(1, "Kauri High", "2000", "2003"),
        row(1, "Kauri College", "2010", "2017"),
    )
    assert [(name["text"], name.get("since"), name.get("until")) for name in facts(1)["names"]] == [
        ("Kauri College", "2004", None), ("Kauri High", None, "2003"),
    ]  # fmt: skip


def test_the_same_name_all_the_time_was_never_another(take: Take) -> None:
    take(row(1, "Kauri College", "2004", "2017"), row(1, "Kauri College", "2000", "2003", "Composite"))
    assert len(facts(1)["names"]) == 1


def test_what_is_wrong_with_the_years(take: Take) -> None:
    report = take(
        row(1, "Rimu School", "2000", "2017"),
        row(2, "Rata School", "2009", "2004"),
        row(3, "Miro School", "", "2017"),
        *(row(n, f"Kauri {n}", "2000", "2017") for n in range(4, 9)),
        row(1, "Rimu School", "2000", "2001"),
    )
    assert report.problems == [
        "row 3, column “To”: it ends in 2004, before it begins. Change them over.",
        "row 4, column “From”: the year is missing. Fill it in.",
        "row 10, column “School ID”: the key “1” is in row 2 already. Give each row a key of its own.",
    ]
    assert (report.new, report.rejected) == (6, 3)
