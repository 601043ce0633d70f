import pytest

from gyoryu.audit.models import Event
from gyoryu.common.actors import SystemActor
from gyoryu.common.crypto import blind_index
from gyoryu.common.errors import NotFound
from gyoryu.notices.domain.notices import put_in_outbox, send_due
from gyoryu.notices.domain.silences import silence_address
from gyoryu.notices.domain.stop_links import read_stop_token, stop_address
from gyoryu.notices.models import Notice, Silence

READER = SystemActor("reader of a mail")
INDEX = blind_index("Somebody@school.example")


def test_what_waits_is_kept_back_and_what_was_sent_stays_sent(db: None) -> None:
    def outgoing(key: str) -> None:
        put_in_outbox("invitation", to="somebody@school.example", language="ko", key=key, subject="s", body="b")

    outgoing("1")
    send_due()
    outgoing("2")
    silence_address(INDEX, actor=READER)
    outgoing("3")
    assert send_due() == 0
    assert [bool(notice.sent_at) for notice in Notice.objects.order_by("id")] == [True, False, False]
    assert set(Notice.objects.filter(sent_at__isnull=True).values_list("failure", flat=True)) == {
        "the address asked us to stop writing"
    }


def test_again_changes_nothing(db: None) -> None:
    silence_address(INDEX, actor=READER)
    silence_address(INDEX, actor=READER)
    assert (Silence.objects.count(), Event.objects.count()) == (1, 1)


def test_the_link_in_the_mail_names_nobody_and_cannot_be_made_up() -> None:
    address = stop_address(INDEX)
    assert "somebody" not in address.lower()
    token = address.rstrip("/").rsplit("/", 1)[1]
    assert read_stop_token(token) == INDEX
    for wrong in (INDEX, token[:-1], "x" + token, "", "a:b", "\x00", "\ud800", "가"):
        with pytest.raises(NotFound):
            read_stop_token(wrong)
