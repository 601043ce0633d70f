"""An institution closes: said by a curator or found in a register; its offers rest, and whoever waits for it hears."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gyoryu.audit.domain.trail import record
from gyoryu.common import bulk
from gyoryu.common.actors import Actor
from gyoryu.common.clock import today
from gyoryu.common.errors import BadInput, Conflict
from gyoryu.registry.domain.overrides import curators_say, why
from gyoryu.registry.domain.relations import relate_institutions
from gyoryu.registry.enums import FieldGroup, OfferState, RelationKind
from gyoryu.registry.models import Institution, Offer

__all__ = ["close_institution", "note_closures"]

CLOSED = "closed"
RESTING = [OfferState.CONFIRMED, OfferState.OPEN, OfferState.FULL]


@transaction.atomic
def close_institution(
    institution: Institution,
    *,
    closed_on: dt.date,
    reason: str,
    actor: Actor,
    successor: Institution | None = None,
) -> Institution:
    """It is closed since ``closed_on``; ``successor`` took over.

    Withdrawing the record it leaves undoes it; the offers that rest are opened again by hand.
    """
    current = Institution.objects.select_for_update().get(pk=institution.pk)
    if current.status == CLOSED:
        raise Conflict("closed_already", _("This institution is closed already."))
    if closed_on > today():
        raise BadInput("not_closed_yet", _("This day is still to come. Note it when it has closed."), field="closed_on")
    said = {"status": CLOSED, "closed_on": closed_on.isoformat()}
    if current.opened_on:
        said["opened_on"] = current.opened_on
    kept = curators_say(current, key=FieldGroup.STATUS, said=said, actor=actor, reason=why(reason))
    if successor is not None:
        since = closed_on.isoformat()
        relate_institutions(
            current, other=successor, kind=RelationKind.SUCCESSOR, reason=reason, actor=actor, since=since
        )
    subjects = [("registry.record", kept.pk)]
    record("registry.close_institution", current, actor=actor, subjects=subjects, note=reason.strip()[:500])
    note_closures(actor=actor, only=[current.pk])
    current.refresh_from_db()
    return current


@transaction.atomic
def note_closures(*, actor: Actor, only: list[int] | None = None) -> int:
    """What closed since we last looked: its offers rest, and one event lets mail follow; how many closed.

    An entry that is open again may close again; its offers stay paused until a curator opens them.
    """
    live = Institution.objects.live()
    if only is not None:
        live = live.filter(pk__in=only)
    live.exclude(status=CLOSED).filter(closure_noted_on__isnull=False).update(closure_noted_on=None)
    closed = sorted(live.filter(status=CLOSED, closure_noted_on__isnull=True).values_list("pk", flat=True))
    rested: list[int] = []
    for chunk in bulk.chunks(closed, 1_000):
        Institution.objects.filter(pk__in=chunk).update(closure_noted_on=today())
        offers = Offer.objects.filter(
            Q(institution__in=chunk) | Q(institution__merged_into__in=chunk), state__in=RESTING
        )
        found = list(offers.values_list("pk", flat=True))
        Offer.objects.filter(pk__in=found).update(state=OfferState.PAUSED)
        rested += found
    if closed:
        subjects = [("registry.institution", pk) for pk in closed] + [("registry.offer", pk) for pk in rested]
        record("registry.note_closures", None, actor=actor, subjects=subjects, count=len(closed), offers=len(rested))
    return len(closed)
