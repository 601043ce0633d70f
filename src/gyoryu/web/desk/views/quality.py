"""What the register lacks, drawn: completeness, suspected duplicates, entries nobody can be asked at."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gyoryu.insight.quality import suspected_duplicates
from gyoryu.registry import queries as registry
from gyoryu.registry.quality import MEASURES, Line, completeness, institutions_without_contact
from gyoryu.registry.sites import institutions_with_dead_site
from gyoryu.resolution import queries as resolution
from gyoryu.web.access import needs
from gyoryu.web.entry import place_text


def _list(fresh: str) -> str:
    return f"{reverse('desk:institutions')}?fresh={fresh}"


def _row(line: Line) -> dict[str, Any]:
    return {"label": line.label, "total": line.total, "percent": line.percent, "shares": line.shares()}


@needs("insight.view_quality")
def quality(request: HttpRequest) -> HttpResponse:
    found = completeness()
    count, suspicions = suspected_duplicates()
    may_curate = request.viewer.has_role("curator")  # type: ignore[attr-defined]
    stats = [
        {"value": f"{found.whole.percent} %", "label": _("of what entries should say"), "href": ""},
        {"value": count, "label": _("groups that may be one entry"), "href": "#duplicates"},
        {
            "value": resolution.records_to_judge().count(),
            "label": _("same or different?"),
            "href": reverse("desk:candidates"),
        },
        {
            "value": institutions_without_contact().count(),
            "label": _("without a live contact"),
            "href": _list("no_contact"),
        },
        {"value": registry.institutions_due().count(), "label": _("entries to confirm again"), "href": _list("due")},
        {
            "value": registry.institutions_vanished().count(),
            "label": _("vanished from their register"),
            "href": _list("vanished"),
        },
        {
            "value": institutions_with_dead_site().count(),
            "label": _("web sites that do not answer"),
            "href": _list("dead_site"),
        },
    ]
    context = {
        "stats": [stat | ({} if may_curate or str(stat["href"]).startswith("#") else {"href": ""}) for stat in stats],
        "measures": MEASURES,
        "countries": [_row(found.whole), *(_row(line) for line in found.countries)],
        "levels": [_row(line) for line in found.levels],
        "suspicions": [
            [{"institution": one, "place_text": place_text(one)} for one in suspicion.institutions]
            for suspicion in suspicions
        ],
        "suspected": count,
        "may_curate": may_curate,
    }
    return render(request, "desk/quality.html", context)
