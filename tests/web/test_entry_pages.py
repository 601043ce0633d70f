"""Single values of an entry on its pages: why they are so, what was shown when, keeping one; names, relations."""

import datetime as dt
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from gyoryu.common.clock import today
from gyoryu.registry.models import Institution, Record
from tests.factories import InstitutionFactory
from tests.registry.saying import a_source, an_institution, fresh, say

pytestmark = pytest.mark.django_db


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def kowhai(cast: Any) -> Institution:
    institution = an_institution(website="https://register.example", telephone="1")
    say(institution, source=a_source("spreadsheet"), key="2", website="https://list.example")
    Institution.objects.filter(pk=institution.pk).update(state="published")
    return fresh(institution)


def keep(client: Client, institution: Institution, **said: Any) -> Any:
    data = {"website": "https://kept.example", "reason": "heard by telephone", "version": institution.version, **said}
    return client.post(f"/desk/institutions/{institution.pid}/values/channels/keep/", data)


def test_each_value_says_why_it_is_there_and_what_others_say(visitor: Client, kowhai: Institution) -> None:
    page = soup(visitor.get(f"/institutions/{kowhai.pid}/"))
    row = next(one for one in page.select(".facts__row") if one.dt.text == "Website")
    assert [one.text for one in row.select(".provenance__more p")][:2] == [
        "The national register goes first for this.",
        "Whose word goes first for “Website and telephone”: Curator › The partner itself (24 months) › "
        "Delegation (12 months) › National register › Spreadsheet.",
    ]
    assert row.select_one(".provenance__more li strong").text == "https://list.example"
    more = row.select_one(".provenance__more a")["href"]
    assert more == f"/institutions/{kowhai.pid}/values/channels/"
    assert "https://register.example" in soup(visitor.get(more)).select_one(".timeline").text


def test_a_value_is_kept_and_taken_back(cast: Any, signed_in: Any, visitor: Client, kowhai: Institution) -> None:
    curator = signed_in(cast.curator)
    assert keep(curator, kowhai, telephone="2").status_code == 302
    seen = fresh(kowhai)
    assert (seen.website, seen.telephone) == ("https://kept.example", "2")
    page = soup(curator.get(f"/desk/institutions/{kowhai.pid}/values/channels/"))
    assert "heard by telephone" in page.select_one(".entry-list").text
    assert "heard by telephone" not in soup(visitor.get(f"/institutions/{kowhai.pid}/values/channels/")).text
    button = page.select_one('form[action$="/withdraw/"]')
    assert curator.post(button["action"]).status_code == 302
    assert fresh(kowhai).website == "https://register.example"
    history = soup(visitor.get(f"/institutions/{kowhai.pid}/values/channels/")).text
    assert "https://kept.example" not in history


def test_what_cannot_be_kept_is_said_at_its_field(cast: Any, signed_in: Any, kowhai: Institution) -> None:
    curator = signed_in(cast.curator)
    assert keep(curator, kowhai, reason="").status_code == 422
    assert keep(curator, kowhai, website="", telephone="").status_code == 422
    assert keep(curator, kowhai, version="1²").status_code == 409
    address = f"/desk/institutions/{kowhai.pid}/values/position/keep/"
    answer = curator.post(address, {"latitude": "1", "reason": "on the map", "version": kowhai.version})
    assert answer.status_code == 422
    assert "A position needs both numbers" in answer.content.decode()
    assert curator.get(f"/desk/institutions/{kowhai.pid}/values/weather/").status_code == 404
    assert Record.objects.filter(source__slug="curators").count() == 0


@pytest.mark.parametrize(
    ("group", "said", "shown"),
    [
        ("names", {"name": "Kowhai College", "name_language": "en"}, ("display_name", "Kowhai College")),
        ("kind", {"kind": "university"}, ("kind", "university")),
        ("place", {"country": "NZ", "locality": "Oamaru"}, ("locality", "Oamaru")),
        ("position", {"latitude": "-45.1", "longitude": "170.97"}, ("longitude", 170.97)),
        ("levels", {"level_from": "1", "level_to": "8", "local_type": "Full Primary"}, ("local_type", "Full Primary")),
        ("status", {"status": "open", "opened_on": "1964"}, ("opened_on", "1964")),
        ("size", {"pupils": "412"}, ("pupils", 412)),
        ("profile", {"description": "By the sea", "languages": "en, mi"}, ("languages", ["en", "mi"])),
    ],
)
def test_every_group_can_be_kept(
    cast: Any, signed_in: Any, kowhai: Institution, group: str, said: dict[str, str], shown: tuple[str, Any]
) -> None:
    curator = signed_in(cast.curator)
    assert curator.get(f"/desk/institutions/{kowhai.pid}/values/{group}/").status_code == 200
    data = {**said, "reason": "their own leaflet", "version": kowhai.version}
    assert curator.post(f"/desk/institutions/{kowhai.pid}/values/{group}/keep/", data).status_code == 302
    assert getattr(fresh(kowhai), shown[0]) == shown[1]


def test_a_name_in_another_script_is_shown_with_its_kind(
    cast: Any, signed_in: Any, visitor: Client, kowhai: Institution
) -> None:
    curator = signed_in(cast.curator)
    said = {"text": "โรงเรียนโคไว", "language": "th", "kind": "alias", "reason": "on their letter", "since": "2001"}
    assert curator.post(f"/desk/institutions/{kowhai.pid}/names/add/", said).status_code == 302
    page = soup(visitor.get(f"/institutions/{kowhai.pid}/"))
    name = next(one for one in page.select(".facts__value") if "โรงเรียนโคไว" in one.text)
    assert (name["lang"], name.select_one(".muted").text) == ("th-Thai", "2001 –")
    wrong = curator.post(f"/desk/institutions/{kowhai.pid}/names/add/", {**said, "since": "last year"})
    assert wrong.status_code == 422


def test_a_successor_is_looked_up_and_both_pages_show_it(
    cast: Any, signed_in: Any, visitor: Client, kowhai: Institution
) -> None:
    curator = signed_in(cast.curator)
    other = InstitutionFactory(published=True, display_name="Harbour College")
    address = f"/desk/institutions/{kowhai.pid}/relations/add/"
    page = soup(curator.get(address, {"q": "Harbour"}))
    assert [one["value"] for one in page.select("input[name=other]")] == [other.pid]
    said = {"other": other.pid, "kind": "successor", "since": "2019", "reason": "in the gazette"}
    assert curator.post(f"{address}?q=Harbour", said).status_code == 302
    assert "Harbour College" in soup(visitor.get(f"/institutions/{kowhai.pid}/")).text
    assert kowhai.display_name in soup(visitor.get(f"/institutions/{other.pid}/")).text
    back = f"/desk/institutions/{other.pid}/relations/add/?q=Kowhai"
    assert curator.post(back, {**said, "other": kowhai.pid}).status_code == 422


def test_a_draft_is_no_relation_for_the_public(cast: Any, signed_in: Any, visitor: Client, kowhai: Institution) -> None:
    draft = InstitutionFactory(display_name="CANARY-DRAFT College")
    said = {"other": draft.pid, "kind": "successor", "reason": "in the gazette"}
    signed_in(cast.curator).post(f"/desk/institutions/{kowhai.pid}/relations/add/?q=CANARY", said)
    assert kowhai.relations.count() == 1
    assert "CANARY-DRAFT" not in visitor.get(f"/institutions/{kowhai.pid}/").content.decode()
    assert visitor.get(f"/api/v1/institutions/{kowhai.pid}/relations").json() == []


def test_a_closed_institution_leads_to_its_successor(
    cast: Any, signed_in: Any, visitor: Client, kowhai: Institution
) -> None:
    curator = signed_in(cast.curator)
    other = InstitutionFactory(published=True, display_name="Harbour College")
    said = {"closed_on": "2025-12-19", "reason": "their own letter", "other": other.pid}
    assert curator.post(f"/desk/institutions/{kowhai.pid}/close/?q=Harbour", said).status_code == 302
    page = soup(visitor.get(f"/institutions/{kowhai.pid}/"))
    assert page.select_one(".notice--warning a")["href"] == f"/institutions/{other.pid}/"
    assert page.select_one(".page-header__badge .badge").text == "Closed"
    assert fresh(kowhai).status == "closed"
    again = curator.post(f"/desk/institutions/{kowhai.pid}/close/", {**said, "other": ""})
    assert again.status_code == 422


def test_the_history_of_a_merged_entry_is_that_of_the_one_it_is(visitor: Client, kowhai: Institution) -> None:
    old = InstitutionFactory(published=True, merged_into=kowhai)
    answer = visitor.get(f"/institutions/{old.pid}/values/channels/")
    assert answer.headers["Location"] == f"/institutions/{kowhai.pid}/values/channels/"


def test_the_door_for_programs_keeps_a_value_and_tells_its_history(
    cast: Any, signed_in: Any, visitor: Client, kowhai: Institution
) -> None:
    curator = signed_in(cast.curator)
    body = {"reason": "by telephone", "version": kowhai.version, "facts": {"website": "https://kept.example"}}
    path = f"/api/v1/institutions/{kowhai.pid}"
    assert curator.post(f"{path}/values/channels", body, content_type="application/json").status_code == 200
    spells = visitor.get(f"{path}/history/channels").json()["spells"]
    assert spells[-1]["values"] == {"website": "https://kept.example"}
    assert (spells[-1]["source"], spells[-1]["until"]) == ("curators", None)
    assert visitor.get(f"{path}/history/weather").status_code == 404
    said = next(one for one in visitor.get(path).json()["said"] if one["field"] == "website")
    assert (said["value"], said["group"], said["disputed"]) == ("https://kept.example", "channels", False)
    assert [one["value"] for one in said["others"]] == ["https://register.example", "https://list.example"]
    assert said["why"][0] == "A curator corrected this, which goes before all other sources."


def test_what_is_kept_is_listed_with_its_reason(
    cast: Any, signed_in: Any, kowhai: Institution, query_count: Any
) -> None:
    curator = signed_in(cast.curator)

    def cost() -> int:
        with query_count() as asked:
            curator.get("/desk/kept/")
        return len(asked)

    keep(curator, kowhai, until=f"{today() + dt.timedelta(days=90)}")
    page = soup(curator.get("/desk/kept/"))
    assert [one.text for one in page.select(".entry strong")] == ["https://kept.example"]
    assert "heard by telephone" in page.select_one(".entry__meta").text
    once = cost()
    for number in ("3", "4"):
        keep(curator, an_institution(key=number, website="https://k.example"))
    assert len(soup(curator.get("/desk/kept/")).select(".entry")) == 3
    assert cost() == once
    assert curator.post(page.select_one('form[action$="/withdraw/"]')["action"]).status_code == 302
    assert len(soup(curator.get("/desk/kept/")).select(".entry")) == 2


@pytest.mark.parametrize("page", ["values/channels/", "correct/", "names/add/", "relations/add/", "close/"])
def test_every_page_of_a_merged_entry_leads_to_that_of_the_one_it_is(
    cast: Any, signed_in: Any, kowhai: Institution, page: str
) -> None:
    old = InstitutionFactory(published=True, merged_into=kowhai)
    answer = signed_in(cast.curator).get(f"/desk/institutions/{old.pid}/{page}")
    assert answer.headers["Location"] == f"/desk/institutions/{kowhai.pid}/{page}"
    assert signed_in(cast.curator).post(f"/desk/institutions/{old.pid}/{page}").status_code in (405, 422)
