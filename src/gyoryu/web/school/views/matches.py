"""A case: the partner that was found, the school's answer, and the contacts once both have accepted."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gyoryu.common.errors import DomainError
from gyoryu.exchange import queries as exchange
from gyoryu.exchange.domain import matches
from gyoryu.exchange.domain.fit import MUST
from gyoryu.exchange.enums import MatchState, Side
from gyoryu.exchange.models import Match
from gyoryu.exchange.models.match import RELEASED
from gyoryu.exchange.sentences import reasons_of
from gyoryu.registry.domain import contacts
from gyoryu.web.access import needs
from gyoryu.web.entry import labels, offer_rows, place_text
from gyoryu.web.school.forms import AcceptForm, DeclineForm, LookForm, refuse
from gyoryu.web.school.show import answer_text


def _page(request: HttpRequest, match: Match, *, status: int = 200, **more: Any) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    institution = exchange.root_of(match.offer.institution)
    answering = match.state in (MatchState.ASKED, MatchState.ACCEPTED_BY_PARTNER)
    may_answer = answering and exchange.may(viewer, "accept_for_school", match)
    mine = match.wish.responsible_id == viewer.pk
    accept_form = AcceptForm(initial={"share_contact": match.wish.contact_consent_at is not None})
    vocabulary = "partner_declined_reasons" if match.declined_by == Side.PARTNER else "school_declined_reasons"
    context = {
        "match": match,
        "wish": match.wish,
        "institution": institution,
        "place_text": place_text(institution),
        "rows": offer_rows(match.offer),
        "reasons": [reason for reason in reasons_of(match.reasons) if reason.code not in MUST],
        "turn": exchange.whose_turn(match),
        "answers": [
            {"term": _("Your school"), "value": answer_text(match, Side.SCHOOL), "when": match.school_accepted_at},
            {"term": _("The partner"), "value": answer_text(match, Side.PARTNER), "when": match.partner_accepted_at},
        ],
        "may_answer": may_answer,
        "asks_for_consent": mine and match.wish.contact_consent_at is None,
        "accept_form": accept_form,
        "decline_form": DeclineForm(),
        "declined_why": labels(vocabulary, match.declined_reasons),
        "released": match.state in RELEASED,
        "contacts": list(exchange.released_contacts(viewer, match)),
        "look_form": LookForm(),
        "contact_agreed": match.wish.contact_consent_at,
        "may_agree": mine and match.wish.contact_consent_at is None,
        **more,
    }
    return render(request, "school/view_match.html", context, status=status)


@needs("exchange.view_match")
def view_match(request: HttpRequest, pid: str) -> HttpResponse:
    """Who the partner is, why it was chosen, what both have answered; contacts when both said yes."""
    return _page(request, exchange.get_match(request.viewer, pid))  # type: ignore[attr-defined]


@needs("exchange.accept_for_school")
@require_POST
def accept_for_school(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    match = exchange.get_match(viewer, pid, to="exchange.accept_for_school")
    form = AcceptForm(request.POST)
    form.is_valid()
    matches.accept_for_school(match, actor=viewer, share_contact=form.cleaned_data["share_contact"])
    if match.state == MatchState.CONNECTED:
        messages.success(request, _("You are connected. The partner's contacts are below."))
    else:
        messages.success(request, _("Accepted. We tell you as soon as the partner has answered."))
    return redirect("school:match", match.pid)


@needs("exchange.decline_for_school")
@require_POST
def decline_for_school(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    match = exchange.get_match(viewer, pid, to="exchange.decline_for_school")
    form = DeclineForm(request.POST)
    if form.is_valid():
        try:
            matches.decline_for_school(match, actor=viewer, **form.cleaned_data)
        except DomainError as error:
            if error.field not in form.fields:
                raise
            refuse(form, error)
        else:
            messages.success(request, _("Declined. Your wish waits again, with its old place in the queue."))
            return redirect("school:wish", match.wish.pid)
    return _page(request, match, status=422, decline_form=form)


@needs("exchange.reveal_contact")
@require_POST
def reveal_contact(request: HttpRequest, pid: str, contact: str) -> HttpResponse:
    """A released contact's name and channels, for a reason, on this answer alone; the look is logged."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    match, found = exchange.get_released_contact(viewer, pid, contact)
    form = LookForm(request.POST)
    if not form.is_valid():
        return _page(request, match, status=422, look_form=form, looked_at=found.pid)
    revealed = contacts.reveal_contact(
        found, actor=viewer, reason=form.cleaned_data["reason"], place=request.META.get("REMOTE_ADDR", "")
    )
    return _page(request, match, revealed=revealed)
