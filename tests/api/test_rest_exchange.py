"""Wishes and matches through the machine door: the same rules as the pages, problem JSON for every refusal."""

from typing import Any

import pytest

from gyoryu.exchange.domain import matches
from gyoryu.exchange.models import Match, Wish
from tests.cast import Cast
from tests.exchange import stages

BODY = {
    "title": "기후를 함께 배우기",
    "types": ["joint_class"],
    "fields": ["climate_environment"],
    "countries": ["NZ"],
    "level_from": 10,
    "level_to": 11,
    "languages": ["en:A2", "ko"],
}


def send(client: Any, method: str, path: str, body: Any = None) -> Any:
    return getattr(client, method)(f"/api/v1{path}", body or {}, content_type="application/json")


def test_from_draft_to_connection(cast: Cast, signed_in: Any) -> None:
    teacher, principal, curator = signed_in(cast.teacher), signed_in(cast.principal), signed_in(cast.curator)
    offer = stages.an_offer()
    made = send(teacher, "post", "/wishes", {**BODY, "school": cast.school.pid, "institution": offer.institution.pid})
    assert made.status_code == 201
    pid = made.json()["pid"]
    assert made.json()["institution"] == offer.institution.pid
    assert made.json()["fields"] == ["climate_environment"]
    edited = send(teacher, "put", f"/wishes/{pid}", {**BODY, "weeks": "5월", "version": 1})
    assert (edited.json()["weeks"], edited.json()["version"]) == ("5월", 2)
    assert send(teacher, "post", f"/wishes/{pid}/submit", {"share_contact": True}).json()["state"] == "submitted"
    assert send(principal, "post", f"/wishes/{pid}/approve").json()["state"] == "approved"
    assert send(curator, "post", f"/wishes/{pid}/eligible").json()["state"] == "waiting"
    found = send(curator, "get", f"/wishes/{pid}/candidates").json()
    assert [(one["offer"], one["blocked"]) for one in found] == [(offer.pid, False)]
    assert found[0]["criteria"][0]["sentence"].startswith("All grades wished for")
    match = send(curator, "post", f"/wishes/{pid}/matches", {"offer": offer.pid})
    assert match.status_code == 201
    match_pid = match.json()["pid"]
    assert send(curator, "post", f"/matches/{match_pid}/decide").json()["turn"] == ["office"]
    contact = stages.contact_of(offer)
    asked = send(curator, "post", f"/matches/{match_pid}/ask", {"contact": contact.pid, "language": "en"})
    assert asked.json()["turn"] == ["school", "partner"]
    told = {"answer": "accept", "channel": "telephone", "person": "deputy head"}
    assert send(curator, "post", f"/matches/{match_pid}/record-answer", told).json()["state"] == "accepted_by_partner"
    assert send(principal, "post", f"/matches/{match_pid}/accept").json()["state"] == "connected"
    assert [one["state"] for one in send(curator, "get", "/matches?show=connected").json()] == ["connected"]
    assert [one["pid"] for one in send(teacher, "get", "/wishes?state=connected").json()] == [pid]


def test_refusals_are_problems_with_a_field(cast: Cast, signed_in: Any) -> None:
    teacher = signed_in(cast.teacher)
    wrong = send(teacher, "post", "/wishes", {**BODY, "school": cast.school.pid, "types": ["dancing"]})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "types")
    assert wrong.headers["Content-Type"] == "application/problem+json; charset=utf-8"
    assert send(teacher, "post", "/wishes", {**BODY, "school": cast.other_school.pid}).status_code == 404
    assert send(teacher, "post", "/wishes", {**BODY, "school": "no pid"}).status_code == 422
    assert send(teacher, "post", "/wishes", {**BODY, "school": cast.school.pid, "note": "a\u0000b"}).status_code == 400
    assert (
        send(teacher, "post", "/wishes", {**BODY, "school": cast.school.pid, "level_from": 10**30}).status_code == 422
    )
    empty = send(teacher, "post", "/wishes", {"school": cast.school.pid}).json()["pid"]
    assert send(teacher, "post", f"/wishes/{empty}/submit").json()["type"] == "urn:gyoryu:wish_incomplete"
    stale = send(teacher, "put", f"/wishes/{empty}", {**BODY, "version": 7})
    assert (stale.status_code, stale.json()["type"]) == (409, "urn:gyoryu:changed_meanwhile")
    assert Wish.objects.count() == 1


def test_nobody_signed_in_and_strangers(cast: Cast, signed_in: Any, visitor: Any) -> None:
    wish = stages.submitted(cast)
    assert visitor.get(f"/api/v1/wishes/{wish.pid}").status_code == 401
    for stranger in (cast.stranger, cast.other_teacher, cast.delegate, cast.operator):
        client = signed_in(stranger)
        assert client.get(f"/api/v1/wishes/{wish.pid}").status_code == 404
        assert client.get("/api/v1/wishes").json() == []
        assert client.get("/api/v1/matches").json() == []
        assert send(client, "post", f"/wishes/{wish.pid}/approve").status_code == 404


def test_who_sees_but_may_not(cast: Cast, signed_in: Any) -> None:
    wish = stages.submitted(cast)
    assert send(signed_in(cast.teacher), "post", f"/wishes/{wish.pid}/approve").status_code == 403
    assert send(signed_in(cast.district_officer), "post", f"/wishes/{wish.pid}/eligible").status_code == 403
    assert send(signed_in(cast.curator), "post", f"/wishes/{wish.pid}/submit").status_code == 403


@pytest.mark.parametrize(
    ("verb", "body", "state"),
    [
        ("take-back", {}, "draft"),
        ("send-back", {"note": "학년을 적어 주세요"}, "draft"),
        ("recommend", {"recommendation": "first", "note": "지구 중점"}, "submitted"),
        ("close", {"reason": "plans_changed"}, "closed"),
        ("consent", {}, "submitted"),
    ],
)
def test_further_verbs_of_a_wish(cast: Cast, signed_in: Any, verb: str, body: dict[str, str], state: str) -> None:
    wish = stages.submitted(cast)
    by = {"send-back": cast.principal, "recommend": cast.district_officer}.get(verb, cast.teacher)
    answer = send(signed_in(by), "post", f"/wishes/{wish.pid}/{verb}", body)
    assert (answer.status_code, answer.json()["state"]) == (200, state)


def test_refuse_reopen_and_hand_over(cast: Cast, signed_in: Any) -> None:
    wish = stages.approved(cast)
    refused = send(signed_in(cast.curator), "post", f"/wishes/{wish.pid}/refuse", {"reasons": ["duplicate"]})
    assert refused.json()["refusal_reasons"] == ["duplicate"]
    teacher = signed_in(cast.teacher)
    assert send(teacher, "post", f"/wishes/{wish.pid}/reopen").json()["state"] == "draft"
    assert send(teacher, "post", f"/wishes/{wish.pid}/hand-over", {"to": cast.other_teacher.pid}).status_code == 404
    assert send(teacher, "post", f"/wishes/{wish.pid}/hand-over", {"to": cast.principal.pid}).status_code == 200
    assert Wish.objects.get().responsible == cast.principal


def test_further_verbs_of_a_match(cast: Cast, signed_in: Any) -> None:
    match, _token = stages.asked(cast)
    curator, teacher = signed_in(cast.curator), signed_in(cast.teacher)
    assert send(curator, "post", f"/matches/{match.pid}/expire").json()["type"] == "urn:gyoryu:not_due_yet"
    assert send(curator, "post", f"/matches/{match.pid}/renew-link", {"days": 30}).status_code == 200
    declined = send(teacher, "post", f"/matches/{match.pid}/decline", {"reasons": ["costs"]})
    assert (declined.json()["state"], declined.json()["declined_by"]) == ("declined", "school")
    again = matches.propose_match(Wish.objects.get(), match.offer, actor=cast.curator)
    withdrawn = send(curator, "post", f"/matches/{again.pid}/withdraw", {"reason": "mistake"})
    assert withdrawn.json()["state"] == "withdrawn"
    assert teacher.get(f"/api/v1/matches/{again.pid}").status_code == 404
    assert Match.objects.count() == 2


def test_a_link_passed_on_by_hand_is_not_renewed_where_nobody_would_see_it(cast: Cast, signed_in: Any) -> None:
    match = stages.decided(cast)
    matches.ask_both(match, actor=cast.curator)
    answer = send(signed_in(cast.curator), "post", f"/matches/{match.pid}/renew-link")
    assert (answer.status_code, answer.json()["field"]) == (422, "contact")


def test_a_list_asks_the_database_as_often_for_three_as_for_one(cast: Cast, signed_in: Any, query_count: Any) -> None:
    client = signed_in(cast.curator)
    counts = []
    for more in (1, 2):
        for _number in range(more):
            stages.asked(cast)
        for path in ("/api/v1/wishes?state=all", "/api/v1/matches"):
            client.get(path)
            with query_count() as queries:
                assert len(client.get(path).json()) == Match.objects.count()
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
