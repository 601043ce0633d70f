"""Whose time is over stays unanswered, and is not reminded."""

import datetime as dt

import pytest

from gyoryu.audit.models import Event
from gyoryu.common.clock import today
from gyoryu.registry.domain.requests import end_requests
from tests.factories import InstitutionFactory
from tests.registry.asking import an_asked_institution
from tests.registry.saying import SYSTEM, fresh

pytestmark = pytest.mark.django_db


def test_the_day_after_the_last_it_is_unanswered() -> None:
    request, _token = an_asked_institution(InstitutionFactory(published=True))
    type(request).objects.update(due_on=today())
    assert end_requests(actor=SYSTEM) == 0
    type(request).objects.update(due_on=today() - dt.timedelta(days=1))
    assert end_requests(actor=SYSTEM) == 1
    assert end_requests(actor=SYSTEM) == 0
    assert fresh(request).state == "unanswered"
    assert Event.objects.get(verb="registry.end_requests").data == {"count": 1}
