"""A batch is undone as a whole: everything waits again, but for what was judged otherwise since."""

from typing import Any

import pytest

from gyoryu.audit.models import Event
from gyoryu.registry.models import Institution, Record
from gyoryu.resolution.domain.batches import accept_batch, undo_batch
from gyoryu.resolution.domain.judgements import judge_same
from gyoryu.resolution.models import Candidate
from tests.cast import Cast
from tests.registry.saying import fresh, refused
from tests.resolution.asking import asked, entry
from tests.resolution.test_accept_batch import checked

pytestmark = pytest.mark.django_db


def everything() -> list[Any]:
    records = Record.objects.order_by("pk").values_list("pk", "institution_id", "state")
    entries = Institution.objects.order_by("pk").values_list("pk", "merged_into_id", "state", "display_name")
    questions = Candidate.objects.order_by("record_id").values_list("record_id", "institution_id", "score")
    return [*records, *entries, *questions]


def test_everything_is_as_it_was(cast: Cast) -> None:
    for _ in range(3):
        asked(0.99)
    before = everything()
    batch = checked(cast)
    accept_batch(batch, actor=cast.curator)
    assert everything() != before
    assert undo_batch(batch, actor=cast.curator) == 3
    assert [row for row in everything() if row not in before] == []
    assert (fresh(batch).state, fresh(batch).undone_by_label) == ("undone", "curator")
    assert Event.objects.get(verb="resolution.undo_batch").data["count"] == 3
    with refused("not_in_this_state"):
        undo_batch(fresh(batch), actor=cast.curator)


def test_what_was_judged_otherwise_since_stays(cast: Cast) -> None:
    moved, other = asked(0.99), asked(0.99)
    batch = checked(cast)
    accept_batch(batch, actor=cast.curator)
    there = entry(published=False)
    judge_same(fresh(moved.record), institution=there, actor=cast.curator, reason="picked")
    assert undo_batch(batch, actor=cast.curator) == 1
    assert (fresh(moved.record).institution, fresh(other.record).institution) == (there, None)
