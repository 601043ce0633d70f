"""What waits for the curator today."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gyoryu.exchange import queries as exchange
from gyoryu.missions import queries as missions
from gyoryu.registry import changing
from gyoryu.registry import queries as registry
from gyoryu.resolution import queries as resolution
from gyoryu.web.access import needs


@needs("registry.view_desk")
def home(request: HttpRequest) -> HttpResponse:
    """One figure for each queue, and the newest of the two that people wait for."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    visits = missions.visits_for_curator(viewer)
    wishes = exchange.wishes_awaiting_curator(viewer)
    matches = exchange.matches_awaiting_curator(viewer)
    queues = [
        {"value": visits.count(), "label": _("visits to accept"), "href": reverse("desk:visits")},
        {
            "value": registry.inbox_for(viewer).count(),
            "label": _("records in the inbox"),
            "href": reverse("desk:inbox"),
        },
        {
            "value": changing.open_changes_count(),
            "label": _("corrections to decide"),
            "href": reverse("desk:changes"),
        },
        {
            "value": resolution.records_to_judge().count(),
            "label": _("same or different?"),
            "href": reverse("desk:candidates"),
        },
        {"value": wishes.count(), "label": _("wishes to look at"), "href": reverse("desk:wishes")},
        {"value": matches.count(), "label": _("matches on your turn"), "href": reverse("desk:matches")},
        {
            "value": registry.institutions_due().count(),
            "label": _("entries to confirm again"),
            "href": reverse("desk:freshness"),
        },
    ]
    context = {"queues": queues, "visits": visits[:5], "wishes": wishes[:5]}
    return render(request, "desk/home.html", context)
