"""A staged reading is applied in steps; cut off anywhere, it goes on and ends the same."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from gyoryu.audit.models import Event
from gyoryu.common.locks import file_lock
from gyoryu.registry.domain import applied_runs
from gyoryu.registry.domain.applied_runs import apply_run, receive_records
from gyoryu.registry.domain.conclusion import conclude
from gyoryu.registry.domain.intake_runs import Said, stage_records, start_run
from gyoryu.registry.models import Record, RunRow, SourceRun
from gyoryu.registry.tasks import resume_runs
from tests.registry.saying import DAY, SYSTEM, a_source, an_empty_institution, facts, fresh, refused

pytestmark = pytest.mark.django_db
LATER = dt.date(2026, 6, 1)


class Killed(BaseException):
    """Stands for the end of the process."""


def staged(names: dict[str, str], on: dt.date = DAY) -> SourceRun:
    run = start_run(a_source(), file_name="", file_hash="", as_of=on, actor=SYSTEM)
    return stage_records(run, said=[Said(key, facts(name)) for key, name in names.items()], actor=SYSTEM)


def what_is_there() -> list[tuple[Any, ...]]:
    rows = Record.objects.order_by("key", "pk").select_related("superseded_by", "first_run")
    return [
        (one.key, one.state, one.facts["names"][0]["text"], one.first_run.as_of, bool(one.vanished_at),
         one.superseded_by and one.superseded_by.facts["names"][0]["text"])
        for one in rows
        if one.first_run
    ]  # fmt: skip


def test_it_counts_once_it_is_applied() -> None:
    run = staged({"1": "Kowhai", "2": "Rata"})
    assert Record.objects.count() == 0
    apply_run(run, actor=SYSTEM)
    assert [row[:3] for row in what_is_there()] == [("1", "accepted", "Kowhai"), ("2", "accepted", "Rata")]
    assert (run.state, bool(run.finished_at), RunRow.objects.count()) == ("applied", True, 0)
    assert Event.objects.get(verb="registry.apply_run").subject_id == run.pk


def test_what_a_record_was_like_is_kept_to_take_the_run_back() -> None:
    apply_run(staged({"1": "Kowhai", "2": "Rata"}), actor=SYSTEM)
    run = apply_run(staged({"1": "Kowhai College"}, LATER), actor=SYSTEM)
    rows = {row.change: (row.key, row.was_state, row.was_vanished_at) for row in RunRow.objects.filter(run=run)}
    assert rows == {"changed": ("1", "accepted", None), "vanished": ("2", "accepted", None)}


def test_an_institution_keeps_its_words_until_the_run_is_resolved() -> None:
    apply_run(staged({"1": "Kowhai"}), actor=SYSTEM)
    institution = an_empty_institution()
    Record.objects.update(institution=institution)
    conclude([institution.pk])
    apply_run(staged({"1": "Kowhai College"}, LATER), actor=SYSTEM)
    conclude([institution.pk])
    assert fresh(institution).display_name == "Kowhai College"


@pytest.mark.parametrize("at", range(6))
def test_killed_between_two_steps_it_goes_on(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applied_runs, "CHUNK", 2)
    first = {str(number): f"School {number}" for number in range(8)}
    second = {"1": "School 1", "2": "School two", "3": "School three", "4": "School four", "8": "School 8", "9": "Nine"}
    receive(first)
    run = staged(second, LATER)
    _die(monkeypatch, at)
    with pytest.raises(Killed):
        apply_run(run, actor=SYSTEM)
    monkeypatch.undo()
    assert resume_runs() == 1
    assert (fresh(run).state, resume_runs()) == ("applied", 0)
    names = {row[0]: row[2] for row in what_is_there() if row[1] == "accepted" and not row[4]}
    assert names == second
    assert sorted(row[0] for row in what_is_there() if row[4]) == ["0", "5", "6", "7"]
    assert [row[5] for row in what_is_there() if row[1] == "superseded"] == [
        "School two",
        "School three",
        "School four",
    ]


def receive(names: dict[str, str]) -> None:
    receive_records(
        start_run(a_source(), file_name="", file_hash="", as_of=DAY, actor=SYSTEM),
        said=[Said(key, facts(name)) for key, name in names.items()],
        actor=SYSTEM,
    )


def _die(monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """The process ends before its step number ``at`` is stored."""
    steps = iter(range(100))

    def dying(step: Callable[..., Any]) -> Callable[..., Any]:
        def one(*args: Any, **options: Any) -> Any:
            done = step(*args, **options)
            if next(steps) == at:
                raise Killed
            return done

        return one

    for name in ("_apply_words", "_note_seen", "_finish"):
        monkeypatch.setattr(applied_runs, name, dying(getattr(applied_runs, name)))


def test_one_process_at_a_time_applies() -> None:
    run = staged({"1": "Kowhai"})
    with file_lock(settings.HOME / "locks" / f"run-{run.source.slug}.lock"), refused("run_under_way"):
        apply_run(run, actor=SYSTEM)
    assert fresh(run).state == "staged"


def test_no_reading_begins_while_one_is_being_applied() -> None:
    run = staged({"1": "Kowhai"})
    SourceRun.objects.filter(pk=run.pk).update(state="applying")
    with refused("run_under_way"):
        start_run(run.source, file_name="", file_hash="", as_of=DAY, actor=SYSTEM)
    assert resume_runs() == 1
    assert Record.objects.count() == 1


def test_a_run_that_was_compared_with_older_words_is_not_applied() -> None:
    run = staged({"1": "Kowhai"})
    other = SourceRun.objects.create(source=run.source, state="applied", finished_at=run.staged_at + dt.timedelta(1))
    with refused("run_overtaken"):
        apply_run(run, actor=SYSTEM)
    other.delete()
    assert apply_run(run, actor=SYSTEM).state == "applied"
