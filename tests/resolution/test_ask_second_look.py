"""A risky merge is asked for, and nothing happens before a colleague has looked."""

import pytest

from gyoryu.audit.models import Event
from gyoryu.registry.models import Institution
from gyoryu.resolution.domain.judgements import judge_pair, judge_same
from gyoryu.resolution.domain.risks import risks_of_pair, risks_of_record
from gyoryu.resolution.domain.second_looks import ask_second_look
from gyoryu.resolution.models import Judgement
from tests.cast import Cast
from tests.exchange import stages
from tests.factories import IdentifierFactory
from tests.registry.saying import fresh, refused
from tests.resolution.asking import asked, entry

pytestmark = pytest.mark.django_db


def published() -> tuple[Institution, Institution]:
    return entry("Kowhai College"), entry("Kowhai Bay College")


def test_one_curator_alone_does_not_merge_what_schools_read(cast: Cast) -> None:
    left, right = published()
    with refused("second_look_needed"):
        judge_pair(left, right=right, verdict="same", actor=cast.curator)
    look = ask_second_look(left, right, actor=cast.curator, note="the same head")
    assert (look.state, look.risks, look.asked_by_label) == ("asked", ["both_published"], "curator")
    assert (fresh(left).merged_into, fresh(right).merged_into, Judgement.objects.count()) == (None, None, 0)
    event = Event.objects.get(verb="resolution.ask_second_look")
    assert set(event.subjects.values_list("subject_id", flat=True)) == {left.pk, right.pk}


def test_it_is_asked_once(cast: Cast) -> None:
    left, right = published()
    ask_second_look(left, right, actor=cast.curator)
    with refused("asked_already"):
        ask_second_look(right, left, actor=cast.curator)


def test_what_is_not_risky_is_decided_alone(cast: Cast) -> None:
    left, right = entry(published=False), entry()
    assert risks_of_pair(left, right) == []
    with refused("not_risky"):
        ask_second_look(left, right, actor=cast.curator)
    with refused("same_entry_twice"):
        ask_second_look(left, left, actor=cast.curator)
    judge_pair(left, right=right, verdict="same", actor=cast.curator)
    assert fresh(left).merged_into == right


def test_the_question_goes_on_to_others(cast: Cast) -> None:
    question = asked(latitude=-36.85, longitude=174.76)
    Institution.objects.update(latitude=-45.03, longitude=168.66)
    record, institution = question.record, fresh(question.institution)
    assert risks_of_record(record, institution) == ["far_apart"]
    with refused("second_look_needed"):
        judge_same(record, institution=institution, actor=cast.curator)
    ask_second_look(record, institution, actor=cast.curator)
    assert fresh(question).unsure_by == f" {cast.curator.pid} "


def test_other_ids_of_the_same_kind_and_cases_at_both_are_risky(cast: Cast) -> None:
    one, other = stages.decided(cast).offer.institution, entry(published=False)
    for number, institution in enumerate((one, other)):
        IdentifierFactory(institution=institution, scheme="nz-moe", value=f"{number + 1}")
    assert risks_of_pair(one, other) == ["ids_differ"]
    IdentifierFactory(institution=other, scheme="nz-moe", value="1")
    assert risks_of_pair(one, other) == []
    third = stages.decided(cast).offer.institution
    assert risks_of_pair(one, third) == ["both_published", "both_have_cases"]
