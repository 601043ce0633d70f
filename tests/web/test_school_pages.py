"""What teachers, principals and district officers see and do."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from gyoryu.audit.models import AccessEvent
from gyoryu.exchange.domain.wishes import draft_wish, refuse_wish, send_back_wish, submit_wish
from gyoryu.exchange.models import Match, Wish
from tests.cast import Cast
from tests.exchange import stages
from tests.factories import MembershipFactory, PersonFactory, ProgrammeFactory

FORM = {
    "title": "기후를 함께 배우기",
    "types": ["joint_class"],
    "exchange_fields": ["climate_environment"],
    "level_from": "10",
    "level_to": "11",
    "languages": ["en", "ko"],
    "cefr": "A2",
    "countries": ["NZ"],
}


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def text(response: Any) -> str:
    return " ".join(soup(response).get_text(" ").split())


def test_a_teacher_writes_a_wish_from_nothing_to_the_principal(cast: Cast, signed_in: Any) -> None:
    stages.an_offer()
    client = signed_in(cast.teacher)
    assert "No wish yet" in text(client.get("/school/"))
    page = soup(client.get("/school/wishes/new/"))
    assert page.find("option", {"value": "10", "selected": True})  # the school's own first grade
    answer = client.post("/school/wishes/new/", FORM)
    wish = Wish.objects.get()
    assert answer.headers["Location"] == f"/school/wishes/{wish.pid}/"
    assert (wish.title, wish.languages, wish.countries, wish.fields) == (
        "기후를 함께 배우기",
        ["en:A2", "ko"],
        ["NZ"],
        ["climate_environment"],
    )
    assert "Put it before the principal" in text(client.get(f"/school/wishes/{wish.pid}/"))
    client.post(f"/school/wishes/{wish.pid}/submit/", {"share_contact": "on"})
    wish.refresh_from_db()
    assert (wish.state, wish.contact_consent_at is not None) == ("submitted", True)
    assert "The principal's turn" in text(client.get("/school/"))


def test_a_half_written_draft_says_what_is_missing(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.teacher)
    client.post("/school/wishes/new/", {"title": "아직"})
    wish = Wish.objects.get()
    page = text(client.get(f"/school/wishes/{wish.pid}/"))
    assert "Still missing: the kind of exchange, the field, the first grade, the last grade, a language." in page
    assert "Put it before the principal" not in page
    assert client.post(f"/school/wishes/{wish.pid}/submit/").status_code == 422
    edited = client.post(f"/school/wishes/{wish.pid}/edit/", {**FORM, "version": "1"})
    assert edited.status_code == 302
    stale = client.post(f"/school/wishes/{wish.pid}/edit/", {**FORM, "title": "나중", "version": "1"})
    assert (stale.status_code, Wish.objects.get().title) == (409, FORM["title"])
    assert "나중" in stale.content.decode()  # what was typed is not lost


def test_it_may_start_from_an_institution(cast: Cast, signed_in: Any) -> None:
    offer = stages.an_offer(fields=["sports"])
    client = signed_in(cast.teacher)
    page = soup(client.get(f"/school/wishes/new/?institution={offer.institution.pid}"))
    checked = {box["value"] for box in page.find_all("input", checked=True)}
    assert {"joint_class", "sports", "en", "NZ"} <= checked
    assert offer.institution.display_name in page.get_text()
    client.post("/school/wishes/new/", {**FORM, "institution": offer.institution.pid})
    assert Wish.objects.get().wanted_institution == offer.institution


def test_or_from_a_programme(cast: Cast, signed_in: Any) -> None:
    programme = ProgrammeFactory(state="published")
    client = signed_in(cast.teacher)
    assert programme.title in text(client.get(f"/school/wishes/new/?programme={programme.pid}"))
    client.post("/school/wishes/new/", {**FORM, "programme": programme.pid})
    wish = Wish.objects.get()
    assert (wish.wanted_programme, wish.wanted_institution) == (programme, programme.institution)


@pytest.mark.parametrize(
    "start", ["institution=0000000000", "institution=..", "programme=%27", "institution=&programme="]
)
def test_a_start_that_is_not_there_is_left_out(cast: Cast, signed_in: Any, start: str) -> None:
    assert signed_in(cast.teacher).get(f"/school/wishes/new/?{start}").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"types": ["dancing"]}, "dancing"),
        ({"level_from": "11", "level_to": "10"}, "Swap them"),
        ({"title": "가" * 300}, "200"),
        ({"countries": ["XX"]}, "XX"),
        ({"note": "a\x00b"}, ""),
    ],
)
def test_a_wrong_form_comes_back_with_what_was_typed(cast: Cast, signed_in: Any, wrong: Any, word: str) -> None:
    stages.an_offer()
    answer = signed_in(cast.teacher).post("/school/wishes/new/", {**FORM, **wrong})
    assert answer.status_code in (400, 422)
    assert word in answer.content.decode()
    assert not Wish.objects.exists()


def test_somebody_with_two_schools_chooses(cast: Cast, signed_in: Any) -> None:
    MembershipFactory(person=cast.teacher, organisation=cast.other_school, role="teacher")
    client = signed_in(cast.teacher)
    assert soup(client.get("/school/wishes/new/")).find("select", {"name": "school"})
    client.post("/school/wishes/new/", {**FORM, "countries": [], "school": cast.other_school.pid})
    assert Wish.objects.get().school == cast.other_school


def test_the_principal_decides_on_one_page(cast: Cast, signed_in: Any) -> None:
    wish = stages.submitted(cast)
    client = signed_in(cast.principal)
    assert "Your turn" in text(client.get("/school/"))
    page = client.get(f"/school/wishes/{wish.pid}/")
    assert soup(page).find("form", {"action": f"/school/wishes/{wish.pid}/approve/"})
    empty = client.post(f"/school/wishes/{wish.pid}/send-back/", {"note": ""})
    assert empty.status_code == 422
    client.post(f"/school/wishes/{wish.pid}/send-back/", {"note": "예산을 적어 주세요"})
    assert "예산을 적어 주세요" in text(signed_in(cast.teacher).get(f"/school/wishes/{wish.pid}/"))
    submit_wish(Wish.objects.get(), actor=cast.teacher)
    client.post(f"/school/wishes/{wish.pid}/approve/")
    assert Wish.objects.get().state == "approved"


def test_a_principal_is_told_why_she_cannot_approve_her_own(cast: Cast, signed_in: Any) -> None:
    wish = submit_wish(draft_wish(cast.school, facts=stages.FULL, actor=cast.principal), actor=cast.principal)
    client = signed_in(cast.principal)
    page = client.get(f"/school/wishes/{wish.pid}/")
    assert "somebody else has to approve it" in text(page)
    assert not soup(page).find("form", {"action": f"/school/wishes/{wish.pid}/approve/"})
    refused = client.post(f"/school/wishes/{wish.pid}/approve/")
    assert refused.status_code == 403
    assert "another principal" in text(refused)


def test_the_district_officer_recommends(cast: Cast, signed_in: Any) -> None:
    wish = stages.approved(cast)
    client = signed_in(cast.district_officer)
    assert wish.title in text(client.get("/school/"))
    client.post(f"/school/wishes/{wish.pid}/recommend/", {"recommendation": "first", "note": "지구 중점"})
    assert "Should come first" in text(signed_in(cast.curator).get(f"/desk/wishes/{wish.pid}/"))
    assert client.post(f"/school/wishes/{wish.pid}/recommend/", {"recommendation": "x"}).status_code == 422
    assert client.get("/school/wishes/new/").status_code == 404


def test_not_eligible_and_again(cast: Cast, signed_in: Any) -> None:
    wish = refuse_wish(stages.approved(cast), reasons=["duplicate"], note="3월 신청과 같음", actor=cast.curator)
    client = signed_in(cast.teacher)
    page = text(client.get(f"/school/wishes/{wish.pid}/"))
    assert "The same class already has a wish" in page
    assert "3월 신청과 같음" in page
    client.post(f"/school/wishes/{wish.pid}/reopen/")
    assert Wish.objects.get().state == "draft"


def test_the_steps_say_where_it_stands(cast: Cast, signed_in: Any) -> None:
    stages.waiting(cast)
    wish = stages.waiting(cast)
    current = soup(signed_in(cast.teacher).get(f"/school/wishes/{wish.pid}/")).find("li", {"aria-current": "step"})
    assert current is not None
    assert "Partner asked" in current.get_text()
    assert "Number 2 in the queue" in current.get_text()


def test_the_school_answers_and_looks_at_a_contact(cast: Cast, signed_in: Any) -> None:
    match, token = stages.asked(cast)
    stages.matches.accept_as_partner(match, actor=stages.link_of(token))
    client = signed_in(cast.teacher)
    assert match.offer.institution.display_name in text(client.get("/school/cases/"))
    page = client.get(f"/school/matches/{match.pid}/")
    assert "The partner has accepted. Do you?" in text(page)
    assert "CANARY" not in page.content.decode()
    client.post(f"/school/matches/{match.pid}/accept/")
    assert Match.objects.get().state == "connected"
    page = client.get(f"/school/matches/{match.pid}/")
    assert "Deputy principal" in text(page)
    assert "CANARY" not in page.content.decode()
    contact = stages.contact_of(match.offer)
    address = f"/school/matches/{match.pid}/contacts/{contact.pid}/reveal/"
    assert client.get(address).status_code == 405
    for reason in ("", "  ", "x"):
        assert client.post(address, {"reason": reason}).status_code == 422
    assert not AccessEvent.objects.exists()
    shown = client.post(address, {"reason": "첫 인사를 나누려고"})
    assert contact.email in shown.content.decode()
    row = AccessEvent.objects.get()
    assert (row.actor_pid, row.whose_pid, row.reason) == (cast.teacher.pid, contact.pid, "첫 인사를 나누려고")
    assert "CANARY" not in client.get(f"/school/matches/{match.pid}/").content.decode()


def test_the_school_declines_with_reasons(cast: Cast, signed_in: Any) -> None:
    match, _token = stages.asked(cast)
    client = signed_in(cast.principal)
    address = f"/school/matches/{match.pid}/decline/"
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"reasons": ["other"]}).status_code == 422
    client.post(address, {"reasons": ["costs", "safety"], "note": ""})
    assert Match.objects.get().declined_reasons == ["costs", "safety"]
    assert "We cannot meet the costs" in text(client.get(f"/school/matches/{match.pid}/"))


def test_a_late_answer_is_told_what_happened(cast: Cast, signed_in: Any) -> None:
    match, _token = stages.asked(cast)
    stages.matches.withdraw_match(match, reason="mistake", actor=cast.curator)
    answer = signed_in(cast.teacher).post(f"/school/matches/{match.pid}/accept/")
    assert answer.status_code == 409
    assert "Reload the page" in text(answer)


def test_on_the_first_of_march_everything_is_handed_over(cast: Cast, signed_in: Any) -> None:
    first, second, kept = stages.waiting(cast), stages.drafted(cast), stages.waiting(cast)
    colleague = MembershipFactory(person=PersonFactory(name="새 담당"), organisation=cast.school).person
    client = signed_in(cast.teacher)
    assert client.get("/school/wishes/hand-over/").status_code == 200
    assert client.post("/school/wishes/hand-over/", {}).status_code == 422
    strange = client.post("/school/wishes/hand-over/", {f"{first.pid}-to": cast.other_teacher.pid})
    assert strange.status_code == 422
    chosen = {f"{first.pid}-to": colleague.pid, f"{second.pid}-to": cast.principal.pid, f"{kept.pid}-to": ""}
    assert client.post("/school/wishes/hand-over/", chosen).status_code == 302
    owners = dict(Wish.objects.values_list("pk", "responsible"))
    assert owners == {first.pk: colleague.pk, second.pk: cast.principal.pk, kept.pk: cast.teacher.pk}


def test_the_principal_or_the_curator_hands_over_one(cast: Cast, signed_in: Any) -> None:
    wish = stages.waiting(cast)
    address = f"/school/wishes/{wish.pid}/hand-over/"
    principal = signed_in(cast.principal).post(address, {"to": cast.principal.pid})
    assert principal.headers["Location"] == f"/school/wishes/{wish.pid}/"
    curator = signed_in(cast.curator).post(address, {"to": cast.teacher.pid})
    assert curator.headers["Location"] == f"/desk/wishes/{wish.pid}/"
    assert Wish.objects.get().responsible == cast.teacher


def test_closing_asks_once_more(cast: Cast, signed_in: Any) -> None:
    wish = stages.waiting(cast)
    client = signed_in(cast.teacher)
    assert "cannot be opened again" in text(client.get(f"/school/wishes/{wish.pid}/close/"))
    assert client.post(f"/school/wishes/{wish.pid}/close/", {}).status_code == 422
    client.post(f"/school/wishes/{wish.pid}/close/", {"reason": "own_partner"})
    assert Wish.objects.get().state == "closed"
    assert wish.title in text(client.get("/school/?show=closed"))


def test_taking_back_and_consenting(cast: Cast, signed_in: Any) -> None:
    wish = submit_wish(stages.drafted(cast), actor=cast.teacher)
    client = signed_in(cast.teacher)
    client.post(f"/school/wishes/{wish.pid}/consent/")
    assert Wish.objects.get().contact_consent_at is not None
    client.post(f"/school/wishes/{wish.pid}/take-back/")
    assert Wish.objects.get().state == "draft"


@pytest.mark.parametrize("path", ["/school/", "/school/cases/"])
def test_lists_ask_the_database_as_often_for_three_as_for_one(
    cast: Cast, signed_in: Any, query_count: Any, path: str
) -> None:
    client = signed_in(cast.teacher)
    counts = []
    for more in (1, 2):
        for _number in range(more):
            stages.asked(cast)
        client.get(path)
        with query_count() as queries:
            client.get(path)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_another_school_sees_nothing(cast: Cast, signed_in: Any) -> None:
    match, _token = stages.asked(cast)
    client = signed_in(cast.other_teacher)
    for path in (
        f"/school/wishes/{match.wish.pid}/",
        f"/school/wishes/{match.wish.pid}/edit/",
        f"/school/wishes/{match.wish.pid}/close/",
        f"/school/matches/{match.pid}/",
    ):
        assert client.get(path).status_code == 404
    assert client.post(f"/school/matches/{match.pid}/accept/").status_code == 404
    assert match.wish.title not in client.get("/school/").content.decode()


def test_in_korean(cast: Cast, signed_in: Any) -> None:
    match, _token = stages.asked(cast)
    send_back_wish(stages.submitted(cast), note="학년", actor=cast.principal)
    client = signed_in(cast.teacher, language="ko")
    for path in ("/school/", "/school/cases/", f"/school/matches/{match.pid}/", f"/school/wishes/{match.wish.pid}/"):
        assert soup(client.get(path)).html["lang"] == "ko"  # type: ignore[index]


def test_open_offers_are_where_a_wish_can_start(cast: Cast, signed_in: Any, query_count: Any) -> None:
    client = signed_in(cast.teacher)
    assert "No open offer" in text(client.get("/school/offers/"))
    stages.an_offer(types=["mail"], level_from=4, level_to=6)
    stages.an_offer(state="paused")
    stages.an_offer(valid_until="2020-01-01", state="expired")
    with query_count() as queries:
        page = client.get("/school/offers/")
    assert "Letters and parcels" in text(page)
    assert "CANARY" not in page.content.decode()
    links = [str(link["href"]) for link in soup(page).select("a[href*='?institution=']")]
    assert len(links) == 1
    assert client.get(links[0]).status_code == 200
    for query, count in (
        ("level=primary", 1),
        ("level=upper_secondary", 0),
        ("type=mail", 1),
        ("type=project", 0),
        ("country=NZ&field=climate_environment", 1),
        ("country=%27&page=x", 1),
    ):
        assert len(soup(client.get(f"/school/offers/?{query}")).find_all("li", class_="entry")) == count
    for _number in range(2):
        stages.an_offer(consent_scope="public")
    client.get("/school/offers/")
    with query_count() as more:
        client.get("/school/offers/")
    assert len(more) == len(queries)
    assert signed_in(cast.stranger).get("/school/offers/").status_code == 404


def test_a_name_that_was_not_found_begins_a_wish(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.teacher)
    page = soup(client.get("/search/", {"q": "Nowhere & Grammar Institute"}))
    link = page.select_one("a[href*='looked_for']")
    note = soup(client.get(link["href"])).select_one("textarea[name=note]")
    assert "We looked for “Nowhere & Grammar Institute”, which is not in the register." in note.text
