"""What people hear about entries of the register."""

import datetime as dt
from collections import Counter

import pytest

from gyoryu.notices.models import Notice
from gyoryu.registry.domain.closing import close_institution, note_closures
from gyoryu.registry.models import Institution
from tests.cast import Cast
from tests.exchange import stages
from tests.notices.test_follow import follow_all
from tests.registry.saying import SYSTEM, an_institution

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
