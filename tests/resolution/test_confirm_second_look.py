"""A second curator confirms; the first cannot."""

import pytest

from gyoryu.audit.models import Event
from gyoryu.resolution.domain.judgements import undo_judgement
from gyoryu.resolution.domain.second_looks import ask_second_look, confirm_second_look
from tests.cast import Cast
from tests.registry.saying import fresh, refused
from tests.resolution.asking import asked, entry
from tests.resolution.register import second_curator

pytestmark = pytest.mark.django_db


def test_now_they_are_one_and_it_can_be_undone(cast: Cast) -> None:
    left, right = entry("Kowhai College"), entry("Kowhai Bay College")
    look = ask_second_look(left, right, actor=cast.curator, note="same head")
    with refused("asked_yourself"):
        confirm_second_look(look, actor=cast.curator)
    judgement = confirm_second_look(look, actor=second_curator(cast), note="same address")
    assert fresh(right).merged_into == left
    assert (judgement.actor_label, judgement.note) == ("colleague", "same head; same address")
    assert (fresh(look).state, fresh(look).judgement, fresh(look).answered_by_label) == (
        "confirmed",
        judgement,
        "colleague",
    )
    assert Event.objects.filter(verb="resolution.confirm_second_look").count() == 1
    undo_judgement(judgement, actor=cast.curator)
    assert fresh(right).merged_into is None


def test_a_record_far_away_becomes_part_of_the_entry(cast: Cast) -> None:
    question = asked(of=entry(latitude=-45.03, longitude=168.66), latitude=-36.85, longitude=174.76)
    look = ask_second_look(question.record, question.institution, actor=cast.curator)
    judgement = confirm_second_look(look, actor=second_curator(cast))
    assert fresh(question.record).institution == question.institution
    assert judgement.score == question.score


def test_it_is_answered_once(cast: Cast) -> None:
    look = ask_second_look(entry(), entry(), actor=cast.curator)
    colleague = second_curator(cast)
    stale = fresh(look)
    confirm_second_look(look, actor=colleague)
    with refused("not_in_this_state"):
        confirm_second_look(stale, actor=colleague)
