"""The guide's example is a mapping that works."""

import re
from pathlib import Path
from typing import Any

import pytest

from gyoryu.common.actors import SystemActor
from gyoryu.intake.domain.taking_in import take_in
from gyoryu.intake.mappings import DATE_FIELDS, TEXT_FIELDS
from gyoryu.registry.models import Record
from tests.intake.files import write_csv

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guides" / "en" / "mappings.md"
ROW = {
    "uai": "0750655E",
    "name": "Lycée Louis-le-Grand",
    "department": "Paris",
    "city": "PARIS",
    "street": "123 rue Saint-Jacques",
    "quarter": "",
    "zip_code": "75005",
    "lat": "48.8482",
    "lon": "2.3441",
    "type": "high school",
    "state": "ouvert",
    "opened": "1/10/1563",
}


@pytest.mark.django_db
def test_the_example_of_the_guide(tmp_path: Path) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    found: Any = re.search(r"```yaml\n(.*?)```", guide, re.DOTALL)
    mapping = tmp_path / "fr_lycees.yaml"
    mapping.write_text(found[1], encoding="utf-8")
    rows = [ROW, ROW | {"uai": "0", "name": "Collège inconnu"}]
    report = take_in(
        write_csv(tmp_path / "lycees_2026.csv", [list(row.values()) for row in rows], list(ROW)),
        adapter="table", mapping=str(mapping), actor=SystemActor("test"),
    )  # fmt: skip
    assert (report.new, report.rejected) == (2, 0)
    facts = Record.objects.get(key="0750655E").facts
    assert (facts["locality"], facts["address"], facts["opened_on"], facts["status"], facts["level_from"]) == (
        "Paris", "123 rue Saint-Jacques", "1563-10-01", "open", 10,
    )  # fmt: skip
    for name in (*TEXT_FIELDS, *DATE_FIELDS[:1]):
        assert name in guide
