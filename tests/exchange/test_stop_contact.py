"""A partner wants to be left alone."""

import pytest

from gyoryu.accounts.domain.links import LinkRevoked
from gyoryu.accounts.models import PartnerLink
from gyoryu.audit.models import Event
from gyoryu.exchange.domain.matches import accept_as_partner, stop_contact
from gyoryu.exchange.models import Match, Wish
from gyoryu.exchange.queries import askable_contacts
from gyoryu.registry.models import Offer
from tests.cast import Cast
from tests.exchange import stages


def test_it_counts_as_a_no_and_nobody_writes_to_them_again(cast: Cast) -> None:
    match, token = stages.asked(cast, stages.an_offer(capacity=1))
    link = stages.link_of(token)
    stop_contact(match, actor=link)
    match.refresh_from_db()
    assert (match.state, match.declined_by, Wish.objects.get().state) == ("declined", "partner", "waiting")
    assert Offer.objects.get().state == "paused"
    assert not askable_contacts(match).exists()
    with pytest.raises(LinkRevoked):
        stages.link_of(token)
    assert Event.objects.get(verb="exchange.stop_contact").data["link"] == link.pid


def test_also_by_a_link_that_was_used_and_without_breaking_a_connection(cast: Cast) -> None:
    match = stages.connected(cast)
    stop_contact(match, actor=PartnerLink.objects.get())
    assert Match.objects.get().state == "connected"
    assert Offer.objects.get().state == "paused"


def test_twice_is_harmless(cast: Cast) -> None:
    match, token = stages.asked(cast)
    link = stages.link_of(token)
    accept_as_partner(match, actor=link)
    stop_contact(match, actor=link)
    stop_contact(match, actor=link)
    assert Match.objects.get().state == "accepted_by_partner"
