"""The judging desk's pages: the queue, one question, risky merges, what was judged."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from gyoryu.registry.models import Institution, Record
from gyoryu.resolution.domain.weighing import weigh_candidates
from gyoryu.resolution.models import Candidate, Judgement, SecondLook
from tests.factories import PersonFactory
from tests.registry.saying import fresh
from tests.resolution.asking import asked, entry

pytestmark = pytest.mark.django_db


def soup(response: Any) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def address(question: Candidate) -> str:
    return f"/desk/candidates/{question.record.pid}/{question.institution.pid}/"


def test_the_queue_leads_from_question_to_question(cast: Any, signed_in: Any) -> None:
    surer, open_one = asked(0.98), asked(0.55, slug="third-list")
    weigh_candidates()
    curator = signed_in(cast.curator)
    links = [link["href"].split("?")[0] for link in soup(curator.get("/desk/candidates/")).select(".entry__title a")]
    assert links == [address(open_one), address(surer)]
    answer = curator.post(address(open_one) + "judge/", {"verdict": "different"})
    assert answer.headers["Location"].split("?")[0] == address(surer)
    answer = curator.post(address(surer) + "judge/", {"verdict": "same"})
    assert answer.headers["Location"] == "/desk/candidates/"
    assert Record.objects.get(pk=surer.record_id).institution_id == surer.institution_id
    undone = Judgement.objects.get(verdict="same")
    assert undone.record is not None
    assert undone.record.pid in soup(curator.get("/desk/judgements/")).decode()
    curator.post(f"/desk/judgements/{undone.pid}/undo/")
    assert Record.objects.get(pk=surer.record_id).institution_id is None
    assert Candidate.objects.filter(record=surer.record_id).exists()


def test_a_question_says_why_and_takes_keys(cast: Any, signed_in: Any) -> None:
    question = asked(0.9)
    Candidate.objects.filter(pk=question.pk).update(why={"name": "same", "place": "same"})
    page = soup(signed_in(cast.curator).get(address(question)))
    assert [row.text for row in page.select(".bars__figure")] == ["+0.60", "+0.30", "0.90"]
    assert len(page.select("svg.waterfall rect")) == 3
    assert [button["data-key"] for button in page.select("[data-key]")] == ["s", "d", "u"]


def test_contributions_of_a_model_are_drawn_as_they_are(cast: Any, signed_in: Any) -> None:
    question = asked(0.9)
    Candidate.objects.filter(pk=question.pk).update(
        why=[["base", -2.0, "Few pairs are one."], ["name", 4.5, "A rare word."]]
    )
    page = soup(signed_in(cast.curator).get(address(question)))
    assert [row.text for row in page.select(".bars__figure")] == ["-2.00", "+4.50", "2.50"]
    assert len(page.select(".waterfall__less")) == 1


def test_a_risky_merge_goes_to_a_colleague(cast: Any, signed_in: Any) -> None:
    left, right = entry("Kowhai College"), entry("Kowhai Bay College")
    record = Record.objects.get(institution=left)
    question = Candidate.objects.create(record=record, institution=right, score=0.9, why={"name": "same"})
    curator, colleague = signed_in(cast.curator), signed_in(a_second_curator(cast))
    page = soup(curator.get(address(question)))
    assert page.select_one('button[value="same"]') is None
    assert curator.post(address(question) + "ask/", {"note": "one head"}).status_code == 302
    look = SecondLook.objects.get()
    assert "one head" in soup(colleague.get("/desk/second-looks/")).text
    assert colleague.post(f"/desk/second-looks/{look.pid}/confirm/").status_code == 302
    assert merged(left, right)
    colleague.post(f"/desk/judgements/{Judgement.objects.get(left__isnull=False).pid}/undo/")
    assert not merged(left, right)


def a_second_curator(cast: Any) -> Any:
    from gyoryu.accounts.models import Membership

    person = PersonFactory()
    mine = Membership.objects.filter(person=cast.curator, role="curator").get()
    mine.pk, mine.person = None, person
    mine._state.adding = True
    mine.save()
    return person


def merged(left: Institution, right: Institution) -> bool:
    return fresh(left).merged_into == right or fresh(right).merged_into == left
