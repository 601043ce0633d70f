"""Offers and programmes for other programs: what may be seen, and a curator's decisions about it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from gyoryu.api.rest.door import api, signed_in
from gyoryu.api.rest.registry_schema import (
    Code,
    Confirmed,
    Limit,
    OfferOut,
    Offset,
    ProgrammeOut,
    ProgrammesOut,
    Text,
    programme_out,
)
from gyoryu.registry import queries
from gyoryu.registry.domain import offers as offer_verbs
from gyoryu.registry.domain import programmes as programme_verbs


def _viewer(request: HttpRequest) -> Any:
    return request.viewer  # type: ignore[attr-defined]


@api.get(
    "/programmes",
    operation_id="find_programmes",
    auth=None,
    response=ProgrammesOut,
    by_alias=True,
    summary="Published programmes, by words, country, field and type",
)
def find_programmes(
    request: HttpRequest,
    q: Text = "",
    country: Code = "",
    field: Code = "",
    type: Code = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    found = queries.find_programmes(_viewer(request), q=q, country=country, field=field, type=type)
    return {"total": found.count(), "programmes": [programme_out(one) for one in found[offset : offset + limit]]}


@api.get(
    "/programmes/{pid:pid}",
    operation_id="view_programme",
    auth=None,
    response=ProgrammeOut,
    by_alias=True,
    summary="One programme",
)
def view_programme(request: HttpRequest, pid: str) -> dict[str, Any]:
    return programme_out(queries.get_programme(_viewer(request), pid))


def _offer(request: HttpRequest, pid: str, verb: Callable[..., Any], **said: Any) -> dict[str, Any]:
    viewer = _viewer(request)
    offer = verb(queries.get_offer(viewer, pid, to=f"registry.{verb.__name__}"), actor=viewer, **said)
    return {"pid": offer.pid, "state": offer.state, "institution": offer_verbs.institution_of(offer).pid}


@api.post(
    "/offers/{pid:pid}/confirm",
    operation_id="confirm_offer",
    auth=signed_in,
    response=OfferOut,
    summary="The partner said that its offer stands",
)
def confirm_offer(request: HttpRequest, pid: str, body: Confirmed) -> dict[str, Any]:
    """``how`` is link, telephone, mail or in_person."""
    return _offer(request, pid, offer_verbs.confirm_offer, how=body.how, valid_until=body.valid_until)


@api.post(
    "/offers/{pid:pid}/open",
    operation_id="open_offer",
    auth=signed_in,
    response=OfferOut,
    summary="Schools may be matched with it",
)
def open_offer(request: HttpRequest, pid: str) -> dict[str, Any]:
    return _offer(request, pid, offer_verbs.open_offer)


@api.post(
    "/offers/{pid:pid}/pause",
    operation_id="pause_offer",
    auth=signed_in,
    response=OfferOut,
    summary="No new school is matched with it for now",
)
def pause_offer(request: HttpRequest, pid: str) -> dict[str, Any]:
    return _offer(request, pid, offer_verbs.pause_offer)


@api.post(
    "/offers/{pid:pid}/withdraw",
    operation_id="withdraw_offer",
    auth=signed_in,
    response=OfferOut,
    summary="It is not offered any more",
)
def withdraw_offer(request: HttpRequest, pid: str) -> dict[str, Any]:
    return _offer(request, pid, offer_verbs.withdraw_offer)


def _programme(request: HttpRequest, pid: str, verb: Callable[..., Any]) -> dict[str, Any]:
    viewer = _viewer(request)
    programme = queries.get_programme(viewer, pid, to=f"registry.{verb.__name__}")
    return programme_out(verb(programme, actor=viewer))


@api.post(
    "/programmes/{pid:pid}/publish",
    operation_id="publish_programme",
    auth=signed_in,
    response=ProgrammeOut,
    by_alias=True,
    summary="Let everybody find a programme",
)
def publish_programme(request: HttpRequest, pid: str) -> dict[str, Any]:
    return _programme(request, pid, programme_verbs.publish_programme)


@api.post(
    "/programmes/{pid:pid}/archive",
    operation_id="archive_programme",
    auth=signed_in,
    response=ProgrammeOut,
    by_alias=True,
    summary="A programme is shown no more",
)
def archive_programme(request: HttpRequest, pid: str) -> dict[str, Any]:
    return _programme(request, pid, programme_verbs.archive_programme)
