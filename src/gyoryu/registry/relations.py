"""Reading relations: both directions, seen from the entries that stand for merged ones."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from gyoryu.registry.enums import InstitutionState, RelationKind
from gyoryu.registry.models import Institution, Record, Relation

LONGEST_WAY = 20  # successions that are followed; nobody's history is longer


@dataclass(frozen=True, slots=True)
class Related:
    """One relation as an entry shows it. ``role`` says what the other one is to it."""

    role: str  # successor, predecessor, parent, branch
    institution: Institution
    since: str
    until: str
    record: Record


def root_of(institution: Institution) -> Institution:
    return institution.merged_into or institution


_ROLES = {
    RelationKind.SUCCESSOR: ("successor", "predecessor"),
    RelationKind.PARENT: ("parent", "branch"),
}


def relations_of(institution: Institution) -> list[Related]:
    """What other entries are to this one, and since when; one query. A relation within one merged entry is none."""
    mine = Q(institution=institution) | Q(institution__merged_into=institution)
    theirs = Q(other=institution) | Q(other__merged_into=institution)
    rows = Relation.objects.filter(mine | theirs).select_related(
        "institution__merged_into", "other__merged_into", "record__source"
    )
    found: dict[tuple[str, int], Related] = {}
    for row in rows:
        one, two = root_of(row.institution), root_of(row.other)
        if one.pk == two.pk:
            continue
        forwards, backwards = _ROLES[RelationKind(row.kind)]
        role, end = (forwards, two) if one.pk == institution.pk else (backwards, one)
        found.setdefault((role, end.pk), Related(role, end, row.since, row.until, row.record))
    order = {"successor": 0, "predecessor": 1, "parent": 2, "branch": 3}
    return sorted(found.values(), key=lambda one: (order[one.role], one.since, one.institution.display_name))


def targets(kind: str, ids: Iterable[int], *, backwards: bool = False) -> set[int]:
    """One step along relations of a kind, from roots to roots."""
    here, there = ("other", "institution") if backwards else ("institution", "other")
    wanted = list(ids)
    rows = Relation.objects.filter(Q(**{f"{here}__in": wanted}) | Q(**{f"{here}__merged_into__in": wanted}), kind=kind)
    ends = rows.annotate(
        start=Coalesce(F(f"{here}__merged_into"), F(here)), end=Coalesce(F(f"{there}__merged_into"), F(there))
    )
    return {end for start, end in ends.values_list("start", "end") if start != end}


def reachable(kind: str, ids: Iterable[int]) -> set[int]:
    """Every root that relations of a kind lead to, the start not included unless a circle leads back."""
    found: set[int] = set()
    frontier = set(ids)
    while frontier:
        frontier = targets(kind, frontier) - found
        found |= frontier
    return found


def living_successor(institution: Institution) -> Institution | None:
    """The published entry that a closed one finally leads to; None when there is none."""
    frontier, known = {institution.pk}, {institution.pk}
    for _step in range(LONGEST_WAY):
        frontier = targets(RelationKind.SUCCESSOR, frontier) - known
        known |= frontier
        open_one = (
            Institution.objects.filter(pk__in=frontier, state=InstitutionState.PUBLISHED)
            .exclude(status="closed")
            .order_by("pk")
            .first()
        )
        if open_one is not None or not frontier:
            return open_one
    return None
