"""What teachers, principals and district officers see and do."""

from typing import Any

from bs4 import BeautifulSoup

from gyoryu.exchange.models import Wish
from tests.cast import Cast
from tests.exchange import stages


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def test_a_teacher_writes_a_wish_from_nothing_to_the_principal(cast: Cast, signed_in: Any) -> None:
    stages.an_offer()
    client = signed_in(cast.teacher)
    assert client.get("/school/").status_code == 200
    page = client.get("/school/wishes/new/")
    assert page.status_code == 200
    assert soup(page).find("option", {"value": "10", "selected": True})
    answer = client.post(
        "/school/wishes/new/",
        {
            "title": "기후를 함께 배우기",
            "types": ["joint_class"],
            "exchange_fields": ["climate_environment"],
            "level_from": "10",
            "level_to": "11",
            "languages": ["en", "ko"],
            "cefr": "A2",
            "countries": ["NZ"],
        },
    )
    wish = Wish.objects.get()
    assert answer.headers["Location"] == f"/school/wishes/{wish.pid}/"
    assert (wish.title, wish.languages, wish.countries, wish.fields) == (
        "기후를 함께 배우기",
        ["en:A2", "ko"],
        ["NZ"],
        ["climate_environment"],
    )
    assert "Put it before the principal" in client.get(f"/school/wishes/{wish.pid}/").content.decode()
    client.post(f"/school/wishes/{wish.pid}/submit/", {"share_contact": "on"})
    wish.refresh_from_db()
    assert wish.state == "submitted"
    assert wish.contact_consent_at is not None
