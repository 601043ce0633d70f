"""Offers end on their last day, all at once, by the worker."""

import datetime as dt

import pytest
import time_machine

from gyoryu.audit.models import Event, EventSubject
from gyoryu.registry.domain.offers import expire_offers
from gyoryu.registry.models import Offer
from tests.factories import OfferFactory
from tests.registry.saying import SYSTEM, fresh

pytestmark = pytest.mark.django_db


@time_machine.travel(dt.datetime(2026, 3, 2, 3, tzinfo=dt.UTC))
def test_what_is_over_expires() -> None:
    over = OfferFactory(state="open", valid_until=dt.date(2026, 3, 1))
    OfferFactory(state="open", valid_until=dt.date(2026, 3, 2))
    OfferFactory(state="open", valid_until=None)
    OfferFactory(state="withdrawn", valid_until=dt.date(2026, 1, 1))
    assert expire_offers(actor=SYSTEM) == 1
    assert fresh(over).state == "expired"
    assert Offer.objects.filter(state="expired").count() == 1
    event = Event.objects.get(verb="registry.expire_offers")
    assert set(EventSubject.objects.filter(event=event).values_list("kind", "subject_id")) == {
        ("registry.offer", over.pk),
        ("registry.institution", over.institution_id),
    }
    assert expire_offers(actor=SYSTEM) == 0
    assert Event.objects.filter(verb="registry.expire_offers").count() == 1
