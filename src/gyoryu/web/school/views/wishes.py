"""A wish: write, submit, read; the principal's two minutes; the district's word; closing and handing over."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gyoryu.accounts.models import Organisation
from gyoryu.accounts.queries import schools_of
from gyoryu.common.errors import DomainError
from gyoryu.common.ids import is_pid
from gyoryu.exchange import queries as exchange
from gyoryu.exchange.domain import checks, wishes
from gyoryu.exchange.enums import MatchState, WishState
from gyoryu.exchange.models import Wish
from gyoryu.registry import queries as registry
from gyoryu.web.access import needs
from gyoryu.web.entry import labels
from gyoryu.web.school.forms import (
    CloseForm,
    HandOverForm,
    RecommendForm,
    SendBackForm,
    SubmitForm,
    WishForm,
    initial_from,
    initial_of,
    refuse,
)
from gyoryu.web.school.show import contact_line, missing_labels, school_timeline, steps_of, turn_of, wish_rows
from gyoryu.web.timeline import timeline_rows


def _start(request: HttpRequest) -> dict[str, Any]:
    """What a new wish starts from: ``?institution=`` or ``?programme=``. What is not there is left out."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    said = request.POST if request.method == "POST" else request.GET
    found: dict[str, Any] = {"institution": None, "programme": None, "offer": None}
    programme_pid, institution_pid = said.get("programme", ""), said.get("institution", "")
    if is_pid(programme_pid):
        programme = registry.programmes_visible_to(viewer).filter(pid=programme_pid).first()
        if programme is not None:
            found |= {"programme": programme, "institution": exchange.root_of(programme.institution)}
    if found["institution"] is None and is_pid(institution_pid):
        try:
            found["institution"] = registry.get_institution(viewer, institution_pid)
        except registry.MergedInto as merged:
            found["institution"] = registry.get_institution(viewer, merged.pid)
        except DomainError:
            found["institution"] = None
    if found["institution"] is not None:
        found["offer"] = (
            registry.offers_visible_to(viewer).filter(registry.at(found["institution"])).order_by("id").first()
        )
    return found


@needs("exchange.draft_wish")
def draft_wish(request: HttpRequest) -> HttpResponse:
    """A new wish, from an institution, a programme, a name that was not found (``?looked_for=``), or nothing.

    Saved as it is; it is checked when it is submitted.
    """
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    schools: list[Organisation] = list(schools_of(viewer, *exchange.SCHOOL_ROLES))
    start = _start(request)
    initial = initial_from(schools[0], start["institution"], start["programme"], start["offer"])
    if looked_for := " ".join(request.GET.get("looked_for", "").replace("\x00", "").split())[:200]:
        initial["note"] = _("We looked for “%(name)s”, which is not in the register.") % {"name": looked_for}
    seed = Wish(wanted_institution=start["institution"], wanted_programme=start["programme"])
    seed.languages, seed.countries = initial.get("languages", []), initial.get("countries", [])
    form = WishForm(request.POST or None, initial=initial, wish=seed, schools=schools)
    if request.method == "POST" and form.is_valid():
        chosen = {school.pid: school for school in schools}.get(form.cleaned_data.get("school", ""), schools[0])
        try:
            wish = wishes.draft_wish(chosen, facts=form.facts(), actor=viewer)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saved. Read it once more, then put it before the principal."))
            return redirect("school:wish", wish.pid)
    status = 422 if request.method == "POST" else 200
    return render(request, "school/draft_wish.html", {"form": form, **start}, status=status)


@needs("exchange.edit_wish")
def edit_wish(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    wish = exchange.get_wish(viewer, pid, to="exchange.edit_wish")
    if wish.state != WishState.DRAFT and request.method == "GET":
        return redirect("school:wish", wish.pid)
    form = WishForm(request.POST or None, initial=initial_of(wish), wish=wish)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            wishes.edit_wish(wish, facts=form.facts(), actor=viewer, version=form.cleaned_data["version"])
        except DomainError as error:
            refuse(form, error)
            status = error.status
        else:
            messages.success(request, _("Saved."))
            return redirect("school:wish", wish.pid)
    context = {"form": form, "wish": wish, "institution": wish.wanted_institution, "programme": wish.wanted_programme}
    return render(request, "school/draft_wish.html", context, status=status)


def _page(request: HttpRequest, wish: Wish, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of one wish, with whatever the viewer may do now; ``forms`` are those that came back with errors."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    match = exchange.live_match_of(wish)
    shown = match if match and match.asked_at else None
    missing = checks.missing_in(wish) if wish.state == WishState.DRAFT else []
    responsible = exchange.may(viewer, "edit_wish", wish)
    principal = exchange.may(viewer, "approve_wish", wish)
    wrote = wishes.wrote_it(wish, viewer)
    context = {
        "wish": wish,
        "match": shown,
        "rows": wish_rows(wish),
        "steps": steps_of(wish, match),
        "turn": turn_of(wish, match, viewer),
        "contact": contact_line(wish, match, viewer),
        "missing": missing_labels(missing),
        "refusal": labels("wish_ineligible_reasons", wish.refusal_reasons),
        "may_edit": responsible and wish.state == WishState.DRAFT,
        "may_submit": responsible and wish.state == WishState.DRAFT and not missing,
        "may_take_back": responsible and wish.state == WishState.SUBMITTED,
        "may_reopen": responsible and wish.state == WishState.INELIGIBLE,
        "may_approve": principal and wish.state == WishState.SUBMITTED and not wrote,
        "wrote_it_herself": principal and wish.state == WishState.SUBMITTED and wrote,
        "may_recommend": exchange.may(viewer, "recommend_wish", wish)
        and wish.state not in (WishState.DRAFT, WishState.CLOSED),
        "may_close": (responsible or principal) and wish.state != WishState.CLOSED,
        "may_hand_over": (responsible or principal) and wish.state != WishState.CLOSED,
        "earlier": exchange.matches_visible_to(viewer).filter(
            wish=wish, state__in=[MatchState.DECLINED, MatchState.EXPIRED, MatchState.WITHDRAWN]
        ),
        "timeline": timeline_rows(school_timeline(wish)),
        "submit_form": SubmitForm(initial={"share_contact": wish.contact_consent_at is not None}),
        "send_back_form": SendBackForm(),
        "recommend_form": RecommendForm(
            initial={"recommendation": wish.recommendation, "note": wish.recommendation_note}
        ),
        **forms,
    }
    return render(request, "school/view_wish.html", context, status=status)


@needs("exchange.view_wish")
def view_wish(request: HttpRequest, pid: str) -> HttpResponse:
    """Where a wish stands, whose turn it is, what it says; and for the principal, the decision."""
    return _page(request, exchange.get_wish(request.viewer, pid))  # type: ignore[attr-defined]


def _do(request: HttpRequest, pid: str, name: str, said: str, **more: Any) -> HttpResponse:
    """Carry out a verb that needs nothing but the wish, and go back to it."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    wish = exchange.get_wish(viewer, pid, to=f"exchange.{name}")
    verb: Callable[..., Wish] = getattr(wishes, name)
    verb(wish, actor=viewer, **more)
    messages.success(request, said)
    return redirect("school:wish", wish.pid)


@needs("exchange.submit_wish")
@require_POST
def submit_wish(request: HttpRequest, pid: str) -> HttpResponse:
    form = SubmitForm(request.POST)
    form.is_valid()
    said = _("Handed in. The principal finds it on their page.")
    return _do(request, pid, "submit_wish", said, share_contact=form.cleaned_data["share_contact"])


@needs("exchange.take_back_wish")
@require_POST
def take_back_wish(request: HttpRequest, pid: str) -> HttpResponse:
    return _do(request, pid, "take_back_wish", _("Taken back. You can change it and submit it again."))


@needs("exchange.reopen_wish")
@require_POST
def reopen_wish(request: HttpRequest, pid: str) -> HttpResponse:
    return _do(
        request, pid, "reopen_wish", _("It is a draft again. Change what the office named, and submit it again.")
    )


@needs("exchange.consent_to_contact")
@require_POST
def consent_to_contact(request: HttpRequest, pid: str) -> HttpResponse:
    return _do(
        request, pid, "consent_to_contact", _("Agreed. The partner sees your name and e-mail once both have accepted.")
    )


@needs("exchange.approve_wish")
@require_POST
def approve_wish(request: HttpRequest, pid: str) -> HttpResponse:
    return _do(request, pid, "approve_wish", _("Approved. It is with the office now."))


@needs("exchange.send_back_wish")
@require_POST
def send_back_wish(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    wish = exchange.get_wish(viewer, pid, to="exchange.send_back_wish")
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _page(request, wish, status=422, send_back_form=form)
    wishes.send_back_wish(wish, note=form.cleaned_data["note"], actor=viewer)
    messages.success(request, _("Sent back with your comment."))
    return redirect("school:wish", wish.pid)


@needs("exchange.recommend_wish")
@require_POST
def recommend_wish(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    wish = exchange.get_wish(viewer, pid, to="exchange.recommend_wish")
    form = RecommendForm(request.POST)
    if not form.is_valid():
        return _page(request, wish, status=422, recommend_form=form)
    wishes.recommend_wish(wish, actor=viewer, **form.cleaned_data)
    messages.success(request, _("Noted. The office reads it when it decides."))
    return redirect("school:wish", wish.pid)


def _home_of(viewer: Any, wish: Wish) -> str:
    """The page of the wish that the viewer works on: the office's or the school's."""
    at_school = wish.school_id in viewer.organisation_ids(*exchange.SCHOOL_ROLES)
    return "school:wish" if at_school else "desk:wish"


@needs("exchange.close_wish")
def close_wish(request: HttpRequest, pid: str) -> HttpResponse:
    """Asks once more: a match that is under way ends with the wish."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    wish = exchange.get_wish(viewer, pid, to="exchange.close_wish")
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wishes.close_wish(wish, reason=form.cleaned_data["reason"], actor=viewer)
        messages.success(request, _("Closed."))
        return redirect(_home_of(viewer, wish), wish.pid)
    match = exchange.live_match_of(wish)
    context = {
        "wish": wish,
        "form": form,
        "match": match if match and match.asked_at else None,
        "back": reverse(_home_of(viewer, wish), args=[wish.pid]),
    }
    return render(request, "school/close_wish.html", context, status=422 if request.method == "POST" else 200)


@needs("exchange.hand_over_wish")
def hand_over_wish(request: HttpRequest, pid: str) -> HttpResponse:
    """Another teacher takes the wish and its case."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    wish = exchange.get_wish(viewer, pid, to="exchange.hand_over_wish")
    people = list(exchange.colleagues_of(wish))
    form = HandOverForm(people, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            wishes.hand_over_wish(wish, to=form.person(), actor=viewer)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Handed over to %(name)s.") % {"name": form.person().name})
            return redirect(_home_of(viewer, wish), wish.pid)
    context = {"wish": wish, "form": form, "people": people, "back": reverse(_home_of(viewer, wish), args=[wish.pid])}
    return render(request, "school/hand_over_wish.html", context, status=422 if request.method == "POST" else 200)


@needs("exchange.hand_over_wish")
def hand_over_wishes(request: HttpRequest) -> HttpResponse:
    """Everything a teacher answers for, on one page, for the first of March: who takes which."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    own = list(exchange.wishes_to_hand_over(viewer))
    one_of = {wish.school_id: wish for wish in own}
    people = {school: list(exchange.colleagues_of(wish)) for school, wish in one_of.items()}
    forms = {
        wish: HandOverForm(
            people[wish.school_id], request.POST if request.POST.get(f"{wish.pid}-to") else None, prefix=wish.pid
        )
        for wish in own
    }
    if request.method == "POST":
        chosen = {wish: form for wish, form in forms.items() if form.is_bound}
        if chosen and all(form.is_valid() for form in chosen.values()):
            wishes.hand_over_wishes([(wish, form.person()) for wish, form in chosen.items()], actor=viewer)
            messages.success(request, _("Handed over: %(count)s.") % {"count": len(chosen)})
            return redirect("school:home")
        if not chosen:
            messages.error(request, _("Choose a colleague for at least one wish."))
    lines = [{"wish": wish, "form": form} for wish, form in forms.items()]
    context = {"lines": lines, "alone": any(not others for others in people.values())}
    return render(request, "school/hand_over_wishes.html", context, status=422 if request.method == "POST" else 200)
