"""What people hear about entries of the register."""

import datetime as dt
from collections import Counter

import pytest

from gyoryu.notices.domain.silences import lift_silence
from gyoryu.notices.models import Notice, Silence
from gyoryu.registry.domain.changes import accept_change, dispute_value, reject_change, suggest_change
from gyoryu.registry.domain.closing import close_institution, note_closures
from gyoryu.registry.domain.requests import send_requests, stop_requests
from gyoryu.registry.models import Institution
from tests.cast import Cast
from tests.exchange import stages
from tests.factories import ContactFactory
from tests.notices.test_follow import follow_all
from tests.registry.asking import a_published, an_asked_institution, link_of, planned
from tests.registry.saying import SYSTEM, an_institution, fresh

pytestmark = pytest.mark.django_db


def kinds() -> Counter[tuple[str, str]]:
    closed = Notice.objects.filter(kind__in=["institutions_closed", "partner_closed"])
    return Counter((notice.kind, notice.to.split("@")[0]) for notice in closed)


def test_whoever_is_in_touch_with_a_closed_institution_hears_of_it(cast: Cast) -> None:
    match, _token = stages.asked(cast)
    partner = match.offer.institution
    Institution.objects.filter(pk=partner.pk).update(status="closed")
    note_closures(actor=SYSTEM)
    follow_all()
    follow_all()
    assert kinds() == Counter({("institutions_closed", "curator"): 1, ("partner_closed", "teacher"): 1})
    mail = Notice.objects.get(kind="institutions_closed")
    assert partner.display_name in mail.subject


def test_the_curator_who_noted_it_is_not_told(cast: Cast) -> None:
    day = dt.date(2025, 12, 19)
    close_institution(an_institution(), closed_on=day, reason="their letter", actor=cast.curator)
    follow_all()
    assert kinds() == Counter()


def test_nobody_hears_of_a_school_that_nobody_is_in_touch_with(cast: Cast) -> None:
    an_institution(status="closed")
    assert note_closures(actor=SYSTEM) == 1
    follow_all()
    assert kinds() == Counter()


def test_a_colleague_hears_what_became_of_a_correction_and_an_institution_is_not_mailed(cast: Cast) -> None:
    institution = a_published(pupils=100, telephone="1")
    accept_change(
        suggest_change(institution, field="pupils", new={"pupils": 9}, actor=cast.teacher), actor=cast.curator
    )
    request, token = an_asked_institution(institution)
    disputed = dispute_value(request, field="telephone", note="a fax", actor=link_of(token))
    reject_change(disputed, reason="other", note="it is the office", actor=cast.curator)
    follow_all()
    mail = Notice.objects.get(kind="change_decided")
    assert (mail.to, institution.display_name in mail.subject) == (cast.teacher.email, True)


def test_an_institution_is_asked_by_one_mail_in_its_language(cast: Cast) -> None:
    institution = a_published()
    request = planned(institution, ContactFactory(institution=institution, languages=["tr"]))
    send_requests(actor=SYSTEM)
    follow_all()
    follow_all()
    mail = Notice.objects.get(kind="entry_check")
    assert (mail.language, "/p/entry/" in mail.body, f"{request.pid}" in mail.body) == ("tr", True, False)


def test_who_wants_no_more_mail_is_silent_everywhere(cast: Cast) -> None:
    request, token = an_asked_institution(a_published())
    stop_requests(request, actor=link_of(token))
    follow_all()
    assert Silence.objects.get().email_index == request.email_index
    lift_silence(request.email, actor=cast.operator)
    assert request.contact is not None and fresh(request.contact).silent_since is None
