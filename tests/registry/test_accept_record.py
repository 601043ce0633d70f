"""An accepted record counts: an entry is concluded, a contact, offer or programme is there."""

import datetime as dt
from typing import Any

import pytest

from gyoryu.audit.models import Event, EventSubject
from gyoryu.common.errors import NotInThisState
from gyoryu.registry.domain.records import accept_record, propose_record, reject_record
from gyoryu.registry.facts import ContactFacts, OfferFacts, ProgrammeFacts
from gyoryu.registry.models import Contact, Institution, Offer, Programme, Record
from tests.cast import Cast
from tests.factories import InstitutionFactory
from tests.registry.saying import DAY, SYSTEM, a_source, an_institution, fresh, refused, say

pytestmark = pytest.mark.django_db


def propose(about: str, what: Any, institution: Institution | None = None, **more: Any) -> Record:
    source = a_source("delegation")
    more = {"key": f"visit/{about}"} | more
    return propose_record(source, about=about, facts=what, actor=SYSTEM, said_on=DAY, institution=institution, **more)


def test_the_institution_says_it_at_once(cast: Cast) -> None:
    institution = an_institution()
    record = say(institution, source=a_source("delegation"), description="We sing.", accept=False)
    assert fresh(institution).description == ""
    accept_record(record, actor=cast.curator)
    seen = fresh(institution)
    assert (seen.description, seen.reported_on, fresh(record).state) == ("We sing.", DAY, "accepted")
    event = Event.objects.filter(verb="registry.accept_record").latest("id")
    subjects = EventSubject.objects.filter(event=event).values_list("kind", "subject_id")
    assert set(subjects) == {("registry.institution", institution.pk), ("registry.record", record.pk)}


def test_an_offer_is_sounded_out() -> None:
    institution = an_institution()
    facts = OfferFacts(types=("joint_class",), languages=("en:B1",), capacity=2, valid_until="2027-02-28")
    accept_record(propose("offer", facts, institution), actor=SYSTEM)
    offer = Offer.objects.get()
    assert (offer.institution, offer.state, offer.types, offer.capacity) == (
        institution,
        "sounded_out",
        ["joint_class"],
        2,
    )
    assert (offer.valid_until, offer.sounded_out_on) == (dt.date(2027, 2, 28), DAY)


def test_a_new_version_of_an_offer_is_the_same_offer_and_keeps_its_state() -> None:
    institution = an_institution()
    accept_record(propose("offer", OfferFacts(types=("joint_class",)), institution), actor=SYSTEM)
    Offer.objects.update(state="open")
    accept_record(propose("offer", OfferFacts(types=("mail",)), institution), actor=SYSTEM)
    offer = Offer.objects.get()
    assert (offer.types, offer.state) == (["mail"], "open")


def test_a_partner_speaks_of_the_offer_by_its_pid() -> None:
    institution = an_institution()
    accept_record(propose("offer", OfferFacts(types=("joint_class",)), institution), actor=SYSTEM)
    pid = Offer.objects.get().pid
    record = propose_record(
        a_source("partner"), key=pid, about="offer", facts=OfferFacts(types=("blended",)), actor=SYSTEM, said_on=DAY,
        institution=institution,
    )  # fmt: skip
    accept_record(record, actor=SYSTEM)
    assert Offer.objects.get().types == ["blended"]


def test_a_programme_is_a_draft() -> None:
    institution = an_institution()
    record = propose("programme", ProgrammeFacts(title="Water watch", fields=("climate_environment",)), institution)
    accept_record(record, actor=SYSTEM)
    programme = Programme.objects.get()
    assert (programme.title, programme.state, programme.institution) == ("Water watch", "draft", institution)


def test_a_contact_has_its_channels_sealed() -> None:
    institution = an_institution()
    facts = ContactFacts(name="Aroha", role="Head", email="aroha@k.example", consent_on="2026-01-13")
    accept_record(propose("contact", facts, institution), actor=SYSTEM)
    contact = Contact.objects.get()
    assert (contact.name, contact.email, contact.consent_on) == ("Aroha", "aroha@k.example", dt.date(2026, 1, 13))
    assert contact.email_index


def test_what_hangs_on_an_institution_follows_the_record_it_came_with() -> None:
    parent = say(None, source=a_source("delegation"), key="visit/institution", accept=False)
    offer = propose("offer", OfferFacts(types=("mail",)), parent=parent)
    with refused("institution_not_judged"):
        accept_record(offer, actor=SYSTEM)
    assert (fresh(offer).state, Offer.objects.count()) == ("proposed", 0)
    institution = an_institution()
    Record.objects.filter(pk=parent.pk).update(institution=institution)
    accept_record(fresh(offer), actor=SYSTEM)
    assert (Offer.objects.get().institution, fresh(offer).institution) == (institution, institution)


def test_of_a_merged_institution_the_other_one_gets_it() -> None:
    root = an_institution()
    record = propose("offer", OfferFacts(types=("mail",)), InstitutionFactory())
    Institution.objects.filter(pk=record.institution_id).update(merged_into=root)
    accept_record(fresh(record), actor=SYSTEM)
    assert Offer.objects.get().institution == root


def test_a_record_is_accepted_once() -> None:
    record = say(an_institution(), source=a_source("delegation"))
    with pytest.raises(NotInThisState):
        accept_record(record, actor=SYSTEM)


def test_an_institution_record_may_be_accepted_before_it_is_judged() -> None:
    record = say(None, source=a_source("delegation"))
    assert (record.state, record.institution) == ("accepted", None)


def test_a_rejected_contact_is_shown_no_more() -> None:
    institution = an_institution()
    record = propose("contact", ContactFacts(name="Aroha"), institution)
    accept_record(record, actor=SYSTEM)
    reject_record(fresh(record), reason="duplicate", actor=SYSTEM)
    assert Contact.objects.get().ended_at is not None
