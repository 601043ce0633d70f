"""One match at the desk: decide, ask both sides, note an answer, renew a link, take it back."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gyoryu.audit.queries import timeline_of
from gyoryu.common.errors import DomainError
from gyoryu.exchange import queries as exchange
from gyoryu.exchange.domain import matches
from gyoryu.exchange.enums import MatchState, Side
from gyoryu.exchange.listing import list_matches
from gyoryu.exchange.models import Match
from gyoryu.exchange.models.match import OVER
from gyoryu.exchange.sentences import reasons_of
from gyoryu.reference import queries as reference
from gyoryu.web.access import needs
from gyoryu.web.desk.exchange_forms import AnswerForm, AskForm, DecideForm, RenewForm, WithdrawForm
from gyoryu.web.entry import labels, place_text
from gyoryu.web.school.forms import refuse
from gyoryu.web.school.show import answer_text, wish_rows
from gyoryu.web.timeline import timeline_rows

PER_PAGE = 50
SHOWS = ("turn", "asked", "connected", "over", "all")


@needs("exchange.view_queue")
def match_list(request: HttpRequest) -> HttpResponse:
    """Matches by whose turn it is; the office's own first."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    show = request.GET.get("show", "turn")
    show = show if show in SHOWS else "turn"
    page = Paginator(list_matches(viewer, show=show), PER_PAGE).get_page(request.GET.get("page"))
    names = {
        "turn": _("Our turn"),
        "asked": _("Asked"),
        "connected": _("Connected"),
        "over": _("Over"),
        "all": _("All"),
    }
    tabs = [{"label": names[name], "url": f"?show={name}", "current": name == show} for name in SHOWS]
    rows = [
        {"match": match, "institution": exchange.root_of(match.offer.institution), "turn": exchange.whose_turn(match)}
        for match in page
    ]
    return render(request, "desk/exchange/match_list.html", {"page": page, "rows": rows, "tabs": tabs})


def _language_of(match: Match) -> str:
    """The partner's own language if we write in it, else English."""
    own = exchange.root_of(match.offer.institution).display_language
    return own if own in reference.office().partner_languages else "en"


def _answers(match: Match, until: dt.date | None) -> list[dict[str, Any]]:
    """What each side has said, and by when; lines about which there is nothing to say are left out."""
    rows: list[dict[str, Any]] = [
        {"term": _("The school"), "value": answer_text(match, Side.SCHOOL)},
        {"term": _("The partner"), "value": answer_text(match, Side.PARTNER)},
        {
            "term": _("How the partner answered"),
            "value": match.get_partner_channel_display() if match.partner_channel else "",
        },
        {"term": _("Who answered"), "value": match.partner_person},
        {"term": _("Answer by"), "value": until or ""},
    ]
    return [row for row in rows if row["value"]]


def _page(request: HttpRequest, match: Match, *, status: int = 200, **more: Any) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    institution = exchange.root_of(match.offer.institution)
    decides = exchange.may(viewer, "decide_match", match)
    turn = exchange.whose_turn(match)
    asking_partner = match.state in (MatchState.ASKED, MatchState.ACCEPTED_BY_SCHOOL)
    contacts = list(exchange.askable_contacts(match)) if match.state == MatchState.DECIDED else []
    days = reference.office().deadlines.partner_answer_days
    vocabulary = "partner_declined_reasons" if match.declined_by == Side.PARTNER else "school_declined_reasons"
    context = {
        "match": match,
        "wish": match.wish,
        "wish_rows": wish_rows(match.wish),
        "institution": institution,
        "place_text": place_text(institution),
        "percent": round(match.score * 100),
        "reasons": reasons_of(match.reasons),
        "turn": turn,
        "turn_sides": ", ".join(str(Side(side).label) for side in turn.sides),
        "answers": _answers(match, turn.until),
        "declined_why": labels(vocabulary, match.declined_reasons),
        "may_decide": decides and match.state == MatchState.PROPOSED,
        "may_ask": decides and match.state == MatchState.DECIDED,
        "may_record": decides and asking_partner,
        "may_renew": decides and asking_partner,
        "may_expire": decides and turn.is_overdue,
        "may_withdraw": decides and match.state not in (*OVER, MatchState.AGREED),
        "no_contact": match.state == MatchState.DECIDED and not contacts,
        "decide_form": DecideForm(),
        "ask_form": AskForm(
            contacts,
            initial={"contact": contacts[0].pid if contacts else "", "language": _language_of(match), "days": days},
        ),
        "renew_form": RenewForm(initial={"days": days}),
        "answer_form": AnswerForm(),
        "withdraw_form": WithdrawForm(),
        "timeline": timeline_rows(timeline_of("exchange.match", match.pk)[:80]),
        **more,
    }
    return render(request, "desk/exchange/view_match.html", context, status=status)


@needs("exchange.view_queue")
def view_match(request: HttpRequest, pid: str) -> HttpResponse:
    return _page(request, exchange.get_match(request.viewer, pid))  # type: ignore[attr-defined]


def _by_form(request: HttpRequest, match: Match, name: str, form: Any, verb: Any, said: str) -> HttpResponse:
    """Carry out ``verb`` with what the form says; what it refuses is shown at the form."""
    if form.is_valid():
        try:
            verb(match, actor=request.viewer, **form.cleaned_data)  # type: ignore[attr-defined]
        except DomainError as error:
            if error.field not in form.fields:
                raise
            refuse(form, error)
        else:
            messages.success(request, said)
            return redirect("desk:match", match.pid)
    return _page(request, match, status=422, **{name: form})


@needs("exchange.decide_match")
@require_POST
def decide_match(request: HttpRequest, pid: str) -> HttpResponse:
    match = exchange.get_match(request.viewer, pid, to="exchange.decide_match")  # type: ignore[attr-defined]
    said = _("Decided. The place is held; ask both sides now.")
    return _by_form(request, match, "decide_form", DecideForm(request.POST), matches.decide_match, said)


def _asked(request: HttpRequest, match: Match, token: str, by_hand: bool) -> HttpResponse:
    """By mail: back to the match. By hand: the link is shown on this one answer."""
    if not by_hand:
        messages.success(
            request, _("The mail to the partner goes out in a moment, and the school finds the question on its page.")
        )
        return redirect("desk:match", match.pid)
    return _page(request, match, link=settings.BASE_URL + reverse("partner:answer_match", args=[token]))


@needs("exchange.ask_both")
@require_POST
def ask_both(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    match = exchange.get_match(viewer, pid, to="exchange.ask_both")
    form = AskForm(list(exchange.askable_contacts(match)), request.POST)
    if not form.is_valid():
        return _page(request, match, status=422, ask_form=form)
    data = form.cleaned_data
    contact = form.chosen()
    match, token = matches.ask_both(match, actor=viewer, contact=contact, language=data["language"], days=data["days"])
    return _asked(request, match, token, by_hand=contact is None)


@needs("exchange.renew_link")
@require_POST
def renew_link(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    match = exchange.get_match(viewer, pid, to="exchange.renew_link")
    form = RenewForm(request.POST)
    if not form.is_valid():
        return _page(request, match, status=422, renew_form=form)
    match, token = matches.renew_link(match, actor=viewer, **form.cleaned_data)
    return _asked(request, match, token, by_hand=form.cleaned_data["by_hand"] or match.contact_id is None)


@needs("exchange.record_partner_answer")
@require_POST
def record_partner_answer(request: HttpRequest, pid: str) -> HttpResponse:
    """The partner told us by telephone, e-mail or in person."""
    match = exchange.get_match(request.viewer, pid, to="exchange.record_partner_answer")  # type: ignore[attr-defined]
    said = _("The partner's answer is noted.")
    return _by_form(request, match, "answer_form", AnswerForm(request.POST), matches.record_partner_answer, said)


@needs("exchange.withdraw_match")
@require_POST
def withdraw_match(request: HttpRequest, pid: str) -> HttpResponse:
    match = exchange.get_match(request.viewer, pid, to="exchange.withdraw_match")  # type: ignore[attr-defined]
    said = _("Taken back. The wish waits again, with its old place in the queue.")
    return _by_form(request, match, "withdraw_form", WithdrawForm(request.POST), matches.withdraw_match, said)


@needs("exchange.expire_match")
@require_POST
def expire_match(request: HttpRequest, pid: str) -> HttpResponse:
    match = exchange.get_match(request.viewer, pid, to="exchange.expire_match")  # type: ignore[attr-defined]
    matches.expire_match(match, actor=request.viewer)  # type: ignore[attr-defined]
    messages.success(request, _("Expired. The wish waits again, with its old place in the queue."))
    return redirect("desk:match", match.pid)
