"""The page that the link in an invitation opens. Looking changes nothing; the button does."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gyoryu.accounts.domain import invitations
from gyoryu.accounts.models import Invitation, Person
from gyoryu.common.errors import BadInput
from gyoryu.web.access import public
from gyoryu.web.account.forms import AcceptForm
from gyoryu.web.forms import show_refusal


@public
@never_cache
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    try:
        invitation = invitations.open_invitation(token)
    except invitations.InvitationOver as over:
        _speak(request, over.invitation)
        return _closed_door(render(request, "account/invitation_over.html", {"over": over}, status=over.status))
    _speak(request, invitation)
    known = Person.objects.filter(email=invitation.email).exists()
    form = AcceptForm(request.POST if request.method == "POST" else None, initial={"name": invitation.name})
    if request.method == "POST" and (known or form.is_valid()):
        try:
            given: dict[str, Any] = {} if known else form.cleaned_data
            person = invitations.accept_invitation(token, **given)
        except BadInput as error:
            show_refusal(form, error)
        else:
            return _welcome(request, person, known)
    context = {"invitation": invitation, "form": form, "known": known}
    status = 422 if form.errors and not known else 200
    return _closed_door(render(request, "account/accept_invitation.html", context, status=status))


def _welcome(request: HttpRequest, person: Person, known: bool) -> HttpResponse:
    """Who has just chosen a password is signed in; who had an account signs in with it (and its second step)."""
    if known:
        messages.success(request, _("Accepted. Sign in and you will find it."))
        return redirect("account_login")
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    messages.success(request, _("Welcome. Your account is ready."))
    return redirect("home")


def _speak(request: HttpRequest, invitation: Invitation) -> None:
    """The language of the invitation, unless the reader chose another."""
    if not request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
        translation.activate(invitation.language)
        request.LANGUAGE_CODE = translation.get_language()


def _closed_door(response: HttpResponse) -> HttpResponse:
    """The address holds a secret: only the host goes out, never the path.

    Not ``no-referrer``: with it browsers send the form's Origin as ``null``, and the form is refused as forged.
    """
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
