import threading
import uuid

import pytest
from django.db import connection

from gyoryu.common.errors import Conflict, NotInThisState
from gyoryu.missions.body import VisitBody
from gyoryu.missions.domain.visits import OtherContent, save_visit, start_visit
from gyoryu.missions.models import Finding, Mission, Receipt, Visit
from gyoryu.missions.reading import BadBody
from tests.cast import Cast, make_cast
from tests.factories import InstitutionFactory, MissionFactory, MissionMemberFactory, StopFactory
from tests.missions.sample import said, trail

ID = uuid.UUID("0b8f8c2e-6a58-4b6c-9d5e-4a3f2f1d7c10")


def test_a_visit_keeps_everything_that_was_said(cast: Cast) -> None:
    visit = start_visit(cast.mission, body=said(cast.mission), client_uuid=ID, actor=cast.delegate)
    assert (visit.state, visit.version, visit.is_new) == ("collecting", 1, True)
    assert (visit.institution_name, visit.country) == ("โรงเรียนบ้านดาวเหนือ", "TH")
    assert list(visit.findings.values_list("about", flat=True)) == ["institution", "contact", "offer", "programme"]
    assert [(receipt.version, receipt.body_hash) for receipt in visit.receipts.all()] == [(1, visit.body_hash)]
    assert trail() == ["missions.start_visit"]


def test_persons_and_notes_are_sealed_in_the_database(cast: Cast) -> None:
    start_visit(cast.mission, body=said(cast.mission), actor=cast.delegate)
    with connection.cursor() as cursor:
        stored = ""
        for table in ("missions_visit", "missions_finding", "audit_event"):
            cursor.execute(f"SELECT * FROM {table}")
            stored += str(cursor.fetchall())
    assert "CANARY" not in stored.upper()
    assert Visit.objects.get().private_note.startswith("CANARY-NOTE")


def test_the_same_again_is_the_same_visit(cast: Cast) -> None:
    first = start_visit(cast.mission, body=said(cast.mission), client_uuid=ID, actor=cast.delegate)
    again = start_visit(cast.mission, body=said(cast.mission), client_uuid=ID, actor=cast.lead)
    assert (again.pk, again.is_new, again.recorded_by) == (first.pk, False, cast.delegate)
    assert (Visit.objects.count(), Receipt.objects.count(), trail()) == (1, 1, ["missions.start_visit"])


def test_other_content_under_the_same_id_is_refused(cast: Cast) -> None:
    first = start_visit(cast.mission, body=said(cast.mission), client_uuid=ID, actor=cast.delegate)
    with pytest.raises(OtherContent) as refusal:
        start_visit(cast.mission, body=said(cast.mission, said="Something else"), client_uuid=ID, actor=cast.lead)
    assert (refusal.value.visit.pk, refusal.value.params["version"]) == (first.pk, 1)
    assert Visit.objects.get().said == first.said


def test_a_late_repeat_of_what_was_improved_since_is_known(cast: Cast) -> None:
    visit = start_visit(cast.mission, body=said(cast.mission), client_uuid=ID, actor=cast.delegate)
    save_visit(visit, body=said(cast.mission, said="More words than before."), version=1, actor=cast.lead)
    again = start_visit(cast.mission, body=said(cast.mission), client_uuid=ID, actor=cast.delegate)
    assert (again.version, again.said) == (2, "More words than before.")


def test_an_id_of_another_mission_is_taken(cast: Cast) -> None:
    start_visit(cast.mission, body=said(cast.mission), client_uuid=ID, actor=cast.delegate)
    other = MissionFactory()
    MissionMemberFactory(mission=other, person=cast.other_delegate)
    with pytest.raises(Conflict) as refusal:
        start_visit(other, body=said(other), client_uuid=ID, actor=cast.other_delegate)
    assert refusal.value.code == "id_taken"


def test_an_institution_of_the_register_is_taken_by_its_pid(cast: Cast) -> None:
    merged = InstitutionFactory(merged_into=InstitutionFactory(display_name="Kōwhai Bay College"))
    stop = StopFactory(mission=cast.mission)
    body = said(cast.mission, about=None, institution=merged.pid, stop=stop.pid)
    visit = start_visit(cast.mission, body=body, actor=cast.delegate)
    assert visit.institution == merged.merged_into
    assert (visit.institution_name, visit.country, visit.stop) == ("Kōwhai Bay College", "NZ", stop)


def test_an_unknown_stop_or_institution_is_named(cast: Cast) -> None:
    elsewhere = StopFactory(mission=MissionFactory())
    with pytest.raises(BadBody) as refusal:
        start_visit(
            cast.mission, body=said(cast.mission, stop=elsewhere.pid, institution="0000000000"), actor=cast.lead
        )
    assert sorted(refusal.value.problems) == ["institution", "stop"]
    assert Visit.objects.count() == 0


def test_a_visit_with_nothing_but_a_place_is_planned(cast: Cast) -> None:
    stop = StopFactory(mission=cast.mission)
    visit = start_visit(cast.mission, body=VisitBody(stop=stop.pid), actor=cast.delegate)
    assert visit.state == "planned"


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "completed", "cancelled"])
def test_only_missions_that_travel_have_visits(cast: Cast, state: str) -> None:
    mission = MissionFactory(state=state)
    with pytest.raises(NotInThisState):
        start_visit(mission, body=said(mission), actor=cast.delegate)


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_are_one_visit() -> None:
    cast = make_cast()
    body, seen, errors = said(cast.mission), [], []

    def send() -> None:
        try:
            mission = Mission.objects.get(pk=cast.mission.pk)
            seen.append(start_visit(mission, body=body, client_uuid=ID, actor=cast.delegate).is_new)
        except Exception as error:  # collected, because a thread's exception is lost
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sorted(seen) == [False] * 15 + [True]
    assert (Visit.objects.count(), Receipt.objects.count(), Finding.objects.count()) == (1, 1, 4)
