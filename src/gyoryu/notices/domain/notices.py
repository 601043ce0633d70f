"""Writing a mail into the outbox, and sending what is due."""

import datetime as dt
import logging
import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from gyoryu.common.actors import SystemActor
from gyoryu.common.clock import now
from gyoryu.common.crypto import blind_index
from gyoryu.notices.domain.stop_links import stop_address
from gyoryu.notices.models import Notice, Silence
from gyoryu.notices.texts import language_for, render
from gyoryu.reference.queries import office
from gyoryu.registry.domain.contacts import note_bounce

log = logging.getLogger(__name__)

MINUTE = 60
WAITS = (1, 5, 15, 60, 240, 720, 1440)  # minutes after the first, second, ... try; then it is given up
HELD_BACK = "the address asked us to stop writing"
GIVEN_UP = "given up"


def write_notice(kind: str, *, to: str, language: str, key: str, context: dict[str, Any]) -> Notice | None:
    """One mail of ``kind`` to ``to``, once for each ``key``; None when it was written before.

    To an address that asked us to stop, the mail is kept unsent, so that the operator sees that it did not go.
    """
    if Notice.objects.filter(dedupe_key=key).exists():
        return None
    index = blind_index(to)
    language = language_for(kind, language)
    subject, body = render(kind, language, {"stop_url": stop_address(index), **context})
    return put_in_outbox(kind, to=to, language=language, key=key, subject=subject, body=body)


def put_in_outbox(kind: str, *, to: str, language: str, key: str, subject: str, body: str) -> Notice | None:
    """A mail whose text is there already. Idempotent by ``key``."""
    index = blind_index(to)
    silent = Silence.objects.filter(email_index=index).exists()
    notice, new = Notice.objects.get_or_create(
        dedupe_key=key[:120],
        defaults={
            "kind": kind,
            "to": to,
            "to_index": index,
            "language": language,
            "subject": subject,
            "body": "" if silent else body,
            "next_try_at": None if silent else now(),
            "failure": HELD_BACK if silent else "",
        },
    )
    return notice if new else None


def send_due(*, most: int = 100) -> int:
    """Send what is due, oldest first; how many went. A server that cannot be reached costs no mail a try."""
    due = list(Notice.objects.filter(next_try_at__lte=now()).order_by("next_try_at", "id")[:most])
    if not due:
        return 0
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        log.warning("the mail server cannot be reached (%s); %d mails wait", type(error).__name__, len(due))
        return 0
    try:
        return sum(_send(notice, connection) for notice in due)
    finally:
        connection.close()


def _send(notice: Notice, connection: Any) -> bool:
    wait = WAITS[min(notice.tries, len(WAITS) - 1)]
    claimed = Notice.objects.filter(pk=notice.pk, tries=notice.tries, next_try_at=notice.next_try_at)
    if not claimed.update(tries=notice.tries + 1, next_try_at=now() + dt.timedelta(seconds=wait * MINUTE)):
        return False  # another process has it
    try:
        _message(notice, connection).send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        _note_failure(notice, error)
        return False
    Notice.objects.filter(pk=notice.pk).update(
        sent_at=now(), next_try_at=None, failure="", **({} if settings.DEMO_WORLD else {"body": ""})
    )
    return True


def _message(notice: Notice, connection: Any) -> EmailMessage:
    reply_to = office().email
    return EmailMessage(
        subject=" ".join(notice.subject.split()),
        body=notice.body,
        to=[notice.to],
        reply_to=[reply_to] if reply_to else None,
        headers={"Auto-Submitted": "auto-generated", "Content-Language": notice.language},
        connection=connection,
    )


def _note_failure(notice: Notice, error: Exception) -> None:
    """The kind of failure and the server's code; its words may hold the address and are not kept."""
    code = getattr(error, "smtp_code", "")
    said = f"{type(error).__name__} {code}".strip()
    refused = _refused_for_good(error)
    over = refused or notice.tries + 1 > len(WAITS)
    changes: dict[str, Any] = {"failure": f"{GIVEN_UP}: {said}" if over else said}
    if over:
        changes["next_try_at"] = None
    if refused:
        note_bounce(notice.to_index, actor=SystemActor("mail"))
    Notice.objects.filter(pk=notice.pk).update(**changes)
    log.warning("mail %s was not sent: %s", notice.pid, said)


def _refused_for_good(error: Exception) -> bool:
    """The server says that there is no such mailbox (5xx for the recipient); what it says about us is no such word."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return bool(error.recipients) and all(500 <= code < 600 for code, _said in error.recipients.values())
