"""How fresh the register is: who is due, whom we may ask to look at their entry, what was asked, what came back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gyoryu.reference import queries as reference
from gyoryu.registry import queries as registry
from gyoryu.registry import requesting
from gyoryu.registry.domain import contacts, requests
from gyoryu.registry.entry import offers_due
from gyoryu.registry.enums import RequestState
from gyoryu.web.access import needs
from gyoryu.web.entry import place_text

PER_PAGE = 50


@needs("registry.view_requests")
def freshness(request: HttpRequest) -> HttpResponse:
    """Figures, the entries that may be asked now, and the newest requests."""
    page = Paginator(requesting.institutions_to_ask(), PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {"institution": plan.institution, "place_text": place_text(plan.institution), "plan": plan}
        for plan in requesting.plans_for(list(page))
    ]
    asked = requesting.requests_visible_to(request.viewer)  # type: ignore[attr-defined]
    figures = requesting.request_figures()
    deadlines = reference.office().deadlines
    context = {
        "page": page,
        "rows": rows,
        "asked": asked.order_by("-id")[:PER_PAGE],
        "figures": [
            {"value": figures.get(state.value, 0), "label": state.label} for state in RequestState if figures.get(state)
        ],
        "stats": [
            {
                "value": registry.institutions_due().count(),
                "label": _("entries to confirm again"),
                "href": reverse("desk:institutions") + "?fresh=due",
            },
            {
                "value": registry.institutions_vanished().count(),
                "label": _("vanished from their register"),
                "href": reverse("desk:institutions") + "?fresh=vanished",
            },
            {"value": offers_due().count(), "label": _("offers to confirm again"), "href": ""},
            {"value": page.paginator.count, "label": _("may be asked now"), "href": ""},
        ],
        "deadlines": deadlines,
        "left_today": max(deadlines.requests_a_day - requesting.sent_today(), 0),
    }
    return render(request, "desk/freshness.html", context)


@needs("registry.plan_requests")
@require_POST
def plan_requests(request: HttpRequest) -> HttpResponse:
    """Ask those that were ticked; the worker sends the mails, a few at a time."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    pids = [pid for pid in request.POST.getlist("institution")[:PER_PAGE] if pid.isascii()]
    chosen = list(registry.institutions_visible_to(viewer).filter(pid__in=pids))
    if not chosen:
        messages.error(request, _("Tick at least one institution."))
        return redirect("desk:freshness")
    planned = requests.plan_requests(chosen, actor=viewer)
    done = ngettext("%(count)s will be asked.", "%(count)s will be asked.", planned.planned) % {
        "count": planned.planned
    }
    left = "; ".join(f"{requesting.REASONS[reason]}: {count}" for reason, count in planned.left.items())
    messages.success(request, f"{done} {_('Left out:')} {left}" if left else done)
    return redirect("desk:freshness")


@needs("registry.cancel_request")
@require_POST
def cancel_request(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    requests.cancel_request(requesting.get_request(viewer, pid, to="registry.cancel_request"), actor=viewer)
    messages.success(request, _("Taken back. No mail goes out."))
    return redirect("desk:freshness")


@needs("registry.clear_bounce")
@require_POST
def clear_bounce(request: HttpRequest, pid: str) -> HttpResponse:
    """Somebody knows that the address works again."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    contact = registry.get_contact(viewer, pid, to="registry.clear_bounce")
    contacts.clear_bounce(contact, actor=viewer)
    messages.success(request, _("Noted. We may write to this address again."))
    return redirect("desk:institution", (contact.institution.merged_into or contact.institution).pid)
