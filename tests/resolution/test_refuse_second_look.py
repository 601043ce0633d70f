"""A second curator says that they are two."""

import pytest

from gyoryu.audit.models import Event
from gyoryu.resolution.domain.second_looks import ask_second_look, refuse_second_look
from gyoryu.resolution.models import Candidate
from tests.cast import Cast
from tests.registry.saying import fresh, refused
from tests.resolution.asking import asked, entry
from tests.resolution.register import second_curator

pytestmark = pytest.mark.django_db


def test_they_are_two_and_nobody_is_asked_again(cast: Cast) -> None:
    left, right = entry("Kowhai College"), entry("Kowhai Bay College")
    look = ask_second_look(left, right, actor=cast.curator)
    with refused("asked_yourself"):
        refuse_second_look(look, actor=cast.curator)
    judgement = refuse_second_look(look, actor=second_curator(cast), note="another street")
    assert (judgement.verdict, judgement.left, judgement.right) == ("different", left, right)
    assert (fresh(look).state, fresh(right).merged_into) == ("refused", None)
    assert Event.objects.filter(verb="resolution.refuse_second_look").count() == 1


def test_of_a_record_too(cast: Cast) -> None:
    question = asked(of=entry(latitude=-45.03, longitude=168.66), latitude=-36.85, longitude=174.76)
    look = ask_second_look(question.record, question.institution, actor=cast.curator)
    refuse_second_look(look, actor=second_curator(cast))
    assert (fresh(question.record).institution, Candidate.objects.count()) == (None, 0)
