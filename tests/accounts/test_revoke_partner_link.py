import pytest

from gyoryu.accounts.domain.links import (
    LinkRevoked,
    LinkUsed,
    open_partner_link,
    revoke_partner_link,
    use_partner_link,
)
from gyoryu.audit.models import Event
from tests.accounts.test_make_partner_link import made
from tests.cast import Cast


def test_a_revoked_link_opens_nothing_and_its_token_is_forgotten(cast: Cast) -> None:
    link, token = made(cast)
    revoke_partner_link(link, actor=cast.curator)
    link.refresh_from_db()
    assert link.sealed_token == ""
    with pytest.raises(LinkRevoked):
        open_partner_link(token, "answer_match")


def test_revoking_again_changes_nothing(cast: Cast) -> None:
    link, _token = made(cast)
    revoke_partner_link(link, actor=cast.curator)
    at = link.revoked_at
    revoke_partner_link(link, actor=cast.curator)
    assert link.revoked_at == at
    assert Event.objects.filter(verb="accounts.revoke_partner_link").count() == 1


def test_a_used_link_cannot_be_taken_back(cast: Cast) -> None:
    link, _token = made(cast)
    use_partner_link(link, actor=link)
    with pytest.raises(LinkUsed):
        revoke_partner_link(link, actor=cast.curator)
