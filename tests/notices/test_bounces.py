"""Mails that came back: only what failed for good names an address."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from gyoryu.cli.bouncing import bounce
from gyoryu.notices.bounces import failed_addresses
from tests.factories import ContactFactory
from tests.registry.saying import fresh

REPORT = """From: MAILER-DAEMON@mx.example
To: office@gyoryu.example
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

No such person: somebody-else@school.example
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

{blocks}
--B--
"""


def report(*blocks: str) -> bytes:
    return REPORT.format(blocks="\n\n".join(blocks)).encode()


def block(address: str, action: str = "failed", status: str = "5.1.1", kind: str = "rfc822") -> str:
    return f"Final-Recipient: {kind}; {address}\nAction: {action}\nStatus: {status}"


def test_what_failed_for_good_is_named_once() -> None:
    said = report(block("gone@school.example"), block("gone@school.example"), block("<other@school.example>"))
    assert failed_addresses(said) == ["gone@school.example", "other@school.example"]


@pytest.mark.parametrize(
    "said",
    [
        block("slow@school.example", action="delayed", status="4.4.1"),
        block("full@school.example", status="5.2.2"),
        block("here@school.example", action="delivered", status="2.0.0"),
        block("+6495550199", kind="tel"),
        block("nonsense"),
        "",
    ],
)
def test_what_did_not_fail_for_good_is_not(said: str) -> None:
    assert failed_addresses(report(said)) == []


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 100, b"Subject: hello\n\ngone@school.example failed 5.1.1"])
def test_what_is_no_report_names_nobody(raw: bytes) -> None:
    assert failed_addresses(raw) == []


def test_the_command_marks_contacts_and_prints_no_address(db: None, tmp_path: Path) -> None:
    contact = ContactFactory(email="Gone@School.example")
    mail = tmp_path / "mail.eml"
    mail.write_bytes(report(block("gone@school.example"), block("stranger@school.example")))
    done = CliRunner().invoke(bounce, [str(mail)])
    assert done.output == "2 addresses do not exist; 1 contacts are marked.\n"
    assert fresh(contact).bouncing_since is not None
