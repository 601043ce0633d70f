"""What a register says has closed is noted once: its offers rest, and one event lets others follow."""

import pytest

from gyoryu.audit.models import Event, EventSubject
from gyoryu.registry.domain.closing import note_closures
from gyoryu.registry.models import Institution
from tests.factories import InstitutionFactory, OfferFactory
from tests.registry.saying import SYSTEM, a_source, an_institution, fresh, say

pytestmark = pytest.mark.django_db


def test_what_closed_is_noted_once() -> None:
    institution = an_institution(status="closed")
    offer = OfferFactory(institution=institution)
    of_merged = OfferFactory(institution=InstitutionFactory(merged_into=institution))
    elsewhere = OfferFactory()
    assert note_closures(actor=SYSTEM) == 1
    assert [fresh(one).state for one in (offer, of_merged, elsewhere)] == ["paused", "paused", "open"]
    event = Event.objects.get(verb="registry.note_closures")
    assert set(EventSubject.objects.filter(event=event).values_list("kind", "subject_id")) == {
        ("registry.institution", institution.pk),
        ("registry.offer", offer.pk),
        ("registry.offer", of_merged.pk),
    }
    assert note_closures(actor=SYSTEM) == 0
    assert Event.objects.filter(verb="registry.note_closures").count() == 1


def test_what_opened_again_may_close_again() -> None:
    register = a_source()
    institution = an_institution(source=register, status="closed")
    note_closures(actor=SYSTEM)
    say(institution, source=register, status="open")
    assert note_closures(actor=SYSTEM) == 0
    assert fresh(institution).closure_noted_on is None
    say(institution, source=register, status="closed")
    assert note_closures(actor=SYSTEM) == 1


def test_what_is_archived_is_left_alone() -> None:
    institution = an_institution(status="closed")
    Institution.objects.filter(pk=institution.pk).update(state="archived")
    assert note_closures(actor=SYSTEM) == 0
