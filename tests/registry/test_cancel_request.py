"""A planned request is taken back before it is sent."""

import pytest

from gyoryu.registry.domain.requests import cancel_request, send_requests
from tests.cast import Cast
from tests.factories import InstitutionFactory
from tests.registry.asking import an_asked_institution, planned
from tests.registry.saying import SYSTEM, fresh, refused

pytestmark = pytest.mark.django_db


def test_it_is_not_sent(cast: Cast) -> None:
    request = planned(InstitutionFactory(published=True))
    cancel_request(request, actor=cast.curator)
    assert send_requests(actor=SYSTEM) == 0
    assert (fresh(request).state, fresh(request).cancelled_reason) == ("cancelled", "curator")


def test_an_answered_one_stays(cast: Cast) -> None:
    request, _token = an_asked_institution(InstitutionFactory(published=True))
    type(request).objects.update(state="confirmed")
    with refused("not_in_this_state"):
        cancel_request(fresh(request), actor=cast.curator)
