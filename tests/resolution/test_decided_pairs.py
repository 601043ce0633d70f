"""What people decided can be learnt from."""

import pytest

from gyoryu.resolution.decisions import COLUMNS
from gyoryu.resolution.domain.batches import accept_batch
from gyoryu.resolution.domain.judgements import judge_different, judge_new, judge_pair, judge_same, undo_judgement
from gyoryu.resolution.models import Candidate
from gyoryu.resolution.queries import decided_pairs
from tests.cast import Cast
from tests.resolution.asking import asked, entry
from tests.resolution.register import directory, read
from tests.resolution.test_accept_batch import checked

pytestmark = pytest.mark.django_db


def test_what_was_said_on_both_sides_and_the_verdict(cast: Cast) -> None:
    question = asked(0.7, of=entry("Kowhai Bay"), locality="Orewa")
    judge_same(question.record, institution=question.institution, actor=cast.curator)
    (pair,) = decided_pairs()
    assert tuple(pair) == COLUMNS
    assert (pair["verdict"], pair["score"], pair["country"]) == ("same", 0.7, "NZ")
    assert (pair["place_a"], pair["name_b"]) == ("Orewa", "Kowhai Bay")


def test_entries_too_and_nothing_that_was_undone_or_judged_by_itself(cast: Cast) -> None:
    read(directory(), {"1": "Rata"})
    left, right = entry("Kowhai"), entry("Rimu")
    judge_pair(left, right=right, verdict="different", actor=cast.curator)
    question = asked()
    undo_judgement(
        judge_different(question.record, institution=question.institution, actor=cast.curator), actor=cast.curator
    )
    assert [(one["name_a"], one["name_b"], one["verdict"]) for one in decided_pairs()] == [
        ("Kowhai", "Rimu", "different")
    ]


def test_a_new_entry_is_another_than_every_candidate(cast: Cast) -> None:
    question = asked(of=entry("Kowhai"))
    Candidate.objects.create(record=question.record, institution=entry("Rimu"), score=0.4)
    judge_new(question.record, actor=cast.curator)
    assert [(one["name_b"], one["verdict"]) for one in decided_pairs()] == [
        ("Kowhai", "different"),
        ("Rimu", "different"),
    ]


def test_of_a_batch_only_what_was_looked_at(cast: Cast) -> None:
    for _ in range(22):
        asked(0.99)
    accept_batch(checked(cast), actor=cast.curator)
    assert [one["verdict"] for one in decided_pairs()] == ["same"] * 20
