"""An address that asked us to stop: also for contacts that come to be later, and what was planned is not sent."""

import datetime as dt

import pytest

from gyoryu.common.crypto import blind_index
from gyoryu.registry.domain.contacts import note_silence
from gyoryu.registry.domain.records import accept_record, propose_record
from gyoryu.registry.facts import ContactFacts
from gyoryu.registry.models import Contact
from tests.factories import ContactFactory, InstitutionFactory
from tests.registry.asking import planned
from tests.registry.saying import SYSTEM, a_source, fresh

pytestmark = pytest.mark.django_db


def test_what_was_planned_is_cancelled() -> None:
    institution = InstitutionFactory(published=True)
    request = planned(institution, ContactFactory(institution=institution, email="a@school.example"))
    assert note_silence(blind_index("a@school.example"), actor=SYSTEM) == 1
    assert (fresh(request).state, fresh(request).cancelled_reason) == ("cancelled", "stopped")
    assert note_silence(blind_index("a@school.example"), actor=SYSTEM) == 0


def test_a_later_contact_with_the_address_is_silent_from_the_start() -> None:
    ContactFactory(email="a@school.example")
    note_silence(blind_index("a@school.example"), actor=SYSTEM)
    institution = InstitutionFactory(published=True)
    said = propose_record(
        a_source("delegation"),
        key="c1",
        about="contact",
        facts=ContactFacts(name="Somebody", email="a@school.example"),
        actor=SYSTEM,
        said_on=dt.date(2026, 2, 1),
        institution=institution,
    )
    accept_record(said, actor=SYSTEM)
    assert Contact.objects.get(institution=institution).silent_since is not None
