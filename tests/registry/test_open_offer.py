import datetime as dt

import pytest
import time_machine

from gyoryu.audit.models import Event, EventSubject
from gyoryu.common.errors import NotInThisState
from gyoryu.registry.domain.offers import open_offer
from gyoryu.registry.states import OFFER
from tests.cast import Cast
from tests.factories import OfferFactory
from tests.registry.saying import SYSTEM, fresh, refused

pytestmark = pytest.mark.django_db


def test_the_offer_is_open(cast: Cast) -> None:
    offer = OfferFactory(state="confirmed")
    open_offer(offer, actor=cast.curator)
    assert fresh(offer).state == "open"
    event = Event.objects.get(verb="registry.open_offer")
    assert (event.subject_pid, event.actor_pid) == (offer.pid, cast.curator.pid)
    assert EventSubject.objects.get(event=event).subject_id == offer.institution_id


@pytest.mark.parametrize("state", sorted(set(OFFER.transitions) - OFFER.sources_of("open")))
def test_not_from_every_state(state: str) -> None:
    offer = OfferFactory(state=state)
    with pytest.raises(NotInThisState):
        open_offer(offer, actor=SYSTEM)
    assert fresh(offer).state == state


@time_machine.travel(dt.datetime(2026, 3, 2, tzinfo=dt.UTC))
def test_an_offer_that_is_over_is_confirmed_again_first() -> None:
    with refused("offer_over"):
        open_offer(OfferFactory(state="confirmed", valid_until=dt.date(2026, 3, 1)), actor=SYSTEM)
    assert open_offer(OfferFactory(state="confirmed", valid_until=dt.date(2026, 3, 2)), actor=SYSTEM).state == "open"
