import pytest

from gyoryu.audit.models import Event, EventSubject
from gyoryu.common.errors import NotInThisState
from gyoryu.registry.domain.offers import mark_full
from gyoryu.registry.states import OFFER
from tests.cast import Cast
from tests.factories import OfferFactory
from tests.registry.saying import SYSTEM, fresh

pytestmark = pytest.mark.django_db


def test_the_offer_is_full(cast: Cast) -> None:
    offer = OfferFactory(state="open")
    mark_full(offer, actor=cast.curator)
    assert fresh(offer).state == "full"
    event = Event.objects.get(verb="registry.mark_full")
    assert (event.subject_pid, event.actor_pid) == (offer.pid, cast.curator.pid)
    assert EventSubject.objects.get(event=event).subject_id == offer.institution_id


@pytest.mark.parametrize("state", sorted(set(OFFER.transitions) - OFFER.sources_of("full")))
def test_not_from_every_state(state: str) -> None:
    offer = OfferFactory(state=state)
    with pytest.raises(NotInThisState):
        mark_full(offer, actor=SYSTEM)
    assert fresh(offer).state == state
