"""Missions: planned by their lead, decided by a policy officer who has no part in them."""

from typing import Any

import rules
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gyoryu.accounts.enums import Role
from gyoryu.common.errors import BadInput, NotAllowed
from gyoryu.missions import queries
from gyoryu.missions.domain import members, stops
from gyoryu.missions.domain import missions as verbs
from gyoryu.missions.models import Mission
from gyoryu.missions.states import MISSION
from gyoryu.reference import queries as reference
from gyoryu.web.access import needs
from gyoryu.web.office.mission_forms import MemberForm, MissionForm, ReturnForm, show_refusal


def layout(viewer: Any) -> str:
    """Office staff plan at the office; a delegate plans within the field pages."""
    return "office.html" if viewer.has_role(Role.POLICY_OFFICER, Role.OPERATOR) else "field.html"


@needs("missions.view_mission")
def list_missions(request: HttpRequest) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    page = Paginator(queries.listed_missions(viewer), 30).get_page(request.GET.get("page"))
    lines = [{"mission": mission, "countries": _names(mission)} for mission in page]
    may_create = rules.has_perm("missions.create_mission", viewer)
    context = {"page": page, "lines": lines, "may_create": may_create, "layout": layout(viewer)}
    return render(request, "office/missions/list.html", context)


def _names(mission: Mission) -> str:
    return ", ".join(reference.label("countries", code) for code in mission.countries)


@needs("missions.create_mission")
def create_mission(request: HttpRequest) -> HttpResponse:
    """A delegate who plans a mission leads it, until somebody else is named."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    form = MissionForm(request.POST or None)
    organisation = queries.organisation_for(viewer)
    if organisation is None:
        raise NotAllowed(_("There is no office yet that a mission could be of. Ask an operator to set it up."))
    if request.method == "POST" and form.is_valid():
        lead = viewer if viewer.has_role(Role.DELEGATE) else None
        try:
            mission = verbs.create_mission(**form.plan(), organisation=organisation, lead=lead, actor=viewer)
        except BadInput as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Begun. Now add members and the itinerary, then submit it."))
            return redirect("office:mission", mission.pid)
    return _form_page(request, form, None)


@needs("missions.edit_mission")
def edit_mission(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    mission = queries.get_mission(viewer, pid, to="missions.edit_mission")
    form = MissionForm(request.POST or None, initial=MissionForm.initial_of(mission))
    if request.method == "POST" and form.is_valid():
        try:
            verbs.edit_mission(mission, **form.plan(), actor=viewer)
        except BadInput as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("office:mission", mission.pid)
    return _form_page(request, form, mission)


def _form_page(request: HttpRequest, form: MissionForm, mission: Mission | None) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    context = {"form": form, "mission": mission, "layout": layout(viewer)}
    return render(request, "office/missions/form.html", context, status=422 if form.errors else 200)


@needs("missions.view_mission")
def view_mission(request: HttpRequest, pid: str) -> HttpResponse:
    """The plan: members with their duties, the itinerary with who recorded what, and what can be decided."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    return mission_page(request, queries.get_mission(viewer, pid))


def mission_page(
    request: HttpRequest,
    mission: Mission,
    *,
    member_form: MemberForm | None = None,
    return_form: ReturnForm | None = None,
    status: int = 200,
) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    may_plan = rules.has_perm("missions.edit_mission", viewer, mission)
    may_decide = rules.has_perm("missions.approve_mission", viewer, mission)
    context = {
        "mission": mission,
        "layout": layout(viewer),
        "countries": _names(mission),
        "members": queries.members_of(mission),
        "days": queries.itinerary_of(mission),
        "may_edit": may_plan and mission.state in verbs.PLANNED,
        "may_change_members": may_plan and mission.state in members.CHANGEABLE,
        "may_change_stops": may_plan and mission.state in stops.CHANGEABLE,
        "may_submit": may_plan and mission.state in verbs.PLANNED,
        "may_decide": may_decide and mission.state == "submitted",
        "waits_for_another": mission.state == "submitted" and not may_decide and viewer.has_role(Role.POLICY_OFFICER),
        "may_cancel": rules.has_perm("missions.cancel_mission", viewer, mission)
        and MISSION.allows(mission.state, "cancelled"),
        "is_member": rules.has_perm("missions.start_visit", viewer, mission),
        "reads_visits": rules.has_perm("missions.start_visit", viewer, mission) or viewer.has_role(Role.CURATOR),
        "member_form": member_form or MemberForm(mission=mission),
        "return_form": return_form or ReturnForm(),
    }
    return render(request, "office/missions/view.html", context, status=status)


def _move(request: HttpRequest, pid: str, verb: Any, said: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    mission = queries.get_mission(viewer, pid, to=f"missions.{verb.__name__}")
    try:
        verb(mission, actor=viewer)
    except BadInput as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said)
    return redirect("office:mission", mission.pid)


@needs("missions.submit_mission")
@require_POST
def submit_mission(request: HttpRequest, pid: str) -> HttpResponse:
    return _move(request, pid, verbs.submit_mission, _("Submitted. A policy officer decides about it."))


@needs("missions.approve_mission")
@require_POST
def approve_mission(request: HttpRequest, pid: str) -> HttpResponse:
    return _move(request, pid, verbs.approve_mission, _("Approved. The delegation can begin."))


@needs("missions.return_mission")
@require_POST
def return_mission(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    mission = queries.get_mission(viewer, pid, to="missions.return_mission")
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return mission_page(request, mission, return_form=form, status=422)
    verbs.return_mission(mission, comment=form.cleaned_data["comment"], actor=viewer)
    messages.success(request, _("Sent back with your comment."))
    return redirect("office:mission", mission.pid)


@needs("missions.cancel_mission")
def cancel_mission(request: HttpRequest, pid: str) -> HttpResponse:
    """Asks once more, then cancels."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    mission = queries.get_mission(viewer, pid, to="missions.cancel_mission")
    if request.method != "POST":
        return render(request, "office/missions/cancel.html", {"mission": mission, "layout": layout(viewer)})
    verbs.cancel_mission(mission, actor=viewer)
    messages.success(request, _("The mission is cancelled. What was recorded is kept."))
    return redirect("office:mission", mission.pid)
