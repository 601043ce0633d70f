"""The queue of wishes, and one wish with the partners that could be asked."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gyoryu.accounts.domain import filters
from gyoryu.accounts.queries import saved_filters_of
from gyoryu.audit.queries import timeline_of
from gyoryu.common.clock import today
from gyoryu.common.errors import DomainError
from gyoryu.documents.spreadsheet import XLSX, write_xlsx
from gyoryu.exchange import queries as exchange
from gyoryu.exchange.domain import matches, wishes
from gyoryu.exchange.domain.candidates import Candidate, candidates_for
from gyoryu.exchange.enums import WishState
from gyoryu.exchange.listing import list_wishes
from gyoryu.exchange.models import Wish
from gyoryu.exchange.sentences import reasons_of
from gyoryu.reference import queries as reference
from gyoryu.registry import queries as registry
from gyoryu.web.access import needs
from gyoryu.web.desk.exchange_forms import EligibleForm, RefuseForm, WishFilter
from gyoryu.web.entry import labels, levels_text, place_text
from gyoryu.web.school.forms import refuse
from gyoryu.web.school.show import steps_of, wish_rows
from gyoryu.web.timeline import timeline_rows

PER_PAGE, CANDIDATES = 50, 10
LOOKS_FOR_PARTNER = (WishState.APPROVED, WishState.ELIGIBLE, WishState.WAITING)


def _class_label(code: str) -> str:
    return reference.label("priority_classes", code) if code in reference.codes("priority_classes") else ""


def _row(wish: Wish) -> dict[str, Any]:
    return {
        "wish": wish,
        "levels": levels_text(reference.office().country, wish.level_from, wish.level_to),
        "countries": labels("countries", wish.countries) or _("Any country"),
        "priority_class": _class_label(wish.priority_class),
        "since": wish.in_queue_since,  # type: ignore[attr-defined]
    }


def _filtered(request: HttpRequest) -> tuple[WishFilter, Any]:
    form = WishFilter(request.GET)
    form.is_valid()
    asked = {name: form.cleaned_data.get(name) or "" for name in form.fields}
    return form, list_wishes(request.viewer, **asked)  # type: ignore[attr-defined]


@needs("exchange.view_queue")
def wish_queue(request: HttpRequest) -> HttpResponse:
    """Wishes in the order in which they are served; the filter can be kept and the list downloaded."""
    form, found = _filtered(request)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    params = request.GET.copy()
    params.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "rows": [_row(wish) for wish in page],
        "query": params.urlencode(),
        "saved": saved_filters_of(request.viewer, "desk:wishes"),  # type: ignore[attr-defined]
    }
    return render(request, "desk/exchange/wish_queue.html", context)


@needs("exchange.view_queue")
def download_wishes(request: HttpRequest) -> HttpResponse:
    """The filtered queue as a spreadsheet, without persons."""
    _form, found = _filtered(request)
    head = [
        _("Wish"), _("School"), _("District office"), _("State"), _("Priority class"), _("In the queue since"),
        _("Kinds of exchange"), _("Fields"), _("Grades"), _("Countries"), _("Recommendation of the district"), "pid",
    ]  # fmt: skip
    rows = (
        [
            wish.title,
            wish.school.name,
            wish.school.parent.name if wish.school.parent else "",
            wish.get_state_display(),
            line["priority_class"],
            line["since"],
            labels("exchange_types", wish.types),
            labels("exchange_fields", wish.fields),
            line["levels"],
            line["countries"],
            wish.get_recommendation_display() if wish.recommendation else "",
            wish.pid,
        ]
        for wish, line in ((wish, _row(wish)) for wish in found[:50_000].iterator(chunk_size=2_000))
    )
    response = HttpResponse(write_xlsx(head, rows, title=_("Wishes")), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="wishes-{today():%Y-%m-%d}.xlsx"'
    return response


@needs("exchange.view_queue")
@require_POST
def save_wish_filter(request: HttpRequest) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    query = request.POST.get("query", "")[:2000]
    filters.save_filter(page="desk:wishes", label=request.POST.get("label", ""), query=query, actor=viewer)
    messages.success(request, _("Filter kept. You find it above the list."))
    return redirect(f"{reverse('desk:wishes')}?{query}")


def _candidate(candidate: Candidate) -> dict[str, Any]:
    reasons = reasons_of([line.to_json() for line in candidate.criteria])
    return {
        "candidate": candidate,
        "institution": candidate.institution,
        "place_text": place_text(candidate.institution),
        "reasons": reasons,
        "against": [reason.title for reason in reasons if reason.verdict == "does_not"],
        "partly": [reason.title for reason in reasons if reason.verdict in ("partly", "unknown")],
    }


def _page(request: HttpRequest, wish: Wish, *, status: int = 200, **forms: Any) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    match = exchange.live_match_of(wish)
    looking = wish.state in LOOKS_FOR_PARTNER and match is None
    page = Paginator(candidates_for(wish) if looking else [], CANDIDATES).get_page(request.GET.get("page"))
    decides = exchange.may(viewer, "find_eligible", wish)
    context = {
        "wish": wish,
        "rows": wish_rows(wish),
        "steps": steps_of(wish, match),
        "match": match,
        "queue_rows": [
            {"term": _("Priority class"), "value": _class_label(wish.priority_class) or _("not set yet")},
            {"term": _("Place in the queue"), "value": exchange.place_in_queue(wish) or "–"},
            {"term": _("Responsible"), "value": wish.responsible.name},
            {"term": _("District office"), "value": wish.school.parent.name if wish.school.parent else "–"},
        ],
        "looking": looking,
        "page": page,
        "candidates": [_candidate(candidate) for candidate in page],
        "may_check": decides and wish.state == WishState.APPROVED,
        "may_propose": decides and wish.state in (WishState.ELIGIBLE, WishState.WAITING) and match is None,
        "may_close": exchange.may(viewer, "close_wish", wish) and wish.state != WishState.CLOSED,
        "earlier": exchange.matches_visible_to(viewer)
        .filter(wish=wish)
        .exclude(pk=match.pk if match else 0)
        .order_by("-id"),
        "refusal": labels("wish_ineligible_reasons", wish.refusal_reasons),
        "eligible_form": EligibleForm(initial={"priority_class": wishes.usual_priority_class(wish.school)}),
        "refuse_form": RefuseForm(),
        "timeline": timeline_rows(timeline_of("exchange.wish", wish.pk)[:80]),
        **forms,
    }
    return render(request, "desk/exchange/view_wish.html", context, status=status)


@needs("exchange.view_queue")
def view_wish(request: HttpRequest, pid: str) -> HttpResponse:
    """What the school wants, and the partners that could be asked, each with its reasons."""
    return _page(request, exchange.get_wish(request.viewer, pid))  # type: ignore[attr-defined]


@needs("exchange.find_eligible")
@require_POST
def find_eligible(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    wish = exchange.get_wish(viewer, pid, to="exchange.find_eligible")
    form = EligibleForm(request.POST)
    if not form.is_valid():
        return _page(request, wish, status=422, eligible_form=form)
    wishes.find_eligible(wish, actor=viewer, priority_class=form.cleaned_data["priority_class"])
    messages.success(request, _("Eligible. It waits for a partner; those that fit are below."))
    return redirect("desk:wish", wish.pid)


@needs("exchange.refuse_wish")
@require_POST
def refuse_wish(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    wish = exchange.get_wish(viewer, pid, to="exchange.refuse_wish")
    form = RefuseForm(request.POST)
    if form.is_valid():
        try:
            wishes.refuse_wish(wish, actor=viewer, **form.cleaned_data)
        except DomainError as error:
            if error.field not in form.fields:
                raise
            refuse(form, error)
        else:
            messages.success(request, _("Not eligible. The school reads your reasons."))
            return redirect("desk:wish", wish.pid)
    return _page(request, wish, status=422, refuse_form=form)


@needs("exchange.propose_match")
@require_POST
def propose_match(request: HttpRequest, pid: str, offer: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    wish = exchange.get_wish(viewer, pid, to="exchange.propose_match")
    match = matches.propose_match(wish, registry.get_offer(viewer, offer), actor=viewer)
    messages.success(request, _("Proposed. Read the reasons once more, then decide."))
    return redirect("desk:match", match.pid)
