"""A voice that is believed for some months steps back by itself, and those who follow the trail are told."""

import datetime as dt

import pytest
import time_machine

from gyoryu.audit.models import Event
from gyoryu.registry import tasks
from gyoryu.registry.domain.lapsing import lapse_voices
from tests.factories import OfferFactory
from tests.registry.saying import SYSTEM, a_source, an_empty_institution, fresh, say

pytestmark = pytest.mark.django_db


def test_the_registers_newer_website_comes_back() -> None:
    institution = an_empty_institution()
    with time_machine.travel(dt.datetime(2026, 3, 1, tzinfo=dt.UTC)):
        say(institution, website="https://register.example", on=dt.date(2026, 2, 20))
        say(institution, source=a_source("partner"), website="https://partner.example", on=dt.date(2026, 2, 1))
        assert lapse_voices(actor=SYSTEM) == 0
    assert fresh(institution).website == "https://partner.example"
    with time_machine.travel(dt.datetime(2028, 2, 1, 3, tzinfo=dt.UTC)):
        assert lapse_voices(actor=SYSTEM) == 1
        assert lapse_voices(actor=SYSTEM) == 0
    assert fresh(institution).website == "https://register.example"
    event = Event.objects.get(verb="registry.lapse_voices")
    assert [one.subject_id for one in event.subjects.all()] == [institution.pk]


def test_it_is_done_by_the_clock() -> None:
    with time_machine.travel(dt.datetime(2026, 3, 2, 3, tzinfo=dt.UTC)):
        OfferFactory(state="open", valid_until=dt.date(2026, 3, 1))
        assert tasks.expire_due() == 1
        assert tasks.expire_due() == 0
