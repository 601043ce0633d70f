"""What hangs on an entry, over all rooms: counted set-based, what was merged into it included."""

from collections.abc import Iterable

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce

from gyoryu.exchange.enums import WishState
from gyoryu.exchange.models import Match, Wish
from gyoryu.exchange.models.match import OVER
from gyoryu.missions.models import Visit
from gyoryu.registry.models import Contact, Offer, Programme
from gyoryu.resolution.stakes import Stakes

CHUNK = 5_000


def _counted(rows: QuerySet, way: str, ids: set[int]) -> dict[int, int]:
    """How many of ``rows`` lead by ``way`` to each of ``ids``, or to what was merged into it."""
    own = F(f"{way}_id")
    found: dict[int, int] = {}
    ordered = sorted(ids)
    for at in range(0, len(ordered), CHUNK):
        part = ordered[at : at + CHUNK]
        root = rows.annotate(root=Coalesce(F(f"{way}__merged_into_id"), own)).filter(root__in=part)
        found.update(root.order_by().values_list("root").annotate(count=Count("pk", distinct=True)))
    return found


def stakes_of(institution_ids: Iterable[int]) -> dict[int, Stakes]:
    """Six queries for up to 5,000 institutions."""
    ids = set(institution_ids)
    if not ids:
        return {}
    counts = {
        "visits": _counted(Visit.objects.exclude(state="cancelled"), "institution", ids),
        "offers": _counted(Offer.objects.exclude(state="withdrawn"), "institution", ids),
        "programmes": _counted(Programme.objects.exclude(state="archived"), "institution", ids),
        "contacts": _counted(Contact.objects.filter(ended_at__isnull=True), "institution", ids),
        "wishes": _counted(Wish.objects.exclude(state=WishState.CLOSED), "wanted_institution", ids),
        "cases": _counted(Match.objects.exclude(state__in=OVER), "offer__institution", ids),
    }
    return {
        pk: Stakes(**{name: found.get(pk, 0) for name, found in counts.items()})
        for pk in ids
        if any(pk in found for found in counts.values())
    }
