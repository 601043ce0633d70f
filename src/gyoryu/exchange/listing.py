"""The lists of the desk: wishes in the order of the queue, matches by whose turn it is."""

from typing import Any

from django.db.models import Q, QuerySet

from gyoryu.exchange.enums import WishState
from gyoryu.exchange.models import Match, Wish
from gyoryu.exchange.models.match import OVER, RELEASED
from gyoryu.exchange.queries import (
    ANSWERING,
    in_queue_order,
    matches_awaiting_curator,
    matches_visible_to,
    wishes_visible_to,
)
from gyoryu.reference import queries as reference
from gyoryu.registry.enums import OfferState
from gyoryu.registry.models import Offer
from gyoryu.registry.queries import offers_visible_to

CLOSED = (WishState.CLOSED, WishState.INELIGIBLE, WishState.CONNECTED)


def list_wishes(
    viewer: Any, *, state: str = "", level: str = "", country: str = "", priority_class: str = "", district: str = ""
) -> QuerySet[Wish]:
    """Wishes the viewer may see, first in the queue first. Without a state: those that still want something."""
    found = wishes_visible_to(viewer)
    if state in WishState.values:
        found = found.filter(state=state)
    elif state != "all":
        found = found.exclude(state__in=[*CLOSED, WishState.DRAFT])
    years = reference.years_of_group(reference.office().country, level) if level else None
    if years:
        found = found.filter(level_from__lte=years[1], level_to__gte=years[0])
    if country:  # a JSON list of codes as text: '"NZ"' stands in it only as a whole code, on both databases
        found = found.filter(Q(countries__icontains=f'"{country}"') | Q(countries=[]))
    if priority_class:
        found = found.filter(priority_class=priority_class)
    if district:
        found = found.filter(school__parent__pid=district)
    return in_queue_order(found)


def list_offers(viewer: Any, *, country: str = "", type: str = "", field: str = "", level: str = "") -> QuerySet[Offer]:
    """Open offers that the viewer may see, by country and name. Levels meet by year of schooling."""
    found = offers_visible_to(viewer).filter(state=OfferState.OPEN)
    if country:
        found = found.filter(institution__country=country)
    if type:  # as text: see list_wishes
        found = found.filter(types__icontains=f'"{type}"')
    if field:
        found = found.filter(fields__icontains=f'"{field}"')
    years = reference.years_of_group(reference.office().country, level) if level else None
    if years:
        found = found.filter(Q(level_from__lte=years[1]) | Q(level_from__isnull=True))
        found = found.filter(Q(level_to__gte=years[0]) | Q(level_to__isnull=True))
    return found.order_by("institution__country", "institution__display_name", "id")


def list_matches(viewer: Any, *, show: str = "turn") -> QuerySet[Match]:
    """``turn``: the office's turn; ``asked``: waiting for answers; ``connected``; ``over``; ``all``."""
    if show == "turn":
        return matches_awaiting_curator(viewer)
    found = matches_visible_to(viewer).order_by("-id")
    by_name: dict[str, list[str]] = {"asked": list(ANSWERING), "connected": RELEASED, "over": OVER}
    states = by_name.get(show)
    return found.filter(state__in=states) if states else found
