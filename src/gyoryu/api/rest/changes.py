"""Corrections value by value, and asking institutions to look at their own entry, for other programs."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Schema

from gyoryu.accounts.queries import check
from gyoryu.api.rest.door import api, signed_in
from gyoryu.api.rest.registry_schema import Limit, Offset, Rejected
from gyoryu.registry import changing, queries, requesting
from gyoryu.registry.domain import changes, requests
from gyoryu.registry.enums import ChangeState
from gyoryu.registry.models import Change
from gyoryu.registry.relations import root_of


class ChangeOut(Schema):
    """``old`` and ``new`` are facts by column; ``new`` is empty where only the value is disputed."""

    pid: str
    institution: str
    field: str
    kind: str
    state: str
    old: dict[str, Any]
    new: dict[str, Any]
    note: str
    made_at: dt.datetime
    decided_at: dt.datetime | None
    decision_note: str


class ChangesOut(Schema):
    total: int
    changes: list[ChangeOut]


class Suggested(Schema):
    """``field`` is a value as an entry shows it. ``latitude`` goes with longitude, ``level_from`` with level_to."""

    field: str
    new: dict[str, Any] = {}
    note: str = ""


class Accepted(Schema):
    value: dict[str, Any] = {}
    note: str = ""


class AskedFor(Schema):
    institutions: list[str]


class PlannedOut(Schema):
    """``left`` is why and how many will not be asked."""

    planned: int
    left: dict[str, int]


class RequestOut(Schema):
    pid: str
    institution: str
    state: str


def _viewer(request: HttpRequest) -> Any:
    return request.viewer  # type: ignore[attr-defined]


def change_out(change: Change) -> dict[str, Any]:
    same = set(ChangeOut.model_fields) - {"institution", "old", "new"}
    return {
        **{name: getattr(change, name) for name in same},
        "institution": root_of(change.institution).pid,
        "old": change.old or {},
        "new": change.new or {},
    }


@api.get(
    "/changes",
    operation_id="list_changes",
    auth=signed_in,
    response=ChangesOut,
    summary="Corrections that wait for a decision: a curator's all, anybody else's own",
)
def list_changes(request: HttpRequest, limit: Limit = 50, offset: Offset = 0) -> dict[str, Any]:
    found = changing.changes_visible_to(_viewer(request)).filter(state=ChangeState.OPEN).order_by("id")
    return {"total": found.count(), "changes": [change_out(one) for one in found[offset : offset + limit]]}


@api.post(
    "/institutions/{pid:pid}/changes",
    operation_id="suggest_change",
    auth=signed_in,
    response=ChangeOut,
    summary="Say that one value of an entry is wrong, and what is right",
)
def suggest_change(request: HttpRequest, pid: str, body: Suggested) -> dict[str, Any]:
    viewer = _viewer(request)
    institution = queries.get_institution(viewer, pid, to="registry.suggest_change")
    change = changes.suggest_change(institution, field=body.field, new=body.new, note=body.note, actor=viewer)
    return change_out(change)


@api.post(
    "/changes/{pid:pid}/accept",
    operation_id="accept_change",
    auth=signed_in,
    response=ChangeOut,
    summary="It is as they say, or as you say",
)
def accept_change(request: HttpRequest, pid: str, body: Accepted) -> dict[str, Any]:
    viewer = _viewer(request)
    change = changing.get_change(viewer, pid, to="registry.accept_change")
    return change_out(changes.accept_change(change, value=body.value, note=body.note, actor=viewer))


@api.post(
    "/changes/{pid:pid}/reject",
    operation_id="reject_change",
    auth=signed_in,
    response=ChangeOut,
    summary="The value stays, and why",
)
def reject_change(request: HttpRequest, pid: str, body: Rejected) -> dict[str, Any]:
    viewer = _viewer(request)
    change = changing.get_change(viewer, pid, to="registry.reject_change")
    return change_out(changes.reject_change(change, reason=body.reason, note=body.note, actor=viewer))


@api.post(
    "/changes/{pid:pid}/withdraw",
    operation_id="withdraw_change",
    auth=signed_in,
    response=ChangeOut,
    summary="Take back what you said",
)
def withdraw_change(request: HttpRequest, pid: str) -> dict[str, Any]:
    viewer = _viewer(request)
    change = changing.get_change(viewer, pid, to="registry.withdraw_change")
    return change_out(changes.withdraw_change(change, actor=viewer))


@api.post(
    "/requests",
    operation_id="plan_requests",
    auth=signed_in,
    response=PlannedOut,
    summary="Ask institutions to look at their own entry",
)
def plan_requests(request: HttpRequest, body: AskedFor) -> dict[str, Any]:
    """Nothing is sent at once: the worker sends within the office's limit of the day. At most 200 at a time."""
    viewer = _viewer(request)
    check(viewer, "registry.plan_requests")
    pids = body.institutions[:200]
    planned = requests.plan_requests(list(queries.institutions_visible_to(viewer).filter(pid__in=pids)), actor=viewer)
    return {"planned": planned.planned, "left": planned.left}


@api.post(
    "/requests/{pid:pid}/cancel",
    operation_id="cancel_request",
    auth=signed_in,
    response=RequestOut,
    summary="Do not send a planned request",
)
def cancel_request(request: HttpRequest, pid: str) -> dict[str, Any]:
    viewer = _viewer(request)
    asked = requesting.get_request(viewer, pid, to="registry.cancel_request")
    requests.cancel_request(asked, actor=viewer)
    return {"pid": asked.pid, "institution": root_of(asked.institution).pid, "state": asked.state}
