"""Corrections by colleagues and institutions on their pages, the decision at the desk, and whom we ask."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from gyoryu.registry.models import Change, ConfirmationRequest, Contact, Institution
from tests.factories import ContactFactory, OfferFactory
from tests.registry.asking import a_published, an_asked_institution, planned
from tests.registry.saying import fresh

pytestmark = pytest.mark.django_db


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def kowhai(cast: Any) -> Institution:
    return a_published(website="https://k.example", telephone="1", pupils=100)


@pytest.fixture
def link(kowhai: Institution) -> str:
    _request, token = an_asked_institution(kowhai)
    return f"/p/entry/{token}/"


def test_a_teacher_suggests_and_the_curator_decides(cast: Any, signed_in: Any, kowhai: Institution) -> None:
    teacher, curator = signed_in(cast.teacher), signed_in(cast.curator)
    page = soup(teacher.get(f"/institutions/{kowhai.pid}/values/size/"))
    address = f"/institutions/{kowhai.pid}/correct/pupils/"
    assert page.select_one(f'a[href="{address}"]') is not None
    assert soup(teacher.get(address)).select_one("#pupils-pupils")["value"] == "100"
    assert teacher.post(address, {"pupils": "100", "note": ""}).status_code == 422
    assert teacher.post(address, {"pupils": "412", "note": "their web site"}).status_code == 302
    assert fresh(kowhai).pupils == 100
    listed = soup(curator.get("/desk/changes/")).select_one(".entry")
    assert ("100" in listed.text, "412" in listed.text, "their web site" in listed.text) == (True, True, True)
    change = Change.objects.get()
    assert curator.post(f"/desk/changes/{change.pid}/accept/", {"pupils": "412"}).status_code == 302
    assert fresh(kowhai).pupils == 412
    assert "412" in soup(curator.get("/desk/changes/?state=decided")).select_one(".entry").text


def test_a_visitor_is_offered_no_correction(visitor: Client, kowhai: Institution) -> None:
    page = soup(visitor.get(f"/institutions/{kowhai.pid}/values/size/"))
    assert page.select_one('a[href*="/correct/"]') is None


def test_a_rejected_correction_tells_why_at_the_link(
    cast: Any, signed_in: Any, visitor: Client, kowhai: Institution, link: str
) -> None:
    curator = signed_in(cast.curator)
    assert visitor.post(f"{link}wrong/telephone/", {"telephone": "2", "note": ""}).status_code == 302
    assert "The institution says this is wrong" in soup(visitor.get(f"/institutions/{kowhai.pid}/")).text
    change = Change.objects.get()
    assert curator.post(f"/desk/changes/{change.pid}/reject/", {"reason": ""}).status_code == 422
    said = {"reason": "other", "note": "The ministry lists the first one."}
    assert curator.post(f"/desk/changes/{change.pid}/reject/", said).status_code == 302
    assert "The ministry lists the first one." in soup(visitor.get(link)).text
    assert "The institution says this is wrong" not in soup(visitor.get(f"/institutions/{kowhai.pid}/")).text


def test_an_institution_confirms_with_one_button(visitor: Client, kowhai: Institution, link: str) -> None:
    offer = OfferFactory(institution=kowhai, state="sounded_out")
    page = soup(visitor.get(link))
    assert page.select_one(f'input[value="{offer.pid}"]')["name"] == "offer"
    assert "canary" not in page.text.casefold()
    assert visitor.post(f"{link}confirm/", {"offer": offer.pid}).status_code == 302
    assert soup(visitor.get(link)).select_one(".notice--success") is not None
    assert (fresh(kowhai).confirmed_on is not None, fresh(offer).state) == (True, "confirmed")
    assert ConfirmationRequest.objects.get().state == "confirmed"


def test_a_correction_is_sent_and_taken_back(visitor: Client, kowhai: Institution, link: str) -> None:
    assert visitor.post(f"{link}wrong/pupils/", {"pupils": "many"}).status_code == 422
    assert visitor.post(f"{link}wrong/pupils/", {"pupils": "100"}).status_code == 422
    assert visitor.post(f"{link}wrong/weather/", {"note": "wet"}).status_code == 404
    assert visitor.post(f"{link}wrong/pupils/", {"pupils": "90"}).status_code == 302
    assert "90" in soup(visitor.get(link)).text
    assert visitor.post(f"{link}right/pupils/").status_code == 302
    assert Change.objects.get().state == "withdrawn"
    assert fresh(kowhai).pupils == 100


@pytest.mark.parametrize(("language", "title"), [("th", "ข้อมูลนี้ยังถูกต้องหรือไม่"), ("tr", "Bu bilgiler hâlâ doğru mu?")])
def test_it_is_asked_in_its_own_language(visitor: Client, kowhai: Institution, language: str, title: str) -> None:
    contact = ContactFactory(institution=kowhai, languages=[language])
    _request, token = an_asked_institution(kowhai, contact)
    page = soup(visitor.get(f"/p/entry/{token}/"))
    assert (page.html["lang"], page.h1.text.strip()) == (language, title)


def test_who_wants_no_more_mail_gets_none(visitor: Client, link: str) -> None:
    assert visitor.get(f"{link}stop/").status_code == 200
    assert Contact.objects.get().silent_since is None
    assert visitor.post(f"{link}stop/").status_code == 200
    assert Contact.objects.get().silent_since is not None
    assert ConfirmationRequest.objects.get().state == "stopped"


def test_a_link_that_has_ended_changes_nothing(visitor: Client, kowhai: Institution, link: str) -> None:
    from gyoryu.accounts.models import PartnerLink
    from gyoryu.common.clock import now

    PartnerLink.objects.update(expires_at=now())
    assert visitor.get(link).status_code == 410
    assert visitor.post(f"{link}wrong/pupils/", {"pupils": "90"}).status_code == 410
    visitor.post(f"{link}confirm/")
    assert (Change.objects.count(), fresh(kowhai).confirmed_on) == (0, None)
    assert visitor.post(f"{link}stop/").status_code == 200


def test_the_curator_asks_those_that_are_ticked(cast: Any, signed_in: Any, kowhai: Institution) -> None:
    curator = signed_in(cast.curator)
    Institution.objects.filter(pk=kowhai.pk).update(registered_on=None)
    ContactFactory(institution=kowhai)
    page = soup(curator.get("/desk/freshness/"))
    assert [one["value"] for one in page.select("input[name=institution]")] == [kowhai.pid]
    assert curator.post("/desk/freshness/plan/", {"institution": kowhai.pid}).status_code == 302
    request = ConfirmationRequest.objects.get()
    assert curator.post("/desk/freshness/plan/").status_code == 302
    assert soup(curator.get("/desk/freshness/")).select_one(f'form[action="/desk/requests/{request.pid}/cancel/"]')
    assert curator.post(f"/desk/requests/{request.pid}/cancel/").status_code == 302
    assert fresh(request).state == "cancelled"


def test_the_page_costs_the_same_for_one_and_for_three(cast: Any, signed_in: Any, query_count: Any) -> None:
    curator = signed_in(cast.curator)

    def cost(path: str) -> int:
        with query_count() as asked:
            curator.get(path)
        return len(asked)

    planned(a_published(moe="1"))
    costs = {path: cost(path) for path in ("/desk/freshness/", "/desk/changes/")}
    for number in ("2", "3"):
        planned(a_published(key=number, moe=number))
    assert {path: cost(path) for path in costs} == costs


def test_a_contact_whose_mail_comes_back_is_marked_at_the_entry(cast: Any, signed_in: Any, kowhai: Institution) -> None:
    from gyoryu.common.clock import now

    curator = signed_in(cast.curator)
    contact = ContactFactory(institution=kowhai, bouncing_since=now())
    page = soup(curator.get(f"/desk/institutions/{kowhai.pid}/"))
    button = page.select_one(f'form[action="/desk/contacts/{contact.pid}/works-again/"]')
    assert curator.post(button["action"]).status_code == 302
    assert fresh(contact).bouncing_since is None
