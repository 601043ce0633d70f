"""Whom we may ask to look at their own entry, and why not the others. Constant queries, however many are asked about.

Nobody is annoyed: one open request for an institution and an address, a quiet time after each, a limit for each day,
never to an address that asked us to stop or that mail comes back from, never a reminder.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.models import PartnerLink
from gyoryu.accounts.queries import authorised
from gyoryu.common.clock import now, today
from gyoryu.common.errors import NotFound
from gyoryu.reference import queries as reference
from gyoryu.registry import rules
from gyoryu.registry.entry import institutions_due, offers_due
from gyoryu.registry.enums import RequestState
from gyoryu.registry.models import ConfirmationRequest, Contact, Institution, RequestBatch
from gyoryu.registry.policy import months_after

OPEN = [RequestState.PLANNED, RequestState.SENT]
REASONS = {
    "not_published": _("not published, or closed"),
    "no_contact": _("no contact with an address"),
    "stopped": _("they asked us to stop"),
    "bouncing": _("mail to them comes back"),
    "open": _("asked already, the answer is awaited"),
    "quiet": _("asked not long ago"),
    "same_address": _("the same address was asked about another institution"),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """One institution: the contact that may be asked, or a code of REASONS."""

    institution: Institution
    contact: Contact | None
    reason: str = ""


def contacts_alive() -> QuerySet[Contact]:
    """Contacts that mail may be written to and reaches."""
    return Contact.objects.filter(
        ended_at__isnull=True, consent_withdrawn_at__isnull=True, bouncing_since__isnull=True, silent_since__isnull=True
    ).exclude(email_index="")


def quiet_since() -> dt.datetime:
    """Who was asked after this moment is left alone."""
    months = reference.office().deadlines.request_quiet_months
    return dt.datetime.combine(months_after(today(), -months), dt.time(), now().tzinfo)


def institutions_to_ask() -> QuerySet[Institution]:
    """Published, open, abroad, it or an offer due, not asked lately, with a contact that can be asked."""
    alive = contacts_alive()
    asked = ConfirmationRequest.objects.filter(Q(state__in=OPEN) | Q(sent_at__gte=quiet_since()))
    here = OuterRef("pk")
    stale = offers_due()
    due = Q(pk__in=institutions_due().values("pk")) | Exists(stale.filter(institution=here))
    return (
        Institution.objects.published()
        .filter(due | Exists(stale.filter(institution__merged_into=here)))
        .exclude(status="closed")
        .exclude(country=reference.office().country)
        .filter(Exists(alive.filter(institution=here)) | Exists(alive.filter(institution__merged_into=here)))
        .exclude(Exists(asked.filter(institution=here)) | Exists(asked.filter(institution__merged_into=here)))
        .order_by("published_at", "id")
    )


def plans_for(institutions: Collection[Institution]) -> list[Plan]:
    """For each, in order, whom to ask or why not; of two with one address the first is asked."""
    ids = [one.pk for one in institutions]
    contacts: defaultdict[int, list[Contact]] = defaultdict(list)
    found = Contact.objects.filter(Q(institution__in=ids) | Q(institution__merged_into__in=ids), ended_at__isnull=True)
    for contact in found.select_related("institution").order_by("id"):
        contacts[contact.institution.merged_into_id or contact.institution_id].append(contact)
    requests = ConfirmationRequest.objects.filter(Q(state__in=OPEN) | Q(sent_at__gte=quiet_since()))
    addresses = [contact.email_index for rows in contacts.values() for contact in rows if contact.email_index]
    here = requests.filter(Q(institution__in=ids) | Q(institution__merged_into__in=ids))
    asked: dict[int, str] = {}
    for pk, root, state in here.values_list("institution_id", "institution__merged_into_id", "state"):
        asked[root or pk] = state
    taken = set(requests.filter(email_index__in=addresses).values_list("email_index", flat=True))
    plans = []
    for institution in institutions:
        plan = _plan(institution, contacts[institution.pk], asked.get(institution.pk, ""), taken)
        if plan.contact is not None:
            taken.add(plan.contact.email_index)
        plans.append(plan)
    return plans


def _plan(institution: Institution, contacts: Iterable[Contact], asked: str, taken: set[str]) -> Plan:
    if institution.state != "published" or institution.merged_into_id or institution.status == "closed":
        return Plan(institution, None, "not_published")
    if asked:
        return Plan(institution, None, "open" if asked in OPEN else "quiet")
    addressed = [one for one in contacts if one.email_index and one.consent_withdrawn_at is None]
    if not addressed:
        return Plan(institution, None, "no_contact")
    heard = [one for one in addressed if one.silent_since is None]
    if not heard:
        return Plan(institution, None, "stopped")
    alive = [one for one in heard if one.bouncing_since is None]
    if not alive:
        return Plan(institution, None, "bouncing")
    free = [one for one in alive if one.email_index not in taken]
    return Plan(institution, free[0]) if free else Plan(institution, None, "same_address")


def language_of(contact: Contact) -> str:
    """The language to write in: the one consent was given in, else the first of theirs that we write, else English."""
    ours = reference.office().partner_languages
    spoken = [contact.consent_language, *contact.languages]
    return next((code[:2] for code in spoken if code[:2] in ours), "en")


def sent_today() -> int:
    start = now().replace(hour=0, minute=0, second=0, microsecond=0)
    return ConfirmationRequest.objects.filter(sent_at__gte=start).count()


# Fetching and authorising


def requests_visible_to(viewer: Any) -> QuerySet[ConfirmationRequest]:
    if not rules.is_curator(viewer):
        return ConfirmationRequest.objects.none()
    return ConfirmationRequest.objects.select_related("institution__merged_into", "batch").defer("email")


def get_request(viewer: Any, pid: str, to: str = "registry.view_requests") -> ConfirmationRequest:
    return authorised(requests_visible_to(viewer), viewer, pid, to)


def request_of_link(link: PartnerLink, to: str = "registry.check_entry") -> ConfirmationRequest:
    """The request that an institution's link is about, if the link may do ``to`` with it."""
    request = (
        ConfirmationRequest.objects.select_related("institution__merged_into", "contact")
        .filter(pid=link.target_pid)
        .first()
    )
    if request is None or not rules.has_perm(to, link, request):
        raise NotFound()
    return request


def request_figures() -> dict[str, int]:
    """State -> how many requests."""
    return dict(Counter(ConfirmationRequest.objects.values_list("state", flat=True)))


def batches() -> QuerySet[RequestBatch]:
    return RequestBatch.objects.prefetch_related("requests__institution__merged_into").order_by("-id")
