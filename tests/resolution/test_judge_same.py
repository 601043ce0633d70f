import pytest

from gyoryu.audit.models import Event
from gyoryu.common.errors import BadInput, Conflict, NotInThisState
from gyoryu.registry.models import Institution
from gyoryu.resolution.domain.judgements import judge_same
from gyoryu.resolution.models import Candidate, Judgement
from tests.cast import Cast
from tests.factories import RecordFactory
from tests.registry.saying import facts, fresh
from tests.resolution.register import current, directory, institution_of, other_register, read, visited

pytestmark = pytest.mark.django_db


def test_the_record_speaks_for_the_institution_from_now_on(cast: Cast) -> None:
    read(directory(), {"1": "Kowhai"})
    read(other_register(), {"a": facts("Kowhai", pupils=5)})
    institution, record = institution_of(directory(), "1"), current(other_register(), "a")
    judgement = judge_same(record, institution=institution, actor=cast.curator, note="telephoned")
    assert (fresh(record).institution, fresh(institution).pupils) == (institution, 5)
    assert (judgement.reason, judgement.actor_label, judgement.note) == ("person", "curator", "telephoned")
    assert not Candidate.objects.exists()
    event = Event.objects.get(verb="resolution.judge_same")
    assert ("registry.institution", institution.pk) in event.subjects.values_list("kind", "subject_id")


def test_judging_again_replaces_the_judgement(cast: Cast) -> None:
    read(directory(), {"1": "Kowhai", "2": "Rata"})
    record = visited(institution_of(directory(), "1"), description="We sing.", name="Kowhai")
    rata = institution_of(directory(), "2")
    judge_same(record, institution=rata, actor=cast.curator)
    assert fresh(record).institution == rata
    assert Judgement.objects.filter(record=record, replaced_at__isnull=True).get().institution == rata
    assert Judgement.objects.filter(record=record).count() == 2


def test_an_entry_whose_only_record_is_another_one_leads_there(cast: Cast) -> None:
    read(directory(), {"1": "Kowhai"})
    read(other_register(), {"a": facts("Rata", pupils=5)})
    kowhai, founded = institution_of(directory(), "1"), institution_of(other_register(), "a")
    judge_same(current(other_register(), "a"), institution=kowhai, actor=cast.curator)
    assert fresh(founded).merged_into == kowhai
    assert fresh(kowhai).pupils == 5


def test_a_merged_institution_stands_for_the_other_one(cast: Cast) -> None:
    read(directory(), {"1": "Kowhai"})
    root = institution_of(directory(), "1")
    merged = Institution.objects.create(display_name="Old", merged_into=root)
    assert judge_same(visited(), institution=merged, actor=cast.curator).institution == root


def test_two_rows_of_one_register_are_never_the_same(cast: Cast) -> None:
    read(directory(), {"1": "Kowhai", "2": "Rata"})
    record = current(directory(), "2")
    with pytest.raises(Conflict) as refusal:
        judge_same(record, institution=institution_of(directory(), "1"), actor=cast.curator)
    assert (refusal.value.code, refusal.value.params["left"]) == ("one_row_each", "2")
    assert fresh(record).institution != institution_of(directory(), "1")


def test_only_current_records_about_institutions_are_judged(cast: Cast) -> None:
    read(directory(), {"1": "Kowhai"})
    institution = institution_of(directory(), "1")
    with pytest.raises(BadInput):
        judge_same(RecordFactory(about="offer", key="x"), institution=institution, actor=cast.curator)
    with pytest.raises(NotInThisState):
        judge_same(RecordFactory(state="rejected", key="y"), institution=institution, actor=cast.curator)
