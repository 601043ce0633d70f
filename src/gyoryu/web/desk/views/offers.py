"""Offers and programmes at the desk."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gyoryu.audit.queries import timeline_of
from gyoryu.registry import queries as registry
from gyoryu.registry.domain import offers, programmes
from gyoryu.web.access import needs
from gyoryu.web.entry import offer_rows
from gyoryu.web.timeline import timeline_rows


@needs("registry.view_desk")
def view_offer(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    offer = registry.get_offer(viewer, pid, to="registry.view_offer")
    context = {
        "offer": offer,
        "rows": offer_rows(offer),
        "timeline": timeline_rows(timeline_of("registry.offer", offer.pk)[:50]),
    }
    return render(request, "desk/view_offer.html", context)


def _decide(
    request: HttpRequest, pid: str, permission: str, verb: Callable[..., Any], said: str, **more: Any
) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    offer = registry.get_offer(viewer, pid, to=permission)
    verb(offer, actor=viewer, **more)
    messages.success(request, said)
    return redirect("desk:offer", offer.pid)


@needs("registry.confirm_offer")
@require_POST
def confirm_offer(request: HttpRequest, pid: str) -> HttpResponse:
    """The partner confirmed it by telephone, mail or in person, and the curator writes that down."""
    how = request.POST.get("how", "telephone")
    said = _("Confirmed. Open it when schools may ask for it.")
    return _decide(request, pid, "registry.confirm_offer", offers.confirm_offer, said, how=how)


@needs("registry.open_offer")
@require_POST
def open_offer(request: HttpRequest, pid: str) -> HttpResponse:
    return _decide(request, pid, "registry.open_offer", offers.open_offer, _("Open. Schools can be matched with it."))


@needs("registry.pause_offer")
@require_POST
def pause_offer(request: HttpRequest, pid: str) -> HttpResponse:
    return _decide(
        request, pid, "registry.pause_offer", offers.pause_offer, _("Paused. No new school is matched with it.")
    )


@needs("registry.withdraw_offer")
@require_POST
def withdraw_offer(request: HttpRequest, pid: str) -> HttpResponse:
    return _decide(request, pid, "registry.withdraw_offer", offers.withdraw_offer, _("Withdrawn."))


@needs("registry.publish_programme")
@require_POST
def publish_programme(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    programme = registry.get_programme(viewer, pid, to="registry.publish_programme")
    programmes.publish_programme(programme, actor=viewer)
    messages.success(request, _("Published. Teachers can find it now."))
    return redirect("desk:institution", programme.institution.pid)


@needs("registry.archive_programme")
@require_POST
def archive_programme(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    programme = registry.get_programme(viewer, pid, to="registry.archive_programme")
    programmes.archive_programme(programme, actor=viewer)
    messages.success(request, _("Archived. It is no longer shown."))
    return redirect("desk:institution", programme.institution.pid)
