"""What the register lacks: which values are known, by country and level; whom nobody can be asked at."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gyoryu.reference import queries as reference
from gyoryu.registry.entry import due_before
from gyoryu.registry.models import Institution
from gyoryu.registry.requesting import contacts_alive

MOST_COUNTRIES = 15


@dataclass(frozen=True, slots=True)
class Measure:
    """Something an entry should say."""

    code: str
    label: Promise


MEASURES = (
    Measure("name_ko", _("Korean name")),
    Measure("place", _("Region or town")),
    Measure("position", _("Position")),
    Measure("levels", _("Grades")),
    Measure("website", _("Website")),
    Measure("contact", _("Live contact")),
    Measure("fresh", _("Confirmed lately")),
)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the entries of a line say it."""

    code: str
    count: int
    percent: int


@dataclass(slots=True)
class Line:
    """The entries of a country or a level: how many, and what they say."""

    code: str
    label: str
    total: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def shares(self) -> list[Share]:
        return [
            Share(one.code, self.counts[one.code], round(100 * self.counts[one.code] / self.total) if self.total else 0)
            for one in MEASURES
        ]

    @property
    def percent(self) -> int:
        """Of everything that they should say."""
        shares = [share.percent for share in self.shares()]
        return round(sum(shares) / len(shares))


@dataclass(frozen=True, slots=True)
class Completeness:
    whole: Line
    countries: list[Line]
    levels: list[Line]


def entries_abroad() -> QuerySet[Institution]:
    return Institution.objects.published().exclude(country=reference.office().country).exclude(status="closed")


def _counted() -> Iterator[dict[str, Any]]:
    """One row for each country and grades, with how many say what; one query."""
    limit = due_before()
    says = {
        "name_ko": ~Q(name_ko=""),
        "place": ~Q(region="") | ~Q(locality=""),
        "position": Q(latitude__isnull=False, longitude__isnull=False),
        "levels": Q(level_from__isnull=False) | Q(level_to__isnull=False),
        "website": ~Q(website=""),
        "contact": Q(can_be_asked=True),
        "fresh": Q(confirmed_on__gte=limit) | Q(reported_on__gte=limit) | Q(registered_on__gte=limit),
    }
    rows = entries_abroad().annotate(can_be_asked=_can_be_asked()).values("country", "level_from", "level_to")
    counts = {f"says_{code}": Count("pk", filter=condition) for code, condition in says.items()}
    for row in rows.annotate(total=Count("pk"), **counts).order_by():
        yield dict(row)


def _can_be_asked() -> Any:
    here = OuterRef("pk")
    alive = contacts_alive()
    return Exists(alive.filter(institution=here)) | Exists(alive.filter(institution__merged_into=here))


def completeness() -> Completeness:
    """By country, most entries first and the rest in one line; by level, where an entry with two counts in both."""
    whole = Line("", str(_("All countries")))
    countries: dict[str, Line] = {}
    levels = {term.code: Line(term.code, term.label()) for term in reference.level_groups()}
    for row in _counted():
        code = row["country"]
        lines = [whole, countries.setdefault(code, Line(code, reference.label("countries", code) if code else "–"))]
        lines += [levels[one.value] for one in reference.level_groups_of(code, row["level_from"], row["level_to"])]
        for line in lines:
            line.total += row["total"]
            for one in MEASURES:
                line.counts[one.code] += row[f"says_{one.code}"]
    ordered = sorted(countries.values(), key=lambda line: (-line.total, line.code))
    rest = Line("", "…")
    for line in ordered[MOST_COUNTRIES:]:
        rest.total += line.total
        rest.counts += line.counts
    return Completeness(
        whole, ordered[:MOST_COUNTRIES] + ([rest] if rest.total else []), [one for one in levels.values() if one.total]
    )


def institutions_without_contact() -> QuerySet[Institution]:
    """Published, open, abroad, and nobody there whom we may write to."""
    return entries_abroad().exclude(_can_be_asked())
