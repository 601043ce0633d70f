"""The first page, and where the data comes from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gyoryu.reference import queries as reference
from gyoryu.registry import queries as registry
from gyoryu.web.access import public
from gyoryu.web.entry import place_text


@public
def welcome(request: HttpRequest) -> HttpResponse:
    """A search box, what is in the register, and what was published last."""
    figures = registry.register_figures()
    latest = [
        {
            "pid": institution.pid,
            "display_name": institution.display_name,
            "display_language": institution.display_language,
            "name_ko": institution.name_ko,
            "place_text": place_text(institution),
        }
        for institution in registry.latest_published(limit=6)
    ]
    countries = [
        {"code": code, "name": reference.country(code).name(), "count": count} for code, count in figures.countries
    ]
    return render(request, "public/welcome.html", {"figures": figures, "countries": countries, "latest": latest})


@public
def about(request: HttpRequest) -> HttpResponse:
    """What this is, where each part of the register comes from and under which licence."""
    rows = [
        [source.label, source.licence or _("not stated"), source.attribution, getattr(source, "institutions", 0)]
        for source in registry.public_sources()
    ]
    context = {
        "caption": _("Sources"),
        "head": [_("Source"), _("Licence"), _("Attribution"), {"label": _("Institutions"), "numeric": True}],
        "rows": rows,
    }
    return render(request, "public/about.html", context)
