"""The partners that could be asked for one wish, best first, each with its reasons."""

from collections.abc import Iterable
from dataclasses import dataclass

from gyoryu.exchange.domain.fit import Criterion, fit, is_blocked, total
from gyoryu.exchange.models import Wish
from gyoryu.exchange.queries import loads_of, open_offers
from gyoryu.registry.models import Institution, Offer

__all__: list[str] = []


@dataclass(frozen=True)
class Candidate:
    """One offer for one wish. ``blocked``: it fits or not, it cannot be asked now."""

    offer: Offer
    criteria: list[Criterion]
    score: float
    blocked: bool

    @property
    def institution(self) -> Institution:
        return self.offer.institution.merged_into or self.offer.institution

    @property
    def percent(self) -> int:
        return round(self.score * 100)


def candidates_for(wish: Wish, offers: Iterable[Offer] | None = None) -> list[Candidate]:
    """Every open offer: those that can be asked before those that cannot, then by fit, then the older offer first."""
    among = list(open_offers() if offers is None else offers)
    loads = loads_of(among)
    found = []
    for offer in among:
        criteria = fit(wish, offer, loads[offer.pk])
        found.append(Candidate(offer, criteria, total(criteria), is_blocked(criteria)))
    return sorted(found, key=lambda one: (one.blocked, -one.score, one.offer.pk))
