"""One's own account: name and language, roles, second step, kept filters, who looked at my data."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gyoryu.accounts.domain import filters, people
from gyoryu.accounts.models import SavedFilter
from gyoryu.accounts.queries import get_person, get_saved_filter
from gyoryu.audit.queries import looks_at
from gyoryu.common.errors import BadInput
from gyoryu.web.access import signed_in
from gyoryu.web.account.forms import ProfileForm
from gyoryu.web.forms import show_refusal
from gyoryu.web.timeline import sentence

LOOKS = 50


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    return _page(request, ProfileForm(initial={"name": viewer.name, "language": viewer.language}))


@signed_in
@require_POST
def edit_profile(request: HttpRequest) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    form = ProfileForm(request.POST)
    if form.is_valid():
        try:
            person = get_person(viewer, viewer.pid, to="accounts.edit_profile")
            people.edit_profile(person, **form.cleaned_data, actor=viewer)
        except BadInput as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Saved."))
            answer = redirect("account:home")
            answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME)  # the language just chosen holds from here on
            return answer
    return _page(request, form, status=422)


@signed_in
@require_POST
def delete_filter(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    filters.delete_filter(get_saved_filter(viewer, pid), actor=viewer)
    messages.success(request, _("Filter removed."))
    return redirect("account:home")


def _page(request: HttpRequest, form: ProfileForm, status: int = 200) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    held = viewer.memberships.filter(ended_at__isnull=True).select_related("organisation").order_by("id")
    looks = looks_at("accounts.person", viewer.pid)[:LOOKS]
    context = {
        "form": form,
        "memberships": held,
        "second_step": is_mfa_enabled(viewer),
        "saved": [{"filter": saved, "url": _address(saved)} for saved in viewer.saved_filters.all()],
        "looks": [{"look": look, "what": sentence(look.what)} for look in looks],
    }
    return render(request, "account/home.html", context, status=status)


def _address(saved: SavedFilter) -> str:
    """Where the filter is used; empty when the page is gone or needs more than its name."""
    try:
        return f"{reverse(saved.page)}?{saved.query}"
    except NoReverseMatch:
        return ""
