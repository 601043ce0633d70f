"""A partner answers a request for exchange: one page, one answer, no account."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gyoryu.accounts.domain.links import LinkRefused
from gyoryu.accounts.enums import LinkPurpose
from gyoryu.common.errors import DomainError, NotFound, NotInThisState
from gyoryu.exchange import queries as exchange
from gyoryu.exchange.domain import contacts, matches
from gyoryu.exchange.enums import MatchState, Side
from gyoryu.exchange.models import Match, Wish
from gyoryu.exchange.models.match import BEING_ASKED, RELEASED
from gyoryu.exchange.sentences import reason_of
from gyoryu.reference import queries as reference
from gyoryu.web.access import partner_link
from gyoryu.web.entry import labels, languages_text, levels_text
from gyoryu.web.partner.forms import DeclineForm, LookForm
from gyoryu.web.partner.links import Opened, open_link, private

PURPOSE = LinkPurpose.ANSWER_MATCH
STATUS = {"": 200, "used": 200, "expired": 410, "revoked": 410}


def _request_rows(wish: Wish, match: Match) -> list[dict[str, Any]]:
    """What the school would like, in the partner's language. Nothing that says who the teacher is."""
    home = reference.office().country
    low, high = wish.level_from, wish.level_to
    ages = (
        _("%(from)s to %(to)s years") % {"from": low + 5, "to": high + 6}
        if low is not None and high is not None
        else ""
    )
    rows = [
        {"term": _("Asking for a school"), "value": reference.office().name},
        {"term": _("Kinds of exchange"), "value": labels("exchange_types", wish.types)},
        {"term": _("Fields"), "value": labels("exchange_fields", wish.fields)},
        {"term": _("Grades in Korea"), "value": levels_text(home, low, high)},
        {"term": _("Age of the pupils"), "value": ages},
        {"term": _("Number of pupils"), "value": wish.get_pupils_display() if wish.pupils else ""},
        {"term": _("Languages"), "value": languages_text(wish.languages)},
        {"term": _("Message from the office"), "value": match.note_to_partner},
    ]
    return [row for row in rows if row["value"]]


def _live_sentence(match: Match) -> str:
    stored = next((line for line in match.reasons if line["code"] == "live"), None)
    return reason_of(stored).sentence if stored else ""


def _is_over(match: Match, opened: Opened) -> bool:
    """Is it the time to answer that ran out, and nothing else?"""
    if opened.refused in ("used", "revoked"):
        return False
    return opened.refused == "expired" or match.state == MatchState.EXPIRED


def _standing(match: Match, opened: Opened) -> dict[str, str]:
    """Where it stands, for a link that cannot answer any more: a title, what happened, what to do."""
    reply = _("If you have a question, reply to our mail.")
    if match.state in RELEASED:
        return {
            "title": _("You are connected"),
            "text": _("You and the school have both accepted. The teachers can agree on a first meeting now."),
        }
    if match.state == MatchState.ACCEPTED_BY_PARTNER:
        return {
            "title": _("Thank you, you have accepted"),
            "text": _("Now the school answers. We write to you as soon as it has; there is nothing more to do here."),
        }
    if match.state == MatchState.DECLINED and match.declined_by == Side.PARTNER:
        return {
            "title": _("Thank you for your answer"),
            "text": _("You have declined, and we have noted why. There is nothing more to do."),
        }
    if match.state in BEING_ASKED and opened.refused == "revoked":
        return {
            "title": _("There is a newer link"),
            "text": _("We have sent you a newer link. Please open the one in our latest mail."),
        }
    if _is_over(match, opened):
        return {
            "title": _("This link has ended"),
            "text": _(
                "The time to answer is over. If you would still like to take part, ask for a new link with one press; "
                "the office writes to you."
            ),
        }
    return {
        "title": _("This request is closed"),
        "text": _("The school or the office has taken it back, so no answer is needed. Thank you for your time.")
        + " "
        + reply,
    }


def _page(request: HttpRequest, token: str, opened: Opened, *, status: int | None = None, **more: Any) -> HttpResponse:
    match = exchange.match_of_link(opened.link)
    institution = exchange.root_of(match.offer.institution)
    context: dict[str, Any] = {"token": token, "match": match, "institution": institution, "opened": opened, **more}
    if opened.is_open and match.state in (MatchState.ASKED, MatchState.ACCEPTED_BY_SCHOOL):
        context |= {
            "rows": _request_rows(match.wish, match),
            "live": _live_sentence(match),
            "contact_line": reference.office().contact_line,
            "decline_form": more.get("decline_form", DeclineForm()),
        }
        return render(request, "partner/answer_match.html", context, status=status or 200)
    context |= {
        "standing": _standing(match, opened),
        "may_renew": _is_over(match, opened),
        "renewal_asked": match.renewal_asked_at is not None,
        "may_look": opened.refused == "used" and exchange.released_teacher(match) is not None,
        "look_form": more.get("look_form", LookForm()),
        "released": match.state in RELEASED,
        "school": match.wish.school if match.state in RELEASED else None,
    }
    return render(request, "partner/standing.html", context, status=status or STATUS[opened.refused])


def _answer(request: HttpRequest, token: str, verb: Callable[..., Any], **said: Any) -> HttpResponse:
    """Give the answer, then show where it stands; who was too late is told so on the same page."""
    opened = open_link(request, token, PURPOSE)
    if opened.is_open:
        try:
            match = exchange.match_of_link(opened.link, to=f"exchange.{verb.__name__}")
            verb(match, actor=opened.link, **said)
        except (LinkRefused, NotInThisState):
            return _page(request, token, open_link(request, token, PURPOSE), status=409)
    return redirect("partner:answer_match", token)


@partner_link("answer_match")
@private
def answer_match(request: HttpRequest, token: str) -> HttpResponse:
    """Who asks, what for, how to check it, accept or decline; and later where it stands."""
    return _page(request, token, open_link(request, token, PURPOSE))


@partner_link("answer_match")
@require_POST
@private
def accept_as_partner(request: HttpRequest, token: str) -> HttpResponse:
    return _answer(request, token, matches.accept_as_partner)


@partner_link("answer_match")
@require_POST
@private
def decline_as_partner(request: HttpRequest, token: str) -> HttpResponse:
    opened = open_link(request, token, PURPOSE)
    form = DeclineForm(request.POST)
    if opened.is_open and not form.is_valid():
        return _page(request, token, opened, status=422, decline_form=form)
    try:
        return _answer(request, token, matches.decline_as_partner, **getattr(form, "cleaned_data", {}))
    except DomainError as error:
        if error.field not in form.fields:
            raise
        form.add_error(error.field, error.message)
        return _page(request, token, opened, status=422, decline_form=form)


@partner_link("answer_match")
@require_POST
@private
def ask_new_link(request: HttpRequest, token: str) -> HttpResponse:
    """For a link that has ended; the office sees the request and sends another."""
    opened = open_link(request, token, PURPOSE)
    match = exchange.match_of_link(opened.link, to="exchange.ask_new_link")
    if _is_over(match, opened):
        matches.ask_new_link(match, actor=opened.link)
    return redirect("partner:answer_match", token)


@partner_link("answer_match")
@private
def stop_contact(request: HttpRequest, token: str) -> HttpResponse:
    """Any link will do, also one that has ended: nobody has to ask us for a link in order to be left alone."""
    opened = open_link(request, token, PURPOSE)
    match = exchange.match_of_link(opened.link, to="exchange.stop_contact")
    stopped = request.method == "POST"
    if stopped:
        matches.stop_contact(match, actor=opened.link)
    return render(request, "partner/stop_contact.html", {"token": token, "match": match, "stopped": stopped})


@partner_link("answer_match")
@require_POST
@private
def reveal_teacher(request: HttpRequest, token: str) -> HttpResponse:
    """The teacher's name and e-mail, after both have accepted, on this answer alone; the look is logged."""
    opened = open_link(request, token, PURPOSE)
    match = exchange.match_of_link(opened.link, to="exchange.reveal_teacher")
    if opened.refused != "used":
        raise NotFound()
    form = LookForm(request.POST)
    if not form.is_valid():
        return _page(request, token, opened, status=422, look_form=form)
    place = request.META.get("REMOTE_ADDR", "")
    revealed = contacts.reveal_teacher(match, actor=opened.link, reason=form.cleaned_data["reason"], place=place)
    return _page(request, token, opened, revealed=revealed)
