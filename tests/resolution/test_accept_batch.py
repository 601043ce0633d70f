"""All of it is judged in one go: one event, and nothing before the sample was looked at."""

import pytest

from gyoryu.audit.models import Event
from gyoryu.resolution.domain.batches import accept_batch, check_sample, draft_batch
from gyoryu.resolution.models import Batch, Candidate, Judgement
from tests.cast import Cast
from tests.registry.saying import fresh, refused
from tests.resolution.asking import asked

pytestmark = pytest.mark.django_db


def checked(cast: Cast) -> Batch:
    batch = draft_batch(threshold=0.97, actor=cast.curator)
    for one in list(batch.sample):
        check_sample(batch, record=one["record"], verdict="same", actor=cast.curator)
    return batch


def test_they_belong_to_their_entries_now(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    questions = [asked(0.98) for _ in range(25)]
    left = asked(0.9)
    batch = checked(cast)
    assert accept_batch(batch, actor=cast.curator) == 25
    assert [fresh(one.record).institution_id for one in questions] == [one.institution_id for one in questions]
    assert list(Candidate.objects.all()) == [left]
    assert sorted(Judgement.objects.values_list("reason", flat=True)) == ["batch"] * 5 + ["person"] * 20
    event = Event.objects.get(verb="resolution.accept_batch")
    assert (event.data["count"], event.data["expected_wrong"]) == (25, 0.5)
    assert event.subjects.filter(kind="registry.record").count() == 25
    assert (fresh(batch).state, fresh(batch).ended_by_label) == ("accepted", "curator")


def test_not_before_the_sample_was_looked_at(cast: Cast) -> None:
    asked(0.99)
    batch = draft_batch(threshold=0.97, actor=cast.curator)
    with refused("sample_not_checked"):
        accept_batch(batch, actor=cast.curator)


def test_not_with_a_mistake_in_the_sample(cast: Cast) -> None:
    wrong = asked(0.99)
    asked(0.98)
    batch = draft_batch(threshold=0.97, actor=cast.curator)
    for one in list(batch.sample):
        verdict = "different" if one["record"] == wrong.record.pid else "same"
        check_sample(batch, record=one["record"], verdict=verdict, actor=cast.curator)
    with refused("sample_has_mistakes"):
        accept_batch(batch, actor=cast.curator)
    assert fresh(batch).state == "drafted"


def test_as_many_queries_for_many_as_for_a_few(cast: Cast, query_count: object) -> None:
    for _ in range(21):
        asked(0.99)
    batch = checked(cast)
    with query_count() as queries:  # type: ignore[operator]
        accept_batch(batch, actor=cast.curator)
    assert len(queries) < 21 * 4 + 60
