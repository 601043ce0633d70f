"""The page at the foot of every mail: "write to me no more". Looking changes nothing; the button does."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gyoryu.common.actors import SystemActor
from gyoryu.notices.domain.silences import silence_address as silence
from gyoryu.notices.domain.stop_links import read_stop_token
from gyoryu.web.access import public


@public
@never_cache
def silence_address(request: HttpRequest, token: str) -> HttpResponse:
    email_index = read_stop_token(token)
    if request.method == "POST":
        silence(email_index, actor=SystemActor("reader of a mail"))
        messages.success(request, _("Done. We will write to this address no more."))
        return redirect("public:welcome")
    page = render(request, "account/silence_address.html")
    page.headers["Referrer-Policy"] = "strict-origin"
    return page
