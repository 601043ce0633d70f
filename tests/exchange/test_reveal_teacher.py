"""The partner looks at the teacher's name and e-mail: after both accepted, if she agreed, each look logged."""

import datetime as dt

import pytest
import time_machine

from gyoryu.accounts.models import PartnerLink
from gyoryu.audit.models import AccessEvent
from gyoryu.common.errors import BadInput, NotFound
from gyoryu.exchange.domain.contacts import reveal_teacher
from gyoryu.exchange.domain.matches import withdraw_match
from gyoryu.exchange.models import Match
from tests.cast import Cast
from tests.exchange import stages


def test_each_look_is_logged(cast: Cast) -> None:
    match = stages.connected(cast)
    link = PartnerLink.objects.get()
    shown = reveal_teacher(match, actor=link, reason="first_meeting", place="192.0.2.7")
    assert (shown.name, shown.email, shown.school) == (cast.teacher.name, cast.teacher.email, cast.school.name)
    row = AccessEvent.objects.get()
    assert (row.actor_kind, row.actor_pid, row.whose_pid, row.what, row.reason, row.place) == (
        "partner",
        link.pid,
        cast.teacher.pid,
        "exchange.reveal_teacher",
        "first_meeting",
        "192.0.2.7",
    )


def test_only_with_a_reason(cast: Cast) -> None:
    match = stages.connected(cast)
    with pytest.raises(BadInput):
        reveal_teacher(match, actor=PartnerLink.objects.get(), reason="")
    assert not AccessEvent.objects.exists()


def test_not_without_her_consent(cast: Cast) -> None:
    match = stages.connected(cast)
    match.wish.contact_consent_at = None
    match.wish.save()
    with pytest.raises(NotFound):
        reveal_teacher(match, actor=PartnerLink.objects.get(), reason="exchange")


def test_not_before_both_accepted_nor_after_it_ended(cast: Cast) -> None:
    match, token = stages.asked(cast)
    with pytest.raises(NotFound):
        reveal_teacher(match, actor=stages.link_of(token), reason="exchange")
    ended = stages.connected(cast)
    withdraw_match(Match.objects.get(pk=ended.pk), reason="other", actor=cast.curator)
    with pytest.raises(NotFound):
        reveal_teacher(ended, actor=PartnerLink.objects.get(target_pid=ended.pid), reason="exchange")
    assert not AccessEvent.objects.exists()


def test_the_link_does_not_show_it_for_ever(cast: Cast) -> None:
    match = stages.connected(cast)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=91)), pytest.raises(NotFound):
        reveal_teacher(match, actor=PartnerLink.objects.get(), reason="exchange")
