"""Operators look after accounts: who is here, which roles they hold, who moves, who leaves."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gyoryu.accounts import queries
from gyoryu.accounts.domain import memberships, people
from gyoryu.accounts.listing import list_people
from gyoryu.accounts.models import Person
from gyoryu.audit.domain.access import Whose, log_access, log_download
from gyoryu.common.errors import BadInput, Conflict, DomainError
from gyoryu.insight.queries import wishes_left_behind
from gyoryu.web.access import needs
from gyoryu.web.downloads import MOST_ROWS, spreadsheet
from gyoryu.web.forms import show_refusal
from gyoryu.web.office.forms import EndForm, PeopleFilter, ReasonForm, RoleForm


def _filtered(request: HttpRequest, given: Any) -> tuple[PeopleFilter, Any, str]:
    """The filter, what it finds, and how the access log calls it."""
    form = PeopleFilter(given)
    form.is_valid()
    asked = {name: form.cleaned_data.get(name) or "" for name in ("q", "role")}
    state = form.cleaned_data.get("state") or "open"
    named = " ".join(value for value in (*asked.values(), state) if value)
    return form, list_people(request.viewer, **asked, state=state), named  # type: ignore[attr-defined]


@needs("accounts.view_people")
def list_of_people(request: HttpRequest) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    form, found, named = _filtered(request, request.GET)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    place = request.META.get("REMOTE_ADDR", "")
    log_access(viewer, whose=Whose("accounts.people", "", named), what="accounts.view_people", place=place)
    context = {"form": form, "page": page, "download": ReasonForm(), "query": request.GET}
    return render(request, "office/people.html", context)


@needs("accounts.view_people")
@require_POST
def download_people(request: HttpRequest) -> HttpResponse:
    """Names, addresses and roles as a file: with a reason, and logged."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    form, found, named = _filtered(request, request.POST)
    reason = ReasonForm(request.POST)
    if reason.is_valid():
        try:
            log_download(
                viewer,
                whose=Whose("accounts.people", "", named),
                what="accounts.download_people",
                reason=reason.cleaned_data["reason"],
                place=request.META.get("REMOTE_ADDR", ""),
            )
        except BadInput as error:
            show_refusal(reason, error)
        else:
            columns = [_("Name"), _("E-mail"), _("Role"), _("Organisation"), _("Since"), _("Account")]
            return spreadsheet("people", columns, _rows(found[:MOST_ROWS]), title=_("People"))
    page = Paginator(found, 50).get_page(1)
    context = {"form": form, "page": page, "download": reason, "query": request.POST}
    return render(request, "office/people.html", context, status=422)


def _rows(found: Any) -> Any:
    for person in found:
        state = _("Open") if person.is_active else _("Closed")
        for one in person.held:
            yield [person.name, person.email, one.get_role_display(), one.organisation.name, one.since, state]
        if not person.held:
            yield [person.name, person.email, "", "", None, state]


@needs("accounts.view_people")
def view_person(request: HttpRequest, pid: str) -> HttpResponse:
    return _page(request, queries.get_person(request.viewer, pid))  # type: ignore[attr-defined]


@needs("accounts.grant_role")
@require_POST
def grant_role(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    person = queries.get_person(viewer, pid, to="accounts.grant_role")
    form = RoleForm(request.POST, viewer=viewer)
    if form.is_valid():
        try:
            memberships.grant_role(person, **form.cleaned_data, actor=viewer)
        except DomainError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("The role was given. They sign in again and have it."))
            return redirect("office:person", person.pid)
    return _page(request, person, grant=form)


@needs("accounts.end_membership")
@require_POST
def end_membership(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    form = EndForm(request.POST)
    if not form.is_valid():
        raise BadInput("unknown_role", _("Reload the page and choose the role that ends."))
    data = form.cleaned_data
    membership = queries.get_membership(viewer, pid, data["organisation"], data["role"])
    memberships.end_membership(membership, actor=viewer)
    messages.success(request, _("The role has ended."))
    return redirect("office:person", pid)


@needs("accounts.move_person")
@require_POST
def move_person(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    person = queries.get_person(viewer, pid, to="accounts.move_person")
    form = RoleForm(request.POST, viewer=viewer, prefix="move")
    if form.is_valid():
        data = form.cleaned_data
        try:
            move = memberships.move_person(person, to=data["organisation"], role=data["role"], actor=viewer)
        except DomainError as error:
            show_refusal(form, error)
        else:
            left = ", ".join(school.name for school in move.left)
            messages.success(request, _("Moved. Left: %(schools)s.") % {"schools": left or "–"})
            return redirect("office:person", person.pid)
    return _page(request, person, move=form)


@needs("accounts.close_account")
@require_POST
def close_account(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    person = queries.get_person(viewer, pid, to="accounts.close_account")
    try:
        people.close_account(person, actor=viewer)
    except (BadInput, Conflict) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The account is closed."))
    return redirect("office:person", pid)


@needs("accounts.reopen_account")
@require_POST
def reopen_account(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    people.reopen_account(queries.get_person(viewer, pid, to="accounts.reopen_account"), actor=viewer)
    messages.success(request, _("The account is open again, with the roles it had."))
    return redirect("office:person", pid)


def _page(
    request: HttpRequest, person: Person, *, grant: RoleForm | None = None, move: RoleForm | None = None
) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    log_access(
        viewer,
        whose=Whose("accounts.person", person.pid, person.name),
        what="accounts.view_person",
        place=request.META.get("REMOTE_ADDR", ""),
    )
    held = person.memberships.select_related("organisation").order_by("ended_at", "id")
    context = {
        "person": person,
        "current": [one for one in held if one.ended_at is None],
        "past": [one for one in held if one.ended_at is not None],
        "left_behind": wishes_left_behind(person),
        "grant": grant or RoleForm(viewer=viewer),
        "move": move or RoleForm(viewer=viewer, prefix="move"),
    }
    return render(request, "office/person.html", context, status=422 if grant or move else 200)
