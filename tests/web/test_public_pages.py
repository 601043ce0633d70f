"""Pages for anybody: the first page, search, an entry, programmes, about."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.factories import IdentifierFactory, InstitutionFactory, NameFactory, OfferFactory, ProgrammeFactory
from tests.search.schools import a_school


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def kowhai(db: None) -> Any:
    institution = InstitutionFactory(published=True, display_name="Kōwhai Bay College", name_ko="코와이 베이 칼리지")
    NameFactory(institution=institution)
    NameFactory(institution=institution, text="코와이 베이 칼리지", language="ko", script="Hang", kind="alias")
    IdentifierFactory(institution=institution, value="9001")
    return institution


def test_the_first_page_shows_what_is_published(visitor: Client, kowhai: Any) -> None:
    page = soup(visitor.get("/"))
    assert "Kōwhai Bay College" in page.text
    assert page.h1.text.strip() == "Find a partner school abroad"


@pytest.mark.parametrize("query", ["Kōwhai Bay College", "kowhai bay", "코와이 베이 칼리지"])
def test_a_name_is_found_in_any_script(visitor: Client, kowhai: Any, query: str) -> None:
    page = soup(visitor.get("/search/", {"q": query}))
    assert [a["href"] for a in page.select(".entry__title a")] == [f"/institutions/{kowhai.pid}/"]


@pytest.mark.parametrize("query", ["x" * 10_000, "(((", "a:b AND *", "％％", "' OR 1=1 --"])
def test_a_strange_question_gets_an_answer(visitor: Client, kowhai: Any, query: str) -> None:
    assert visitor.get("/search/", {"q": query}).status_code == 200


@pytest.mark.parametrize("page", ["-1", "abc", "1e3", "9" * 30, "٣"])
def test_a_strange_page_number_is_the_first_or_the_last(visitor: Client, kowhai: Any, page: str) -> None:
    assert visitor.get("/search/", {"page": page}).status_code == 200
    assert visitor.get("/programmes/", {"page": page}).status_code == 200


def test_an_unpublished_entry_does_not_exist(visitor: Client, db: None) -> None:
    draft = InstitutionFactory(display_name="CANARY-DRAFT school")
    assert visitor.get(f"/institutions/{draft.pid}/").status_code == 404
    assert "CANARY-DRAFT" not in visitor.get("/search/", {"q": "canary draft"}).content.decode()


def test_a_merged_entry_leads_to_the_one_it_is(visitor: Client, kowhai: Any) -> None:
    old = InstitutionFactory(published=True, merged_into=kowhai)
    assert visitor.get(f"/institutions/{old.pid}/").headers["Location"] == f"/institutions/{kowhai.pid}/"


def test_offers_are_for_teachers_and_programmes_for_anybody(
    visitor: Client, cast: Any, signed_in: Any, kowhai: Any
) -> None:
    OfferFactory(institution=kowhai, needs="A quiet room")
    ProgrammeFactory(institution=kowhai, state="published", title="Harbour Water Watch")
    address = f"/institutions/{kowhai.pid}/"
    assert "A quiet room" not in visitor.get(address).content.decode()
    assert "Harbour Water Watch" in visitor.get(address).content.decode()
    page = signed_in(cast.teacher).get(address).content.decode()
    assert "A quiet room" in page
    assert f"?institution={kowhai.pid}" in page


def test_a_programme_has_a_page(visitor: Client, kowhai: Any) -> None:
    programme = ProgrammeFactory(institution=kowhai, state="published", title="Harbour Water Watch")
    draft = ProgrammeFactory(institution=kowhai, title="CANARY-DRAFT programme")
    assert "Harbour Water Watch" in visitor.get(f"/programmes/{programme.pid}/").content.decode()
    assert visitor.get(f"/programmes/{draft.pid}/").status_code == 404
    listed = visitor.get("/programmes/", {"q": "water"}).content.decode()
    assert "Harbour Water Watch" in listed
    assert "CANARY" not in listed


def test_lists_ask_the_database_as_often_for_three_rows_as_for_one(
    visitor: Client, query_count: Any, kowhai: Any
) -> None:
    ProgrammeFactory(institution=kowhai, state="published")
    counts = []
    for _round in range(2):
        visitor.get("/programmes/"), visitor.get("/search/")
        with query_count() as queries:
            visitor.get("/programmes/")
            visitor.get("/search/")
        counts.append(len(queries))
        for number in range(2):
            other = InstitutionFactory(published=True, display_name=f"Rata Stream {number}")
            NameFactory(institution=other)
            ProgrammeFactory(institution=other, state="published")
    assert counts[0] == counts[1]


def test_about_says_where_the_data_comes_from(visitor: Client, kowhai: Any) -> None:
    assert visitor.get("/about/").status_code == 200


@pytest.mark.django_db
def test_nothing_found_shows_guesses_apart(visitor: Any) -> None:
    a_school("Whangarei Girls' High School", "NZ", "Whangarei")
    page = soup(visitor.get("/search/", {"q": "Whangarei Science Grammar Institute"}))
    assert page.select_one(".empty__title").text == "Nothing found"
    guesses = page.select_one("section[aria-labelledby=near]")
    assert "Whangarei Girls' High School" in guesses.text
    assert page.select_one("a[href*='looked_for']") is None
