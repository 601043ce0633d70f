"""A reading of a source begins."""

import pytest

from gyoryu.audit.models import Event
from gyoryu.registry.domain.intake_runs import start_run
from tests.registry.saying import DAY, SYSTEM, a_source

pytestmark = pytest.mark.django_db


def test_a_run_says_which_file_it_reads() -> None:
    run = start_run(a_source(), file_name="a" * 300, file_hash="0" * 64, as_of=DAY, actor=SYSTEM, rejected=3)
    assert (len(run.file_name), run.as_of, run.rejected, run.finished_at, run.actor_label) == (
        200,
        DAY,
        3,
        None,
        "test",
    )
    assert Event.objects.get(verb="registry.start_run").subject_pid == run.pid
