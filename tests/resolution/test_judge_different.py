import pytest

from gyoryu.audit.models import Event
from gyoryu.resolution.domain.judgements import judge_different
from gyoryu.resolution.models import Candidate
from gyoryu.resolution.queries import candidates_of, suggestions_for
from tests.cast import Cast
from tests.registry.saying import facts, fresh
from tests.resolution.register import current, directory, institution_of, other_register, read, visited

pytestmark = pytest.mark.django_db


def test_nobody_is_asked_about_the_pair_again(cast: Cast) -> None:
    read(directory(), {"1": "Kowhai"})
    record = visited(name="Kowhai")
    institution = institution_of(directory(), "1")
    assert [one.institution for one in candidates_of(record)] == [institution]
    assert suggestions_for(record, "Kowhai") == [institution]
    judge_different(record, institution=institution, actor=cast.curator)
    assert candidates_of(record) == suggestions_for(record, "Kowhai") == []
    assert fresh(record).institution is None
    assert Event.objects.filter(verb="resolution.judge_different").count() == 1


def test_what_was_taken_for_the_same_is_taken_apart(cast: Cast) -> None:
    read(directory(), {"54": facts("Kowhai", moe="54")})
    read(other_register(), {"a": facts("Rata", moe="54", pupils=5)})
    institution, record = institution_of(directory(), "54"), current(other_register(), "a")
    assert fresh(institution).pupils == 5
    judge_different(record, institution=institution, actor=cast.curator)
    assert (fresh(record).institution, fresh(institution).pupils) == (None, None)
    read(directory(), {"54": facts("Kowhai", moe="54")})  # resolution follows on
    assert institution_of(other_register(), "a") != institution
    assert not Candidate.objects.exists()
