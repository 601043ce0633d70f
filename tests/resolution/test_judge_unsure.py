import pytest

from gyoryu.audit.models import Event
from gyoryu.resolution.domain.judgements import judge_same, judge_unsure
from gyoryu.resolution.models import Candidate, Judgement
from gyoryu.resolution.queries import records_to_judge, suggestions_for
from tests.cast import Cast
from tests.registry.saying import facts, fresh
from tests.resolution.register import current, directory, institution_of, other_register, read

pytestmark = pytest.mark.django_db


def test_it_waits_and_can_be_judged_later(cast: Cast) -> None:
    read(directory(), {"1": "Kowhai"})
    read(other_register(), {"a": facts("Kowhai")})
    institution, record = institution_of(directory(), "1"), current(other_register(), "a")
    judge_unsure(record, institution=institution, actor=cast.curator, note="no telephone")
    assert (fresh(record).institution, list(records_to_judge())) == (None, [record])
    question = Candidate.objects.get()
    assert (question.put_off, question.unsure_by) == (1, f" {cast.curator.pid} ")
    assert suggestions_for(record, "Kowhai") == [institution]
    judge_same(fresh(record), institution=institution, actor=cast.curator)
    assert fresh(record).institution == institution
    assert Judgement.objects.filter(record=record, replaced_at__isnull=True).get().verdict == "same"
    assert not records_to_judge().exists()
    assert Event.objects.filter(verb="resolution.judge_unsure").count() == 1
