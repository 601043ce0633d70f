import pytest

from gyoryu.common.errors import NotInThisState
from gyoryu.missions.body import VisitBody
from gyoryu.missions.domain.visits import (
    OtherContent,
    accept_visit,
    cancel_visit,
    return_visit,
    save_visit,
    start_visit,
)
from gyoryu.missions.models import Finding, Mission, Visit
from gyoryu.missions.queries import body_of
from tests.cast import Cast
from tests.factories import InstitutionFactory, StopFactory
from tests.missions.sample import SAID, said, trail


def test_an_edit_of_the_stored_version_is_kept(cast: Cast, visit: Visit) -> None:
    saved = save_visit(visit, body=said(cast.mission, said="More."), version=1, actor=cast.lead)
    assert (saved.version, saved.said, saved.recorded_by) == (2, "More.", cast.delegate)
    assert list(saved.receipts.values_list("version", "received_by__name")) == [(1, "delegate"), (2, "lead")]
    assert trail() == ["missions.start_visit", "missions.save_visit"]


def test_an_edit_of_an_older_version_overwrites_nothing(cast: Cast, visit: Visit) -> None:
    save_visit(visit, body=said(cast.mission, said="By the lead."), version=1, actor=cast.lead)
    with pytest.raises(OtherContent) as refusal:
        save_visit(visit, body=said(cast.mission, said="By the delegate."), version=1, actor=cast.delegate)
    assert (refusal.value.visit.said, refusal.value.status) == ("By the lead.", 409)
    assert Visit.objects.get().said == "By the lead."


def test_other_content_without_a_version_is_refused(cast: Cast, visit: Visit) -> None:
    with pytest.raises(OtherContent):
        save_visit(visit, body=said(cast.mission, said="x"), actor=cast.delegate)


def test_the_same_content_again_changes_nothing(cast: Cast, visit: Visit) -> None:
    for version in (None, 1, 7):
        assert save_visit(visit, body=said(cast.mission), version=version, actor=cast.lead).version == 1
    assert trail() == ["missions.start_visit"]


def test_a_repeated_edit_changes_nothing_either(cast: Cast, visit: Visit) -> None:
    edited = said(cast.mission, said="More.")
    save_visit(visit, body=edited, version=1, actor=cast.lead)
    assert save_visit(visit, body=edited, version=1, actor=cast.lead).version == 2


def test_back_to_what_was_is_an_edit(cast: Cast, visit: Visit) -> None:
    save_visit(visit, body=said(cast.mission, said="More."), version=1, actor=cast.lead)
    assert save_visit(visit, body=said(cast.mission), version=2, actor=cast.lead).version == 3
    assert body_of(Visit.objects.get()) == said(cast.mission)


def test_findings_are_those_of_the_new_body(cast: Cast, visit: Visit) -> None:
    contact = Finding.objects.get(about="contact")
    people = [{"name": "New name"}, {"name": "Second"}]
    save_visit(visit, body=said(cast.mission, contacts=people, offer=None, programmes=None), version=1, actor=cast.lead)
    contact.refresh_from_db()
    assert contact.personal == '{"name": "New name"}'
    assert list(visit.findings.order_by("id").values_list("about", flat=True)) == ["institution", "contact", "contact"]
    assert [person.name for person in body_of(Visit.objects.get()).contacts] == ["New name", "Second"]


def test_a_planned_visit_begins_when_something_is_said(cast: Cast) -> None:
    stop = StopFactory(mission=cast.mission)
    planned = start_visit(cast.mission, body=VisitBody(stop=stop.pid), actor=cast.delegate)
    saved = save_visit(planned, body=said(cast.mission, stop=stop.pid), version=1, actor=cast.delegate)
    assert saved.state == "collecting"


def test_an_institution_can_be_picked_later(cast: Cast, visit: Visit) -> None:
    school = InstitutionFactory()
    saved = save_visit(visit, body=said(cast.mission, about=None, institution=school.pid), version=1, actor=cast.lead)
    assert (saved.institution, saved.country) == (school, "NZ")
    assert not saved.findings.filter(about="institution").exists()


def test_a_returned_visit_is_mended(cast: Cast, submitted: Visit) -> None:
    return_visit(submitted, comment="Whom did you meet?", actor=cast.curator)
    assert (
        save_visit(submitted, body=said(cast.mission, said="Mended."), version=1, actor=cast.delegate).state
        == "returned"
    )


@pytest.mark.parametrize("end", ["submitted", "accepted", "cancelled"])
def test_what_is_with_the_curator_or_over_stands(cast: Cast, visit: Visit, submitted: Visit, end: str) -> None:
    if end == "accepted":
        accept_visit(submitted, actor=cast.curator)
    if end == "cancelled":
        return_visit(submitted, comment="twice", actor=cast.curator)
        cancel_visit(submitted, actor=cast.lead)
    with pytest.raises(NotInThisState):
        save_visit(visit, body=said(cast.mission, said="x"), version=1, actor=cast.delegate)
    assert save_visit(visit, body=said(cast.mission), version=1, actor=cast.delegate).said == SAID["said"]


def test_not_after_the_mission_is_over(cast: Cast, visit: Visit) -> None:
    Mission.objects.update(state="cancelled")
    with pytest.raises(NotInThisState):
        save_visit(visit, body=said(cast.mission, said="x"), version=1, actor=cast.delegate)
