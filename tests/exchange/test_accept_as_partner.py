"""The partner says yes by its link."""

import pytest

from gyoryu.accounts.domain.links import LinkRevoked, LinkUsed
from gyoryu.audit.models import Event
from gyoryu.exchange.domain.matches import accept_as_partner, accept_for_school, decline_for_school
from gyoryu.exchange.models import Match, Wish
from gyoryu.exchange.queries import whose_turn
from tests.cast import Cast
from tests.exchange import stages


def test_then_it_is_the_school_s_turn(cast: Cast) -> None:
    match, token = stages.asked(cast)
    accept_as_partner(match, actor=stages.link_of(token))
    assert (match.state, match.partner_channel) == ("accepted_by_partner", "link")
    assert whose_turn(match).sides == ("school",)
    event = Event.objects.get(verb="exchange.accept_as_partner")
    assert (event.actor_kind, event.actor_label) == ("partner", match.offer.institution.display_name)


def test_after_the_school_both_are_connected(cast: Cast) -> None:
    match, token = stages.asked(cast)
    accept_for_school(match, actor=cast.principal)
    accept_as_partner(match, actor=stages.link_of(token))
    assert match.state == "connected"
    assert match.connected_at is not None
    assert Wish.objects.get().state == "connected"


def test_one_answer(cast: Cast) -> None:
    match, token = stages.asked(cast)
    link = stages.link_of(token)
    accept_as_partner(match, actor=link)
    with pytest.raises(LinkUsed):
        accept_as_partner(Match.objects.get(), actor=link)
    with pytest.raises(LinkUsed):
        stages.link_of(token)


def test_after_the_school_declined_it_is_too_late(cast: Cast) -> None:
    match, token = stages.asked(cast)
    link = stages.link_of(token)
    stale = Match.objects.get()
    decline_for_school(match, reasons=["costs"], actor=cast.teacher)
    with pytest.raises(LinkRevoked):
        accept_as_partner(stale, actor=link)
    assert Match.objects.get().state == "declined"


def test_a_stale_page_does_not_lose_the_school_s_answer(cast: Cast) -> None:
    """The partner's page was read before the school accepted: both answers count."""
    match, token = stages.asked(cast)
    stale = Match.objects.get()
    accept_for_school(match, actor=cast.teacher)
    assert stale.state == "asked"
    accept_as_partner(stale, actor=stages.link_of(token))
    assert Match.objects.get().state == "connected"
