"""Both sides are asked: the partner by a link in its language, the school on its page."""

import datetime as dt

import pytest
import time_machine

from gyoryu.accounts.models import PartnerLink
from gyoryu.common.clock import now, today
from gyoryu.common.errors import BadInput, NotInThisState
from gyoryu.exchange.domain.matches import ask_both
from gyoryu.exchange.models import Match
from gyoryu.exchange.queries import matches_visible_to, whose_turn
from gyoryu.reference.queries import office
from tests.cast import Cast
from tests.exchange import stages
from tests.factories import ContactFactory


def test_a_link_is_made_and_the_answer_is_due(cast: Cast) -> None:
    match, token = stages.asked(cast, language="th")
    link = stages.link_of(token)
    assert (link.target_kind, link.target_pid, link.purpose, link.language) == (
        "exchange.match",
        match.pid,
        "answer_match",
        "th",
    )
    assert link.email == stages.contact_of(match.offer).email
    assert match.answer_due == today() + dt.timedelta(days=office().deadlines.partner_answer_days)
    assert whose_turn(match).sides == ("school", "partner")


def test_the_link_works_through_the_whole_last_day(cast: Cast) -> None:
    match = stages.decided(cast)
    with time_machine.travel(dt.datetime(2026, 5, 4, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=9))), tick=False):
        match, token = ask_both(match, actor=cast.curator, days=1)
    assert match.answer_due == dt.date(2026, 5, 5)
    with time_machine.travel(dt.datetime(2026, 5, 5, 23, 59, tzinfo=dt.timezone(dt.timedelta(hours=9))), tick=False):
        assert stages.link_of(token).expires_at > now()


def test_the_school_sees_it_from_now_on(cast: Cast) -> None:
    match = stages.decided(cast)
    assert not matches_visible_to(cast.teacher).exists()
    ask_both(match, actor=cast.curator)
    assert list(matches_visible_to(cast.teacher)) == [match]


def test_without_a_contact_nothing_waits_for_a_mail(cast: Cast) -> None:
    match, token = ask_both(stages.decided(cast), actor=cast.curator, language="tr")
    link = PartnerLink.objects.get()
    assert (link.email, link.sealed_token, match.contact) == ("", "", None)
    assert stages.link_of(token) == link


def test_only_a_contact_we_may_write_to(cast: Cast) -> None:
    match = stages.decided(cast)
    institution = match.offer.institution
    gone = ContactFactory(institution=institution, ended_at=now())
    silent = ContactFactory(institution=institution, email="")
    foreign = ContactFactory()
    for contact in (gone, silent, foreign):
        with pytest.raises(BadInput) as refusal:
            ask_both(match, actor=cast.curator, contact=contact)
        assert refusal.value.field == "contact"
    assert Match.objects.get().state == "decided"
    assert not PartnerLink.objects.exists()


@pytest.mark.parametrize("days", [0, -1, 91])
def test_the_days_are_bounded(cast: Cast, days: int) -> None:
    with pytest.raises(BadInput) as refusal:
        ask_both(stages.decided(cast), actor=cast.curator, days=days)
    assert refusal.value.field == "days"


def test_only_what_was_decided_and_only_once(cast: Cast) -> None:
    with pytest.raises(NotInThisState):
        ask_both(stages.proposed(cast), actor=cast.curator)
    match, _token = stages.asked(cast)
    with pytest.raises(NotInThisState):
        ask_both(match, actor=cast.curator)
    assert PartnerLink.objects.count() == 1


@pytest.mark.parametrize("what", ["silent_since", "bouncing_since"])
def test_an_address_that_asked_us_to_stop_or_that_mail_comes_back_from_is_not_written_to(cast: Cast, what: str) -> None:
    match = stages.decided(cast)
    contact = stages.contact_of(match.offer)
    setattr(contact, what, now())
    contact.save()
    with pytest.raises(BadInput) as refusal:
        ask_both(match, actor=cast.curator, contact=contact)
    assert refusal.value.code == "contact_gone"
