"""A partner's link: made once with a secret that is kept only as a hash (and sealed until it is mailed)."""

import hashlib
from typing import Any

import pytest

from gyoryu.accounts.domain.links import LinkExpired, LinkUnknown, make_partner_link, open_partner_link
from gyoryu.accounts.domain.tokens import take_token
from gyoryu.accounts.models import PartnerLink
from gyoryu.audit.models import Event
from gyoryu.common.errors import BadInput
from tests.cast import Cast
from tests.factories import MatchFactory


def made(cast: Cast, **more: Any) -> tuple[PartnerLink, str]:
    given: dict[str, Any] = {
        "purpose": "answer_match",
        "target": MatchFactory(),
        "partner_name": "Kowhai Bay College",
        "email": "Office@School.example",
        "language": "th",
        "days": 30,
        "actor": cast.curator,
    }
    return make_partner_link(**{**given, **more})


def test_the_token_is_long_and_kept_as_a_hash(cast: Cast) -> None:
    link, token = made(cast)
    assert len(token) == 43
    assert link.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert (link.target_kind, link.language, link.actor_kind) == ("exchange.match", "th", "partner")
    event = Event.objects.get()
    assert (event.verb, event.actor_label) == ("accounts.make_partner_link", "curator")
    assert "school.example" not in str(event.data)


def test_the_sealed_token_is_given_once(cast: Cast) -> None:
    link, token = made(cast)
    link.refresh_from_db()
    assert take_token(link) == token
    link.refresh_from_db()
    assert take_token(link) == ""


def test_the_address_is_found_by_its_index_and_not_readable_in_the_table(cast: Cast) -> None:
    from django.db import connection

    from gyoryu.common.crypto import blind_index

    link, _token = made(cast)
    assert PartnerLink.objects.get(email_index=blind_index("office@school.example")) == link
    with connection.cursor() as cursor:
        cursor.execute("SELECT email, sealed_token FROM accounts_partnerlink")
        assert "chool.example" not in str(cursor.fetchall())


def test_it_opens_for_its_purpose_only(cast: Cast) -> None:
    link, token = made(cast)
    assert open_partner_link(token, "answer_match") == link
    assert open_partner_link(token, ["answer_match", "confirm_entry"]) == link
    with pytest.raises(LinkUnknown) as refused:
        open_partner_link(token, "confirm_entry")
    assert (refused.value.code, refused.value.status) == ("link_unknown", 404)


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "a" * 10_000, "가나다"])
def test_a_wrong_token_is_unknown_whatever_it_holds(cast: Cast, token: str) -> None:
    made(cast)
    with pytest.raises(LinkUnknown):
        open_partner_link(token, "answer_match")


def test_it_ends(cast: Cast, time_machine: Any) -> None:
    time_machine.move_to("2026-03-02T00:00:00Z", tick=False)
    _link, token = made(cast, days=1)
    time_machine.move_to("2026-03-02T23:59:59Z", tick=False)
    open_partner_link(token, "answer_match")
    time_machine.move_to("2026-03-03T00:00:00Z", tick=False)
    with pytest.raises(LinkExpired) as refused:
        open_partner_link(token, "answer_match")
    assert (refused.value.code, refused.value.status, refused.value.link.language) == ("link_expired", 410, "th")


@pytest.mark.parametrize(("field", "value"), [("purpose", "anything"), ("days", 0), ("days", 367)])
def test_nonsense_is_refused(cast: Cast, field: str, value: Any) -> None:
    with pytest.raises(BadInput):
        made(cast, **{field: value})


def test_an_unknown_language_becomes_english(cast: Cast) -> None:
    link, _token = made(cast, language="xx")
    assert link.language == "en"
