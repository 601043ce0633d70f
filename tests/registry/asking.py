"""Institutions that were asked to look at their entry, for tests: by the real verbs."""

from gyoryu.accounts.domain.links import open_partner_link
from gyoryu.accounts.domain.tokens import take_token
from gyoryu.accounts.models import PartnerLink
from gyoryu.registry.domain.requests import plan_requests, send_requests
from gyoryu.registry.models import ConfirmationRequest, Contact, Institution
from tests.factories import ContactFactory
from tests.registry.saying import SYSTEM, an_institution, fresh


def a_published(**said: object) -> Institution:
    institution = an_institution(**said)
    Institution.objects.filter(pk=institution.pk).update(state="published")
    return fresh(institution)


def planned(institution: Institution, contact: Contact | None = None) -> ConfirmationRequest:
    if contact is None:
        ContactFactory(institution=institution)
    plan_requests([institution], actor=SYSTEM)
    return ConfirmationRequest.objects.get(institution=institution)


def an_asked_institution(institution: Institution, contact: Contact | None = None) -> tuple[ConfirmationRequest, str]:
    """The request, sent, and the token of its link."""
    request = planned(institution, contact)
    send_requests(actor=SYSTEM)
    link = PartnerLink.objects.get(target_pid=request.pid)
    return fresh(request), take_token(link)


def link_of(token: str) -> PartnerLink:
    return open_partner_link(token, "confirm_entry")
