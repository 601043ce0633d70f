"""The register for other programs: what is published, for anybody; a curator's decisions, for curators.

The same queries as the pages decide what is seen and who may decide. Verbs are POST and take the session's cookie with
its CSRF token.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from gyoryu.api.rest.door import api, problem, signed_in
from gyoryu.api.rest.registry_schema import (
    Code,
    InstitutionOut,
    InstitutionsOut,
    InstitutionSummary,
    Judged,
    JudgedPair,
    JudgementOut,
    Limit,
    Noted,
    Offset,
    RecordOut,
    RecordsOut,
    Rejected,
    Text,
    institution_out,
    record_out,
)
from gyoryu.registry import queries
from gyoryu.registry.domain import institutions as institution_verbs
from gyoryu.registry.domain import records as record_verbs
from gyoryu.registry.listing import list_institutions as institutions_listed
from gyoryu.resolution import queries as resolution
from gyoryu.resolution.domain import judgements


@api.exception_handler(queries.MergedInto)
def merged_into(request: HttpRequest, error: queries.MergedInto) -> HttpResponse:
    """The entry became part of another one; its address says where, for good."""
    response = problem(request, 308, error.code, error.message, pid=error.pid)
    response.headers["Location"] = f"/api/v1/institutions/{error.pid}"
    return response


def _viewer(request: HttpRequest) -> Any:
    return request.viewer  # type: ignore[attr-defined]


# Reading


@api.get(
    "/institutions",
    operation_id="list_institutions",
    auth=None,
    response=InstitutionsOut,
    summary="Published institutions, by name",
)
def list_institutions(
    request: HttpRequest, q: Text = "", country: Code = "", kind: Code = "", limit: Limit = 50, offset: Offset = 0
) -> dict[str, Any]:
    """``q`` is the beginning of a name. To find a name however it is spelt, ask /search."""
    found = institutions_listed(_viewer(request), q=q, country=country, kind=kind)
    names = list(InstitutionSummary.model_fields)
    return {"total": found.count(), "institutions": list(found.values(*names)[offset : offset + limit])}


@api.get(
    "/institutions/{pid:pid}",
    operation_id="view_institution",
    auth=None,
    response=InstitutionOut,
    summary="One institution, each value with who said it",
)
def view_institution(request: HttpRequest, pid: str) -> dict[str, Any]:
    """308 with its Location when the entry was merged into another one."""
    return institution_out(queries.get_institution(_viewer(request), pid))


@api.get(
    "/records",
    operation_id="list_records",
    auth=signed_in,
    response=RecordsOut,
    summary="What was said and waits for a curator",
)
def list_records(request: HttpRequest, limit: Limit = 50, offset: Offset = 0) -> dict[str, Any]:
    found = queries.inbox_for(_viewer(request))
    return {"total": found.count(), "records": [record_out(one) for one in found[offset : offset + limit]]}


@api.get(
    "/records/{pid:pid}",
    operation_id="view_record",
    auth=signed_in,
    response=RecordOut,
    summary="What one source says, as it came",
)
def view_record(request: HttpRequest, pid: str) -> dict[str, Any]:
    return record_out(queries.get_record(_viewer(request), pid))


# A curator's decisions


def _institution(request: HttpRequest, pid: str, verb: Callable[..., Any]) -> dict[str, Any]:
    viewer = _viewer(request)
    institution = queries.get_institution(viewer, pid, to=f"registry.{verb.__name__}")
    return institution_out(verb(institution, actor=viewer))


@api.post(
    "/institutions/{pid:pid}/publish",
    operation_id="publish_institution",
    auth=signed_in,
    response=InstitutionOut,
    summary="Let everybody see an entry",
)
def publish_institution(request: HttpRequest, pid: str) -> dict[str, Any]:
    """Refused with what is missing: a name, a place, a kind, an accepted record."""
    return _institution(request, pid, institution_verbs.publish_institution)


@api.post(
    "/institutions/{pid:pid}/archive",
    operation_id="archive_institution",
    auth=signed_in,
    response=InstitutionOut,
    summary="Take an entry out of sight",
)
def archive_institution(request: HttpRequest, pid: str) -> dict[str, Any]:
    return _institution(request, pid, institution_verbs.archive_institution)


@api.post(
    "/institutions/{pid:pid}/restore",
    operation_id="restore_institution",
    auth=signed_in,
    response=InstitutionOut,
    summary="Bring an archived entry back as a draft",
)
def restore_institution(request: HttpRequest, pid: str) -> dict[str, Any]:
    return _institution(request, pid, institution_verbs.restore_institution)


def _record(request: HttpRequest, pid: str, verb: Callable[..., Any], **said: Any) -> dict[str, Any]:
    viewer = _viewer(request)
    record = queries.get_record(viewer, pid, to=f"registry.{verb.__name__}")
    return record_out(verb(record, actor=viewer, **said))


@api.post(
    "/records/{pid:pid}/accept",
    operation_id="accept_record",
    auth=signed_in,
    response=RecordOut,
    summary="Let what was said count",
)
def accept_record(request: HttpRequest, pid: str) -> dict[str, Any]:
    return _record(request, pid, record_verbs.accept_record)


@api.post(
    "/records/{pid:pid}/reject",
    operation_id="reject_record",
    auth=signed_in,
    response=RecordOut,
    summary="Do not let it count, and say why",
)
def reject_record(request: HttpRequest, pid: str, body: Rejected) -> dict[str, Any]:
    """``reason`` is a code of record_rejected_reasons."""
    return _record(request, pid, record_verbs.reject_record, reason=body.reason, note=body.note)


@api.post(
    "/records/{pid:pid}/withdraw",
    operation_id="withdraw_record",
    auth=signed_in,
    response=RecordOut,
    summary="Take back a correction",
)
def withdraw_record(request: HttpRequest, pid: str, body: Noted) -> dict[str, Any]:
    return _record(request, pid, record_verbs.withdraw_record, note=body.note)


# Judgements


def _judge(request: HttpRequest, pid: str, verb: Callable[..., Any], body: Judged) -> dict[str, Any]:
    viewer, permission = _viewer(request), f"resolution.{verb.__name__}"
    record = queries.get_record(viewer, pid, to=permission)
    institution = queries.get_institution(viewer, body.institution, to=permission)
    return _judgement_out(verb(record, institution=institution, note=body.note, actor=viewer))


def _judgement_out(judgement: Any) -> dict[str, Any]:
    institution = judgement.institution or judgement.left
    return {
        "pid": judgement.pid,
        "verdict": judgement.verdict,
        "reason": judgement.reason,
        "institution": institution.pid,
    }


@api.post(
    "/records/{pid:pid}/judge-same",
    operation_id="judge_same",
    auth=signed_in,
    response=JudgementOut,
    summary="This record is that institution",
)
def judge_same(request: HttpRequest, pid: str, body: Judged) -> dict[str, Any]:
    return _judge(request, pid, judgements.judge_same, body)


@api.post(
    "/records/{pid:pid}/judge-different",
    operation_id="judge_different",
    auth=signed_in,
    response=JudgementOut,
    summary="This record is not that institution",
)
def judge_different(request: HttpRequest, pid: str, body: Judged) -> dict[str, Any]:
    return _judge(request, pid, judgements.judge_different, body)


@api.post(
    "/records/{pid:pid}/judge-unsure",
    operation_id="judge_unsure",
    auth=signed_in,
    response=JudgementOut,
    summary="Nobody can tell whether it is that institution",
)
def judge_unsure(request: HttpRequest, pid: str, body: Judged) -> dict[str, Any]:
    return _judge(request, pid, judgements.judge_unsure, body)


@api.post(
    "/records/{pid:pid}/judge-new",
    operation_id="judge_new",
    auth=signed_in,
    response=InstitutionOut,
    summary="This record is an institution that the register did not have",
)
def judge_new(request: HttpRequest, pid: str, body: Noted) -> dict[str, Any]:
    viewer = _viewer(request)
    record = queries.get_record(viewer, pid, to="resolution.judge_new")
    return institution_out(judgements.judge_new(record, note=body.note, actor=viewer))


@api.post(
    "/institutions/{pid:pid}/judge-pair",
    operation_id="judge_pair",
    auth=signed_in,
    response=JudgementOut,
    summary="Two entries are one, or two",
)
def judge_pair(request: HttpRequest, pid: str, body: JudgedPair) -> dict[str, Any]:
    """``verdict`` is same, different or unsure."""
    viewer = _viewer(request)
    left = queries.get_institution(viewer, pid, to="resolution.judge_pair")
    right = queries.get_institution(viewer, body.other, to="resolution.judge_pair")
    return _judgement_out(judgements.judge_pair(left, right=right, verdict=body.verdict, note=body.note, actor=viewer))


@api.post(
    "/judgements/{pid:pid}/undo",
    operation_id="undo_judgement",
    auth=signed_in,
    response={204: None},
    summary="Take a judgement back",
)
def undo_judgement(request: HttpRequest, pid: str) -> tuple[int, None]:
    viewer = _viewer(request)
    judgement = resolution.get_judgement(viewer, pid, to="resolution.undo_judgement")
    judgements.undo_judgement(judgement, actor=viewer)
    return 204, None
