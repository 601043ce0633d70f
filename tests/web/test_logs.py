"""A log line never holds the key of a link."""

import logging

import pytest
from django.test import Client

from gyoryu.config.logs import WithoutKeys


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("Not Found: /p/answer/abc-DEF_1:x/accept/", "Not Found: /p/answer/[key]/accept/"),
        ("Gone: /account/invitations/SECRET/", "Gone: /account/invitations/[key]/"),
        ("Not Found: /account/stop/SECRET/", "Not Found: /account/stop/[key]/"),
        ("/account/password/reset/key/1-set/", "/account/password/reset/key/[key]/"),
        ("Not Found: /institutions/0123456789/", "Not Found: /institutions/0123456789/"),
    ],
)
def test_a_key_is_left_out(said: str, logged: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "%s", (said,), None)
    assert WithoutKeys().filter(record)
    assert record.getMessage() == logged


@pytest.mark.django_db
def test_a_wrong_link_is_logged_without_its_key(visitor: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(WithoutKeys())
    visitor.get("/p/answer/NotAKeyThatExists/")
    assert "NotAKeyThatExists" not in caplog.text
