"""A principal looks after the teachers of the own school: who is here, who is invited."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gyoryu.accounts import queries
from gyoryu.accounts.domain import invitations
from gyoryu.accounts.enums import Role
from gyoryu.accounts.models import Organisation
from gyoryu.common.errors import DomainError
from gyoryu.web.access import needs
from gyoryu.web.account.forms import InviteForm
from gyoryu.web.forms import show_refusal


@needs("accounts.invite_colleague")
def colleagues(request: HttpRequest) -> HttpResponse:
    return _page(request, None, None)


@needs("accounts.invite_colleague")
@require_POST
def invite_colleague(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    school = queries.get_organisation_to_invite_to(viewer, pid, Role.TEACHER)
    form = InviteForm(request.POST, roles=frozenset({Role.TEACHER}))
    if form.is_valid():
        try:
            invitations.invite_person(organisation=school, actor=viewer, **form.cleaned_data)
        except DomainError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Invited. The mail is on its way."))
            return redirect("account:colleagues")
    return _page(request, school, form, status=422)


@needs("accounts.invite_colleague")
@require_POST
def withdraw_invitation(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    invitations.withdraw_invitation(queries.get_invitation(viewer, pid), actor=viewer)
    messages.success(request, _("Withdrawn. The link in the mail opens nothing any more."))
    return redirect("account:colleagues")


def _empty_form(school: Organisation) -> InviteForm:
    """One for each school on the page; ids tell them apart."""
    return InviteForm(roles=frozenset({Role.TEACHER}), auto_id=f"id_{school.pid}_%s")


def _page(request: HttpRequest, asked: Organisation | None, form: InviteForm | None, status: int = 200) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    waiting = list(queries.waiting(queries.invitations_visible_to(viewer)))
    schools = [
        {
            "school": school,
            "people": [m for m in queries.memberships_of(school) if m.person.is_active],
            "invitations": [one for one in waiting if one.organisation_id == school.pk],
            "form": form if asked and asked.pk == school.pk else _empty_form(school),
        }
        for school in queries.schools_of(viewer, Role.PRINCIPAL)
    ]
    return render(request, "account/colleagues.html", {"schools": schools}, status=status)
