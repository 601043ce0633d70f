"""My missions, today's stops, the itinerary with who recorded what."""

from typing import Any

import rules
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gyoryu.common.clock import today
from gyoryu.missions import queries
from gyoryu.missions.domain import missions as verbs
from gyoryu.missions.enums import MissionState
from gyoryu.web.access import needs
from gyoryu.web.field.lookup import find_in_register

ACTIVE = (MissionState.UNDER_WAY, MissionState.REPORTING, MissionState.APPROVED)


@needs("missions.view_field")
def home(request: HttpRequest) -> HttpResponse:
    """Today's stops first, then the viewer's missions."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    page = Paginator(queries.missions_of_member(viewer), 20).get_page(request.GET.get("page"))
    stops = queries.next_stops(viewer)
    context = {
        "page": page,
        "active": [mission for mission in page if mission.state in ACTIVE],
        "others": [mission for mission in page if mission.state not in ACTIVE],
        "stops": stops,
        "is_today": bool(stops) and stops[0].on == today(),
    }
    return render(request, "field/home.html", context)


@needs("missions.view_field")
def find_institutions(request: HttpRequest) -> HttpResponse:
    """Look a name up in the register; the form of a visit asks here as well, for the list alone."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    query = request.GET.get("q", "")[:200]
    found = find_in_register(viewer, query)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "field/found.html", {"found": found, "query": query, "chosen": ""})
    return render(request, "field/find_institutions.html", {"found": found, "query": query})


@needs("missions.view_field")
def add_visit(request: HttpRequest) -> HttpResponse:
    """Record something now: which mission does it belong to? With one mission under way there is nothing to ask."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    missions = list(queries.missions_of_member(viewer).filter(state__in=queries.VISITABLE)[:20])
    if len(missions) == 1:
        return redirect("field:start_visit", missions[0].pid)
    return render(request, "field/add_visit.html", {"missions": missions})


@needs("missions.view_field")
def view_mission(request: HttpRequest, pid: str) -> HttpResponse:
    """The itinerary day by day, each stop with who recorded what there."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    mission = queries.get_mission(viewer, pid)
    days = queries.itinerary_of(mission)
    lines = [line for day in days for line in day.lines]
    recorded = [visit for line in lines for visit in line.visits]
    context = {
        "mission": mission,
        "members": queries.members_of(mission),
        "days": days,
        "may_record": mission.state in queries.VISITABLE and rules.has_perm("missions.start_visit", viewer, mission),
        "leads": rules.has_perm("missions.submit_visit", viewer, mission),
        "may_plan": rules.has_perm("missions.edit_mission", viewer, mission),
        "recorded": len(recorded),
        "submitted": sum(visit.state in ("submitted", "accepted") for visit in recorded),
        "awaited": sum(line.awaits_a_visit for line in lines),
    }
    return render(request, "field/view_mission.html", context)


def _move(request: HttpRequest, pid: str, verb: Any, said: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    mission = queries.get_mission(viewer, pid, to=f"missions.{verb.__name__}")
    verb(mission, actor=viewer)
    messages.success(request, said)
    return redirect("field:mission", mission.pid)


@needs("missions.begin_mission")
@require_POST
def begin_mission(request: HttpRequest, pid: str) -> HttpResponse:
    return _move(request, pid, verbs.begin_mission, _("Have a good trip. Everybody can record visits now."))


@needs("missions.finish_visits")
@require_POST
def finish_visits(request: HttpRequest, pid: str) -> HttpResponse:
    return _move(request, pid, verbs.finish_visits, _("Welcome back. Complete and submit what was recorded."))


@needs("missions.resume_visits")
@require_POST
def resume_visits(request: HttpRequest, pid: str) -> HttpResponse:
    return _move(request, pid, verbs.resume_visits, _("The mission is under way again."))


@needs("missions.complete_mission")
@require_POST
def complete_mission(request: HttpRequest, pid: str) -> HttpResponse:
    return _move(request, pid, verbs.complete_mission, _("The mission is completed. Thank you."))
