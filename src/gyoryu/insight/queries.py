"""Where we stand: counts over all rooms, without persons."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, Min, Model, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.models import Organisation, Person
from gyoryu.exchange.enums import MatchState, WishState
from gyoryu.exchange.models import Match, Wish
from gyoryu.exchange.models.match import RELEASED
from gyoryu.insight import rules  # noqa: F401 -- permissions are registered before they are asked for
from gyoryu.missions.enums import MissionState, VisitState
from gyoryu.missions.models import Mission, Visit
from gyoryu.reference import queries as reference
from gyoryu.registry.entry import due_before
from gyoryu.registry.models import Institution

MOST_COUNTRIES = 15
FRESHNESS = {
    "partner": _("Confirmed by the partner"),
    "delegation": _("Reported by a delegation"),
    "register": _("In a national register"),
    "due": _("Due for confirmation"),
}


@dataclass(frozen=True)
class Line:
    """One figure: its code (for links), what it is called, how many."""

    code: str
    label: str
    value: int


@dataclass(frozen=True)
class Table:
    """Figures that belong together and are drawn to one scale."""

    name: str
    lines: tuple[Line, ...]

    @property
    def most(self) -> int:
        return max((line.value for line in self.lines), default=0)

    @property
    def total(self) -> int:
        return sum(line.value for line in self.lines)


@dataclass(frozen=True)
class Overview:
    published: int
    drafts: int
    due: int
    schools_connected: int
    countries: Table
    levels: Table
    freshness: Table
    missions: Table
    visits: Table
    wishes: Table
    matches: Table
    groups: Table  # wishes that were handed in, by district group

    def tables(self) -> tuple[Table, ...]:
        return (
            self.countries,
            self.levels,
            self.freshness,
            self.missions,
            self.visits,
            self.wishes,
            self.matches,
            self.groups,
        )


def overview() -> Overview:
    """All figures of the page; the same number of queries whatever is counted. Schools at home are not partners."""
    home = reference.office().country
    abroad = Institution.objects.published().exclude(country=home)
    freshness = _freshness(abroad)
    return Overview(
        published=freshness.total,
        drafts=Institution.objects.live().filter(state="draft").exclude(country=home).count(),
        due=freshness.lines[-1].value,
        schools_connected=_connected().values("wish__school_id").distinct().count(),
        countries=_countries(abroad),
        levels=_levels(abroad),
        freshness=freshness,
        missions=_states("missions", Mission, MissionState),
        visits=_states("visits", Visit, VisitState),
        wishes=_states("wishes", Wish, WishState),
        matches=_states("matches", Match, MatchState),
        groups=_groups(),
    )


def _states(name: str, model: type[Model], states: type[MissionState | VisitState | WishState | MatchState]) -> Table:
    """Every state in its order, those that nothing is in as well."""
    found = dict(model._default_manager.values_list("state").annotate(count=Count("pk")).order_by())
    return Table(name, tuple(Line(state.value, str(state.label), found.get(state.value, 0)) for state in states))


def _countries(abroad: QuerySet[Institution]) -> Table:
    """The countries with the most entries; the rest in one line."""
    rows = list(abroad.values_list("country").annotate(count=Count("pk")).order_by("-count", "country"))
    lines = [Line(code, reference.label("countries", code) if code else "–", count) for code, count in rows]
    rest = sum(line.value for line in lines[MOST_COUNTRIES:])
    return Table("countries", (*lines[:MOST_COUNTRIES], *([Line("", "…", rest)] if rest else [])))


def _levels(abroad: QuerySet[Institution]) -> Table:
    """Primary, lower and upper secondary by each country's own grades; an institution with two counts in both."""
    counts: Counter[str] = Counter()
    rows = abroad.values_list("country", "level_from", "level_to").annotate(count=Count("pk")).order_by()
    for country, first, last, count in rows:
        for group in reference.level_groups_of(country, first, last):
            counts[group.value] += count
    terms = reference.level_groups()
    return Table("levels", tuple(Line(term.code, term.label(), counts[term.code]) for term in terms))


def _freshness(abroad: QuerySet[Institution]) -> Table:
    """By the strongest voice that spoke within the office's limit; each institution in one line."""
    limit = due_before()
    voice = Case(
        When(confirmed_on__gte=limit, then=Value("partner")),
        When(reported_on__gte=limit, then=Value("delegation")),
        When(registered_on__gte=limit, then=Value("register")),
        default=Value("due"),
    )
    found = dict(abroad.annotate(voice=voice).values_list("voice").annotate(count=Count("pk")).order_by())
    return Table("freshness", tuple(Line(code, str(label), found.get(code, 0)) for code, label in FRESHNESS.items()))


def _groups() -> Table:
    """Wishes that left the school, by the district group of the school."""
    handed_in = Wish.objects.exclude(state__in=[WishState.DRAFT, WishState.SUBMITTED])
    rows = dict(
        handed_in.values_list(Coalesce("school__parent__group", "school__group")).annotate(count=Count("pk")).order_by()
    )
    named = [Line(unit.code, unit.label(), rows.pop(unit.code, 0)) for unit in reference.office().groups]
    rest = sum(rows.values())
    return Table("groups", (*named, *([Line("", "–", rest)] if rest else [])))


# Schools with an exchange with a country that supported Korea in the war


@dataclass(frozen=True)
class AllySchool:
    school: Organisation
    countries: tuple[str, ...]
    exchanges: int
    since: dt.datetime | None


def _connected() -> QuerySet[Match]:
    return Match.objects.filter(state__in=RELEASED)


def schools_with_allies(codes: Iterable[str] | None = None) -> list[AllySchool]:
    """Schools at home that are connected with an institution of an ally: the usual 22, or the countries given."""
    wanted = frozenset(codes) if codes is not None else reference.war_ally_codes()
    country = Coalesce("offer__institution__merged_into__country", "offer__institution__country")
    rows = (
        _connected()
        .annotate(partner_country=country)
        .filter(partner_country__in=wanted)
        .values_list("wish__school_id", "partner_country")
        .annotate(count=Count("pk"), since=Min("connected_at"))
        .order_by("wish__school_id", "partner_country")
    )
    found: dict[int, list[tuple[str, int, dt.datetime | None]]] = {}
    for school, code, count, since in rows:
        found.setdefault(school, []).append((code, count, since))
    schools = Organisation.objects.filter(pk__in=found).select_related("parent").order_by("name", "id")
    return [
        AllySchool(
            school,
            tuple(code for code, _count, _since in found[school.pk]),
            sum(count for _code, count, _since in found[school.pk]),
            min((since for _code, _count, since in found[school.pk] if since is not None), default=None),
        )
        for school in schools
    ]


# A teacher who moved


def wishes_left_behind(person: Person) -> QuerySet[Wish]:
    """Wishes that somebody answers for who works at their school no more; a colleague there has to take them."""
    still_there = person.memberships.filter(ended_at__isnull=True).values("organisation_id")
    theirs = Wish.objects.filter(responsible=person).exclude(state=WishState.CLOSED)
    return theirs.exclude(school_id__in=still_there).select_related("school").order_by("id")
