"""Planning missions at the office, and judging visits at the curator's desk."""

import datetime as dt
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from gyoryu.missions.domain.evidence import add_evidence
from gyoryu.missions.domain.visits import accept_visit, start_visit, submit_visit
from gyoryu.missions.models import Mission, Stop, Visit
from gyoryu.registry.models import Record
from tests.cast import Cast
from tests.factories import (
    ContactFactory,
    InstitutionFactory,
    MembershipFactory,
    MissionFactory,
    MissionMemberFactory,
    NameFactory,
    OfferFactory,
    ProgrammeFactory,
    StopFactory,
    VisitFactory,
)
from tests.missions.sample import jpeg, said
from tests.web.strictness import strict_templates

__all__ = ["strict_templates"]
pytestmark = pytest.mark.usefixtures("strict_templates")

PLAN = {
    "title": "튀르키예 방문",
    "purpose": "학교를 찾는다.",
    "starts_on": "2027-01-13",
    "ends_on": "2027-01-20",
    "country_1": "TR",
}


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def lead(cast: Cast, signed_in: Any) -> Client:
    client: Client = signed_in(cast.lead)
    return client


@pytest.fixture
def policy(cast: Cast, signed_in: Any) -> Client:
    client: Client = signed_in(cast.policy_officer)
    return client


@pytest.fixture
def curator(cast: Cast, signed_in: Any) -> Client:
    client: Client = signed_in(cast.curator)
    return client


@pytest.fixture
def submitted(cast: Cast) -> Visit:
    visit = start_visit(cast.mission, body=said(cast.mission), actor=cast.delegate)
    add_evidence(visit, upload=jpeg(), caption="수업 참관", actor=cast.delegate)
    return submit_visit(visit, actor=cast.lead)


# The office


def test_a_mission_from_its_first_line_to_its_approval(cast: Cast, lead: Client, policy: Client) -> None:
    answer = lead.post("/office/missions/create/", PLAN)
    mission = Mission.objects.get(title="튀르키예 방문")
    here = f"/office/missions/{mission.pid}/"
    assert answer.headers["Location"] == here
    assert (mission.countries, mission.organisation) == (["TR"], cast.office)
    assert "Name the lead" not in soup(lead.post(f"{here}submit/", follow=True)).text
    assert "Add at least one stop" in soup(lead.post(f"{here}submit/", follow=True)).text
    lead.post(f"{here}members/add/", {"person": cast.delegate.pid, "duty": "기록"})
    lead.post(
        f"{here}stops/add/", {"on": "2027-01-14", "at": "10:30", "kind": "school_visit", "title": "Lise", "do": "save"}
    )
    assert [member.person for member in mission.members.all()] == [cast.lead, cast.delegate]
    assert [str(stop.at) for stop in mission.stops.all()] == ["10:30:00"]
    lead.post(f"{here}submit/")
    assert "Approve or return" not in soup(lead.get(here)).text
    assert "Approve or return" in soup(policy.get(here)).text
    assert policy.post(f"{here}return/", {"comment": ""}).status_code == 422
    policy.post(f"{here}return/", {"comment": "하루 줄여 주세요."})
    assert "하루 줄여 주세요." in soup(lead.get(here)).text
    lead.post(f"{here}submit/")
    policy.post(f"{here}approve/")
    mission.refresh_from_db()
    assert mission.state == "approved"


def test_who_planned_it_does_not_approve_it(cast: Cast, policy: Client) -> None:
    policy.post("/office/missions/create/", PLAN)
    mission = Mission.objects.get(title="튀르키예 방문")
    assert mission.members.count() == 0
    Mission.objects.filter(pk=mission.pk).update(state="submitted")
    here = f"/office/missions/{mission.pid}/"
    assert "another policy officer decides" in soup(policy.get(here)).text
    assert policy.post(f"{here}approve/").status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"starts_on": "2027-02-31"}, "starts_on"),
        ({"ends_on": "2027-01-01"}, "ends_on"),
        ({"ends_on": "2028-01-01"}, "ends_on"),
        ({"country_2": "ZZ"}, "country_2"),
    ],
)
def test_what_is_wrong_with_a_plan_stands_beside_its_field(lead: Client, changes: dict[str, str], field: str) -> None:
    answer = lead.post("/office/missions/create/", {**PLAN, **changes})
    assert answer.status_code == 422
    assert [one["name"] for one in soup(answer).select(".field--wrong input, .field--wrong select")] == [field]
    assert Mission.objects.filter(title="튀르키예 방문").count() == 0


def test_a_plan_is_changed(cast: Cast, lead: Client) -> None:
    lead.post("/office/missions/create/", PLAN)
    mission = Mission.objects.get(title="튀르키예 방문")
    here = f"/office/missions/{mission.pid}/edit/"
    assert soup(lead.get(here)).select_one("#id_title")["value"] == "튀르키예 방문"
    lead.post(here, {**PLAN, "title": "앙카라 방문", "country_2": "GR"})
    mission.refresh_from_db()
    assert (mission.title, mission.countries) == ("앙카라 방문", ["TR", "GR"])


def test_members_come_go_and_lead(cast: Cast, lead: Client) -> None:
    here = f"/office/missions/{cast.mission.pid}/"
    assert lead.post(f"{here}members/add/", {"person": cast.teacher.pid}).status_code == 422
    assert lead.post(f"{here}members/add/", {"person": "nobody"}).status_code == 422
    lead.post(f"{here}members/add/", {"person": cast.other_delegate.pid, "duty": "통역"})
    assert "통역" in soup(lead.get(here)).text
    lead.post(f"{here}members/{cast.other_delegate.pid}/remove/")
    assert lead.post(f"{here}members/{cast.other_delegate.pid}/remove/").status_code == 404
    assert "Name another lead first" in soup(lead.post(f"{here}members/{cast.lead.pid}/remove/", follow=True)).text
    lead.post(f"{here}members/{cast.delegate.pid}/lead/")
    assert sorted(cast.mission.members.values_list("person__name", "role")) == [
        ("delegate", "lead"),
        ("lead", "delegate"),
    ]


def test_a_stop_is_added_with_an_institution_of_the_register(cast: Cast, lead: Client) -> None:
    school = InstitutionFactory(display_name="Kōwhai Bay College")
    NameFactory(institution=school)
    here = f"/office/missions/{cast.mission.pid}/stops/add/"
    form = {"on": "2026-01-13", "kind": "school_visit", "title": "Kōwhai", "q": "Kōwhai Bay"}
    page = soup(lead.post(here, {**form, "do": "search"}))
    assert page.select_one("#id_title")["value"] == "Kōwhai"
    assert [one["value"] for one in page.select('.picker input[name="institution"]')] == [school.pid, ""]
    lead.post(here, {**form, "institution": school.pid, "do": "save"})
    stop = Stop.objects.get()
    assert (stop.institution, stop.country) == (school, "NZ")
    edit = f"/office/stops/{stop.pid}/edit/"
    assert soup(lead.get(edit)).select_one('input[name="institution"]')["value"] == school.pid
    assert soup(lead.post(edit, {**form, "institution": school.pid, "do": "another"})).select_one("#id_q") is not None
    assert lead.post(edit, {**form, "on": "2026-03-01", "do": "save"}).status_code == 422
    lead.post(edit, {**form, "title": "Moved", "do": "save"})
    stop.refresh_from_db()
    assert (stop.title, stop.institution) == ("Moved", None)
    lead.post(f"/office/stops/{stop.pid}/remove/")
    assert Stop.objects.count() == 0


def test_a_stop_with_a_visit_stays(cast: Cast, lead: Client) -> None:
    stop = StopFactory(mission=cast.mission)
    VisitFactory(mission=cast.mission, stop=stop, recorded_by=cast.delegate)
    assert "A visit was recorded at this stop" in soup(lead.post(f"/office/stops/{stop.pid}/remove/", follow=True)).text
    assert Stop.objects.count() == 1


def test_a_mission_is_cancelled_after_being_asked_once_more(cast: Cast, policy: Client) -> None:
    here = f"/office/missions/{cast.mission.pid}/cancel/"
    assert policy.get(here).status_code == 200
    policy.post(here)
    cast.mission.refresh_from_db()
    assert cast.mission.state == "cancelled"


def test_the_list_shows_what_one_may_see(
    cast: Cast, lead: Client, policy: Client, curator: Client, query_count: Any
) -> None:
    def counted() -> int:
        with query_count() as asked:
            assert policy.get("/office/missions/").status_code == 200
        return len(asked)

    one = counted()
    for _ in range(2):
        other = MissionFactory(title="CANARY-OTHER")
        MissionMemberFactory(mission=other)
        StopFactory(mission=other)
    assert counted() == one
    assert "CANARY-OTHER" in policy.get("/office/missions/").content.decode()
    assert "CANARY-OTHER" not in lead.get("/office/missions/").content.decode()
    assert "CANARY-OTHER" in curator.get("/office/missions/").content.decode()


def test_the_office_reads_no_visits(cast: Cast, policy: Client, submitted: Visit) -> None:
    page = policy.get(f"/office/missions/{cast.mission.pid}/")
    assert page.status_code == 200
    assert submitted.pid not in page.content.decode()
    assert "CANARY" not in page.content.decode()
    assert policy.get(f"/desk/visits/{submitted.pid}/").status_code == 404


def test_strangers_find_no_missions(cast: Cast, signed_in: Any) -> None:
    for person in (cast.teacher, cast.principal, cast.operator, cast.stranger):
        client = signed_in(person)
        assert client.get("/office/missions/").status_code == 404
        assert client.get(f"/office/missions/{cast.mission.pid}/").status_code == 404
    outsider = signed_in(cast.other_delegate)
    assert outsider.get(f"/office/missions/{cast.mission.pid}/").status_code == 404
    assert signed_in(cast.delegate).post(f"/office/missions/{cast.mission.pid}/members/add/").status_code == 403


# The desk


def test_the_desk_lists_submitted_visits_those_that_wait_longest_first(
    cast: Cast, curator: Client, submitted: Visit, query_count: Any
) -> None:
    def counted() -> int:
        with query_count() as asked:
            assert curator.get("/desk/visits/").status_code == 200
        return len(asked)

    one = counted()
    for day in (1, 2):
        VisitFactory(
            mission=cast.mission, state="submitted", institution=InstitutionFactory(), recorded_by=cast.delegate,
            submitted_at=dt.datetime(2026, 2, day, tzinfo=dt.UTC), institution_name=f"Waits since {day}",
        )  # fmt: skip
    VisitFactory(mission=cast.mission, state="collecting", institution_name="CANARY-COLLECTING")
    assert counted() == one
    page = soup(curator.get("/desk/visits/"))
    assert len(page.select("tbody tr")) == 3
    assert page.select("tbody tr")[-1].select_one("a")["href"] == f"/desk/visits/{submitted.pid}/"
    assert "CANARY-COLLECTING" not in page.text
    for state in ("accepted", "returned", "nonsense"):
        assert curator.get(f"/desk/visits/?state={state}").status_code == 200


def test_a_new_institution_is_shown_beside_entries_of_a_name_like_it(
    cast: Cast, curator: Client, submitted: Visit
) -> None:
    NameFactory(
        institution=InstitutionFactory(display_name="โรงเรียนบ้านดาวเหนือ", country="TH"), text="โรงเรียนบ้านดาวเหนือวิทยา"
    )
    page = soup(curator.get(f"/desk/visits/{submitted.pid}/"))
    assert "Entries with a name like this" in page.text
    assert "CANARY-PERSON Darin" in page.text
    assert "CANARY-NOTE" in page.text
    assert page.select_one(".photos img")["alt"] == "수업 참관"


def test_findings_stand_beside_what_the_register_says(cast: Cast, curator: Client) -> None:
    school = InstitutionFactory(display_name="Kōwhai Bay College", website="https://old.example", state="published")
    OfferFactory(institution=school)
    ProgrammeFactory(institution=school, title="Harbour water watch")
    ContactFactory(institution=school, role="Deputy principal")
    about = {"website": "https://new.example", "country": "NZ"}
    visit = start_visit(cast.mission, body=said(cast.mission, about=about, institution=school.pid), actor=cast.delegate)
    submit_visit(visit, actor=cast.lead)
    page = soup(curator.get(f"/desk/visits/{visit.pid}/"))
    rows = {row.select_one("th").text.split("\n")[0].strip(): row for row in page.select("table.compare tbody tr")}
    website = next(row for label, row in rows.items() if label.startswith("Website"))
    assert [cell.text.strip() for cell in website.select("td")] == ["https://new.example", "https://old.example"]
    for known in ("Harbour water watch", "Deputy principal", "Joint online class"):
        assert known in page.text
    assert "canary-contact" not in page.text


def test_a_visit_is_accepted_into_the_inbox(cast: Cast, curator: Client, submitted: Visit) -> None:
    here = f"/desk/visits/{submitted.pid}/"
    assert curator.post(f"{here}accept/").headers["Location"] == here
    page = soup(curator.get(here))
    links = {link["href"] for link in page.select('a[href^="/desk/records/"]')}
    assert links == {f"/desk/records/{pid}/" for pid in Record.objects.values_list("pid", flat=True)}
    assert len(links) == 4
    assert curator.get(next(iter(links))).status_code == 200
    assert curator.post(f"{here}accept/").status_code == 409


def test_a_visit_is_returned_with_a_reason(cast: Cast, curator: Client, submitted: Visit) -> None:
    here = f"/desk/visits/{submitted.pid}/return/"
    refused = curator.post(here, {})
    assert refused.status_code == 422
    assert "Say what is to be mended, or choose a reason." in soup(refused).text
    assert curator.post(here, {"reasons": ["boring"]}).status_code == 422
    curator.post(here, {"reasons": ["people_missing"], "comment": "누구를 만났나요?"})
    submitted.refresh_from_db()
    assert (submitted.state, submitted.returned_reasons) == ("returned", ["people_missing"])
    assert "누구를 만났나요?" in soup(curator.get(f"/desk/visits/{submitted.pid}/")).text


def test_a_curator_who_travelled_leaves_it_to_another(cast: Cast, curator: Client, submitted: Visit) -> None:
    MembershipFactory(person=cast.curator, role="delegate", organisation=cast.institute)
    MissionMemberFactory(mission=cast.mission, person=cast.curator)
    here = f"/desk/visits/{submitted.pid}/"
    assert "another curator decides about it" in soup(curator.get(here)).text
    assert curator.post(f"{here}accept/").status_code == 403


def test_a_visit_that_is_still_recorded_can_be_read(cast: Cast, curator: Client) -> None:
    visit = VisitFactory(mission=cast.mission, recorded_by=cast.delegate)
    page = soup(curator.get(f"/desk/visits/{visit.pid}/"))
    assert "still recording" in page.text
    assert curator.post(f"/desk/visits/{visit.pid}/accept/").status_code == 409


def test_only_curators_see_the_desk(cast: Cast, signed_in: Any, submitted: Visit) -> None:
    accept_visit(submitted, actor=cast.curator)
    for person in (cast.lead, cast.teacher, cast.policy_officer, cast.stranger):
        client = signed_in(person)
        assert client.get("/desk/visits/").status_code == 404
        assert client.get(f"/desk/visits/{submitted.pid}/").status_code == 404
