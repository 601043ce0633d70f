"""Whoever withdraws their consent is forgotten, in the contact and in what brought it."""

import pytest

from gyoryu.registry.domain.contacts import withdraw_consent
from gyoryu.registry.domain.records import accept_record, propose_record
from gyoryu.registry.facts import ContactFacts
from gyoryu.registry.models import Contact, Record
from tests.cast import Cast
from tests.factories import ContactFactory, InstitutionFactory
from tests.registry.asking import planned
from tests.registry.saying import DAY, SYSTEM, a_source, an_institution, fresh

pytestmark = pytest.mark.django_db


def test_name_and_channels_are_erased_everywhere(cast: Cast) -> None:
    institution = an_institution()
    for email in ("a@k.example", "b@k.example"):
        record = propose_record(
            a_source("delegation"), key="visit/contact", about="contact", actor=SYSTEM, said_on=DAY,
            facts=ContactFacts(name="Aroha", role="Head", email=email), institution=institution,
        )  # fmt: skip
        accept_record(record, actor=SYSTEM)
    contact = Contact.objects.get()
    withdraw_consent(contact, actor=cast.curator)
    seen = Contact.objects.get()
    assert (seen.name, seen.email, seen.email_index, seen.telephone, seen.role) == ("", "", "", "", "Head")
    assert seen.consent_withdrawn_at is not None and seen.ended_at is not None
    assert set(Record.objects.filter(about="contact").values_list("personal", flat=True)) == {""}


def test_requests_to_them_are_cancelled_and_forget_the_address(cast: Cast) -> None:
    institution = InstitutionFactory(published=True)
    contact = ContactFactory(institution=institution)
    request = planned(institution, contact)
    withdraw_consent(contact, actor=cast.curator)
    seen = fresh(request)
    assert (seen.state, seen.cancelled_reason, seen.email, seen.email_index) == ("cancelled", "consent", "", "")
