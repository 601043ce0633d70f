"""Operators invite, and see who has not come yet."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gyoryu.accounts import queries
from gyoryu.accounts.domain import invitations
from gyoryu.accounts.listing import list_invitations
from gyoryu.common.errors import DomainError
from gyoryu.web.access import needs
from gyoryu.web.forms import show_refusal
from gyoryu.web.office.forms import InviteForm


@needs("accounts.view_people")
def list_of_invitations(request: HttpRequest) -> HttpResponse:
    return _page(request, InviteForm(viewer=request.viewer))  # type: ignore[attr-defined]


@needs("accounts.view_people")
@require_POST
def invite_person(request: HttpRequest) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    form = InviteForm(request.POST, viewer=viewer)
    if form.is_valid():
        data = dict(form.cleaned_data)
        organisation = queries.get_organisation_to_invite_to(viewer, data["organisation"].pid, data["role"])
        try:
            invitations.invite_person(actor=viewer, **{**data, "organisation": organisation})
        except DomainError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Invited. The mail is on its way."))
            return redirect("office:invitations")
    return _page(request, form)


@needs("accounts.view_people")
@require_POST
def withdraw_invitation(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    invitations.withdraw_invitation(queries.get_invitation(viewer, pid), actor=viewer)
    messages.success(request, _("Withdrawn. The link in the mail opens nothing any more."))
    return redirect("office:invitations")


def _page(request: HttpRequest, form: InviteForm) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    states = {
        "waiting": _("Waiting"),
        "expired": _("Expired"),
        "accepted": _("Accepted"),
        "withdrawn": _("Withdrawn"),
    }
    state = request.GET.get("state", "")
    state = state if state in states else "waiting"
    page = Paginator(list_invitations(viewer, state=state), 50).get_page(request.GET.get("page"))
    tabs = [{"label": label, "url": f"?state={code}", "current": code == state} for code, label in states.items()]
    context = {"form": form, "page": page, "tabs": tabs, "state": state}
    return render(request, "office/invitations.html", context, status=422 if form.errors else 200)
