"""Corrections that somebody proposed, value by value: what stands there, what they say, and the decision."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gyoryu.common.errors import DomainError
from gyoryu.registry import changing
from gyoryu.registry.domain import changes as verbs
from gyoryu.registry.enums import ChangeState
from gyoryu.registry.models import Change
from gyoryu.registry.relations import root_of
from gyoryu.registry.wording import LABELS, value_text
from gyoryu.web.access import needs
from gyoryu.web.change_forms import AcceptForm
from gyoryu.web.desk.forms import RejectForm
from gyoryu.web.forms import show_refusal


def _line(change: Change) -> dict[str, Any]:
    """Old and new as people read them, and what stands there now when that has changed since."""
    institution = root_of(change.institution)
    shown = "names" if change.field == "name" else change.field
    current = changing.shown_value(institution, change.field)
    return {
        "change": change,
        "institution": institution,
        "label": LABELS[change.field],
        "old": value_text(shown, change.old or {}, institution.country),
        "new": value_text(shown, change.new or {}, institution.country),
        "now": value_text(shown, current, institution.country) if current != (change.old or {}) else "",
        "group": changing.group_of(change.field),
    }


@needs("registry.view_changes")
def list_changes(request: HttpRequest) -> HttpResponse:
    """Open ones, oldest first; or those that were decided, newest first."""
    decided = request.GET.get("state") == "decided"
    found = changing.changes_visible_to(request.viewer)  # type: ignore[attr-defined]
    is_open = found.filter(state=ChangeState.OPEN).order_by("id")
    shown = found.exclude(state=ChangeState.OPEN).order_by("-decided_at", "-id") if decided else is_open
    page = Paginator(shown, 30).get_page(request.GET.get("page"))
    context = {"page": page, "entries": [_line(change) for change in page], "decided": decided}
    return render(request, "desk/changes.html", context)


def _page(
    request: HttpRequest, change: Change, *, accept: AcceptForm | None = None, reject: RejectForm | None = None
) -> HttpResponse:
    institution = root_of(change.institution)
    context = {
        **_line(change),
        "accept": accept or AcceptForm(institution, change.field, initial=change.new or change.old or {}),
        "reject": reject or RejectForm(),
    }
    return render(request, "desk/view_change.html", context, status=422 if accept or reject else 200)


@needs("registry.view_changes")
def view_change(request: HttpRequest, pid: str) -> HttpResponse:
    return _page(request, changing.get_change(request.viewer, pid, to="registry.view_changes"))  # type: ignore[attr-defined]


@needs("registry.accept_change")
@require_POST
def accept_change(request: HttpRequest, pid: str) -> HttpResponse:
    """It is as they say, or as the curator writes."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    change = changing.get_change(viewer, pid, to="registry.accept_change")
    form = AcceptForm(root_of(change.institution), change.field, request.POST)
    if not form.is_valid():
        return _page(request, change, accept=form)
    try:
        verbs.accept_change(change, value=form.values(), note=form.cleaned_data["note"], actor=viewer)
    except DomainError as error:
        show_refusal(form, error)
        return _page(request, change, accept=form)
    messages.success(request, _("Accepted. The entry now says so, with its source."))
    return redirect("desk:changes")


@needs("registry.reject_change")
@require_POST
def reject_change(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    change = changing.get_change(viewer, pid, to="registry.reject_change")
    form = RejectForm(request.POST)
    if not form.is_valid():
        return _page(request, change, reject=form)
    verbs.reject_change(change, **form.cleaned_data, actor=viewer)
    messages.success(request, _("Rejected. The value stays, and your note is shown to whoever said it."))
    return redirect("desk:changes")
