import pytest

from gyoryu.accounts.domain.links import (
    LinkRevoked,
    LinkUsed,
    open_partner_link,
    revoke_partner_link,
    use_partner_link,
)
from gyoryu.accounts.models import PartnerLink
from gyoryu.audit.models import Event
from tests.accounts.test_make_partner_link import made
from tests.cast import Cast


def test_a_link_is_used_once(cast: Cast) -> None:
    link, token = made(cast)
    again = PartnerLink.objects.get(pk=link.pk)
    use_partner_link(link, actor=link)
    with pytest.raises(LinkUsed):
        use_partner_link(again, actor=again)
    with pytest.raises(LinkUsed):
        open_partner_link(token, "answer_match")
    event = Event.objects.get(verb="accounts.use_partner_link")
    assert (event.actor_kind, event.actor_pid, event.actor_label) == ("partner", link.pid, "Kowhai Bay College")


def test_a_link_that_was_taken_back_is_not_used(cast: Cast) -> None:
    link, _token = made(cast)
    stale = PartnerLink.objects.get(pk=link.pk)
    revoke_partner_link(link, actor=cast.curator)
    with pytest.raises(LinkRevoked):
        use_partner_link(stale, actor=stale)
