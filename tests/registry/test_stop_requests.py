"""They want no more mail: from now on they get none, whatever else is planned."""

import pytest

from gyoryu.registry.domain.requests import stop_requests
from gyoryu.registry.models import ConfirmationRequest
from tests.factories import ContactFactory, InstitutionFactory
from tests.registry.asking import an_asked_institution, link_of
from tests.registry.saying import fresh

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("before", "after"), [("sent", "stopped"), ("unanswered", "stopped"), ("confirmed", "confirmed")]
)
def test_the_address_is_silent_from_now_on(before: str, after: str) -> None:
    institution = InstitutionFactory(published=True)
    contact = ContactFactory(institution=institution, email="same@school.example")
    elsewhere = ContactFactory(email="same@school.example")
    request, token = an_asked_institution(institution, contact)
    ConfirmationRequest.objects.update(state=before)
    stop_requests(fresh(request), actor=link_of(token))
    assert fresh(request).state == after
    assert fresh(contact).silent_since is not None and fresh(elsewhere).silent_since is not None
