"""Where we stand: one page of figures, and the same as a spreadsheet."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gyoryu.insight.queries import AllySchool, Line, overview, schools_with_allies
from gyoryu.reference import queries as reference
from gyoryu.web.access import needs
from gyoryu.web.downloads import spreadsheet

SHOWN = 10


@needs("insight.view_overview")
def home(request: HttpRequest) -> HttpResponse:
    figures = overview()
    allies = schools_with_allies()
    stats = [
        {"value": figures.published, "label": _("institutions abroad"), "note": _drafts(figures.drafts)},
        {"value": figures.due, "label": _("due for confirmation"), "tone": "warning" if figures.due else ""},
        {"value": figures.schools_connected, "label": _("schools connected")},
        {"value": len(allies), "label": _("of them with a Korean War ally"), "href": reverse("office:ally_schools")},
    ]
    tables = [
        {"caption": _title(table.name), "rows": [_row(line) for line in table.lines], "most": table.most}
        for table in figures.tables()
    ]
    every = {"note": "", "tone": "", "href": ""}
    return render(request, "office/home.html", {"stats": [every | stat for stat in stats], "tables": tables})


@needs("insight.view_overview")
def download_overview(request: HttpRequest) -> HttpResponse:
    rows = [[_title(table.name), line.label, line.value] for table in overview().tables() for line in table.lines]
    return spreadsheet("overview", [_("Table"), _("Line"), _("Number")], rows, title=_("Overview"))


@needs("insight.view_overview")
def ally_schools(request: HttpRequest) -> HttpResponse:
    """Schools that are connected with an institution of a country that sent troops or medical units to Korea."""
    found = schools_with_allies()
    rows = [
        [
            {"text": one.school.name, "lang": "ko"},
            one.school.parent.name if one.school.parent else "",
            _countries(one),
            one.exchanges,
            one.since.date() if one.since else "",
        ]
        for one in found
    ]
    return render(request, "office/ally_schools.html", {"rows": rows, "head": _ally_head(), "count": len(found)})


@needs("insight.view_overview")
def download_ally_schools(request: HttpRequest) -> HttpResponse:
    rows = [
        [
            one.school.name,
            one.school.official_id,
            one.school.parent.name if one.school.parent else "",
            _countries(one),
            one.exchanges,
            one.since,
        ]
        for one in schools_with_allies()
    ]
    columns = [_("School"), _("Number"), _("District"), _("Countries"), _("Exchanges"), _("Since")]
    return spreadsheet("ally-schools", columns, rows, title=_("Schools with allies"))


def _ally_head() -> list[Any]:
    numeric = {"label": _("Exchanges"), "numeric": True}
    return [_("School"), _("District"), _("Countries"), numeric, _("Since")]


def _countries(one: AllySchool) -> str:
    return ", ".join(reference.label("countries", code) for code in one.countries)


def _drafts(count: int) -> str:
    return _("and %(count)d not published yet") % {"count": count} if count else ""


def _row(line: Line) -> dict[str, Any]:
    return {"label": line.label, "value": line.value}


def _title(name: str) -> str:
    return {
        "countries": _("Institutions by country"),
        "levels": _("Institutions by school level"),
        "freshness": _("How fresh the entries are"),
        "missions": _("Missions"),
        "visits": _("Visits"),
        "wishes": _("Wishes"),
        "matches": _("Matches"),
        "groups": _("Wishes by district group"),
    }[name]
