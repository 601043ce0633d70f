"""A partner says again that its offer stands: the day is kept, the state is left alone."""

import pytest

from gyoryu.audit.models import Event
from gyoryu.registry.domain.offers import reconfirm_offer
from tests.factories import OfferFactory
from tests.registry.saying import SYSTEM, fresh, refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["confirmed", "open", "full"])
def test_an_offer_in_use_is_confirmed_again(state: str) -> None:
    offer = OfferFactory(state=state, confirmed_at=None)
    reconfirm_offer(offer, how="link", actor=SYSTEM)
    seen = fresh(offer)
    assert (seen.state, seen.confirmed_how) == (state, "link")
    assert seen.confirmed_at is not None
    assert Event.objects.get(verb="registry.reconfirm_offer").subject_id == offer.pk


def test_what_is_not_in_use_is_refused() -> None:
    with refused("unknown_way"):
        reconfirm_offer(OfferFactory(), how="rumour", actor=SYSTEM)
    with refused("not_in_this_state"):
        reconfirm_offer(OfferFactory(state="withdrawn"), how="link", actor=SYSTEM)
