"""What may be accepted together is named first, with how many mistakes are to be expected."""

import pytest

from gyoryu.audit.models import Event
from gyoryu.registry.models import Institution
from gyoryu.resolution.domain.batches import draft_batch
from gyoryu.resolution.domain.sweep import picks_of
from gyoryu.resolution.models import Candidate
from tests.cast import Cast
from tests.factories import RecordFactory
from tests.registry.saying import refused
from tests.resolution.asking import asked, entry

pytestmark = pytest.mark.django_db


def test_it_says_how_many_and_how_many_are_wrong(cast: Cast) -> None:
    for score in (0.99, 0.98, 0.9):
        asked(score)
    batch = draft_batch(threshold=0.97, actor=cast.curator)
    assert (batch.state, batch.count, round(batch.expected_wrong, 3)) == ("drafted", 2, 0.03)
    assert [(one["score"], one["verdict"]) for one in batch.sample] == [(0.98, ""), (0.99, "")]
    assert Candidate.objects.count() == 3
    assert Event.objects.get(verb="resolution.draft_batch").data["count"] == 2


def test_the_office_says_how_low_one_may_go(cast: Cast) -> None:
    asked(0.99)
    for threshold in (0.5, 1.01):
        with refused("threshold_too_low"):
            draft_batch(threshold=threshold, actor=cast.curator)


def test_what_is_found_later_is_not_in_it(cast: Cast) -> None:
    asked(0.99)
    batch = draft_batch(threshold=0.97, actor=cast.curator)
    asked(0.99)
    assert len(picks_of(batch)) == 1


def test_doubt_keeps_a_record_out(cast: Cast) -> None:
    rivals = asked(0.99)
    Candidate.objects.create(record=rivals.record, institution=entry(), score=0.98)
    shared = entry()
    asked(0.99, of=shared)
    asked(0.98, of=shared)  # two rows of one register for one entry: at most one is right
    listed = asked(0.99)
    RecordFactory(source=listed.record.source, institution=listed.institution, state="accepted")
    far = asked(0.99, latitude=-36.85, longitude=174.76)
    Institution.objects.filter(pk=far.institution_id).update(latitude=-45.03, longitude=168.66)
    doubted = asked(0.99)
    Candidate.objects.filter(pk=doubted.pk).update(put_off=1, unsure_by=" x ")
    with refused("nothing_to_accept"):
        draft_batch(threshold=0.97, actor=cast.curator)


def test_one_country_or_one_source(cast: Cast) -> None:
    here, there = asked(0.99), asked(0.99, slug="thai-list", of=entry(country="TH"))
    assert [one.record_id for one in picks_of(draft_batch(threshold=0.97, country="TH", actor=cast.curator))] == [
        there.record_id
    ]
    batch = draft_batch(here.record.source, threshold=0.97, actor=cast.curator)
    assert [one.record_id for one in picks_of(batch)] == [here.record_id]
