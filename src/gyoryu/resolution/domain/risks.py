"""Which merges are risky: those need the word of a second curator."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from gyoryu.common.errors import Conflict
from gyoryu.reference import queries as reference
from gyoryu.registry.enums import InstitutionState, RecordAbout, RecordState
from gyoryu.registry.models import Identifier, Institution, Record
from gyoryu.resolution.domain.resolving import says_nothing
from gyoryu.resolution.enums import Risk
from gyoryu.resolution.places import km_between
from gyoryu.resolution.stakes import stakes_of

__all__: list[str] = []

Ids = Iterable[tuple[str, str]]


class SecondLookNeeded(Conflict):
    """The merge is risky, and one curator alone may not do it."""

    def __init__(self, risks: list[Risk]) -> None:
        self.risks = risks
        super().__init__(
            "second_look_needed",
            _("This needs the word of a second curator: %(risks)s Ask for it on the page of the two."),
            risks=" ".join(str(risk.label) for risk in risks),
        )


def differ(mine: Ids, theirs: Ids) -> bool:
    """Both carry ids of one scheme, and none in common."""
    said: defaultdict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for side, ids in enumerate((mine, theirs)):
        for scheme, value in ids:
            if not says_nothing(value):
                said[scheme][side].add(value.strip().casefold())
    return any(left and right and not left & right for left, right in said.values())


def far_apart(here: tuple[float | None, float | None], there: tuple[float | None, float | None]) -> bool:
    distance = km_between(here, there)
    return distance is not None and distance > reference.office().judging.far_apart_km


def ids_said(facts: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["scheme"], one["value"]) for one in facts.get("identifiers", ())]


def risks_of_pair(left: Institution, right: Institution) -> list[Risk]:
    """Of taking two entries for one; nothing when they are one already. A constant number of queries."""
    left, right = left.merged_into or left, right.merged_into or right
    if left.pk == right.pk:
        return []
    stakes = stakes_of([left.pk, right.pk])
    ids: dict[int, list[tuple[str, str]]] = {left.pk: [], right.pk: []}
    for pk, scheme, value in Identifier.objects.filter(institution__in=ids).values_list(
        "institution_id", "scheme", "value"
    ):
        ids[pk].append((scheme, value))
    found = {
        Risk.BOTH_PUBLISHED: left.state == right.state == InstitutionState.PUBLISHED,
        Risk.BOTH_HAVE_CASES: bool(stakes[left.pk].cases and stakes[right.pk].cases),
        Risk.IDS_DIFFER: differ(ids[left.pk], ids[right.pk]),
        Risk.FAR_APART: far_apart((left.latitude, left.longitude), (right.latitude, right.longitude)),
    }
    return [risk for risk, is_so in found.items() if is_so]


def risks_of_record(record: Record, institution: Institution) -> list[Risk]:
    """Of taking a record for an institution. One that is all there is of another entry takes that entry along."""
    institution = institution.merged_into or institution
    if record.institution is not None and not _others_stand_behind(record):
        return risks_of_pair(record.institution, institution)
    ids = institution.identifiers.values_list("scheme", "value")
    facts = record.facts
    here = (facts.get("latitude"), facts.get("longitude"))
    found = {
        Risk.IDS_DIFFER: differ(ids_said(facts), ids),
        Risk.FAR_APART: far_apart(here, (institution.latitude, institution.longitude)),
    }
    return [risk for risk, is_so in found.items() if is_so]


def _others_stand_behind(record: Record) -> bool:
    others = Record.objects.filter(
        institution=record.institution_id,
        about=RecordAbout.INSTITUTION,
        state__in=[RecordState.PROPOSED, RecordState.ACCEPTED],
    )
    return others.exclude(pk=record.pk).exists()


def refuse_risky(risks: list[Risk]) -> None:
    """One curator alone does not do this, where the office wants two."""
    if risks and reference.office().judging.two_curators:
        raise SecondLookNeeded(risks)
