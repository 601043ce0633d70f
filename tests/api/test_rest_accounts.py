"""People, organisations and oneself through the machine door."""

from typing import Any

import pytest

from gyoryu.accounts.models import Invitation, Membership, SavedFilter
from gyoryu.audit.models import AccessEvent
from tests.cast import Cast


def send(client: Any, method: str, path: str, body: Any = None) -> Any:
    return getattr(client, method)(f"/api/v1{path}", body or {}, content_type="application/json")


def test_who_i_am(cast: Cast, signed_in: Any) -> None:
    me = signed_in(cast.teacher).get("/api/v1/me").json()
    assert (me["name"], me["email"]) == ("teacher", cast.teacher.email)
    assert [(one["role"], one["name"]) for one in me["roles"]] == [("teacher", "가온고등학교")]


def test_my_profile_and_filters(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.teacher)
    assert send(client, "put", "/me", {"name": "임보미", "language": "en"}).json()["name"] == "임보미"
    kept = send(client, "post", "/me/filters", {"page": "school:home", "label": "ours", "query": "a=1"})
    assert kept.status_code == 201
    assert send(client, "delete", f"/me/filters/{kept.json()['pid']}").status_code == 204
    assert SavedFilter.objects.count() == 0


def test_people_with_a_reason_that_is_logged(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.operator)
    assert client.get("/api/v1/people").status_code == 422
    assert client.get("/api/v1/people?reason=x").json()["field"] == "reason"
    found = client.get("/api/v1/people?reason=yearly+review&role=curator").json()
    assert (found["total"], found["people"][0]["email"]) == (1, "curator@gyoryu.example")
    assert AccessEvent.objects.get().reason == "yearly review"
    client.get(f"/api/v1/people/{cast.teacher.pid}")
    assert AccessEvent.objects.filter(what="accounts.view_person", whose_pid=cast.teacher.pid).count() == 1


@pytest.mark.parametrize("limit", [1, 3])
def test_a_list_of_people_costs_the_same_for_one_and_three(
    cast: Cast, signed_in: Any, query_count: Any, limit: int
) -> None:
    client = signed_in(cast.operator)
    with query_count() as queries:
        assert len(client.get(f"/api/v1/people?reason=counting+queries&limit={limit}").json()["people"]) == limit
    assert len([one for one in queries if one["sql"].startswith("SELECT")]) <= 9


def test_roles_are_given_ended_and_moved(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.operator)
    person = f"/people/{cast.teacher.pid}"
    at_office = {"role": "delegate", "organisation": cast.office.pid}
    assert {one["role"] for one in send(client, "post", f"{person}/grant-role", at_office).json()["roles"]} == {
        "teacher",
        "delegate",
    }
    assert send(client, "post", f"{person}/grant-role", at_office).status_code == 409
    assert send(client, "post", f"{person}/end-membership", at_office).json()["roles"][0]["role"] == "teacher"
    moved = send(client, "post", f"{person}/move", {"role": "teacher", "organisation": cast.other_school.pid})
    assert [one["name"] for one in moved.json()["roles"]] == ["나래고등학교"]
    assert Membership.objects.filter(person=cast.teacher, ended_at__isnull=False).count() == 2
    wrong = send(client, "post", f"{person}/grant-role", {"role": "curator", "organisation": cast.school.pid})
    assert (wrong.status_code, wrong.json()["type"], wrong.json()["field"]) == (
        422,
        "urn:gyoryu:role_not_here",
        "role",
    )


def test_accounts_are_closed_and_opened(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.operator)
    assert send(client, "post", f"/people/{cast.teacher.pid}/close").json()["open"] is False
    assert send(client, "post", f"/people/{cast.teacher.pid}/reopen").json()["open"] is True
    assert send(client, "post", f"/people/{cast.operator.pid}/close").status_code == 422


def test_an_invitation_never_shows_its_link(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.principal)
    given = {"email": "new@school.example", "role": "teacher", "organisation": cast.school.pid}
    made = send(client, "post", "/invitations", given)
    assert (made.status_code, made.json()["email"]) == (201, "new@school.example")
    assert not {"token", "link"} & set(made.json())
    assert send(client, "post", "/invitations", {**given, "role": "principal"}).status_code == 403
    assert send(client, "post", "/invitations", {**given, "email": "no"}).json()["field"] == "email"
    withdrawn = send(client, "post", f"/invitations/{made.json()['pid']}/withdraw")
    assert withdrawn.json()["withdrawn"] is True
    assert Invitation.objects.count() == 1


def test_everybody_sees_their_own_organisations(cast: Cast, signed_in: Any) -> None:
    def names(person: Any) -> set[str]:
        rows = signed_in(person).get("/api/v1/organisations").json()["organisations"]
        return {row["name"] for row in rows}

    assert names(cast.teacher) == {"가온고등학교"}
    assert names(cast.district_officer) == {"가온교육지원청", "가온고등학교"}
    assert {"가온고등학교", "나래고등학교", "가온교육청"} <= names(cast.operator)
    assert names(cast.stranger) == set()


def test_priority_classes(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.operator)
    address = f"/organisations/{cast.school.pid}/priority-classes"
    assert send(client, "post", address, {"classes": ["research_school"]}).json()["priority_classes"] == [
        "research_school"
    ]
    assert send(client, "post", address, {"classes": ["best_friends"]}).json()["field"] == "classes"
