"""A partner whose link has ended asks for another."""

from gyoryu.audit.models import Event
from gyoryu.exchange.domain.matches import ask_new_link, renew_link
from gyoryu.exchange.models import Match
from gyoryu.exchange.queries import matches_awaiting_curator
from tests.cast import Cast
from tests.exchange import stages


def test_the_curator_finds_it_once(cast: Cast) -> None:
    match, token = stages.asked(cast)
    link = stages.link_of(token)
    assert not matches_awaiting_curator(cast.curator).exists()
    ask_new_link(match, actor=link)
    ask_new_link(Match.objects.get(), actor=link)
    assert Event.objects.filter(verb="exchange.ask_new_link").count() == 1
    assert list(matches_awaiting_curator(cast.curator)) == [match]


def test_a_new_link_answers_the_request(cast: Cast) -> None:
    match, token = stages.asked(cast)
    ask_new_link(match, actor=stages.link_of(token))
    renew_link(match, actor=cast.curator)
    assert Match.objects.get().renewal_asked_at is None
