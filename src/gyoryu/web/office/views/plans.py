"""The members and the itinerary of a mission."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gyoryu.common.errors import BadInput, Conflict
from gyoryu.missions import queries
from gyoryu.missions.domain import members, stops
from gyoryu.missions.models import Mission, Stop
from gyoryu.registry.queries import institutions_visible_to
from gyoryu.web.access import needs
from gyoryu.web.field.lookup import find_by_pid, find_in_register
from gyoryu.web.office.mission_forms import MemberForm, StopForm, show_refusal
from gyoryu.web.office.views.missions import layout, mission_page


@needs("missions.add_member")
@require_POST
def add_member(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    mission = queries.get_mission(viewer, pid, to="missions.add_member")
    form = MemberForm(request.POST, mission=mission)
    if form.is_valid():
        role = form.cleaned_data.get("role") or "delegate"
        try:
            members.add_member(
                mission, person=form.cleaned_data["person"], duty=form.cleaned_data["duty"], role=role, actor=viewer
            )
        except (BadInput, Conflict) as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Added."))
            return redirect(f"/office/missions/{mission.pid}/#members")
    return mission_page(request, mission, member_form=form, status=422)


@needs("missions.remove_member")
@require_POST
def remove_member(request: HttpRequest, pid: str, person: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    member = queries.get_member(viewer, pid, person, to="missions.remove_member")
    try:
        members.remove_member(member.mission, person=member.person, actor=viewer)
    except BadInput as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("%(name)s was removed.") % {"name": member.person.name})
    return redirect(f"/office/missions/{pid}/#members")


@needs("missions.set_lead")
@require_POST
def set_lead(request: HttpRequest, pid: str, person: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    member = queries.get_member(viewer, pid, person, to="missions.set_lead")
    members.set_lead(member.mission, person=member.person, actor=viewer)
    messages.success(request, _("%(name)s leads the mission now.") % {"name": member.person.name})
    return redirect(f"/office/missions/{pid}/#members")


@needs("missions.add_stop")
def add_stop(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    mission = queries.get_mission(viewer, pid, to="missions.add_stop")
    form = StopForm(request.POST or None, initial=StopForm.initial_for(mission))
    if _is_saved(request, form):
        try:
            stops.add_stop(mission, **form.cleaned_data, institution=_institution(request), actor=viewer)
        except BadInput as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Added to the itinerary."))
            return redirect(f"/office/missions/{mission.pid}/#itinerary")
    return _stop_page(request, mission, form, None)


@needs("missions.edit_stop")
def edit_stop(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    stop = queries.get_stop(viewer, pid, to="missions.edit_stop")
    form = StopForm(request.POST or None, initial=StopForm.initial_of(stop))
    if _is_saved(request, form):
        try:
            stops.edit_stop(stop, **form.cleaned_data, institution=_institution(request), actor=viewer)
        except BadInput as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(f"/office/missions/{stop.mission.pid}/#itinerary")
    return _stop_page(request, stop.mission, form, stop)


def _is_saved(request: HttpRequest, form: StopForm) -> bool:
    return request.method == "POST" and request.POST.get("do") == "save" and form.is_valid()


def _institution(request: HttpRequest) -> Any:
    """The entry that was picked from the register, or none."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    pid = request.POST.get("institution", "")
    return institutions_visible_to(viewer).filter(pid=pid[:10].replace("\x00", "")).first() if pid else None


def _stop_page(request: HttpRequest, mission: Mission, form: StopForm, stop: Stop | None) -> HttpResponse:
    """Looking an institution up is a button of the same form, so nothing that was typed is lost."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    looking = request.method == "POST" and request.POST.get("do") in ("search", "another")
    known = stop.institution.pid if stop and stop.institution else ""
    chosen = request.POST.get("institution", "") if request.method == "POST" else known
    if request.POST.get("do") == "another":
        chosen = ""
    query = request.POST.get("q", "")[:200].replace("\x00", "")
    searched = request.POST.get("do") == "search" and bool(query)
    context = {
        "form": StopForm(initial=request.POST.dict()) if looking else form,
        "mission": mission,
        "stop": stop,
        "layout": layout(viewer),
        "picked": find_by_pid(viewer, chosen) if chosen else None,
        "query": query,
        "searched": searched,
        "found": find_in_register(viewer, query) if searched else [],
    }
    return render(
        request, "office/missions/stop_form.html", context, status=422 if form.errors and not looking else 200
    )


@needs("missions.remove_stop")
@require_POST
def remove_stop(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    stop = queries.get_stop(viewer, pid, to="missions.remove_stop")
    mission = stop.mission
    try:
        stops.remove_stop(stop, actor=viewer)
    except BadInput as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Removed from the itinerary."))
    return redirect(f"/office/missions/{mission.pid}/#itinerary")
