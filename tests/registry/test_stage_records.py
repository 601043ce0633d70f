"""A reading is compared with what its source said before, and nothing counts yet."""

import pytest

from gyoryu.audit.models import Event
from gyoryu.registry.domain.applied_runs import receive_records
from gyoryu.registry.domain.intake_runs import Said, stage_records, start_run
from gyoryu.registry.models import Record, RunRow, SourceRun
from tests.registry.saying import DAY, SYSTEM, a_source, facts, refused

pytestmark = pytest.mark.django_db


def begun() -> SourceRun:
    return start_run(a_source(), file_name="register.csv", file_hash="", as_of=DAY, actor=SYSTEM)


def rows_of(names: dict[str, str]) -> list[Said]:
    return [Said(key, facts(name)) for key, name in names.items()]


def test_what_differs_is_kept_beside_the_records() -> None:
    receive_records(begun(), said=rows_of({"1": "Kowhai", "2": "Rata", "3": "Tui", "4": "Rimu"}), actor=SYSTEM)
    receive_records(begun(), said=rows_of({"1": "Kowhai", "2": "Rata", "3": "Tui"}), actor=SYSTEM)
    before = list(Record.objects.order_by("pk").values())
    said = rows_of({"1": "Kowhai", "2": "Rata College", "4": "Rimu", "5": "Totara"})
    run = stage_records(begun(), said=said, actor=SYSTEM)
    assert (run.state, run.read, run.new, run.changed, run.unchanged, run.vanished, run.returned) == (
        "staged", 4, 1, 1, 2, 1, 1,
    )  # fmt: skip
    rows = {row.key: (row.change, row.before.key if row.before else None) for row in RunRow.objects.filter(run=run)}
    assert rows == {"2": ("changed", "2"), "3": ("vanished", "3"), "4": ("returned", "4"), "5": ("new", None)}
    assert RunRow.objects.get(key="2", run=run).facts["names"][0]["text"] == "Rata College"
    assert list(Record.objects.order_by("pk").values()) == before
    assert Event.objects.filter(verb="registry.stage_records", subject_id=run.pk).count() == 1


def test_a_run_is_staged_once() -> None:
    run = stage_records(begun(), said=rows_of({"1": "Kowhai"}), actor=SYSTEM)
    with refused("not_in_this_state"):
        stage_records(run, said=rows_of({"1": "Kowhai"}), actor=SYSTEM)
    assert run.state == "staged"


def test_a_newer_reading_takes_the_place_of_one_that_nobody_applied() -> None:
    first = stage_records(begun(), said=rows_of({"1": "Kowhai"}), actor=SYSTEM)
    begun()
    first.refresh_from_db()
    assert (first.state, RunRow.objects.count()) == ("refused", 0)


def test_a_row_known_by_its_hash_needs_no_reading() -> None:
    said = [Said("1", facts("Kowhai"), None, 11), Said("2", facts("Rata"), None, 12)]
    receive_records(begun(), said=said, actor=SYSTEM)
    known = dict(Record.objects.values_list("row_hash", "pk"))
    assert set(known) == {11, 12}
    run = stage_records(begun(), said=[Said("2", facts("Rata"), None, 13)], unchanged={known[11]}, actor=SYSTEM)
    assert (run.read, run.unchanged, run.changed, run.vanished) == (2, 2, 0, 0)
    assert Record.objects.get(key="2").row_hash == 13


def test_a_row_that_was_seen_unchanged_occurs_once() -> None:
    receive_records(begun(), said=[Said("1", facts("Kowhai"), None, 11)], actor=SYSTEM)
    one = Record.objects.get()
    with refused("duplicate_key"):
        stage_records(begun(), said=[Said("1", facts("Tui"), None, 12)], unchanged={one.pk}, actor=SYSTEM)
    assert RunRow.objects.count() == 0
