"""The access log: who looked at whose personal data, from where, what was done, why. Chained by HMAC."""

import datetime as dt
import hashlib
import hmac
import json
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.audit.domain.trail import record
from gyoryu.audit.models import AccessEvent, AccessReview
from gyoryu.common.actors import Actor
from gyoryu.common.clock import now, today
from gyoryu.common.errors import BadInput, Conflict

__all__ = ["sign_access_review"]

FIRST = "0" * 64
SHORTEST_REASON = 5
_LOCK = 7_120_001  # an arbitrary constant: the advisory lock of the chain on PostgreSQL


@dataclass(frozen=True)
class Whose:
    """Whose personal data was looked at."""

    kind: str
    pid: str
    label: str


def chain_hash(row: AccessEvent) -> str:
    """HMAC-SHA256 over the previous hash and the row as canonical JSON."""
    body = {
        "at": row.at.astimezone(dt.UTC).isoformat(),
        "actor": [row.actor_kind, row.actor_pid, row.actor_label],
        "place": row.place,
        "whose": [row.whose_kind, row.whose_pid, row.whose_label],
        "what": row.what,
        "reason": row.reason,
        "previous": row.previous_hash,
    }
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(settings.BLIND_INDEX_KEY, text.encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def log_access(actor: Actor, *, whose: Whose, what: str, reason: str = "", place: str = "") -> AccessEvent:
    """Append one row, in the transaction of the look itself. ``what`` is the verb, e.g. ``registry.reveal_contact``."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    previous = AccessEvent.objects.order_by("-id").values_list("row_hash", flat=True).first() or FIRST
    row = AccessEvent(
        at=now(),
        actor_kind=actor.actor_kind,
        actor_pid=actor.actor_pid,
        actor_label=actor.actor_label[:200],
        place=place[:60],
        whose_kind=whose.kind,
        whose_pid=whose.pid,
        whose_label=whose.label[:200],
        what=what,
        reason=reason.strip()[:500],
        previous_hash=previous,
    )
    row.row_hash = chain_hash(row)
    row.save(force_insert=True)
    return row


@transaction.atomic
def log_download(actor: Actor, *, whose: Whose, what: str, reason: str, place: str = "") -> AccessEvent:
    """A list of persons leaves the system as a file: the law wants a reason beside the five things of each look."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise BadInput(
            "reason_missing",
            _("Say in a few words what you need this list for. It is kept in the access log."),
            field="reason",
        )
    return log_access(actor, whose=whose, what=what, reason=reason, place=place)


def first_broken_row() -> AccessEvent | None:
    """The first row of the access log that does not fit the chain, or None when it is whole."""
    previous = FIRST
    for row in AccessEvent.objects.order_by("id").iterator(chunk_size=2_000):
        if row.previous_hash != previous or row.row_hash != chain_hash(row):
            return row
        previous = row.row_hash
    return None


@transaction.atomic
def sign_access_review(month: dt.date, *, actor: Actor, note: str = "") -> AccessReview:
    """Sign that the access log of ``month`` was looked through; refuses a month that is not over or signed before."""
    first = month.replace(day=1)
    following = (first + dt.timedelta(days=32)).replace(day=1)
    if following > today():
        raise BadInput(
            "month_not_over", _("This month is not over yet. Sign it from the first day of the next."), field="month"
        )
    if AccessReview.objects.filter(month=first).exists():
        raise Conflict("already_signed", _("This month was signed before."), field="month")
    rows = AccessEvent.objects.filter(at__date__gte=first, at__date__lt=following)
    last = rows.order_by("-id").values_list("row_hash", flat=True).first()
    review = AccessReview.objects.create(
        month=first,
        rows=rows.count(),
        head_hash=last or FIRST,
        note=note.strip(),
        signed_by=actor.actor_pid,
        signed_label=actor.actor_label[:200],
    )
    record("audit.sign_access_review", review, actor=actor, month=first.isoformat(), rows=review.rows)
    return review
