"""Missions and visits by the API: uploads that may be repeated, receipts, verdicts, pictures."""

import hashlib
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gyoryu.api.rest.visit_schema import UPLOADED_VISIT
from gyoryu.missions.body import read_body
from gyoryu.missions.models import Evidence, Receipt, Visit
from gyoryu.registry.models import Record
from tests.cast import Cast
from tests.factories import MissionFactory, StopFactory
from tests.missions.sample import SAID, jpeg

ID = "0b8f8c2e-6a58-4b6c-9d5e-4a3f2f1d7c10"
HERE = f"/api/v1/visits/{ID}"


def put(client: Client, address: str = HERE, **data: Any) -> Any:
    return client.put(address, data=json.dumps(data).encode(), content_type="application/json")


@pytest.fixture
def phone(cast: Cast, signed_in: Any) -> Client:
    client: Client = signed_in(cast.delegate)
    return client


@pytest.fixture
def lead(cast: Cast, signed_in: Any) -> Client:
    client: Client = signed_in(cast.lead)
    return client


@pytest.fixture
def curator(cast: Cast, signed_in: Any) -> Client:
    client: Client = signed_in(cast.curator)
    return client


def test_the_first_upload_is_answered_with_a_receipt(cast: Cast, phone: Client) -> None:
    sent = json.dumps({"mission": cast.mission.pid, **SAID}).encode()
    answer = phone.put(HERE, data=sent, content_type="application/json")
    assert answer.status_code == 201
    visit, receipt = Visit.objects.get(), Receipt.objects.get()
    told = answer.json()
    assert told.pop("received_at")[:19] == receipt.received_at.isoformat()[:19]
    assert told == {
        "pid": visit.pid,
        "client_uuid": ID,
        "version": 1,
        "state": "collecting",
        "sha256": hashlib.sha256(sent).hexdigest(),
    }


def test_the_same_again_gets_the_same_receipt(cast: Cast, phone: Client, lead: Client) -> None:
    first = put(phone, mission=cast.mission.pid, **SAID)
    for client in (phone, lead):
        again = put(client, mission=cast.mission.pid, **SAID)
        assert (again.status_code, again.json()) == (200, first.json())
    shuffled = phone.put(
        HERE, json.dumps({**dict(reversed(SAID.items())), "mission": cast.mission.pid}), "application/json"
    )
    assert (shuffled.status_code, shuffled.json()["pid"]) == (200, first.json()["pid"])
    assert Visit.objects.count() == 1


def test_other_content_under_the_same_id_gets_both_versions(cast: Cast, phone: Client, lead: Client) -> None:
    put(phone, mission=cast.mission.pid, **SAID)
    refused = put(lead, mission=cast.mission.pid, **{**SAID, "said": "Other"})
    assert refused.status_code == 409
    told = refused.json()
    assert (told["status"], told["type"], told["stored"]["version"]) == (409, "urn:gyoryu:visit_changed", 1)
    assert told["stored"]["body"]["said"] == SAID["said"]
    assert Visit.objects.get().said == SAID["said"]


def test_an_edit_names_the_version_it_is_of(cast: Cast, phone: Client, lead: Client) -> None:
    put(phone, mission=cast.mission.pid, **SAID)
    edited = {**SAID, "said": "Other"}
    answer = put(lead, mission=cast.mission.pid, version=1, **edited)
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert put(lead, mission=cast.mission.pid, version=1, **edited).json() == answer.json()
    assert put(phone, mission=cast.mission.pid, version=1, **{**SAID, "said": "Third"}).status_code == 409
    late = put(phone, mission=cast.mission.pid, **SAID)
    assert (late.status_code, late.json()["version"]) == (200, 2)


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"", 422, "not_json"),
        (b"{", 422, "not_json"),
        (b"[]", 422, "not_an_object"),
        (b"\xff\xfe", 422, "not_json"),
        (b"[" * 100_000, 422, "not_json"),
        (b'{"mission": ' + b"9" * 5000 + b"}", 422, "not_json"),
        (b'{"said": "x"}', 422, "mission_missing"),
        (b'{"mission": ["x"]}', 422, "mission_missing"),
        (b'{"mission": "\\u0000"}', 404, "not_found"),
        (b'{"mission": "\\ud800"}', 404, "not_found"),
        (b'{"mission": "0000000000"}', 404, "not_found"),
        (b'{"mission": "0000000000", "version": "1"}', 422, "not_a_version"),
        (b'{"said": "' + b"x" * 1_100_000 + b'"}', 422, "body_too_large"),
    ],
)
def test_what_is_no_visit_is_refused(phone: Client, raw: bytes, status: int, code: str) -> None:
    assert phone.put(HERE, data=raw, content_type="application/json").status_code in (400, status)  # or at the door
    answer = phone.put(HERE, data=raw, content_type="text/plain")
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:gyoryu:{code}")
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert Visit.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"said": "a\x00b"}, "said"),
        ({"said": "\ud800"}, "said"),
        ({"met_on": "2026-02-31"}, "met_on"),
        ({"offer": {"types": ["dance"]}}, "offer.types"),
        ({"stop": "0000000000"}, "stop"),
        ({"institution": "0000000000"}, "institution"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_what_is_wrong_in_it_is_named(cast: Cast, phone: Client, wrong: dict[str, Any], field: str) -> None:
    answer = phone.put(HERE, data=json.dumps({"mission": cast.mission.pid, **wrong}), content_type="text/plain")
    assert answer.status_code == 422
    assert [problem["field"] for problem in answer.json()["fields"]] == [field]
    assert Visit.objects.count() == 0


def test_strangers_learn_nothing(cast: Cast, phone: Client, signed_in: Any, visitor: Client) -> None:
    pid = put(phone, mission=cast.mission.pid, **SAID).json()["pid"]
    assert put(visitor, mission=cast.mission.pid, **SAID).status_code == 401
    for person in (cast.other_delegate, cast.teacher, cast.stranger, cast.policy_officer):
        stranger = signed_in(person)
        assert stranger.get(f"/api/v1/visits/{pid}").status_code == 404
        answer = put(stranger, mission=cast.mission.pid, **SAID)
        assert answer.status_code in (403, 404)
        assert "CANARY" not in answer.content.decode()
    assert put(signed_in(cast.curator), mission=cast.mission.pid, **SAID).status_code == 403


def test_an_id_that_another_mission_used_is_refused(cast: Cast, phone: Client, signed_in: Any) -> None:
    put(phone, mission=cast.mission.pid, **SAID)
    other = MissionFactory()
    other.members.create(person=cast.other_delegate)
    other.members.create(person=cast.delegate)
    assert put(signed_in(cast.other_delegate), mission=other.pid, **SAID).status_code == 409
    assert put(phone, mission=other.pid, **SAID).status_code == 409


def test_a_session_alone_is_not_enough_to_write(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.delegate, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert put(client, mission=cast.mission.pid, **SAID).status_code in (401, 403)
    assert Visit.objects.count() == 0


def test_a_visit_is_read_as_it_was_sent(cast: Cast, phone: Client, curator: Client) -> None:
    pid = put(phone, mission=cast.mission.pid, **SAID).json()["pid"]
    for client in (phone, curator):
        told = client.get(f"/api/v1/visits/{pid}").json()
        assert told["body"] == SAID
        assert (told["mission"], told["missing"], told["recorded_by"]) == (cast.mission.pid, ["photos"], "delegate")


def test_from_the_phone_to_the_inbox(cast: Cast, phone: Client, lead: Client, curator: Client) -> None:
    pid = put(phone, mission=cast.mission.pid, **SAID).json()["pid"]
    here = f"/api/v1/visits/{pid}"
    assert phone.post(f"{here}/submit").status_code == 403
    assert lead.post(f"{here}/submit").json()["state"] == "submitted"
    assert lead.post(f"{here}/accept").status_code == 403
    back = {"comment": "Who?", "reasons": ["people_missing"]}
    assert curator.post(f"{here}/return", back, "application/json").json()["returned_reasons"] == ["people_missing"]
    lead.post(f"{here}/submit")
    assert curator.post(f"{here}/accept").json()["state"] == "accepted"
    assert Record.objects.filter(source__slug="visits", state="proposed").count() == 4
    assert curator.post(f"{here}/accept").status_code == 409
    assert put(phone, mission=cast.mission.pid, **SAID).status_code == 200


@pytest.mark.parametrize("body", [{}, {"comment": "a\x00"}, {"comment": 3}, {"reasons": ["boring"]}, {"reasons": "x"}])
def test_a_return_says_why(cast: Cast, phone: Client, lead: Client, curator: Client, body: dict[str, Any]) -> None:
    pid = put(phone, mission=cast.mission.pid, **SAID).json()["pid"]
    lead.post(f"/api/v1/visits/{pid}/submit")
    answer = curator.post(f"/api/v1/visits/{pid}/return", body, "application/json")
    assert answer.status_code in (400, 422)
    assert Visit.objects.get().state == "submitted"


def test_a_visit_is_cancelled(cast: Cast, phone: Client) -> None:
    pid = put(phone, mission=cast.mission.pid, **SAID).json()["pid"]
    assert phone.post(f"/api/v1/visits/{pid}/cancel").json()["state"] == "cancelled"


def test_a_picture_is_sent_described_and_removed(cast: Cast, phone: Client) -> None:
    pid = put(phone, mission=cast.mission.pid, **SAID).json()["pid"]

    def send(content: bytes) -> Any:
        photo = SimpleUploadedFile("IMG_0001.JPG", content, "image/jpeg")
        return phone.post(f"/api/v1/visits/{pid}/evidence", {"file": photo, "caption": "수업", "shows_pupils": "true"})

    first = send(jpeg())
    assert (first.status_code, send(jpeg()).status_code) == (201, 200)
    told = first.json()
    assert (told["caption"], told["shows_pupils"], told["sha256"]) == ("수업", True, hashlib.sha256(jpeg()).hexdigest())
    assert send(b"<svg/>").json()["type"] == "urn:gyoryu:svg_picture"
    assert send(bytes(15 * 1024 * 1024 + 1)).json()["type"] == "urn:gyoryu:file_too_large"
    changed = phone.post(
        f"/api/v1/evidence/{told['pid']}/describe", {"caption": "협의", "may_publish": True}, "application/json"
    )
    assert (changed.json()["caption"], changed.json()["may_publish"]) == ("협의", True)
    assert phone.post(f"/api/v1/evidence/{told['pid']}/remove").status_code == 204
    assert Evidence.objects.count() == 0


def test_missions_with_their_itinerary(cast: Cast, phone: Client, signed_in: Any) -> None:
    stop = StopFactory(mission=cast.mission)
    pid = put(phone, mission=cast.mission.pid, stop=stop.pid, **SAID).json()["pid"]
    assert [mission["pid"] for mission in phone.get("/api/v1/missions").json()] == [cast.mission.pid]
    told = phone.get(f"/api/v1/missions/{cast.mission.pid}").json()
    assert [(line["pid"], line["visits"]) for line in told["stops"]] == [(stop.pid, [pid])]
    assert signed_in(cast.other_delegate).get("/api/v1/missions").json() == []
    assert signed_in(cast.teacher).get(f"/api/v1/missions/{cast.mission.pid}").status_code == 404


def test_a_mission_from_plan_to_end(cast: Cast, lead: Client, signed_in: Any) -> None:
    policy = signed_in(cast.policy_officer)
    cast.mission.state, cast.mission.purpose = "draft", "x"
    cast.mission.save()
    here = f"/api/v1/missions/{cast.mission.pid}"
    assert lead.post(f"{here}/submit").status_code == 422
    StopFactory(mission=cast.mission)
    assert lead.post(f"{here}/submit").json()["state"] == "submitted"
    assert lead.post(f"{here}/approve").status_code == 403
    assert policy.post(f"{here}/return", {"comment": "Shorter"}, "application/json").json()["state"] == "returned"
    lead.post(f"{here}/submit")
    assert policy.post(f"{here}/approve").json()["state"] == "approved"
    for verb, state in (
        ("begin", "under_way"),
        ("finish-visits", "reporting"),
        ("resume-visits", "under_way"),
        ("finish-visits", "reporting"),
        ("complete", "completed"),
    ):
        assert lead.post(f"{here}/{verb}").json()["state"] == state
    assert lead.post(f"{here}/cancel").status_code == 409


def test_the_description_names_what_is_read() -> None:
    everything = {**SAID, "stop": "", "institution": ""}
    assert set(UPLOADED_VISIT["properties"]) == {*everything, "mission", "version"}
    for part in ("about", "offer"):
        described = UPLOADED_VISIT["properties"][part]["properties"]
        read_body({part: dict.fromkeys(described)}, mission=MissionFactory.build(organisation=None, created_by=None))
    for part in ("contacts", "programmes"):
        described = UPLOADED_VISIT["properties"][part]["items"]["properties"]
        one = {**dict.fromkeys(described), "title": "x"} if part == "programmes" else dict.fromkeys(described)
        read_body({part: [one]}, mission=MissionFactory.build(organisation=None, created_by=None))
