"""Wishes and matches, for other programs of the office and of schools. The same queries as the pages.

Contacts are not here: they are released on a page, one logged look at a time. A partner answers by its link alone.
"""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query

from gyoryu.accounts.models import Organisation
from gyoryu.accounts.queries import schools_of
from gyoryu.api.rest.door import api, signed_in
from gyoryu.api.rest.exchange_schema import (
    Asked,
    CandidateOut,
    Comment,
    Decided,
    EditedWish,
    FoundEligible,
    HandedOver,
    MatchOut,
    NewWish,
    PartnerAnswer,
    Proposed,
    Reason,
    ReasonAndNote,
    Reasons,
    Recommended,
    Renewed,
    Submitted,
    WishOut,
)
from gyoryu.common.errors import BadInput, NotFound
from gyoryu.exchange import queries
from gyoryu.exchange.domain import matches as match_verbs
from gyoryu.exchange.domain import wishes as verbs
from gyoryu.exchange.domain.candidates import candidates_for
from gyoryu.exchange.listing import list_matches as matches_listed
from gyoryu.exchange.listing import list_wishes as wishes_listed
from gyoryu.exchange.models import Match, Wish
from gyoryu.exchange.sentences import reasons_of
from gyoryu.registry import queries as registry


def _wish_out(wish: Wish) -> dict[str, Any]:
    same = set(WishOut.model_fields) - {"fields_", "school", "institution", "programme"}
    return {
        **{name: getattr(wish, name) for name in same},
        "fields": wish.fields,
        "school": wish.school.pid,
        "institution": wish.wanted_institution.pid if wish.wanted_institution else "",
        "programme": wish.wanted_programme.pid if wish.wanted_programme else "",
    }


def _match_out(match: Match) -> dict[str, Any]:
    same = set(MatchOut.model_fields) - {"wish", "offer", "institution", "criteria", "turn"}
    return {
        **{name: getattr(match, name) for name in same},
        "wish": match.wish.pid,
        "offer": match.offer.pid,
        "institution": queries.root_of(match.offer.institution).pid,
        "criteria": reasons_of(match.reasons),
        "turn": list(queries.whose_turn(match).sides),
    }


def _wish(request: HttpRequest, pid: str, verb: Callable[..., Wish], **said: Any) -> dict[str, Any]:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    wish = queries.get_wish(viewer, pid, to=f"exchange.{verb.__name__}")
    return _wish_out(verb(wish, actor=viewer, **said))


def _match(request: HttpRequest, pid: str, verb: Callable[..., Any], **said: Any) -> dict[str, Any]:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    match = queries.get_match(viewer, pid, to=f"exchange.{verb.__name__}")
    verb(match, actor=viewer, **said)
    return _match_out(match)


# Wishes


@api.get(
    "/wishes",
    operation_id="list_wishes",
    auth=signed_in,
    response=list[WishOut],
    by_alias=True,
    summary="Wishes in the order of the queue",
)
def list_wishes(
    request: HttpRequest,
    state: Annotated[str, Query(max_length=20)] = "",
    level: Annotated[str, Query(max_length=40)] = "",
    country: Annotated[str, Query(max_length=2)] = "",
    priority_class: Annotated[str, Query(max_length=40)] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> Any:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    found = wishes_listed(viewer, state=state, level=level, country=country, priority_class=priority_class)
    found = found.select_related("wanted_institution", "wanted_programme")
    return [_wish_out(wish) for wish in found[offset : offset + limit]]


@api.post(
    "/wishes", operation_id="draft_wish", auth=signed_in, response={201: WishOut}, by_alias=True, summary="Begin a wish"
)
def draft_wish(request: HttpRequest, body: NewWish) -> Any:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    school: Organisation | None = schools_of(viewer, *queries.SCHOOL_ROLES).filter(pid=body.school).first()
    if school is None:
        raise NotFound()
    return 201, _wish_out(verbs.draft_wish(school, facts=body.facts(viewer), actor=viewer))


@api.get("/wishes/{pid:pid}", operation_id="view_wish", auth=signed_in, response=WishOut, by_alias=True)
def view_wish(request: HttpRequest, pid: str) -> Any:
    return _wish_out(queries.get_wish(request.viewer, pid))  # type: ignore[attr-defined]


@api.put(
    "/wishes/{pid:pid}",
    operation_id="edit_wish",
    auth=signed_in,
    response=WishOut,
    by_alias=True,
    summary="Change a draft; “version” is the one you read",
)
def edit_wish(request: HttpRequest, pid: str, body: EditedWish) -> Any:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    wish = queries.get_wish(viewer, pid, to="exchange.edit_wish")
    return _wish_out(verbs.edit_wish(wish, facts=body.facts(viewer), actor=viewer, version=body.version))


@api.post("/wishes/{pid:pid}/submit", operation_id="submit_wish", auth=signed_in, response=WishOut, by_alias=True)
def submit_wish(request: HttpRequest, pid: str, body: Submitted) -> Any:
    return _wish(request, pid, verbs.submit_wish, **body.model_dump())


@api.post("/wishes/{pid:pid}/take-back", operation_id="take_back_wish", auth=signed_in, response=WishOut, by_alias=True)
def take_back_wish(request: HttpRequest, pid: str) -> Any:
    return _wish(request, pid, verbs.take_back_wish)


@api.post("/wishes/{pid:pid}/approve", operation_id="approve_wish", auth=signed_in, response=WishOut, by_alias=True)
def approve_wish(request: HttpRequest, pid: str) -> Any:
    return _wish(request, pid, verbs.approve_wish)


@api.post("/wishes/{pid:pid}/send-back", operation_id="send_back_wish", auth=signed_in, response=WishOut, by_alias=True)
def send_back_wish(request: HttpRequest, pid: str, body: Comment) -> Any:
    return _wish(request, pid, verbs.send_back_wish, **body.model_dump())


@api.post("/wishes/{pid:pid}/recommend", operation_id="recommend_wish", auth=signed_in, response=WishOut, by_alias=True)
def recommend_wish(request: HttpRequest, pid: str, body: Recommended) -> Any:
    return _wish(request, pid, verbs.recommend_wish, **body.model_dump())


@api.post("/wishes/{pid:pid}/eligible", operation_id="find_eligible", auth=signed_in, response=WishOut, by_alias=True)
def find_eligible(request: HttpRequest, pid: str, body: FoundEligible) -> Any:
    return _wish(request, pid, verbs.find_eligible, **body.model_dump())


@api.post("/wishes/{pid:pid}/refuse", operation_id="refuse_wish", auth=signed_in, response=WishOut, by_alias=True)
def refuse_wish(request: HttpRequest, pid: str, body: Reasons) -> Any:
    return _wish(request, pid, verbs.refuse_wish, **body.model_dump())


@api.post("/wishes/{pid:pid}/reopen", operation_id="reopen_wish", auth=signed_in, response=WishOut, by_alias=True)
def reopen_wish(request: HttpRequest, pid: str) -> Any:
    return _wish(request, pid, verbs.reopen_wish)


@api.post("/wishes/{pid:pid}/close", operation_id="close_wish", auth=signed_in, response=WishOut, by_alias=True)
def close_wish(request: HttpRequest, pid: str, body: Reason) -> Any:
    return _wish(request, pid, verbs.close_wish, **body.model_dump())


@api.post(
    "/wishes/{pid:pid}/consent", operation_id="consent_to_contact", auth=signed_in, response=WishOut, by_alias=True
)
def consent_to_contact(request: HttpRequest, pid: str) -> Any:
    return _wish(request, pid, verbs.consent_to_contact)


@api.post(
    "/wishes/{pid:pid}/hand-over",
    operation_id="hand_over_wish",
    auth=signed_in,
    response=WishOut,
    by_alias=True,
    summary="Hand over to a colleague, by pid",
)
def hand_over_wish(request: HttpRequest, pid: str, body: HandedOver) -> Any:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    wish = queries.get_wish(viewer, pid, to="exchange.hand_over_wish")
    colleague = queries.colleagues_of(wish).filter(pid=body.to).first()
    if colleague is None:
        raise NotFound()
    return _wish_out(verbs.hand_over_wish(wish, to=colleague, actor=viewer))


@api.get(
    "/wishes/{pid:pid}/candidates",
    operation_id="list_candidates",
    auth=signed_in,
    response=list[CandidateOut],
    summary="Partners that could be asked, best first, with reasons in your language",
)
def list_candidates(request: HttpRequest, pid: str, limit: Annotated[int, Query(ge=1, le=100)] = 10) -> Any:
    wish = queries.get_wish(request.viewer, pid, to="exchange.propose_match")  # type: ignore[attr-defined]
    return [
        {
            "offer": one.offer.pid,
            "institution": one.institution.pid,
            "name": one.institution.display_name,
            "score": one.score,
            "blocked": one.blocked,
            "criteria": reasons_of([line.to_json() for line in one.criteria]),
        }
        for one in candidates_for(wish)[:limit]
    ]


# Matches


@api.get("/matches", operation_id="list_matches", auth=signed_in, response=list[MatchOut])
def list_matches(
    request: HttpRequest,
    show: Annotated[str, Query(max_length=20)] = "all",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> Any:
    """``show``: turn (the office's), asked, connected, over, all."""
    found = matches_listed(request.viewer, show=show)  # type: ignore[attr-defined]
    return [_match_out(match) for match in found[offset : offset + limit]]


@api.post("/wishes/{pid:pid}/matches", operation_id="propose_match", auth=signed_in, response={201: MatchOut})
def propose_match(request: HttpRequest, pid: str, body: Proposed) -> Any:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    wish = queries.get_wish(viewer, pid, to="exchange.propose_match")
    return 201, _match_out(match_verbs.propose_match(wish, registry.get_offer(viewer, body.offer), actor=viewer))


@api.get("/matches/{pid:pid}", operation_id="view_match", auth=signed_in, response=MatchOut)
def view_match(request: HttpRequest, pid: str) -> Any:
    return _match_out(queries.get_match(request.viewer, pid))  # type: ignore[attr-defined]


@api.post("/matches/{pid:pid}/decide", operation_id="decide_match", auth=signed_in, response=MatchOut)
def decide_match(request: HttpRequest, pid: str, body: Decided) -> Any:
    return _match(request, pid, match_verbs.decide_match, **body.model_dump())


@api.post(
    "/matches/{pid:pid}/ask",
    operation_id="ask_both",
    auth=signed_in,
    response=MatchOut,
    summary="Mail the partner, and ask the school",
)
def ask_both(request: HttpRequest, pid: str, body: Asked) -> Any:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    match = queries.get_match(viewer, pid, to="exchange.ask_both")
    contact = queries.askable_contacts(match).filter(pid=body.contact).first()
    if contact is None:
        raise NotFound()
    match, _token = match_verbs.ask_both(match, actor=viewer, contact=contact, language=body.language, days=body.days)
    return _match_out(match)


@api.post("/matches/{pid:pid}/renew-link", operation_id="renew_link", auth=signed_in, response=MatchOut)
def renew_link(request: HttpRequest, pid: str, body: Renewed) -> Any:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    match = queries.get_match(viewer, pid, to="exchange.renew_link")
    if match.contact is None:  # its link was passed on by hand, and would be lost here
        raise BadInput(
            "no_contact", _("Nobody is written to about this match. Make the new link on its page."), field="contact"
        )
    match_verbs.renew_link(match, actor=viewer, days=body.days)
    return _match_out(match)


@api.post("/matches/{pid:pid}/record-answer", operation_id="record_partner_answer", auth=signed_in, response=MatchOut)
def record_partner_answer(request: HttpRequest, pid: str, body: PartnerAnswer) -> Any:
    return _match(request, pid, match_verbs.record_partner_answer, **body.model_dump())


@api.post("/matches/{pid:pid}/accept", operation_id="accept_for_school", auth=signed_in, response=MatchOut)
def accept_for_school(request: HttpRequest, pid: str, body: Submitted) -> Any:
    return _match(request, pid, match_verbs.accept_for_school, **body.model_dump())


@api.post("/matches/{pid:pid}/decline", operation_id="decline_for_school", auth=signed_in, response=MatchOut)
def decline_for_school(request: HttpRequest, pid: str, body: Reasons) -> Any:
    return _match(request, pid, match_verbs.decline_for_school, **body.model_dump())


@api.post("/matches/{pid:pid}/withdraw", operation_id="withdraw_match", auth=signed_in, response=MatchOut)
def withdraw_match(request: HttpRequest, pid: str, body: ReasonAndNote) -> Any:
    return _match(request, pid, match_verbs.withdraw_match, **body.model_dump())


@api.post("/matches/{pid:pid}/expire", operation_id="expire_match", auth=signed_in, response=MatchOut)
def expire_match(request: HttpRequest, pid: str) -> Any:
    return _match(request, pid, match_verbs.expire_match)
