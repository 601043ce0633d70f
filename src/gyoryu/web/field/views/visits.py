"""Recording a visit on a phone: works without script, keeps what was typed, and never overwrites a colleague."""

import uuid
from typing import Any

import rules
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gyoryu.common.clock import today
from gyoryu.common.errors import BadInput
from gyoryu.missions import queries
from gyoryu.missions.body import InstitutionSaid, VisitBody, read_body
from gyoryu.missions.domain import visits as verbs
from gyoryu.missions.enums import StopKind, VisitKind
from gyoryu.missions.models import Mission, Stop, Visit
from gyoryu.missions.reading import BadBody
from gyoryu.reference import queries as reference
from gyoryu.registry.queries import institutions_visible_to
from gyoryu.web.access import needs
from gyoryu.web.field.lookup import find_by_pid, find_in_register
from gyoryu.web.field.show import compared, photo, steps_of, visit_sections
from gyoryu.web.field.visit_form import VisitForm

KIND_OF_STOP = {
    StopKind.CONSULTATION: VisitKind.CONSULTATION,
    StopKind.PROGRAMME: VisitKind.PROGRAMME,
    StopKind.SCHOOL_VISIT: VisitKind.SCHOOL_VISIT,
}


@needs("missions.view_visit")
def view_visit(request: HttpRequest, pid: str) -> HttpResponse:
    """One visit: where it stands, what is missing, what was learnt, its photos."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    visit = queries.get_visit(viewer, pid)
    return render(request, "field/view_visit.html", visit_context(viewer, visit))


def visit_context(viewer: Any, visit: Visit) -> dict[str, Any]:
    body = queries.body_of(visit)
    may_edit = (
        visit.state in verbs.EDITABLE
        and visit.mission.state in queries.VISITABLE
        and rules.has_perm("missions.save_visit", viewer, visit)
    )
    gaps = queries.gaps_of(visit)
    pictures = list(visit.evidence.all())
    return {
        "visit": visit,
        "mission": visit.mission,
        "name_lang": visit.institution.display_language if visit.institution else body.about.language,
        "sections": visit_sections(visit, body),
        "steps": steps_of(visit),
        "needed": [gap for gap in gaps if gap.needed],
        "advised": [gap for gap in gaps if not gap.needed],
        "reasons": [reference.label("visit_returned_reasons", code) for code in visit.returned_reasons],
        "pictures": pictures,
        "photos": [photo(evidence) for evidence in pictures],
        "may_edit": may_edit,
        "may_submit": visit.state in ("collecting", "returned")
        and rules.has_perm("missions.submit_visit", viewer, visit),
        "may_cancel": visit.state in verbs.EDITABLE and rules.has_perm("missions.cancel_visit", viewer, visit),
    }


@needs("missions.start_visit")
def start_visit(request: HttpRequest, pid: str) -> HttpResponse:
    """A new visit of a mission, from a stop of its itinerary (``?stop=``) or freely."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    mission = queries.get_mission(viewer, pid, to="missions.start_visit")
    if request.method != "POST":
        stop = mission.stops.filter(pid=request.GET.get("stop", "")[:10].replace("\x00", "")).first()
        form = VisitForm(mission, body=_planned(mission, stop), client_uuid=str(uuid.uuid4()))
        form.query = stop.title if stop and not stop.institution else ""
        return _page(request, mission, form)
    form = VisitForm(mission, request.POST)
    if _asks_for_more(request, form):
        return _page(request, mission, form)
    try:
        body = read_body(form.body_data(), mission=mission)
        visit = verbs.start_visit(mission, body=body, client_uuid=form.uuid(), actor=viewer)
    except BadBody as error:
        form.add_problems(error)
        return _page(request, mission, form, status=422)
    except verbs.OtherContent as error:
        return _conflict(request, form, queries.get_visit(viewer, error.visit.pid, to="missions.save_visit"))
    messages.success(request, _("Saved. Add photos, or go on later."))
    return redirect("field:visit", visit.pid)


def _planned(mission: Mission, stop: Stop | None) -> VisitBody:
    """What the itinerary knows already."""
    if stop is None:
        return VisitBody(met_on=today() if mission.starts_on <= today() <= mission.ends_on else None)
    return VisitBody(
        stop=stop.pid,
        kind=KIND_OF_STOP.get(StopKind(stop.kind), VisitKind.SCHOOL_VISIT),
        met_on=stop.on if stop.on <= today() else None,
        institution=stop.institution.pid if stop.institution else "",
        about=InstitutionSaid(country="" if stop.institution else stop.country),
    )


@needs("missions.save_visit")
def save_visit(request: HttpRequest, pid: str) -> HttpResponse:
    """Change what was recorded. Somebody else saved meanwhile: both versions, nothing overwritten."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    visit = queries.get_visit(viewer, pid, to="missions.save_visit")
    mission = visit.mission
    if request.method != "POST":
        form = VisitForm(
            mission, body=queries.body_of(visit), client_uuid=str(visit.client_uuid), version=visit.version
        )
        return _page(request, mission, form, visit=visit)
    form = VisitForm(mission, request.POST)
    if _asks_for_more(request, form):
        return _page(request, mission, form, visit=visit)
    try:
        body = read_body(form.body_data(), mission=mission)
        verbs.save_visit(visit, body=body, version=form.version_number(), actor=viewer)
    except BadBody as error:
        form.add_problems(error)
        return _page(request, mission, form, visit=visit, status=422)
    except verbs.OtherContent as error:
        return _conflict(request, form, queries.get_visit(viewer, error.visit.pid, to="missions.save_visit"))
    messages.success(request, _("Saved."))
    return redirect("field:visit", visit.pid)


def _asks_for_more(request: HttpRequest, form: VisitForm) -> bool:
    """Another row, or names like the one typed: the page comes again with everything that is on it."""
    wanted = request.POST.get("do", "save")
    if wanted == "enter":  # the Enter key in the search box looks up; anywhere else it saves
        searching = form.query and not form.institution and not form.about.typed().get("name")
        return bool(searching)
    return wanted in ("search", "another", "add_contacts", "add_programmes")


def _page(
    request: HttpRequest,
    mission: Mission,
    form: VisitForm,
    *,
    visit: Visit | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    if request.POST.get("do") == "another":
        form.institution = ""
    searched = request.method == "POST" and bool(form.query) and not form.institution
    picked = find_by_pid(viewer, form.institution) if form.institution else None
    context = {
        "form": form,
        "mission": mission,
        "visit": visit,
        "picked": picked,
        "searched": searched,
        "found": find_in_register(viewer, form.query) if searched else [],
        **more,
    }
    return render(request, "field/visit_form.html", context, status=status)


def _conflict(request: HttpRequest, form: VisitForm, stored: Visit) -> HttpResponse:
    """What is stored beside what was typed, and the form again as an edit of the stored version."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    theirs = visit_sections(stored, queries.body_of(stored))
    picked = institutions_visible_to(viewer).filter(pid=form.institution).first()
    typed = Visit(mission=stored.mission, stop=stored.stop, institution=picked, country=stored.country)
    mine = visit_sections(typed, read_body(form.body_data(), mission=stored.mission))
    form.version, form.client_uuid = stored.version, str(stored.client_uuid)
    last = stored.receipts.select_related("received_by").last()
    rows = [row for row in compared(mine, theirs) if not row["same"]]
    return _page(
        request,
        stored.mission,
        form,
        visit=stored,
        status=409,
        conflict=rows,
        last=last,
        sealed=stored.state not in verbs.EDITABLE,
    )


@needs("missions.submit_visit")
@require_POST
def submit_visit(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    visit = queries.get_visit(viewer, pid, to="missions.submit_visit")
    try:
        verbs.submit_visit(visit, actor=viewer)
    except BadInput as error:
        messages.error(request, error.message)
        return redirect("field:visit", visit.pid)
    messages.success(request, _("Submitted. The curator has it now."))
    return redirect("field:visit", visit.pid)


@needs("missions.cancel_visit")
def cancel_visit(request: HttpRequest, pid: str) -> HttpResponse:
    """Asks once more, then cancels."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    visit = queries.get_visit(viewer, pid, to="missions.cancel_visit")
    if request.method != "POST":
        return render(request, "field/cancel_visit.html", {"visit": visit, "mission": visit.mission})
    verbs.cancel_visit(visit, actor=viewer)
    messages.success(request, _("Cancelled. It is kept and counted nowhere."))
    return redirect("field:mission", visit.mission.pid)
