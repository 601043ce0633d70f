"""Finding an institution, and its entry."""

from typing import Any
from urllib.parse import quote

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.enums import Role
from gyoryu.reference import queries as reference
from gyoryu.registry import queries as registry
from gyoryu.registry import rules
from gyoryu.registry.changing import FIELDS_OF_ENTRY, group_of
from gyoryu.registry.enums import FieldGroup
from gyoryu.registry.history import history_of
from gyoryu.registry.relations import living_successor, relations_of
from gyoryu.registry.wording import LABELS, STATUS, rule_of
from gyoryu.search.queries import Hit, search_institutions
from gyoryu.web.access import public
from gyoryu.web.entry import fact_rows, freshness_rows, levels_text, offer_rows, other_names, place_text, programme_card
from gyoryu.web.forms import CodeField, PlainText, country_choices
from gyoryu.web.said import relation_rows, spell_items
from gyoryu.web.templatetags.gyoryu import state_badge

PER_PAGE = 20
LAST_PAGE = 50  # nobody reads further; a crawler may use the open data


class SearchForm(forms.Form):
    """What a search address may carry. A wrong value is dropped with a word about it, never an error page."""

    q = PlainText(label=_("Name of a school or institution"), required=False, max_length=200)
    country = CodeField(country_choices, label=_("Country"), required=False, empty=_("All countries"))
    kind = CodeField("institution_kinds", label=_("Kind"), required=False, empty=_("All kinds"))
    level = CodeField("level_groups", label=_("School level"), required=False, empty=_("All levels"))


def _page_number(request: HttpRequest) -> int:
    number = request.GET.get("page", "1")
    return min(max(int(number), 1), LAST_PAGE) if number.isascii() and number.isdigit() and len(number) < 4 else 1


def _row(hit: Hit) -> dict[str, Any]:
    return {
        "hit": hit,
        "place_text": place_text(hit),
        "levels_text": levels_text(hit.country, hit.level_from, hit.level_to),
        "also": other_names(hit),
    }


@public
def find_institutions(request: HttpRequest) -> HttpResponse:
    """Search by name in any script, filter by country, kind and grade; counts beside each filter, a map of the page."""
    form = SearchForm(request.GET)
    form.is_valid()
    asked: dict[str, Any] = {name: form.cleaned_data.get(name) or None for name in ("country", "kind", "level")}
    query = form.cleaned_data.get("q", "")
    number = _page_number(request)
    found = search_institutions(query, **asked, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    pages = Paginator(range(min(found.total, PER_PAGE * LAST_PAGE)), PER_PAGE)
    points = [
        (hit.latitude, hit.longitude, hit.display_name, f"/institutions/{hit.pid}/")
        for hit in found.hits
        if hit.latitude is not None and hit.longitude is not None
    ]
    context = {
        "form": form,
        "query": query,
        "looked_for": quote(query),
        "found": found,
        "asked": asked,
        "page": pages.get_page(number),
        "hits": [_row(hit) for hit in found.hits],
        "near": [_row(hit) for hit in found.near],
        "may_wish": request.viewer.has_role(Role.TEACHER),  # type: ignore[attr-defined]
        "points": points,
        "hidden": [{"name": name, "value": value} for name, value in asked.items() if value],
        "facets": _facets(found.facets, asked, request.GET),
        "chosen": _chosen(asked, request.GET),
    }
    return render(request, "public/find_institutions.html", context)


def _name_of(facet: str, code: str) -> str:
    if facet == "country":
        return reference.country(code).name()
    return reference.label({"kind": "institution_kinds", "level": "level_groups"}[facet], code)


def _address(params: QueryDict, **changes: str | None) -> str:
    """The same search with some filters changed (None removes), on its first page."""
    changed = params.copy()
    changed.pop("page", None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value:
            changed[name] = value
    return "?" + changed.urlencode()


def _facets(counts: dict[str, dict[str, int]], asked: dict[str, Any], params: QueryDict) -> list[dict[str, Any]]:
    """Country, kind and level with their counts, most first."""
    groups = []
    for facet, title in (("country", _("Country")), ("kind", _("Kind")), ("level", _("School level"))):
        rows = sorted(counts.get(facet, {}).items(), key=lambda pair: (-pair[1], pair[0]))[:12]
        options = [
            {
                "label": _name_of(facet, code),
                "count": count,
                "selected": asked.get(facet) == code,
                "url": _address(params, **{facet: None if asked.get(facet) == code else code}),
            }
            for code, count in rows
            if code
        ]
        if options:
            groups.append({"title": title, "open": True, "options": options})
    return groups


def _chosen(asked: dict[str, Any], params: QueryDict) -> list[dict[str, str]]:
    return [
        {"label": _name_of(facet, value), "url": _address(params, **{facet: None})}
        for facet, value in asked.items()
        if value
    ]


@public
def view_institution(request: HttpRequest, pid: str) -> HttpResponse:
    """The entry: names, place, map, levels, programmes, freshness; each value with who said it and when."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    try:
        institution = registry.get_institution(viewer, pid, to="registry.view_institution")
    except registry.MergedInto as merged:
        return redirect("public:view_institution", merged.pid, permanent=False)
    programmes = registry.programmes_visible_to(viewer).filter(registry.at(institution))
    offers = registry.offers_visible_to(viewer).filter(registry.at(institution))
    context = {
        "institution": institution,
        "kind_label": reference.label("institution_kinds", institution.kind),
        "place_text": place_text(institution),
        "facts": fact_rows(institution),
        "relations": relation_rows(relations_of(institution)),
        "successor": living_successor(institution) if institution.status == "closed" else None,
        "programmes": [programme_card(programme) for programme in programmes],
        "offers": [{"rows": offer_rows(offer)} for offer in offers],
        "freshness_rows": freshness_rows(institution),
        "badge": state_badge("due", str(STATUS["closed"])) if institution.status == "closed" else None,
        "may_wish": viewer.has_role(Role.TEACHER),
        "may_curate": viewer.has_role(Role.CURATOR),
    }
    return render(request, "public/view_institution.html", context)


def _correctable(group: str) -> list[dict[str, str]]:
    """The values of a group that may be called wrong, one at a time."""
    return [{"field": field, "label": LABELS[field]} for field in FIELDS_OF_ENTRY if group_of(field) == group]


@public
def view_values(request: HttpRequest, pid: str, group: str) -> HttpResponse:
    """Why a group of values is as it is: who says what today, and what the entry showed when."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    try:
        institution = registry.get_institution(viewer, pid, to="registry.view_institution")
    except registry.MergedInto as merged:
        return redirect("public:view_values", merged.pid, group, permanent=False)
    if group not in FieldGroup.values:
        raise Http404
    context = {
        "institution": institution,
        "label": FieldGroup(group).label,
        "correctable": _correctable(group) if rules.works_here(viewer) else [],
        "rule": rule_of(group),
        "facts": [row | {"more_url": ""} for row in fact_rows(institution) if row["group"] == group],
        "spells": spell_items(history_of(institution, group), institution.country, public=True),
    }
    return render(request, "public/view_values.html", context)
