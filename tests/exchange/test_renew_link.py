"""A new link for a partner that has not answered yet."""

import datetime as dt

import pytest

from gyoryu.accounts.domain.links import LinkRevoked
from gyoryu.accounts.models import PartnerLink
from gyoryu.common.clock import today
from gyoryu.common.errors import BadInput, NotInThisState
from gyoryu.exchange.domain.matches import accept_as_partner, renew_link
from tests.cast import Cast
from tests.exchange import stages


def test_the_old_one_opens_nothing_any_more(cast: Cast) -> None:
    match, old = stages.asked(cast)
    match, new = renew_link(match, actor=cast.curator, days=20)
    assert match.answer_due == today() + dt.timedelta(days=20)
    with pytest.raises(LinkRevoked):
        stages.link_of(old)
    assert stages.link_of(new).email == stages.contact_of(match.offer).email
    assert accept_as_partner(match, actor=stages.link_of(new)).state == "accepted_by_partner"


def test_by_hand_nothing_waits_for_a_mail(cast: Cast) -> None:
    match, _old = stages.asked(cast)
    renew_link(match, actor=cast.curator, by_hand=True)
    link = PartnerLink.objects.get(revoked_at__isnull=True)
    assert (link.email, link.sealed_token) == ("", "")


def test_only_while_the_partner_is_asked(cast: Cast) -> None:
    match, _token = stages.asked(cast)
    with pytest.raises(BadInput):
        renew_link(match, actor=cast.curator, days=0)
    with pytest.raises(NotInThisState):
        renew_link(stages.connected(cast), actor=cast.curator)
