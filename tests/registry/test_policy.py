"""The table in docs/survivorship.md is the policy itself."""

import datetime as dt
from pathlib import Path

from gyoryu.registry.enums import FieldGroup, SourceKind
from gyoryu.registry.models import Institution
from gyoryu.registry.policy import FIELDS, POLICY, rank

PAGE = Path(__file__).resolve().parents[2] / "docs" / "survivorship.md"
DAY = dt.date(2026, 3, 1)


def table() -> list[str]:
    """The rows of the policy as the page shows them."""
    rows = []
    for group, voices in POLICY.items():
        order = " › ".join(
            f"{voice.kind.value} ({voice.months} months)" if voice.months else voice.kind.value for voice in voices
        )
        rows.append(f"| {FieldGroup(group).value} | {', '.join(FIELDS[group])} | {order} |")
    return rows


def test_the_page_shows_the_policy() -> None:
    shown = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert shown[2:] == table()


def test_every_group_hears_every_kind_of_voice() -> None:
    assert set(POLICY) == set(FIELDS) == set(FieldGroup)
    for voices in POLICY.values():
        assert {voice.kind for voice in voices} == set(SourceKind)


def test_every_field_is_a_column_of_the_institution() -> None:
    fields = {name for group, names in FIELDS.items() if group != FieldGroup.NAMES for name in names}
    assert fields <= {field.name for field in Institution._meta.get_fields()}


def test_a_month_is_a_month_of_the_calendar() -> None:
    def lapsed(said_on: dt.date) -> bool:
        return bool(rank("channels", "delegation", said_on, 1, DAY)[0])

    assert not lapsed(dt.date(2025, 3, 2))
    assert lapsed(dt.date(2025, 3, 1))
