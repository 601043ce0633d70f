"""Suspected duplicates: entries of one country that sound the same, and that nobody has judged."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q

from gyoryu.insight import rules  # noqa: F401 -- permissions are registered before they are asked for
from gyoryu.registry.models import Institution
from gyoryu.resolution.queries import in_force

MOST_GROUPS = 200  # looked at for judgements; more are a register that was taken in twice


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Entries that may be one."""

    institutions: tuple[Institution, ...]


def suspected_duplicates(limit: int = 20) -> tuple[int, list[Suspicion]]:
    """How many groups were found, and the first of them. Pairs that a person judged are no suspicion."""
    live = Institution.objects.live().exclude(match_key="").exclude(country="").exclude(status="closed")
    placed = ~Q(locality="")
    groups = live.values("country", "match_key").annotate(
        count=Count("pk"),
        placed=Count("pk", filter=placed),
        places=Count("locality", filter=placed, distinct=True),
    )
    # Two of them at one place, or one whose place nobody knows.
    groups = groups.filter(Q(placed__gt=F("places")) | Q(count__gt=F("placed")), count__gt=1)
    ordered = list(groups.order_by("-count", "country", "match_key"))
    keys = [(row["country"], row["match_key"]) for row in ordered[:MOST_GROUPS]]
    members: defaultdict[tuple[str, str], list[Institution]] = defaultdict(list)
    for one in live.filter(country__in={key[0] for key in keys}, match_key__in={key[1] for key in keys}).order_by("id"):
        members[one.country, one.match_key].append(one)
    judged = _judged({one.pk for key in keys for one in members[key]})
    found = [Suspicion(tuple(members[key])) for key in keys if _is_open(members[key], judged)]
    return len(ordered) - len(keys) + len(found), found[:limit]


def _judged(ids: set[int]) -> set[frozenset[int]]:
    pairs = in_force().filter(Q(left__in=ids) & Q(right__in=ids)).values_list("left_id", "right_id")
    return {frozenset(pair) for pair in pairs if None not in pair}


def _is_open(some: Iterable[Institution], judged: set[frozenset[int]]) -> bool:
    """Is there a pair among them of the same place, that nobody has judged?"""
    known = list(some)
    return any(
        frozenset((one.pk, two.pk)) not in judged and _same_place(one, two)
        for at, one in enumerate(known)
        for two in known[at + 1 :]
    )


def _same_place(one: Institution, two: Institution) -> bool:
    """Two names alike in two towns are two schools; what is not known is no difference."""
    return not (one.locality and two.locality and one.locality != two.locality)
