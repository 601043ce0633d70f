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
    figures: list[tuple[Any, str, str]] = [
        (f"{found.whole.percent} %", _("of what entries should say"), ""),
        (count, _("groups that may be one entry"), "#duplicates"),
        (resolution.records_to_judge().count(), _("same or different?"), reverse("desk:candidates")),
        (institutions_without_contact().count(), _("without a live contact"), _list("no_contact")),
        (registry.institutions_due().count(), _("entries to confirm again"), _list("due")),
        (registry.institutions_vanished().count(), _("vanished from their register"), _list("vanished")),
        (institutions_with_dead_site().count(), _("web sites that do not answer"), _list("dead_site")),
    ]
    context = {
        "stats": [
            {"value": value, "label": label, "href": href if may_curate or href.startswith("#") else ""}
            for value, label, href in figures
        ],
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
