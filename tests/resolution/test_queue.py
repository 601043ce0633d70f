"""The queue: the most worth first, the unsure last and for others, by pages that do not count rows."""

from typing import Any

import pytest

from gyoryu.insight.tasks import follow
from gyoryu.resolution import queue
from gyoryu.resolution.domain.judgements import judge_pair, judge_unsure
from gyoryu.resolution.domain.weighing import weigh_candidates, worth_of
from gyoryu.resolution.models import Candidate
from gyoryu.resolution.queue import Asked
from tests.cast import Cast
from tests.exchange import stages
from tests.factories import RecordFactory, VisitFactory
from tests.registry.saying import fresh
from tests.resolution.asking import asked, entry
from tests.resolution.register import second_curator

pytestmark = pytest.mark.django_db
ALL = Asked()


def waiting(viewer: Any, of: Asked = ALL) -> list[Candidate]:
    return queue.page_of(viewer, of)[0]


def test_what_schools_wait_for_comes_first(cast: Cast) -> None:
    plain = asked(0.99, of=entry(published=False))
    middle = asked(0.5, of=entry(published=False))
    visited = asked(0.99, of=entry(published=False))
    VisitFactory(institution=visited.institution)
    with_case = asked(0.99, of=stages.decided(cast).offer.institution)
    assert weigh_candidates() == 4
    assert waiting(cast.curator) == [with_case, middle, visited, plain]
    assert fresh(with_case).stakes == {"published": 1, "offers": 1, "contacts": 1, "cases": 1}
    assert fresh(visited).stakes == {"visits": 1}
    assert weigh_candidates() == 0


def test_many_questions_behind_one_answer_are_worth_more() -> None:
    one = asked(0.9)
    for _ in range(3):
        asked(0.9, of=one.institution)
    weigh_candidates()
    assert fresh(one).stakes["behind"] == 3
    assert worth_of(0.9, {"behind": 3}) == worth_of(0.9, {}) + 12


def test_a_visit_makes_it_worth_more_as_the_trail_is_followed(cast: Cast) -> None:
    question = asked(0.99, of=entry(published=False))
    follow([])
    before = fresh(question).worth
    visit = VisitFactory(institution=question.institution)
    from gyoryu.audit.models import Event

    event = Event(verb="missions.accept_visit", subject_kind="missions.visit", subject_id=visit.pk, pk=10**9)
    follow([event])
    assert fresh(question).worth == before + 25


def test_who_was_unsure_is_not_asked_again_and_others_come_to_it_last(cast: Cast) -> None:
    best, other = asked(0.5), asked(0.99)
    weigh_candidates()
    judge_unsure(best.record, institution=best.institution, actor=cast.curator)
    colleague = second_curator(cast)
    assert waiting(cast.curator) == [other]
    assert waiting(colleague) == [other, best]
    assert waiting(colleague, Asked(which="unsure")) == [best]
    counts = queue.counts(colleague, ALL)
    assert (counts.waiting, counts.unsure) == (2, 1)


def test_pages_go_on_where_the_last_one_ended(cast: Cast) -> None:
    questions = [asked(0.9, of=entry(published=False)) for _ in range(5)]
    weigh_candidates()
    first, more = queue.page_of(cast.curator, ALL, size=2)
    assert (first, more) == (questions[:2], True)
    second, more = queue.page_of(cast.curator, ALL, queue.place_of(fresh(first[-1])), size=3)
    assert (second, more) == (questions[2:], False)
    assert queue.next_question(cast.curator, ALL, queue.place_of(fresh(questions[0]))) == questions[1]
    assert queue.next_question(cast.curator, ALL, queue.place_of(fresh(questions[4]))) == questions[0]


def test_by_country_source_and_score(cast: Cast) -> None:
    thai, sure = asked(0.6, of=entry(country="TH"), slug="thai-list"), asked(0.98)
    weigh_candidates()
    assert waiting(cast.curator, Asked(country="TH")) == [thai]
    assert waiting(cast.curator, Asked(source="thai-list")) == [thai]
    assert waiting(cast.curator, Asked(band="sure")) == [sure]
    assert waiting(cast.curator, Asked(band="open")) == [thai]
    counts = queue.counts(cast.curator, Asked(country="TH"))
    assert counts.countries == [("NZ", 1), ("TH", 1)]
    assert counts.sources == [("thai-list", "Thai List", 1)]
    assert [(name, n) for name, _label, n in counts.bands if n] == [("open", 1)]


def test_what_can_no_longer_be_answered_is_not_asked(cast: Cast) -> None:
    gone, archived, one_already = asked(), asked(), asked()
    gone.record.state = "superseded"
    gone.record.save()
    archived.institution.state = "archived"
    archived.institution.save()
    there = entry(published=False)
    RecordFactory(institution=there)
    one_already.record.institution = there
    one_already.record.save()
    assert waiting(cast.curator) == [one_already]  # a record of another entry asks whether the two are one
    judge_pair(there, right=one_already.institution, verdict="same", actor=cast.curator)
    assert waiting(cast.curator) == []


def test_only_for_curators_and_with_as_many_queries_for_three_as_for_one(cast: Cast, query_count: Any) -> None:
    asked()
    weigh_candidates()
    waiting(cast.curator)  # roles are read once
    with query_count() as one:
        waiting(cast.curator)
        queue.counts(cast.curator, ALL)
    asked()
    asked()
    weigh_candidates()
    with query_count() as three:
        waiting(cast.curator)
        queue.counts(cast.curator, ALL)
    assert len(one) == len(three)
    assert waiting(cast.teacher) == []
    assert Asked.of({"band": "x", "country": "nz", "source": "a\x00b", "which": "x"}) == Asked("NZ", "ab")
