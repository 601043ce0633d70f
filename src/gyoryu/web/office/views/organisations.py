"""The organisations people act for: the office, its institute, districts and schools."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gyoryu.accounts import queries
from gyoryu.accounts.domain.priorities import set_priority_classes as set_classes
from gyoryu.accounts.listing import list_organisations
from gyoryu.accounts.models import Organisation
from gyoryu.audit.domain.access import Whose, log_access
from gyoryu.common.errors import BadInput
from gyoryu.reference import queries as reference
from gyoryu.web.access import needs
from gyoryu.web.downloads import MOST_ROWS, spreadsheet
from gyoryu.web.forms import show_refusal
from gyoryu.web.office.forms import OrganisationFilter, PriorityForm, group_name


def _filtered(request: HttpRequest) -> tuple[OrganisationFilter, Any]:
    form = OrganisationFilter(request.GET)
    form.is_valid()
    asked = {name: form.cleaned_data.get(name) or "" for name in ("q", "kind", "group")}
    state = form.cleaned_data.get("state") or "open"
    return form, list_organisations(request.viewer, **asked, state=state)  # type: ignore[attr-defined]


@needs("accounts.view_organisations")
def list_of_organisations(request: HttpRequest) -> HttpResponse:
    form, found = _filtered(request)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "query": _query(request)}
    return render(request, "office/organisations.html", context)


@needs("accounts.view_organisations")
def download_organisations(request: HttpRequest) -> HttpResponse:
    """The list without persons: how many there are, not who."""
    _form, found = _filtered(request)
    columns = [
        _("Kind"),
        _("Name"),
        _("English name"),
        _("Number"),
        _("Belongs to"),
        _("District group"),
        _("Priority classes"),
        _("People"),
        _("State"),
    ]
    rows = (
        [
            one.get_kind_display(),
            one.name,
            one.name_en,
            one.official_id,
            one.parent.name if one.parent else "",
            group_name(one),
            _classes(one),
            one.people,
            _("Open") if one.is_open else _("Closed"),
        ]
        for one in found[:MOST_ROWS]
    )
    return spreadsheet("organisations", columns, rows, title=_("Organisations"))


@needs("accounts.view_organisations")
def view_organisation(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    organisation = queries.get_organisation(viewer, pid)
    return _page(request, organisation, PriorityForm(initial={"classes": organisation.priority_classes}))


@needs("accounts.set_priority_classes")
@require_POST
def set_priority_classes(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    organisation = queries.get_organisation(viewer, pid, to="accounts.set_priority_classes")
    form = PriorityForm(request.POST)
    if form.is_valid():
        try:
            set_classes(organisation, classes=form.cleaned_data["classes"], actor=viewer)
        except BadInput as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Saved. Wishes that have a class already keep it."))
            return redirect("office:organisation", organisation.pid)
    return _page(request, organisation, form)


def _page(request: HttpRequest, organisation: Organisation, form: PriorityForm) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    log_access(
        viewer,
        whose=Whose("accounts.organisation", organisation.pid, organisation.name),
        what="accounts.view_organisation",
        place=request.META.get("REMOTE_ADDR", ""),
    )
    context = {
        "organisation": organisation,
        "group": group_name(organisation),
        "members": queries.memberships_of(organisation),
        "form": form if organisation.is_school else None,
    }
    return render(request, "office/organisation.html", context, status=422 if form.errors else 200)


def _classes(organisation: Organisation) -> str:
    known = dict(reference.choices("priority_classes"))
    return ", ".join(known.get(code, code) for code in organisation.priority_classes)


def _query(request: HttpRequest) -> str:
    given = request.GET.copy()
    given.pop("page", None)
    return given.urlencode()
