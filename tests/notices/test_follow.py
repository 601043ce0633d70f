"""From the trail to the outbox: who is written to about what, once, in which language."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from gyoryu.accounts.domain.invitations import invite_person, withdraw_invitation
from gyoryu.accounts.models import Invitation, PartnerLink
from gyoryu.audit.models import Event
from gyoryu.exchange.domain import matches, wishes
from gyoryu.missions.domain import visits
from gyoryu.missions.models import Visit
from gyoryu.notices.domain.silences import silence_address
from gyoryu.notices.models import Notice, Silence
from gyoryu.notices.tasks import follow
from tests.cast import Cast
from tests.exchange import stages
from tests.factories import VisitFactory


def follow_all() -> None:
    follow(list(Event.objects.order_by("xid", "id")))


def outbox() -> Counter[tuple[str, str]]:
    return Counter((notice.kind, notice.to.split("@")[0]) for notice in Notice.objects.all())


def the_mail(kind: str) -> Notice:
    return Notice.objects.get(kind=kind)


def invited(cast: Cast) -> tuple[Invitation, str]:
    return invite_person("new@school.example", role="teacher", organisation=cast.school, actor=cast.operator)


def test_an_invitation_carries_its_link_and_the_link_is_forgotten(cast: Cast, settings: Any) -> None:
    settings.BASE_URL = "https://gyoryu.example"
    _invitation, token = invite_person(
        "new@school.example", role="teacher", organisation=cast.school, actor=cast.operator
    )
    follow_all()
    mail = the_mail("invitation")
    assert (mail.to, mail.language) == ("new@school.example", "ko")
    assert f"https://gyoryu.example/account/invitations/{token}/" in mail.body
    assert Invitation.objects.get().sealed_token == ""


def test_a_withdrawn_invitation_is_not_mailed(cast: Cast) -> None:
    invitation, _token = invite_person(
        "new@school.example", role="teacher", organisation=cast.school, actor=cast.operator
    )
    withdraw_invitation(invitation, actor=cast.operator)
    follow_all()
    assert outbox() == Counter()


def test_the_same_events_again_write_nothing(cast: Cast) -> None:
    stages.asked(cast)
    follow_all()
    before = outbox()
    follow_all()
    assert outbox() == before
    assert set(before.values()) == {1}


def test_a_wish_on_its_way_to_the_office(cast: Cast) -> None:
    wish = stages.submitted(cast)
    follow_all()
    assert outbox() == Counter({("wish_submitted", "principal"): 1})
    wishes.approve_wish(wish, actor=cast.principal)
    wishes.find_eligible(wish, actor=cast.curator)
    follow_all()
    assert outbox() == Counter(
        {("wish_submitted", "principal"): 1, ("wish_approved", "curator"): 1, ("wish_eligible", "teacher"): 1}
    )
    assert f"/desk/wishes/{wish.pid}/" in the_mail("wish_approved").body
    assert f"/school/wishes/{wish.pid}/" in the_mail("wish_eligible").body


def test_a_wish_that_is_sent_back_or_refused_says_why(cast: Cast) -> None:
    wishes.send_back_wish(stages.submitted(cast), note="학년을 적어 주세요", actor=cast.principal)
    refused = stages.approved(cast)
    wishes.refuse_wish(refused, reasons=["other"], note="다음 모집 때 다시 신청해 주세요", actor=cast.curator)
    follow_all()
    assert "학년을 적어 주세요" in the_mail("wish_sent_back").body
    assert "다음 모집 때 다시 신청해 주세요" in the_mail("wish_refused").body


@pytest.mark.parametrize("language", ["en", "th", "tr", "ko"])
def test_the_partner_is_asked_in_its_language_by_its_link(cast: Cast, language: str) -> None:
    match, token = stages.asked(cast, language=language)
    follow_all()
    mail = the_mail("partner_asked")
    assert (mail.language, mail.to) == (language, match.contact.email)
    assert f"/p/answer/{token}/" in mail.body
    assert PartnerLink.objects.get().sealed_token == ""
    assert {("school_asked", "teacher"), ("school_asked", "principal")} <= set(outbox())


def test_without_an_address_no_mail_goes_to_the_partner(cast: Cast) -> None:
    matches.ask_both(stages.decided(cast), actor=cast.curator)
    follow_all()
    assert "partner_asked" not in {kind for kind, _to in outbox()}
    assert PartnerLink.objects.get().sealed_token == ""


def test_the_first_yes_goes_to_the_curators_the_second_connects_both(cast: Cast) -> None:
    match, token = stages.asked(cast)
    follow_all()
    Notice.objects.all().delete()
    matches.accept_as_partner(match, actor=stages.link_of(token))
    follow(list(Event.objects.filter(verb="exchange.accept_as_partner")))
    assert outbox() == Counter({("match_answered", "curator"): 1})
    Notice.objects.all().delete()
    matches.accept_for_school(match, actor=cast.teacher)
    follow(list(Event.objects.filter(verb="exchange.accept_for_school")))
    partner = match.contact.email.split("@")[0]
    assert outbox() == Counter(
        {("match_connected", "curator"): 1, ("school_connected", "principal"): 1, ("partner_connected", partner): 1}
    )


def test_no_mail_names_the_people_of_the_other_side(cast: Cast) -> None:
    stages.connected(cast)
    follow_all()
    for notice in Notice.objects.all():
        assert "CANARY" not in notice.body and "canary" not in notice.body
        if notice.kind.startswith("partner_"):
            assert cast.teacher.email not in notice.body and cast.principal.email not in notice.body


def test_a_partner_stops_us_by_its_own_link(cast: Cast) -> None:
    _match, token = stages.asked(cast)
    follow_all()
    assert f"/p/answer/{token}/stop/" in the_mail("partner_asked").body


def test_a_match_that_ends_tells_the_teacher_that_the_wish_waits_again(cast: Cast) -> None:
    match, token = stages.asked(cast)
    matches.decline_as_partner(match, reasons=["other"], note="no time", actor=stages.link_of(token))
    follow(list(Event.objects.filter(verb="exchange.decline_as_partner")))
    assert outbox() == Counter({("match_over", "teacher"): 1, ("match_over_desk", "curator"): 1})


@pytest.mark.parametrize("language", ["th", "tr", "en", "ko"])
def test_a_partner_that_was_asked_hears_that_the_school_declined(cast: Cast, language: str) -> None:
    match, token = stages.asked(cast)
    link = stages.link_of(token)
    PartnerLink.objects.filter(pk=link.pk).update(language=language)
    matches.decline_for_school(match, reasons=["other"], note="the teacher is ill", actor=cast.teacher)
    follow(list(Event.objects.filter(verb="exchange.decline_for_school")))
    mail = the_mail("partner_over")
    assert (mail.to, mail.language) == (link.email, language)
    assert "the teacher is ill" not in mail.body


def test_curators_and_partner_hear_that_a_wish_was_given_up(cast: Cast) -> None:
    match, _token = stages.asked(cast)
    wishes.close_wish(match.wish, reason="plans_changed", actor=cast.teacher)
    follow(list(Event.objects.filter(verb="exchange.close_wish")))
    partner = match.contact.email.split("@")[0]
    assert outbox() == Counter({("wish_closed", "curator"): 1, ("partner_over", partner): 1})


def test_a_partner_that_wants_no_more_mail_gets_none(cast: Cast) -> None:
    match, token = stages.asked(cast)
    link = stages.link_of(token)
    follow_all()
    assert the_mail("partner_asked").next_try_at is not None
    matches.stop_contact(match, actor=link)
    follow_all()
    assert Silence.objects.get().email_index == link.email_index
    assert (the_mail("partner_asked").next_try_at, the_mail("partner_asked").body) == (None, "")
    assert ("match_over", "teacher") in outbox()


def test_a_visit_goes_to_the_curators_and_comes_back_to_the_lead(cast: Cast) -> None:
    visit: Visit = VisitFactory(mission=cast.mission, recorded_by=cast.delegate, state="submitted")
    visits.return_visit(visit, comment="누구를 만났나요?", actor=cast.curator)
    follow_all()
    assert outbox() == Counter({("visit_returned", "lead"): 1})
    assert "누구를 만났나요?" in the_mail("visit_returned").body


def test_nobody_hears_of_what_they_did_themselves_or_from_a_closed_account(cast: Cast) -> None:
    cast.principal.is_active = False
    cast.principal.save()
    stages.submitted(cast)
    follow_all()
    assert outbox() == Counter()


def test_a_silent_address_is_kept_back_and_the_operator_can_see_it(cast: Cast) -> None:
    from gyoryu.common.crypto import blind_index

    silence_address(blind_index(cast.principal.email), actor=cast.principal)
    stages.submitted(cast)
    follow_all()
    mail = the_mail("wish_submitted")
    assert (mail.next_try_at, mail.body, mail.failure) == (None, "", "the address asked us to stop writing")


def test_an_old_trail_that_is_replayed_writes_to_nobody(cast: Cast, time_machine: Any) -> None:
    time_machine.move_to("2026-03-02T00:00:00Z", tick=False)
    stages.submitted(cast)
    time_machine.move_to("2026-05-02T00:00:00Z", tick=False)
    follow_all()
    assert outbox() == Counter()


def test_the_outbox_holds_no_address_or_text_in_the_clear(cast: Cast) -> None:
    from django.db import connection

    stages.submitted(cast)
    follow_all()
    with connection.cursor() as cursor:
        cursor.execute('SELECT "to", body FROM notices_notice')
        raw = str(cursor.fetchall())
    assert "gyoryu.example" not in raw and "승인" not in raw


def test_every_address_in_a_mail_exists(cast: Cast) -> None:
    import re

    from django.urls import resolve

    from gyoryu.notices.domain import letters

    source = Path(letters.__file__).read_text(encoding="utf-8")
    paths = re.findall(r'address\(f"([^"]+)"\)', source)
    assert len(paths) >= 7
    for path in paths:
        for place in ("school", "desk") if "wish" in path or "match" in path else ("field", "desk"):
            filled = re.sub(r"\{place\}", place, path)
            filled = re.sub(r"\{token\}", "a" * 43, filled)
            resolve(re.sub(r"\{[a-z]+\.pid\}", cast.mission.pid, filled))
