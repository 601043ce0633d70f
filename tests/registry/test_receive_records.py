"""A whole register comes in and is applied: idempotent by key and content; what vanished is marked."""

import datetime as dt
from collections.abc import Iterator

import pytest

from gyoryu.audit.models import Event
from gyoryu.registry.domain.applied_runs import receive_records
from gyoryu.registry.domain.conclusion import conclude
from gyoryu.registry.domain.intake_runs import Said, start_run
from gyoryu.registry.models import Record, RunRow, SourceRun
from gyoryu.registry.queries import records_of_runs
from gyoryu.registry.states import RECORD
from tests.registry.saying import DAY, SYSTEM, a_source, an_empty_institution, facts, fresh, refused

pytestmark = pytest.mark.django_db


def read(rows: dict[str, str], on: dt.date = DAY, complete: bool = True) -> SourceRun:
    """Read a register that lists ``rows``, key -> name."""
    run = start_run(a_source(), file_name="register.csv", file_hash="", as_of=on, actor=SYSTEM)
    said = [Said(key, facts(name)) for key, name in rows.items()]
    return receive_records(run, said=said, complete=complete, actor=SYSTEM)


def figures(run: SourceRun) -> tuple[int, ...]:
    return (run.read, run.new, run.changed, run.unchanged, run.vanished, run.returned)


def test_new_rows_become_accepted_records() -> None:
    run = read({"1": "Kowhai", "2": "Rata"})
    assert figures(run) == (2, 2, 0, 0, 0, 0)
    records = Record.objects.order_by("key")
    assert [(one.key, one.state, one.said_on, one.first_run_id) for one in records] == [
        ("1", "accepted", DAY, run.pk),
        ("2", "accepted", DAY, run.pk),
    ]
    assert all(one.accepted_at for one in records)
    event = Event.objects.get(verb="registry.apply_run")
    assert (event.subject_id, event.data["new"]) == (run.pk, 2)
    assert sorted(records_of_runs([run.pk])) == sorted(one.pk for one in records)


def test_the_same_rows_again_touch_nothing() -> None:
    read({"1": "Kowhai", "2": "Rata"})
    before = list(Record.objects.values())
    assert figures(read({"1": "Kowhai", "2": "Rata"})) == (2, 0, 0, 2, 0, 0)
    assert list(Record.objects.values()) == before


def test_a_changed_row_is_a_new_record_and_the_old_one_is_superseded() -> None:
    read({"1": "Kowhai"})
    old = Record.objects.get()
    assert figures(read({"1": "Kowhai College"})) == (1, 0, 1, 0, 0, 0)
    new = Record.objects.get(state="accepted")
    old.refresh_from_db()
    assert (old.state, old.superseded_by_id, new.key) == ("superseded", new.pk, "1")


def test_what_vanished_is_marked_and_what_returns_is_unmarked() -> None:
    read({"1": "Kowhai", "2": "Rata"})
    assert figures(read({"1": "Kowhai"})) == (1, 0, 0, 1, 1, 0)
    assert Record.objects.get(key="2").vanished_at is not None
    assert figures(read({"1": "Kowhai"})) == (1, 0, 0, 1, 0, 0)
    assert figures(read({"1": "Kowhai", "2": "Rata"})) == (2, 0, 0, 2, 0, 1)
    assert Record.objects.get(key="2").vanished_at is None


def test_a_part_of_a_register_makes_nothing_vanish() -> None:
    read({"1": "Kowhai", "2": "Rata"})
    assert figures(read({"1": "Kowhai"}, complete=False)) == (1, 0, 0, 1, 0, 0)


def test_a_key_that_occurs_twice_refuses_all_of_it() -> None:
    source = a_source()
    run = start_run(source, file_name="", file_hash="", as_of=DAY, actor=SYSTEM)
    rows = [Said("1", facts()), Said("2", facts("Rata")), Said("1", facts("Tui"))]
    with refused("duplicate_key"):
        receive_records(run, said=rows, actor=SYSTEM)
    assert (Record.objects.count(), RunRow.objects.count(), run.state) == (0, 0, "refused")
    read({"1": "Kowhai"})
    run = start_run(source, file_name="", file_hash="", as_of=DAY, actor=SYSTEM)
    with refused("duplicate_key"):
        receive_records(run, said=rows, actor=SYSTEM)
    assert (Record.objects.count(), RunRow.objects.count()) == (1, 0)


def test_a_failure_in_the_middle_leaves_nothing() -> None:
    def rows() -> Iterator[Said]:
        yield from (Said(str(number), facts(f"School {number}")) for number in range(2_500))
        raise OSError("the disk is gone")

    run = start_run(a_source(), file_name="", file_hash="", as_of=DAY, actor=SYSTEM)
    with pytest.raises(OSError, match="disk"):
        receive_records(run, said=rows(), actor=SYSTEM)
    assert (Record.objects.count(), RunRow.objects.count()) == (0, 0)
    assert (fresh(run).state, fresh(run).refused_reason) == ("refused", "the disk is gone")


def test_what_a_curator_rejected_comes_back_only_as_a_proposal() -> None:
    read({"1": "Kowhai"})
    RECORD.move(Record.objects.get(), "rejected")
    assert figures(read({"1": "Kowhai"})) == (1, 0, 0, 1, 0, 0)
    read({"1": "Kowhai College"})
    assert Record.objects.get(key="1", state="proposed").facts["names"][0]["text"] == "Kowhai College"


def test_a_row_may_tell_its_own_day() -> None:
    run = start_run(a_source(), file_name="", file_hash="", as_of=DAY, actor=SYSTEM)
    receive_records(run, said=[Said("1", facts(), dt.date(2025, 5, 5))], actor=SYSTEM)
    assert Record.objects.get().said_on == dt.date(2025, 5, 5)


def test_an_unchanged_row_of_a_newer_register_was_seen_again() -> None:
    read({"1": "Kowhai", "2": "Rata"})
    institution, gone = an_empty_institution(), an_empty_institution()
    for key, one in (("1", institution), ("2", gone)):
        Record.objects.filter(key=key).update(institution=one)
    conclude([institution.pk, gone.pk])
    version = fresh(institution).version
    later = dt.date(2026, 6, 1)
    read({"1": "Kowhai"}, on=later)
    assert (fresh(institution).registered_on, fresh(gone).registered_on) == (later, DAY)
    assert fresh(institution).version == version
    conclude([institution.pk, gone.pk])
    assert (fresh(institution).registered_on, fresh(gone).registered_on) == (later, None)


def test_a_thousand_rows_cost_few_queries(query_count: object) -> None:
    def cost(count: int) -> int:
        source = a_source(slug=f"of-{count}")
        run = start_run(source, file_name="", file_hash="", as_of=DAY, actor=SYSTEM)
        rows = [Said(str(number), facts(f"School {number}")) for number in range(count)]
        with query_count() as queries:  # type: ignore[operator]
            receive_records(run, said=rows, actor=SYSTEM)
        return len(queries)

    assert cost(1_000) == cost(1)
