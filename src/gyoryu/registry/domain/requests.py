"""Institutions are asked to look at their own entry: planned by a curator, sent a few at a time, no reminders."""

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from gyoryu.accounts.domain.links import make_partner_link
from gyoryu.accounts.enums import LinkPurpose
from gyoryu.accounts.models import PartnerLink
from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor
from gyoryu.common.clock import now, today
from gyoryu.common.errors import NotInThisState
from gyoryu.reference.queries import office
from gyoryu.registry.domain.contacts import note_silence
from gyoryu.registry.enums import RequestState
from gyoryu.registry.models import ConfirmationRequest, Institution, RequestBatch
from gyoryu.registry.relations import root_of
from gyoryu.registry.requesting import Plan, contacts_alive, language_of, plans_for, sent_today
from gyoryu.registry.states import REQUEST

__all__ = ["cancel_request", "end_requests", "plan_requests", "send_requests", "stop_requests"]

MOST_AT_ONCE = 10  # of the worker in one go, so that a day's mails are spread


@dataclass(frozen=True, slots=True)
class Planned:
    """What came of a plan: how many will be asked, and for each reason how many will not."""

    batch: RequestBatch | None
    planned: int
    left: dict[str, int] = field(default_factory=dict)


@transaction.atomic
def plan_requests(institutions: Collection[Institution], *, actor: Actor) -> Planned:
    """Ask each of these that may be asked. Nothing is sent yet: the worker does, within the limit of the day."""
    plans = plans_for(institutions)
    left = Counter(plan.reason for plan in plans if plan.contact is None)
    batch = RequestBatch.objects.create(made_by=actor.actor_pid, made_label=actor.actor_label[:200])
    made = [pk for plan in plans if plan.contact is not None and (pk := _planned(plan, batch))]
    left["open"] += sum(plan.contact is not None for plan in plans) - len(made)
    if not made:
        batch.delete()
        return Planned(None, 0, dict(+left))
    subjects = [("registry.confirmationrequest", pk) for pk in made]
    record("registry.plan_requests", batch, actor=actor, subjects=subjects, count=len(made))
    return Planned(batch, len(made), dict(+left))


def _planned(plan: Plan, batch: RequestBatch) -> int:
    """The request's id, or 0 when somebody else has just planned one for the institution or the address."""
    assert plan.contact is not None
    try:
        with transaction.atomic():
            request = ConfirmationRequest.objects.create(
                institution=plan.institution,
                batch=batch,
                contact=plan.contact,
                email=plan.contact.email,
                email_index=plan.contact.email_index,
                language=language_of(plan.contact),
            )
    except IntegrityError:
        return 0
    return request.pk


def send_requests(*, actor: Actor, most: int = MOST_AT_ONCE) -> int:
    """Send what was planned, oldest first, within the limit of the day; each in a transaction of its own."""
    left = min(most, office().deadlines.requests_a_day - sent_today())
    waiting = ConfirmationRequest.objects.filter(state=RequestState.PLANNED).order_by("id")
    sent = 0
    for request in waiting.select_related("institution__merged_into", "contact")[: max(left, 0)]:
        try:
            sent += _send(request, actor)
        except NotInThisState:  # another worker has it
            continue
    return sent


@transaction.atomic
def _send(request: ConfirmationRequest, actor: Actor) -> bool:
    """A link is made for it, and the mail follows; cancelled when it may not be sent any more."""
    institution, contact = root_of(request.institution), request.contact
    reason = ""
    if institution.state != "published" or institution.status == "closed":
        reason = "not_published"
    elif contact is None or not contacts_alive().filter(pk=contact.pk, email_index=request.email_index).exists():
        reason = "no_contact"
    if reason:
        REQUEST.move(request, RequestState.CANCELLED, cancelled_reason=reason)
        record("registry.cancel_request", request, actor=actor, subjects=_subjects(request), reason=reason)
        return False
    days = office().deadlines.request_answer_days
    due = today() + dt.timedelta(days=days)
    REQUEST.move(request, RequestState.SENT, sent_at=now(), due_on=due)
    make_partner_link(
        purpose=LinkPurpose.CONFIRM_ENTRY,
        target=request,
        partner_name=institution.display_name,
        email=request.email,
        language=request.language,
        days=days + 1,
        actor=actor,
    )
    record("registry.send_requests", request, actor=actor, subjects=_subjects(request), due=due.isoformat())
    return True


@transaction.atomic
def cancel_request(request: ConfirmationRequest, *, actor: Actor) -> ConfirmationRequest:
    """A curator takes a planned request back before it is sent."""
    REQUEST.move(request, RequestState.CANCELLED, cancelled_reason="curator")
    record("registry.cancel_request", request, actor=actor, subjects=_subjects(request), reason="curator")
    return request


@transaction.atomic
def end_requests(*, actor: Actor) -> int:
    """Whose time to answer is over stays unanswered; nobody is reminded."""
    over = ConfirmationRequest.objects.filter(state=RequestState.SENT, due_on__lt=today())
    found = list(over.values_list("pk", flat=True))
    if found:
        over.filter(pk__in=found).update(state=RequestState.UNANSWERED)
        subjects = [("registry.confirmationrequest", pk) for pk in found]
        record("registry.end_requests", None, actor=actor, subjects=subjects, count=len(found))
    return len(found)


@transaction.atomic
def stop_requests(request: ConfirmationRequest, *, actor: PartnerLink) -> ConfirmationRequest:
    """They want no more mail: the address is silent from now on, here and (``notices`` follows) everywhere."""
    if REQUEST.allows(request.state, RequestState.STOPPED):
        REQUEST.move(request, RequestState.STOPPED, answered_at=now())
    note_silence(request.email_index, actor=actor)
    record("registry.stop_requests", request, actor=actor, subjects=_subjects(request), link=actor.pid)
    return request


def _subjects(request: ConfirmationRequest) -> list[tuple[str, int]]:
    return [("registry.institution", request.institution_id)]
