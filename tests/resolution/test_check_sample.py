"""A person looks at the sample; what is not the same is judged at once and leaves the batch."""

import pytest

from gyoryu.audit.models import Event
from gyoryu.resolution.domain.batches import check_sample, draft_batch, drop_batch
from gyoryu.resolution.models import Candidate, Judgement
from tests.cast import Cast
from tests.registry.saying import fresh, refused
from tests.resolution.asking import asked

pytestmark = pytest.mark.django_db


def test_what_was_found_is_kept_with_who_found_it(cast: Cast) -> None:
    right, wrong = asked(0.99), asked(0.98)
    batch = draft_batch(threshold=0.97, actor=cast.curator)
    check_sample(batch, record=right.record.pid, verdict="same", actor=cast.curator)
    check_sample(batch, record=wrong.record.pid, verdict="different", actor=cast.curator)
    kept = fresh(batch)
    assert (kept.looked_at, kept.found_wrong) == (2, 1)
    assert {one["by"] for one in kept.sample} == {"curator"}
    assert list(Candidate.objects.all()) == [right]
    assert Judgement.objects.get().verdict == "different"
    assert Event.objects.filter(verb="resolution.check_sample").count() == 2


def test_it_refuses_what_is_not_in_the_sample_or_over(cast: Cast) -> None:
    question = asked(0.99)
    batch = draft_batch(threshold=0.97, actor=cast.curator)
    with refused("not_in_the_sample"):
        check_sample(batch, record="nothing", verdict="same", actor=cast.curator)
    with refused("unknown_verdict"):
        check_sample(batch, record=question.record.pid, verdict="maybe", actor=cast.curator)
    check_sample(batch, record=question.record.pid, verdict="unsure", actor=cast.curator)
    with refused("judged_already"):
        check_sample(batch, record=question.record.pid, verdict="same", actor=cast.curator)
    drop_batch(batch, actor=cast.curator)
    with refused("not_in_this_state"):
        check_sample(batch, record=question.record.pid, verdict="same", actor=cast.curator)
