"""Mail that was written and sent. Operators see that it went, not what it says (but in a demo world)."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gyoryu.common.errors import Conflict, NotFound
from gyoryu.notices import queries
from gyoryu.notices.domain import silences
from gyoryu.notices.models import Notice
from gyoryu.web.access import needs
from gyoryu.web.forms import show_refusal
from gyoryu.web.office.forms import LiftForm


@needs("notices.view_outbox")
def outbox(request: HttpRequest) -> HttpResponse:
    return _page(request, LiftForm())


@needs("notices.view_outbox")
def view_notice(request: HttpRequest, pid: str) -> HttpResponse:
    """The text of a mail of a demo world, so that its links can be followed."""
    notice = queries.get_notice(request.viewer, pid)  # type: ignore[attr-defined]
    if not settings.DEMO_WORLD:
        raise NotFound()
    return render(request, "office/notice.html", {"notice": notice, "to": notice.to})


@needs("notices.lift_silence")
@require_POST
def lift_silence(request: HttpRequest) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    form = LiftForm(request.POST)
    if form.is_valid():
        try:
            silences.lift_silence(form.cleaned_data["email"], actor=viewer)
        except Conflict as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("We may write to this address again."))
            return redirect("office:outbox")
    return _page(request, form)


def masked(address: str) -> str:
    """``n…@school.example``: enough to tell mails apart."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}…{at}{domain}"


def _line(notice: Notice) -> dict[str, Any]:
    if notice.sent_at:
        state, tone = _("Sent"), "success"
    elif notice.next_try_at is None:
        state, tone = _("Not sent"), "danger"
    else:
        state, tone = _("Waiting"), "warning" if notice.tries else "neutral"
    return {"notice": notice, "to": masked(notice.to), "state": state, "tone": tone}


def _page(request: HttpRequest, form: LiftForm) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    states = {"": _("All"), "unsent": _("Not sent yet"), "failed": _("Failed")}
    state = request.GET.get("state", "")
    state = state if state in states else ""
    found = queries.list_notices(viewer, state=state)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    tabs = [{"label": label, "url": f"?state={code}", "current": code == state} for code, label in states.items()]
    context = {"form": form, "page": page, "lines": [_line(notice) for notice in page], "tabs": tabs}
    return render(request, "office/outbox.html", context, status=422 if form.errors else 200)
