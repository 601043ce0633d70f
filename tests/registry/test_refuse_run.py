"""A reading that nobody wants is refused, and what it staged goes."""

import pytest

from gyoryu.audit.models import Event
from gyoryu.registry.domain.applied_runs import apply_run
from gyoryu.registry.domain.intake_runs import Said, refuse_run, stage_records, start_run
from gyoryu.registry.models import Record, RunRow, SourceRun
from tests.registry.saying import DAY, SYSTEM, a_source, facts, refused

pytestmark = pytest.mark.django_db


def staged() -> SourceRun:
    run = start_run(a_source(), file_name="", file_hash="", as_of=DAY, actor=SYSTEM)
    return stage_records(run, said=[Said("1", facts()), Said("2", facts("Rata"))], actor=SYSTEM)


def test_a_refused_run_leaves_nothing_and_says_why() -> None:
    run = refuse_run(staged(), reason="It is last year's file.", actor=SYSTEM)
    assert (run.state, run.refused_reason) == ("refused", "It is last year's file.")
    assert (RunRow.objects.count(), Record.objects.count()) == (0, 0)
    assert Event.objects.filter(verb="registry.refuse_run", subject_id=run.pk).count() == 1
    with refused("not_in_this_state"):
        apply_run(run, actor=SYSTEM)


def test_what_was_applied_is_not_refused() -> None:
    run = apply_run(staged(), actor=SYSTEM)
    with refused("not_in_this_state"):
        refuse_run(run, reason="Too late.", actor=SYSTEM)
    assert Record.objects.count() == 2
