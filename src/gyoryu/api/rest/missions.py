"""Missions and visits, for phones and other programs. Every operation asks the same queries as the pages.

A visit is uploaded under an id of the sender's own making (a UUID), so that a repeat after a cut line is harmless::

    PUT /api/v1/visits/0b8f8c2e-6a58-4b6c-9d5e-4a3f2f1d7c10      (session cookie, X-CSRFToken, JSON)
    {"mission": "<pid>", "met_on": "2026-01-13", "institution": "<pid>", "said": "...", "intention": "yes",
     "contacts": [{"name": "...", "email": "..."}], "offer": {"types": ["joint_class"]},
     "programmes": [{"title": "..."}]}

201 the first time, 200 for the same content again; both with a receipt, and only after it is on the disk. Every field
but ``mission`` may be left out; an institution that is not in the register is described in ``about``. Other content
under the same id is refused with 409 and what is stored, unless ``version`` names the stored version (an edit, 200).
"""

import datetime as dt
import hashlib
import json
import uuid
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import File, Form, Schema, UploadedFile

from gyoryu.api.rest.door import api, problem, signed_in
from gyoryu.api.rest.visit_schema import UPLOADED_VISIT
from gyoryu.common import files
from gyoryu.common.errors import BadInput, Conflict
from gyoryu.common.ids import is_pid
from gyoryu.missions import queries
from gyoryu.missions.body import read_body
from gyoryu.missions.domain import evidence as pictures
from gyoryu.missions.domain import missions as mission_verbs
from gyoryu.missions.domain import visits as verbs
from gyoryu.missions.models import Evidence, Mission, Visit
from gyoryu.missions.reading import BadBody

MAX_BODY = 1024 * 1024


class MissionSummary(Schema):
    pid: str
    title: str
    state: str
    countries: list[str]
    starts_on: dt.date
    ends_on: dt.date


class StopOut(Schema):
    pid: str
    on: dt.date
    at: dt.time | None
    kind: str
    title: str
    place: str
    country: str
    institution: str
    visits: list[str]


class MissionOut(MissionSummary):
    purpose: str
    stops: list[StopOut]


class Receipt(Schema):
    """What was acknowledged. ``sha256`` is that of the request's body as it arrived."""

    pid: str
    client_uuid: uuid.UUID
    version: int
    state: str
    sha256: str
    received_at: dt.datetime


class EvidenceOut(Schema):
    pid: str
    sha256: str
    width: int | None
    height: int | None
    caption: str
    shows_pupils: bool
    may_publish: bool


class VisitOut(Schema):
    pid: str
    client_uuid: uuid.UUID
    mission: str
    state: str
    version: int
    recorded_by: str
    body: dict[str, Any]
    missing: list[str]
    evidence: list[EvidenceOut]
    returned_comment: str
    returned_reasons: list[str]


class Returned(Schema):
    comment: str = ""
    reasons: list[str] = []


class MissionReturned(Schema):
    comment: str = ""


class Description(Schema):
    caption: str = ""
    shows_pupils: bool = False
    may_publish: bool = False


@api.exception_handler(BadBody)
def bad_body(request: HttpRequest, error: BadBody) -> HttpResponse:
    fields = [{"field": path, "problem": str(what), "code": what.code} for path, what in error.problems.items()]
    return problem(request, 422, "invalid_input", error.message, field=error.field, fields=fields)


@api.exception_handler(verbs.OtherContent)
def other_content(request: HttpRequest, error: verbs.OtherContent) -> HttpResponse:
    """Both versions: the sender has one, and gets the other."""
    stored = {"pid": error.visit.pid, "version": error.visit.version, "body": queries.body_of(error.visit).to_json()}
    return problem(request, 409, error.code, error.message, stored=stored)


def _visit_out(visit: Visit) -> dict[str, Any]:
    return {
        "pid": visit.pid,
        "client_uuid": visit.client_uuid,
        "mission": visit.mission.pid,
        "state": visit.state,
        "version": visit.version,
        "recorded_by": visit.recorded_by.name,
        "body": queries.body_of(visit).to_json(),
        "missing": [gap.code for gap in queries.gaps_of(visit)],
        "evidence": list(visit.evidence.all()),
        "returned_comment": visit.returned_comment,
        "returned_reasons": visit.returned_reasons,
    }


# Missions


@api.get(
    "/missions", operation_id="list_missions", auth=signed_in, response=list[MissionSummary], summary="My missions"
)
def list_missions(request: HttpRequest) -> Any:
    return queries.missions_visible_to(request.viewer)[:200]  # type: ignore[attr-defined]


@api.get(
    "/missions/{pid:pid}",
    operation_id="view_mission",
    auth=signed_in,
    response=MissionOut,
    summary="A mission with its itinerary",
)
def view_mission(request: HttpRequest, pid: str) -> Any:
    mission = queries.get_mission(request.viewer, pid)  # type: ignore[attr-defined]
    return _mission_out(mission)


def _mission_out(mission: Mission) -> dict[str, Any]:
    lines = [line for day in queries.itinerary_of(mission) for line in day.lines if line.stop]
    summary = {name: getattr(mission, name) for name in MissionSummary.model_fields}
    stops = [
        {
            **{name: getattr(line.stop, name) for name in ("pid", "on", "at", "kind", "title", "place", "country")},
            "institution": line.stop.institution.pid if line.stop and line.stop.institution else "",
            "visits": [visit.pid for visit in line.visits],
        }
        for line in lines
    ]
    return {**summary, "purpose": mission.purpose, "stops": stops}


def _moved(request: HttpRequest, pid: str, verb: Any, **more: Any) -> dict[str, Any]:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    mission = queries.get_mission(viewer, pid, to=f"missions.{verb.__name__}")
    return _mission_out(verb(mission, **more, actor=viewer))


@api.post("/missions/{pid:pid}/submit", operation_id="submit_mission", auth=signed_in, response=MissionOut)
def submit_mission(request: HttpRequest, pid: str) -> Any:
    return _moved(request, pid, mission_verbs.submit_mission)


@api.post("/missions/{pid:pid}/approve", operation_id="approve_mission", auth=signed_in, response=MissionOut)
def approve_mission(request: HttpRequest, pid: str) -> Any:
    return _moved(request, pid, mission_verbs.approve_mission)


@api.post("/missions/{pid:pid}/return", operation_id="return_mission", auth=signed_in, response=MissionOut)
def return_mission(request: HttpRequest, pid: str, body: MissionReturned) -> Any:
    return _moved(request, pid, mission_verbs.return_mission, comment=body.comment)


@api.post("/missions/{pid:pid}/begin", operation_id="begin_mission", auth=signed_in, response=MissionOut)
def begin_mission(request: HttpRequest, pid: str) -> Any:
    return _moved(request, pid, mission_verbs.begin_mission)


@api.post("/missions/{pid:pid}/finish-visits", operation_id="finish_visits", auth=signed_in, response=MissionOut)
def finish_visits(request: HttpRequest, pid: str) -> Any:
    return _moved(request, pid, mission_verbs.finish_visits)


@api.post("/missions/{pid:pid}/resume-visits", operation_id="resume_visits", auth=signed_in, response=MissionOut)
def resume_visits(request: HttpRequest, pid: str) -> Any:
    return _moved(request, pid, mission_verbs.resume_visits)


@api.post("/missions/{pid:pid}/complete", operation_id="complete_mission", auth=signed_in, response=MissionOut)
def complete_mission(request: HttpRequest, pid: str) -> Any:
    return _moved(request, pid, mission_verbs.complete_mission)


@api.post("/missions/{pid:pid}/cancel", operation_id="cancel_mission", auth=signed_in, response=MissionOut)
def cancel_mission(request: HttpRequest, pid: str) -> Any:
    return _moved(request, pid, mission_verbs.cancel_mission)


# Visits


@api.put(
    "/visits/{uuid:client_uuid}",
    operation_id="save_visit",
    auth=signed_in,
    response={200: Receipt, 201: Receipt},
    summary="Upload a visit; repeating it is harmless",
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": UPLOADED_VISIT}}}},
)
def save_visit(request: HttpRequest, client_uuid: uuid.UUID) -> Any:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    raw, data = _json_object(request)
    mission_pid, version = data.pop("mission", ""), data.pop("version", None)
    if version is not None and (isinstance(version, bool) or not isinstance(version, int)):
        raise BadInput(
            "not_a_version", _("“version” is the number of the stored version that you changed."), field="version"
        )
    stored = queries.find_visit(viewer, client_uuid)
    if stored is not None:
        visit = queries.get_visit(viewer, stored.pid, to="missions.save_visit")
        if mission_pid != visit.mission.pid:
            raise Conflict(
                "other_mission",
                _("This visit belongs to another mission. Give the new one an id of its own."),
                field="mission",
            )
        body = read_body(data, mission=visit.mission)
        visit = verbs.save_visit(visit, body=body, version=version, actor=viewer)
    else:
        if not isinstance(mission_pid, str) or not mission_pid:
            raise BadInput(
                "mission_missing", _("“mission” is the pid of the mission the visit belongs to."), field="mission"
            )
        mission = queries.get_mission(viewer, mission_pid if is_pid(mission_pid) else "", to="missions.start_visit")
        body = read_body(data, mission=mission)
        visit = verbs.start_visit(mission, body=body, client_uuid=client_uuid, actor=viewer)
    receipt = queries.latest_receipt(visit, body.sha256)
    answer = {
        **{name: getattr(visit, name) for name in ("pid", "client_uuid", "version", "state")},
        "sha256": hashlib.sha256(raw).hexdigest(),
        "received_at": receipt.received_at if receipt else visit.recorded_at,
    }
    return (201 if visit.is_new else 200), answer


def _json_object(request: HttpRequest) -> tuple[bytes, dict[str, Any]]:
    """The body as it arrived, and what it says."""
    length = request.headers.get("Content-Length", "0")
    raw = request.body if length.isdigit() and int(length) <= MAX_BODY else b""
    if not raw and length not in ("", "0"):
        raise BadInput(
            "body_too_large", _("The body has more than %(limit)s KB. Send pictures apart."), limit=MAX_BODY // 1024
        )
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BadInput("not_json", _("The body has to be JSON in UTF-8.")) from error
    if not isinstance(data, dict):
        raise BadInput("not_an_object", _("The body has to be a JSON object with named fields."))
    return raw, data


@api.get(
    "/visits/{pid:pid}", operation_id="view_visit", auth=signed_in, response=VisitOut, summary="A visit as it is stored"
)
def view_visit(request: HttpRequest, pid: str) -> Any:
    return _visit_out(queries.get_visit(request.viewer, pid))  # type: ignore[attr-defined]


@api.post("/visits/{pid:pid}/submit", operation_id="submit_visit", auth=signed_in, response=VisitOut)
def submit_visit(request: HttpRequest, pid: str) -> Any:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    visit = queries.get_visit(viewer, pid, to="missions.submit_visit")
    return _visit_out(verbs.submit_visit(visit, actor=viewer))


@api.post("/visits/{pid:pid}/accept", operation_id="accept_visit", auth=signed_in, response=VisitOut)
def accept_visit(request: HttpRequest, pid: str) -> Any:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    visit = queries.get_visit(viewer, pid, to="missions.accept_visit")
    return _visit_out(verbs.accept_visit(visit, actor=viewer))


@api.post("/visits/{pid:pid}/return", operation_id="return_visit", auth=signed_in, response=VisitOut)
def return_visit(request: HttpRequest, pid: str, body: Returned) -> Any:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    visit = queries.get_visit(viewer, pid, to="missions.return_visit")
    return _visit_out(verbs.return_visit(visit, comment=body.comment, reasons=body.reasons, actor=viewer))


@api.post("/visits/{pid:pid}/cancel", operation_id="cancel_visit", auth=signed_in, response=VisitOut)
def cancel_visit(request: HttpRequest, pid: str) -> Any:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    visit = queries.get_visit(viewer, pid, to="missions.cancel_visit")
    return _visit_out(verbs.cancel_visit(visit, actor=viewer))


# Evidence


@api.post(
    "/visits/{pid:pid}/evidence",
    operation_id="add_evidence",
    auth=signed_in,
    response={200: EvidenceOut, 201: EvidenceOut},
    summary="Send one picture; the same picture again is the same evidence",
)
def add_evidence(
    request: HttpRequest, pid: str, file: Annotated[UploadedFile, File()], description: Annotated[Description, Form()]
) -> Any:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    visit = queries.get_visit(viewer, pid, to="missions.add_evidence")
    if (file.size or 0) > files.MAX_UPLOAD:
        raise files.too_large(file.size or 0)
    before = set(visit.evidence.values_list("pk", flat=True))
    kept = pictures.add_evidence(visit, upload=file.read(), **description.model_dump(), actor=viewer)
    return (200 if kept.pk in before else 201), kept


@api.post("/evidence/{pid:pid}/describe", operation_id="describe_evidence", auth=signed_in, response=EvidenceOut)
def describe_evidence(request: HttpRequest, pid: str, body: Description) -> Evidence:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    evidence = queries.get_evidence(viewer, pid, to="missions.describe_evidence")
    return pictures.describe_evidence(evidence, **body.model_dump(), actor=viewer)


@api.post("/evidence/{pid:pid}/remove", operation_id="remove_evidence", auth=signed_in, response={204: None})
def remove_evidence(request: HttpRequest, pid: str) -> Any:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    evidence = queries.get_evidence(viewer, pid, to="missions.remove_evidence")
    pictures.remove_evidence(evidence, actor=viewer)
    return 204, None
