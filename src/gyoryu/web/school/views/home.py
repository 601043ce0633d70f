"""What waits for a teacher, a principal, a district officer; all wishes and cases of the school."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gyoryu.accounts.enums import Role
from gyoryu.accounts.queries import schools_of
from gyoryu.exchange import queries as exchange
from gyoryu.exchange.enums import Side, WishState
from gyoryu.exchange.models import Match, Wish
from gyoryu.web.access import needs
from gyoryu.web.school.show import answer_text, match_title, turn_of

PER_PAGE = 20


def _lines(wishes: list[Wish], viewer: Any) -> list[dict[str, Any]]:
    matches = exchange.live_matches_of(wishes)
    return [
        {"wish": wish, "match": matches.get(wish.pk), "turn": turn_of(wish, matches.get(wish.pk), viewer)}
        for wish in wishes
    ]


@needs("exchange.view_wish")
def home(request: HttpRequest) -> HttpResponse:
    """Every wish of one's school or district, those on one's own turn first."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    show = request.GET.get("show", "")
    wishes = exchange.wishes_visible_to(viewer).filter(exchange.at_own_desk(viewer)).order_by("-id")
    closed = wishes.filter(state=WishState.CLOSED)
    open_ones = wishes.exclude(state=WishState.CLOSED)
    page = Paginator(closed if show == "closed" else open_ones, PER_PAGE).get_page(request.GET.get("page"))
    lines = _lines(list(page), viewer)
    context = {
        "page": page,
        "lines": sorted(lines, key=lambda line: not line["turn"]["yours"]),
        "shows_open": show != "closed",
        "shows_closed": show == "closed",
        "open_count": open_ones.count(),
        "closed_count": closed.count(),
        "schools": schools_of(viewer, *exchange.SCHOOL_ROLES),
        "may_wish": bool(viewer.organisation_ids(*exchange.SCHOOL_ROLES)),
        "is_officer": viewer.has_role(Role.DISTRICT_OFFICER),
        "may_hand_over": exchange.wishes_to_hand_over(viewer).exists(),
    }
    return render(request, "school/home.html", context)


@needs("exchange.view_match")
def cases(request: HttpRequest) -> HttpResponse:
    """Every partner that was ever asked for one's school or district."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    found = (
        exchange.matches_visible_to(viewer).filter(exchange.at_own_desk(viewer, "wish__")).order_by("-asked_at", "-id")
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "school/cases.html", {"page": page, "lines": [_case(match) for match in page]})


def _case(match: Match) -> dict[str, Any]:
    institution = exchange.root_of(match.offer.institution)
    return {
        "match": match,
        "title": match_title(match),
        "lang": institution.display_language,
        "name_ko": institution.name_ko,
        "partner": answer_text(match, Side.PARTNER),
        "school": answer_text(match, Side.SCHOOL),
    }
