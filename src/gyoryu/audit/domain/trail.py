"""Writing the trail: one call for each verb, in the verb's own transaction."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, models, transaction
from django.db.models.expressions import RawSQL

from gyoryu.audit.models import Event, EventSubject
from gyoryu.common import bulk
from gyoryu.common.actors import Actor
from gyoryu.common.bell import ring


def record(
    verb: str,
    subject: models.Model | None,
    *,
    actor: Actor,
    subjects: Iterable[tuple[str, int]] = (),
    **data: Any,
) -> Event:
    """Note that ``actor`` did ``verb`` (``room.verb_noun``) to ``subject``.

    ``subjects`` are further ``(kind, id)`` pairs, kind being ``room.model``; they may be a million, and are streamed.
    ``data`` must be JSON and free of personal data. Has to be called inside the transaction of what it tells.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{verb}: the trail is written in the verb's own transaction")
    xid: Any = RawSQL("pg_current_xact_id()::text::bigint", ()) if connection.vendor == "postgresql" else 0
    event = Event(
        xid=xid,
        verb=verb,
        actor_kind=actor.actor_kind,
        actor_pid=actor.actor_pid,
        actor_label=actor.actor_label[:200],
        subject_kind=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        subject_pid=getattr(subject, "pid", "") or "",
        data=data,
    )
    event.save()
    bulk.insert(EventSubject, ("event", "kind", "subject_id"), ((event.pk, kind, pk) for kind, pk in subjects))
    transaction.on_commit(ring)
    return event
