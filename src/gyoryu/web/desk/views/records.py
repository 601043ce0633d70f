"""The inbox: what was said and waits for a judgement; same or different; accept or reject."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gyoryu.common.errors import BadInput
from gyoryu.registry import queries as registry
from gyoryu.registry.domain import records as verbs
from gyoryu.registry.models import Record
from gyoryu.resolution import queries as resolution
from gyoryu.resolution.domain import judgements
from gyoryu.web.access import needs
from gyoryu.web.desk.forms import RejectForm
from gyoryu.web.desk.show import compare_rows, record_rows, record_title


@needs("registry.view_desk")
def inbox(request: HttpRequest) -> HttpResponse:
    """Proposed records, oldest first, with what each is about."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    page = Paginator(registry.inbox_for(viewer), 30).get_page(request.GET.get("page"))
    lines = [{"record": record, "title": record_title(record)} for record in page]
    return render(request, "desk/inbox.html", {"page": page, "entries": lines})


def _page_of(request: HttpRequest, record: Record, reject: RejectForm) -> dict[str, Any]:
    """What the page of a record shows: what it says, which institutions it might be, what was judged."""
    query = request.GET.get("q", "")[:200].replace("\x00", "")
    belongs = record.institution if record.state == "proposed" else None
    return {
        "record": record,
        "finding": getattr(record, "finding", None),  # only what a visit brought has one
        "title": record_title(record),
        "rows": record_rows(record),
        "candidates": [
            {"candidate": candidate, "rows": compare_rows(record, candidate.institution)}
            for candidate in resolution.candidates_of(record)
        ],
        "current": compare_rows(record, belongs) if belongs else None,
        "query": query,
        "others": resolution.suggestions_for(record, query) if query else [],
        "judgements": resolution.judgements_of(record),
        "reject": reject,
    }


@needs("registry.view_desk")
def view_record(request: HttpRequest, pid: str) -> HttpResponse:
    """One record beside each institution it might be, and what can be decided about it."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    record = registry.get_record(viewer, pid, to="registry.view_record")
    return render(request, "desk/view_record.html", _page_of(request, record, RejectForm()))


@needs("registry.accept_record")
@require_POST
def accept_record(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    record = registry.get_record(viewer, pid, to="registry.accept_record")
    verbs.accept_record(record, actor=viewer)
    messages.success(request, _("Accepted. The entry now says so, with its source."))
    if record.institution:
        return redirect("desk:institution", record.institution.pid)
    return redirect("desk:inbox")


@needs("registry.reject_record")
@require_POST
def reject_record(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    record = registry.get_record(viewer, pid, to="registry.reject_record")
    form = RejectForm(request.POST)
    if not form.is_valid():
        return render(request, "desk/view_record.html", _page_of(request, record, form), status=422)
    verbs.reject_record(record, **form.cleaned_data, actor=viewer)
    messages.success(request, _("Rejected. The record is kept with your reason."))
    return redirect("desk:inbox")


@needs("resolution.judge_record")
@require_POST
def judge_record(request: HttpRequest, pid: str) -> HttpResponse:
    """``verdict`` same, different or unsure with ``institution``; or new."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    record = registry.get_record(viewer, pid, to="resolution.judge_record")
    verdict = request.POST.get("verdict", "")
    if verdict == "new":
        institution = judgements.judge_new(record, actor=viewer)
        messages.success(request, _("A new entry was begun. Accept the record, then publish it."))
        return (
            redirect("desk:record", record.pid)
            if record.state == "proposed"
            else redirect("desk:institution", institution.pid)
        )
    other = registry.get_institution(viewer, request.POST.get("institution", ""), to="resolution.judge_record")
    decide = {
        "same": judgements.judge_same,
        "different": judgements.judge_different,
        "unsure": judgements.judge_unsure,
    }.get(verdict)
    if decide is None:
        raise BadInput("unknown_verdict", _("Choose same, different, unsure or new."), field="verdict")
    decide(record, institution=other, actor=viewer, note=request.POST.get("note", "")[:500])
    messages.success(request, _("Noted. You can undo this at any time from the record."))
    return redirect("desk:record", record.pid)


@needs("resolution.undo_judgement")
@require_POST
def undo_judgement(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    judgement = resolution.get_judgement(viewer, pid, to="resolution.undo_judgement")
    judgements.undo_judgement(judgement, actor=viewer)
    messages.success(request, _("Undone. Everything is as it was before that judgement."))
    if judgement.record:
        return redirect("desk:record", judgement.record.pid)
    return redirect("desk:judgements")
