"""Risky merges: one curator asks, another one answers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gyoryu.registry import queries as registry
from gyoryu.resolution import queries as resolution
from gyoryu.resolution.domain import second_looks as verbs
from gyoryu.resolution.enums import Risk
from gyoryu.resolution.stakes import stakes_of
from gyoryu.web.access import needs
from gyoryu.web.desk.show import record_title

SECOND_LOOKS = "desk:second_looks"
NOTED = gettext_lazy("Noted. You can undo this at any time in the list of judgements.")


@needs("registry.view_desk")
def second_looks(request: HttpRequest) -> HttpResponse:
    """What waits for the word of a second curator, oldest first."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    looks = list(resolution.second_looks_for(viewer)[:100])
    sides = [(look.left or (look.record and look.record.institution), look.right or look.institution) for look in looks]
    stakes = stakes_of({one.pk for pair in sides for one in pair if one})
    lines = [
        {
            "look": look,
            "title": record_title(look.record) if look.record else "",
            "left": left,
            "right": right,
            "risks": [Risk(code).label for code in look.risks],
            "cases": sum(stakes[one.pk].cases for one in (left, right) if one),
            "mine": look.asked_by_pid == viewer.actor_pid,
        }
        for look, (left, right) in zip(looks, sides, strict=True)
    ]
    return render(request, "desk/second_looks.html", {"entries": lines})


@needs("resolution.ask_second_look")
@require_POST
def ask_second_look(request: HttpRequest, pid: str, institution: str) -> HttpResponse:
    """Of a record that belongs to another entry, about the two entries."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    record = registry.get_record(viewer, pid, to="resolution.ask_second_look")
    other = registry.get_institution(viewer, institution, to="resolution.ask_second_look")
    belongs = (record.institution.merged_into or record.institution) if record.institution else None
    merges = belongs is not None and belongs.pk != (other.merged_into or other).pk
    subject = belongs if belongs is not None and merges else record
    verbs.ask_second_look(subject, other, actor=viewer, note=request.POST.get("note", "")[:500])
    messages.success(request, _("Asked. Another curator sees it under “Second looks”."))
    return redirect(SECOND_LOOKS)


@needs("resolution.confirm_second_look")
@require_POST
def confirm_second_look(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    look = resolution.get_second_look(viewer, pid, to="resolution.confirm_second_look")
    verbs.confirm_second_look(look, actor=viewer, note=request.POST.get("note", "")[:500])
    messages.success(request, NOTED)
    return redirect(SECOND_LOOKS)


@needs("resolution.refuse_second_look")
@require_POST
def refuse_second_look(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    look = resolution.get_second_look(viewer, pid, to="resolution.refuse_second_look")
    verbs.refuse_second_look(look, actor=viewer, note=request.POST.get("note", "")[:500])
    messages.success(request, NOTED)
    return redirect(SECOND_LOOKS)


@needs("resolution.withdraw_second_look")
@require_POST
def withdraw_second_look(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    look = resolution.get_second_look(viewer, pid, to="resolution.withdraw_second_look")
    verbs.withdraw_second_look(look, actor=viewer)
    messages.success(request, _("Taken back."))
    return redirect(SECOND_LOOKS)
