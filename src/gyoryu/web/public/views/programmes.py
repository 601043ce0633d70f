"""Programmes a school can adopt."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.enums import Role
from gyoryu.registry import queries as registry
from gyoryu.web.access import public
from gyoryu.web.entry import programme_card, programme_rows
from gyoryu.web.forms import CodeField, PlainText, country_choices


class ProgrammeForm(forms.Form):
    q = PlainText(label=_("Words"), required=False, max_length=100)
    country = CodeField(country_choices, label=_("Country"), required=False, empty=_("All countries"))
    field = CodeField("exchange_fields", label=_("Field"), required=False, empty=_("All fields"))
    type = CodeField("exchange_types", label=_("Kind of exchange"), required=False, empty=_("All kinds"))


@public
def find_programmes(request: HttpRequest) -> HttpResponse:
    """Published programmes by words, country, field and kind of exchange."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    form = ProgrammeForm(request.GET)
    form.is_valid()
    found = registry.find_programmes(viewer, **{name: form.cleaned_data.get(name, "") for name in form.fields})
    page = Paginator(found, 20).get_page(request.GET.get("page"))
    cards = [programme_card(programme) for programme in page]
    return render(request, "public/find_programmes.html", {"form": form, "page": page, "cards": cards})


@public
def view_programme(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    programme = registry.get_programme(viewer, pid, to="registry.view_programme")
    return render(
        request,
        "public/view_programme.html",
        {
            "programme": programme_card(programme),
            "institution": programme.institution,
            "facts": programme_rows(programme),
            "may_wish": viewer.has_role(Role.TEACHER),
        },
    )
