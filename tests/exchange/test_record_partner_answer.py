"""A curator notes what the partner said by telephone, mail or in person."""

import pytest

from gyoryu.accounts.domain.links import LinkUsed
from gyoryu.audit.models import Event
from gyoryu.common.errors import BadInput, NotInThisState
from gyoryu.exchange.domain.matches import accept_for_school, record_partner_answer
from gyoryu.exchange.models import Match, Wish
from tests.cast import Cast
from tests.exchange import stages


def test_a_yes_by_telephone(cast: Cast) -> None:
    match, token = stages.asked(cast)
    accept_for_school(match, actor=cast.teacher)
    record_partner_answer(match, answer="accept", channel="telephone", person="Deputy principal", actor=cast.curator)
    assert (match.state, match.partner_channel, match.partner_person) == ("connected", "telephone", "Deputy principal")
    event = Event.objects.get(verb="exchange.record_partner_answer")
    assert event.data == {"answer": "accept", "channel": "telephone", "state": "connected"}
    with pytest.raises(LinkUsed):  # it shows where things stand from now on
        stages.link_of(token)


def test_a_no_in_person(cast: Cast) -> None:
    match, _token = stages.asked(cast)
    record_partner_answer(match, answer="decline", channel="in_person", reasons=["costs"], actor=cast.curator)
    assert (match.state, match.declined_by, match.partner_channel) == ("declined", "partner", "in_person")
    assert Wish.objects.get().state == "waiting"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"answer": "perhaps", "channel": "mail"}, "answer"),
        ({"answer": "accept", "channel": "link"}, "channel"),
        ({"answer": "accept", "channel": "pigeon"}, "channel"),
        ({"answer": "decline", "channel": "mail"}, "reasons"),
        ({"answer": "accept", "channel": "mail", "person": "x" * 201}, "person"),
    ],
)
def test_what_is_refused(cast: Cast, said: dict[str, str], field: str) -> None:
    match, _token = stages.asked(cast)
    with pytest.raises(BadInput) as refusal:
        record_partner_answer(match, actor=cast.curator, **said)
    assert refusal.value.field == field
    assert Match.objects.get().state == "asked"


def test_not_before_it_was_asked(cast: Cast) -> None:
    with pytest.raises(NotInThisState):
        record_partner_answer(stages.decided(cast), answer="accept", channel="mail", actor=cast.curator)
