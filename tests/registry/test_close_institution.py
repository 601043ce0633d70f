"""An institution closes: a record says so, its offers rest, its successor is known; taken back, it is open again."""

import datetime as dt

import pytest

from gyoryu.common.clock import today
from gyoryu.registry.domain.closing import close_institution
from gyoryu.registry.domain.offers import open_offer
from gyoryu.registry.domain.records import withdraw_record
from gyoryu.registry.models import Institution, Record
from gyoryu.registry.relations import relations_of
from tests.cast import Cast
from tests.factories import InstitutionFactory, OfferFactory
from tests.registry.saying import an_institution, fresh, refused

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 12, 19)


def close(institution: Institution, cast: Cast, **more: object) -> Institution:
    said = {"closed_on": DAY, "reason": "their own letter"} | more
    return close_institution(institution, actor=cast.curator, **said)  # type: ignore[arg-type]


def test_it_is_closed_and_its_offers_rest(cast: Cast) -> None:
    institution = an_institution(opened_on="1964", status="open")
    offer, over = OfferFactory(institution=institution), OfferFactory(institution=institution, state="expired")
    successor = InstitutionFactory(published=True)
    seen = close(institution, cast, successor=successor)
    assert (seen.status, seen.closed_on, seen.opened_on) == ("closed", "2025-12-19", "1964")
    assert (fresh(offer).state, fresh(over).state) == ("paused", "expired")
    assert [(one.role, one.institution, one.since) for one in relations_of(institution)] == [
        ("successor", successor, "2025-12-19")
    ]
    with refused("institution_closed"):
        open_offer(fresh(offer), actor=cast.curator)


def test_taken_back_it_is_open_again(cast: Cast) -> None:
    institution = an_institution(status="open")
    close(institution, cast)
    withdraw_record(Record.objects.get(key=f"{institution.pid}/status"), actor=cast.curator)
    assert fresh(institution).status == "open"


def test_what_is_refused(cast: Cast) -> None:
    institution = an_institution()
    with refused("not_closed_yet"):
        close(institution, cast, closed_on=today() + dt.timedelta(days=1))
    with refused("reason_missing"):
        close(institution, cast, reason="")
    close(institution, cast)
    with refused("closed_already"):
        close(institution, cast)
