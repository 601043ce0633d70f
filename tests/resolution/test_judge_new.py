import pytest

from gyoryu.audit.models import Event
from gyoryu.registry.domain.records import accept_record
from gyoryu.registry.models import Institution
from gyoryu.resolution.domain.judgements import judge_new
from gyoryu.resolution.models import Candidate, Judgement
from tests.cast import Cast
from tests.registry.saying import facts, fresh
from tests.resolution.register import SYSTEM, current, directory, institution_of, other_register, read, visited

pytestmark = pytest.mark.django_db


def test_a_draft_is_founded_on_the_record(cast: Cast) -> None:
    record = visited(name="Kura Kaupapa", pupils=3)
    institution = judge_new(record, actor=cast.curator)
    assert (fresh(record).institution, fresh(record).state) == (institution, "proposed")
    assert Judgement.objects.get(record=record).reason == "founded"
    assert Event.objects.filter(verb="resolution.judge_new").count() == 1
    accept_record(fresh(record), actor=SYSTEM)
    seen = fresh(institution)
    assert (seen.display_name, seen.pupils, seen.state) == ("Kura Kaupapa", 3, "draft")


def test_what_is_only_proposed_gives_the_draft_a_name_and_nothing_that_counts(cast: Cast) -> None:
    institution = judge_new(visited(name="Kura Kaupapa", pupils=3), actor=cast.curator)
    assert (institution.display_name, institution.pupils, institution.provenance) == ("Kura Kaupapa", None, {})


def test_candidates_are_done_with(cast: Cast) -> None:
    read(directory(), {"1": "Kowhai"})
    read(other_register(), {"a": facts("Kowhai")})
    assert Candidate.objects.count() == 1
    institution = judge_new(current(other_register(), "a"), actor=cast.curator)
    assert not Candidate.objects.exists()
    assert institution != institution_of(directory(), "1")
    assert Institution.objects.filter(merged_into__isnull=True).count() == 2


def test_an_entry_it_came_from_stays_with_its_other_records(cast: Cast) -> None:
    read(directory(), {"1": "Kowhai"})
    kowhai = institution_of(directory(), "1")
    record = visited(kowhai, name="Rata")
    institution = judge_new(record, actor=cast.curator)
    assert fresh(kowhai).merged_into is None
    assert fresh(record).institution == institution != kowhai
