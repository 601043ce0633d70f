"""Mail that comes back: the address is not written to again, and the request is closed."""

import pytest

from gyoryu.audit.models import Event
from gyoryu.common.crypto import blind_index
from gyoryu.registry.domain.contacts import note_bounce
from gyoryu.registry.domain.requests import plan_requests
from tests.factories import ContactFactory, InstitutionFactory
from tests.registry.asking import an_asked_institution
from tests.registry.saying import SYSTEM, fresh

pytestmark = pytest.mark.django_db


def test_every_contact_with_the_address_is_marked_once() -> None:
    institution = InstitutionFactory(published=True)
    contact = ContactFactory(institution=institution, email="gone@school.example")
    ContactFactory(email="other@school.example")
    request, _token = an_asked_institution(institution, contact)
    assert note_bounce(blind_index("gone@school.example"), actor=SYSTEM) == 1
    assert note_bounce(blind_index("gone@school.example"), actor=SYSTEM) == 0
    assert (fresh(contact).bouncing_since is not None, fresh(request).state) == (True, "bounced")
    assert Event.objects.filter(verb="registry.note_bounce").count() == 1
    assert plan_requests([institution], actor=SYSTEM).left == {"quiet": 1}


def test_an_unknown_address_and_none_mark_nobody() -> None:
    ContactFactory(email="")
    assert note_bounce(blind_index("nobody@school.example"), actor=SYSTEM) == 0 == note_bounce("", actor=SYSTEM)
    assert not Event.objects.filter(verb="registry.note_bounce").exists()
