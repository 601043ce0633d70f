import datetime as dt

import pytest
import rules

from gyoryu.audit.models import Event
from gyoryu.common.errors import NotInThisState
from gyoryu.missions.domain.visits import accept_visit, return_visit, start_visit, submit_visit
from gyoryu.missions.models import Finding, Visit
from gyoryu.registry.models import Record
from tests.cast import Cast
from tests.factories import InstitutionFactory, MembershipFactory, MissionMemberFactory, VisitFactory
from tests.missions.sample import said, trail


def test_what_was_learnt_becomes_proposed_records(cast: Cast, submitted: Visit) -> None:
    accept_visit(submitted, actor=cast.curator)
    assert Visit.objects.get().state == "accepted"
    place, contact, offer, programme = Record.objects.order_by("id")
    assert {record.source.slug for record in Record.objects.all()} == {"visits"}
    assert {(record.state, record.said_by, record.said_on) for record in Record.objects.all()} == {
        ("proposed", "delegate", dt.date(2026, 1, 13))
    }
    assert [record.about for record in (place, contact, offer, programme)] == [
        "institution",
        "contact",
        "offer",
        "programme",
    ]
    assert {record.parent for record in (contact, offer, programme)} == {place}
    assert [name["text"] for name in place.facts["names"]] == [
        "โรงเรียนบ้านดาวเหนือ",
        "Rongrian Ban Dao Nuea",
        "반다오느아 학교",
    ]
    assert place.facts["locality"] == "เมืองเชียงใหม่"
    assert programme.facts["title_ko"] == "두 문화 수상시장"
    assert [record.key for record in Record.objects.order_by("id")] == [
        f"{submitted.pid}/{finding.pid}" for finding in Finding.objects.order_by("id")
    ]
    assert set(Finding.objects.values_list("record_id", flat=True)) == set(Record.objects.values_list("pk", flat=True))


def test_the_contact_is_sealed_in_its_record(cast: Cast, submitted: Visit) -> None:
    accept_visit(submitted, actor=cast.curator)
    contact = Record.objects.get(about="contact")
    assert contact.facts["role"] == "English teacher"
    assert "canary" not in str(contact.facts).lower()
    assert "canary-darin@daonuea.example" in contact.personal


def test_the_note_on_persons_goes_nowhere(cast: Cast, submitted: Visit) -> None:
    accept_visit(submitted, actor=cast.curator)
    everything = str([(record.facts, record.personal) for record in Record.objects.all()])
    assert "CANARY-NOTE" not in everything + str(list(Event.objects.values_list("data", flat=True)))


def test_an_institution_that_was_picked_is_hinted_at(cast: Cast) -> None:
    school = InstitutionFactory(display_name="Kōwhai Bay College")
    visit = start_visit(cast.mission, body=said(cast.mission, about=None, institution=school.pid), actor=cast.delegate)
    submit_visit(visit, actor=cast.lead)
    accept_visit(visit, actor=cast.curator)
    place = Record.objects.get(about="institution")
    assert place.institution == school
    assert place.facts == {
        "names": [{"text": "Kōwhai Bay College", "language": "en", "script": "Latn", "kind": "display"}],
        "country": "NZ",
    }


def test_corrections_to_a_picked_institution_are_said(cast: Cast) -> None:
    school = InstitutionFactory(display_name="Kōwhai Bay College")
    body = said(cast.mission, institution=school.pid, about={"website": "https://new.example"})
    visit = start_visit(cast.mission, body=body, actor=cast.delegate)
    submit_visit(visit, actor=cast.lead)
    accept_visit(visit, actor=cast.curator)
    place = Record.objects.get(about="institution")
    assert (place.facts["website"], place.facts["names"][0]["text"]) == ("https://new.example", "Kōwhai Bay College")


def test_the_trail_names_the_records(cast: Cast, submitted: Visit) -> None:
    accept_visit(submitted, actor=cast.curator)
    event = Event.objects.get(verb="missions.accept_visit")
    assert event.data == {"count": 4}
    assert set(event.subjects.values_list("kind", "subject_id")) == {
        ("registry.record", pk) for pk in Record.objects.values_list("pk", flat=True)
    }
    assert trail().count("registry.propose_record") == 4


def test_only_a_submitted_visit_is_accepted_and_only_once(cast: Cast, visit: Visit) -> None:
    with pytest.raises(NotInThisState):
        accept_visit(visit, actor=cast.curator)
    submit_visit(visit, actor=cast.lead)
    accept_visit(visit, actor=cast.curator)
    stale = Visit.objects.get()
    stale.state = "submitted"
    with pytest.raises(NotInThisState):
        accept_visit(stale, actor=cast.curator)
    with pytest.raises(NotInThisState):
        return_visit(Visit.objects.get(), comment="x", actor=cast.curator)
    assert Record.objects.count() == 4


def test_a_curator_who_travelled_does_not_decide(cast: Cast) -> None:
    MembershipFactory(person=cast.curator, role="delegate", organisation=cast.institute)
    visit = VisitFactory(mission=cast.mission, state="submitted", recorded_by=cast.delegate)
    assert rules.has_perm("missions.accept_visit", cast.curator, visit)
    MissionMemberFactory(mission=cast.mission, person=cast.curator)
    assert not rules.has_perm("missions.accept_visit", cast.curator, visit)
    assert rules.has_perm("missions.view_visit", cast.curator, visit)
