import datetime as dt

import pytest

from gyoryu.audit.models import Event, EventSubject
from gyoryu.common.errors import BadInput, NotInThisState
from gyoryu.registry.domain.offers import confirm_offer
from gyoryu.registry.states import OFFER
from tests.cast import Cast
from tests.factories import OfferFactory
from tests.registry.saying import SYSTEM, fresh

pytestmark = pytest.mark.django_db


def test_the_offer_is_confirmed(cast: Cast) -> None:
    offer = OfferFactory(state="sounded_out")
    confirm_offer(offer, actor=cast.curator, how="telephone")
    assert fresh(offer).state == "confirmed"
    event = Event.objects.get(verb="registry.confirm_offer")
    assert (event.subject_pid, event.actor_pid) == (offer.pid, cast.curator.pid)
    assert EventSubject.objects.get(event=event).subject_id == offer.institution_id


@pytest.mark.parametrize("state", sorted(set(OFFER.transitions) - OFFER.sources_of("confirmed")))
def test_not_from_every_state(state: str) -> None:
    offer = OfferFactory(state=state)
    with pytest.raises(NotInThisState):
        confirm_offer(offer, actor=SYSTEM, how="telephone")
    assert fresh(offer).state == state


def test_how_and_until_when_it_was_confirmed() -> None:
    offer = OfferFactory(state="sounded_out")
    confirm_offer(offer, how="link", valid_until=dt.date(2027, 1, 31), actor=SYSTEM)
    seen = fresh(offer)
    assert (seen.confirmed_how, seen.valid_until, seen.confirmed_at is not None) == ("link", dt.date(2027, 1, 31), True)


def test_only_in_ways_we_know() -> None:
    with pytest.raises(BadInput) as refusal:
        confirm_offer(OfferFactory(state="sounded_out"), how="by pigeon", actor=SYSTEM)
    assert refusal.value.field == "how"
