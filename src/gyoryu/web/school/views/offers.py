"""What partners abroad offer now: for a teacher who looks for ideas before she makes a wish."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from gyoryu.exchange import queries as exchange
from gyoryu.exchange.listing import list_offers as offers_listed
from gyoryu.registry.models import Offer
from gyoryu.web.access import needs
from gyoryu.web.entry import labels, languages_text, levels_text, place_text
from gyoryu.web.forms import CodeField
from gyoryu.web.school.forms import country_choices

PER_PAGE = 20


class OfferFilter(forms.Form):
    country = CodeField(country_choices, label=_("Country"), required=False, empty=_("All countries"))
    type = CodeField("exchange_types", label=_("Kind of exchange"), required=False, empty=_("All kinds"))
    field = CodeField("exchange_fields", label=_("Field"), required=False, empty=_("All fields"))
    level = CodeField("level_groups", label=_("School level"), required=False, empty=_("All levels"))


def _line(offer: Offer) -> dict[str, Any]:
    institution = exchange.root_of(offer.institution)
    return {
        "institution": institution,
        "place_text": place_text(institution),
        "types": labels("exchange_types", offer.types),
        "fields": labels("exchange_fields", offer.fields),
        "levels": levels_text(institution.country, offer.level_from, offer.level_to),
        "languages": languages_text(offer.languages),
    }


@needs("registry.view_offer")
def list_offers(request: HttpRequest) -> HttpResponse:
    """Open offers of published institutions; from each a wish can start."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    form = OfferFilter(request.GET)
    form.is_valid()
    asked = {name: form.cleaned_data.get(name) or "" for name in form.fields}
    page = Paginator(offers_listed(viewer, **asked), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": [_line(offer) for offer in page],
        "may_wish": bool(viewer.organisation_ids(*exchange.SCHOOL_ROLES)),
    }
    return render(request, "school/list_offers.html", context)
