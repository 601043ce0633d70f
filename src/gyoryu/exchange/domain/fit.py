"""How an offer fits a wish, criterion by criterion. Codes and figures; ``exchange.sentences`` puts them into words.

A criterion scores 0 to 1 and has a verdict. The total is the weighted mean; what is not known counts as half, so that a
partner who said little ranks below one who fits and above one who does not.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from gyoryu.common.clock import today
from gyoryu.exchange.enums import Verdict
from gyoryu.exchange.models import Wish
from gyoryu.exchange.queries import Load, home_time_zone, live_window, partner_time_zones
from gyoryu.registry.models import Institution, Offer

__all__: list[str] = []

# What weighs how much. A criterion that does not apply to a wish is left out of its mean.
WEIGHTS = {
    "wanted": 3,
    "level": 3,
    "types": 3,
    "language": 2,
    "fields": 2,
    "country": 2,
    "live": 1,
    "capacity": 2,
    "contacts": 2,
}
# Without these a partner cannot be asked at all, however well the rest fits.
MUST = ("capacity", "contacts")
LIVE_TYPES = frozenset({"joint_class", "language", "blended"})
ENOUGH_MINUTES = 60  # one lesson and the time to settle
CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")


@dataclass(frozen=True)
class Criterion:
    """One line of the fit. ``params`` hold codes and figures for the sentence and for what is missing."""

    code: str
    score: float
    verdict: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def fit(wish: Wish, offer: Offer, load: Load | None = None) -> list[Criterion]:
    """Every criterion that applies, in the order in which a person reads them.

    ``load`` says how busy the partner is; without it nothing is said about places and contacts.
    """
    institution = offer.institution.merged_into or offer.institution
    lines = [
        _wanted(wish, institution),
        _level(wish, offer, institution),
        _shared("types", wish.types, offer.types),
        _shared("fields", wish.fields, offer.fields),
        _language(wish, offer, institution),
        _country(wish, institution),
        _live(wish, institution),
    ]
    if load is not None:
        lines += [_capacity(load), _contacts(load)]
    return [line for line in lines if line is not None]


def total(criteria: list[Criterion]) -> float:
    """The weighted mean, rounded so that it is the same on every machine."""
    weights = sum(WEIGHTS[line.code] for line in criteria)
    return round(sum(WEIGHTS[line.code] * line.score for line in criteria) / weights, 4) if weights else 0.0


def is_blocked(criteria: list[Criterion]) -> bool:
    """Is there a criterion without which the partner cannot be asked?"""
    return any(line.code in MUST and line.verdict == Verdict.DOES_NOT for line in criteria)


def _wanted(wish: Wish, institution: Institution) -> Criterion | None:
    """Did the school ask for this very institution?"""
    if wish.wanted_institution_id is None:
        return None
    wanted = wish.wanted_institution
    if wanted is not None and institution.pk in (wanted.pk, wanted.merged_into_id):
        return Criterion("wanted", 1, Verdict.MEETS)
    return Criterion("wanted", 0, Verdict.DOES_NOT)


def _span(low: int | None, high: int | None) -> tuple[int | None, int | None]:
    """One end stands for both."""
    return (high if low is None else low), (low if high is None else high)


def _level(wish: Wish, offer: Offer, institution: Institution) -> Criterion:
    """Years of schooling in common; an offer that names none speaks for the whole school."""
    said = (offer.level_from, offer.level_to)
    low, high = _span(*(said if said != (None, None) else (institution.level_from, institution.level_to)))
    first, last = _span(wish.level_from, wish.level_to)
    params: dict[str, Any] = {"wish": [first, last], "offer": [low, high], "country": institution.country}
    if first is None or last is None or low is None or high is None:
        return Criterion("level", 0.5, Verdict.UNKNOWN, params)
    shared = min(last, high) - max(first, low) + 1
    if shared <= 0:
        return Criterion("level", 0, Verdict.DOES_NOT, {**params, "apart": 1 - shared})
    params["shared"] = [max(first, low), min(last, high)]
    share = shared / (last - first + 1)
    return Criterion("level", round(0.5 + share / 2, 4), Verdict.MEETS if share == 1 else Verdict.PARTLY, params)


def _shared(code: str, wished: list[str], offered: list[str]) -> Criterion:
    """How much of what is wished is offered."""
    both = [item for item in wished if item in offered]
    params = {"both": both, "missing": [item for item in wished if item not in offered], "offered": list(offered)}
    if not wished or not offered:
        return Criterion(code, 0.5, Verdict.UNKNOWN, params)
    if not both:
        return Criterion(code, 0, Verdict.DOES_NOT, params)
    share = len(both) / len(wished)
    return Criterion(code, round(0.5 + share / 2, 4), Verdict.MEETS if share == 1 else Verdict.PARTLY, params)


def _read_language(text: str) -> tuple[str, int]:
    code, _colon, level = text.partition(":")
    return code, CEFR.index(level) + 1 if level in CEFR else 0


def _language(wish: Wish, offer: Offer, institution: Institution) -> Criterion:
    """A language both can work in. A level that one side asks for above what the other has is said, not hidden."""
    here = dict(map(_read_language, wish.languages))
    there = dict(map(_read_language, offer.languages or institution.languages))
    params: dict[str, Any] = {"wish": list(wish.languages), "offer": list(offer.languages or institution.languages)}
    if not here or not there:
        return Criterion("language", 0.5, Verdict.UNKNOWN, params)
    both = [code for code in here if code in there]
    if not both:
        return Criterion("language", 0, Verdict.DOES_NOT, params)
    params["both"] = both
    fluent = [code for code in both if not here[code] or not there[code] or abs(here[code] - there[code]) <= 1]
    if fluent:
        return Criterion("language", 1, Verdict.MEETS, params)
    return Criterion("language", 0.6, Verdict.PARTLY, params)


def _country(wish: Wish, institution: Institution) -> Criterion | None:
    if not wish.countries:
        return None
    params = {"country": institution.country, "wish": list(wish.countries)}
    if institution.country in wish.countries:
        return Criterion("country", 1, Verdict.MEETS, params)
    return Criterion("country", 0, Verdict.DOES_NOT, params)


def _live(wish: Wish, institution: Institution) -> Criterion | None:
    """Time of the school day in common, never outside the office's hours; asked only where lessons are live."""
    if not LIVE_TYPES.intersection(wish.types):
        return None
    zones = partner_time_zones(institution.country)
    params: dict[str, Any] = {"country": institution.country}
    if not zones:
        return Criterion("live", 0.5, Verdict.UNKNOWN, params)
    opens, closes = live_window()
    length = _minutes(closes) - _minutes(opens)
    least, most = shared_minutes(home_time_zone(), zones, length, today().year)
    params |= {"least": least, "most": most}
    if least >= ENOUGH_MINUTES:
        return Criterion("live", 1, Verdict.MEETS, params)
    if most >= ENOUGH_MINUTES:
        return Criterion("live", 0.6, Verdict.PARTLY, params)
    return Criterion("live", 0.2 if most else 0, Verdict.DOES_NOT, params)


def _capacity(load: Load) -> Criterion:
    params = {"capacity": load.capacity, "left": max(load.capacity - load.places_taken, 0)}
    if params["left"]:
        return Criterion("capacity", 1, Verdict.MEETS, params)
    return Criterion("capacity", 0, Verdict.DOES_NOT, params)


def _contacts(load: Load) -> Criterion:
    """A partner that ten schools ask at once stops answering."""
    params = {"asked": load.being_asked, "at_once": load.contacts_at_once}
    if load.being_asked < load.contacts_at_once:
        return Criterion("contacts", 1, Verdict.MEETS, params)
    return Criterion("contacts", 0, Verdict.DOES_NOT, params)


@lru_cache(maxsize=512)
def shared_minutes(home: str, away: tuple[str, ...], length: int, year: int) -> tuple[int, int]:
    """The least and the most minutes that two days of ``length`` minutes share in a year, summer time included."""
    found = []
    for zone in away:
        for month in range(1, 13):
            noon = dt.datetime(year, month, 15, 12, tzinfo=dt.UTC)
            gap = abs(_offset(home, noon) - _offset(zone, noon))
            gap = min(gap, 24 * 60 - gap)  # the other day's window may be nearer
            found.append(max(length - gap, 0))
    return min(found), max(found)


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def _offset(zone: str, moment: dt.datetime) -> int:
    offset = moment.astimezone(ZoneInfo(zone)).utcoffset() or dt.timedelta()
    return int(offset.total_seconds() // 60)
