"""The outbox is emptied with patience: what fails is tried again, later each time, and given up at last."""

import smtplib
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from gyoryu.notices.domain.notices import WAITS, put_in_outbox, send_due
from gyoryu.notices.models import Notice
from tests.factories import ContactFactory


def outgoing(number: int = 1, body: str = "안녕하세요") -> Notice:
    notice = put_in_outbox(
        "invitation", to=f"n{number}@school.example", language="ko", key=f"k{number}", subject="초대", body=body
    )
    assert notice is not None
    return notice


class Refusing(BaseEmailBackend):
    def send_messages(self, messages: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({"n1@school.example": (451, b"try again later, n1@school.example")})


class KnowsNobody(BaseEmailBackend):
    def send_messages(self, messages: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({"n1@school.example": (550, b"no such person n1@school.example")})


class Unreachable(BaseEmailBackend):
    def open(self) -> None:
        raise ConnectionRefusedError("nobody there")


def test_what_is_due_is_sent_once_and_its_text_forgotten(db: None) -> None:
    notice = outgoing()
    assert (send_due(), send_due()) == (1, 0)
    notice.refresh_from_db()
    assert notice.sent_at is not None
    assert (notice.tries, notice.next_try_at, notice.body) == (1, None, "")
    message = mail.outbox[0]
    assert (message.to, message.subject, message.body) == (["n1@school.example"], "초대", "안녕하세요")
    assert message.extra_headers == {"Auto-Submitted": "auto-generated", "Content-Language": "ko"}


def test_the_demo_world_keeps_the_text_to_show_it(db: None, settings: Any) -> None:
    settings.DEMO_WORLD = True
    notice = outgoing()
    send_due()
    notice.refresh_from_db()
    assert notice.body == "안녕하세요"


def test_a_refused_mail_waits_longer_each_time_and_is_given_up(db: None, settings: Any, time_machine: Any) -> None:
    settings.EMAIL_BACKEND = "tests.notices.test_send_due.Refusing"
    time_machine.move_to("2026-03-02T00:00:00Z", tick=False)
    notice = outgoing()
    waited = []
    for _try in range(len(WAITS) + 1):
        assert send_due() == 0
        notice.refresh_from_db()
        assert "school.example" not in notice.failure
        if notice.next_try_at is None:
            break
        from gyoryu.common.clock import now

        waited.append(int((notice.next_try_at - now()).total_seconds() // 60))
        time_machine.move_to(notice.next_try_at, tick=False)
    assert waited == list(WAITS)
    assert (notice.tries, notice.failure) == (len(WAITS) + 1, "given up: SMTPRecipientsRefused")
    assert notice.body == "안녕하세요"


def test_a_server_that_cannot_be_reached_costs_no_try(db: None, settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.notices.test_send_due.Unreachable"
    notice = outgoing()
    assert send_due() == 0
    notice.refresh_from_db()
    assert (notice.tries, notice.failure) == (0, "")


def test_one_bad_mail_does_not_hold_up_the_others(db: None) -> None:
    bad, good = outgoing(1), outgoing(2)
    Notice.objects.filter(pk=bad.pk).update(to="not an\naddress@x.example")
    assert send_due() == 1
    good.refresh_from_db()
    assert good.sent_at is not None


def test_a_mail_that_another_process_took_is_left_alone(db: None) -> None:
    from gyoryu.notices.domain.notices import _send

    notice = outgoing()
    stale = Notice.objects.get(pk=notice.pk)
    send_due()
    connection = mail.get_connection()
    assert _send(stale, connection) is False
    assert len(mail.outbox) == 1


def test_the_same_key_is_written_once(db: None) -> None:
    outgoing()
    assert put_in_outbox("invitation", to="x@y.example", language="ko", key="k1", subject="s", body="b") is None
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_replies_reach_the_office_when_it_has_an_address(db: None, count: int, monkeypatch: Any) -> None:
    from dataclasses import replace

    from gyoryu.notices.domain import notices
    from gyoryu.reference.queries import office

    own = replace(office(), email="exchange@office.example")
    monkeypatch.setattr(notices, "office", lambda: own)
    for number in range(count):
        outgoing(number)
    assert send_due() == count
    assert {tuple(message.reply_to) for message in mail.outbox} == {("exchange@office.example",)}


def test_an_address_that_does_not_exist_is_tried_once_and_asked_nothing_more(db: None, settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.notices.test_send_due.KnowsNobody"
    contact = ContactFactory(email="n1@school.example")
    notice = outgoing()
    assert send_due() == 0
    notice.refresh_from_db()
    assert (notice.next_try_at, notice.failure) == (None, "given up: SMTPRecipientsRefused")
    contact.refresh_from_db()
    assert contact.bouncing_since is not None
