"""Sign-in, forgotten password and the second step: every page opens, is strict, and holds no style of its own."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from gyoryu.notices.models import Notice
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.web.strictness import strict_templates

__all__ = ["strict_templates"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict_templates")]

ENTRANCE = ["account_login", "account_reset_password", "account_reset_password_done", "account_inactive"]
MANAGE = [
    "account_logout",
    "account_change_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
]


def page_of(response: Any) -> BeautifulSoup:
    assert response.status_code == 200
    markup = response.content.decode()
    assert not re.search(r"<[^>]*\sstyle=", markup)
    page = BeautifulSoup(markup, "html.parser")
    assert [heading.name for heading in page.select("h1")] == ["h1"]
    return page


@pytest.fixture
def teacher(cast: Cast) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    response = client.post(reverse("account_login"), {"login": cast.teacher.email, "password": PASSWORD})
    assert response.status_code == 302
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    return client


@pytest.mark.parametrize("name", ENTRANCE)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_door_opens_for_anybody(visitor: Client, name: str, language: str) -> None:
    visitor.cookies["gyoryu_language"] = language
    page = page_of(visitor.get(reverse(name)))
    assert page.html["lang"] == language


@pytest.mark.parametrize("name", MANAGE)
def test_a_page_of_ones_own_account_opens(teacher: Client, name: str) -> None:
    page_of(teacher.get(reverse(name)))


def test_a_wrong_password_is_told_on_top(visitor: Client, cast: Cast) -> None:
    page = page_of(visitor.post(reverse("account_login"), {"login": cast.teacher.email, "password": "wrong"}))
    assert page.select_one(".error-summary li") is not None


def test_a_missing_field_is_told_beside_it_and_described_by_it(visitor: Client) -> None:
    page = page_of(visitor.post(reverse("account_login"), {"login": "", "password": "x"}))
    field = page.select_one("input[name=login]")
    assert field["aria-invalid"] == "true"
    assert page.find(id=field["aria-describedby"].split()[-1]) is not None


def test_a_new_password_by_mail(visitor: Client, cast: Cast) -> None:
    visitor.post(reverse("account_reset_password"), {"email": cast.teacher.email})
    (letter,) = Notice.objects.all()
    assert letter.subject == "[교류 Gyoryu] Set a new password"
    address = re.search(r"https?://[^/]+(/\S+)", letter.body)
    assert address is not None
    page = page_of(visitor.get(address[1], follow=True))
    assert page.select_one("input[name=password1]") is not None


def test_an_old_link_says_what_to_do(visitor: Client) -> None:
    address = reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "0-0"})
    page = page_of(visitor.get(address, follow=True))
    assert page.select_one(f'main a[href="{reverse("account_reset_password")}"]') is not None


def test_asked_once_more_before_the_account_is_changed(signed_in: Any, cast: Cast) -> None:
    page_of(signed_in(cast.teacher).get(reverse("mfa_activate_totp"), follow=True))
