"""An institution confirms its entry: its own word, but for what it calls wrong; its offers are confirmed with it."""

import pytest

from gyoryu.common.clock import today
from gyoryu.registry.domain.changes import dispute_value
from gyoryu.registry.domain.confirming import confirm_entry
from gyoryu.registry.models import Record
from gyoryu.registry.queries import freshness_of
from tests.factories import OfferFactory
from tests.registry.asking import a_published, an_asked_institution, link_of
from tests.registry.saying import fresh

pytestmark = pytest.mark.django_db


def test_the_entry_is_confirmed_today_and_says_the_same(cast: object) -> None:
    institution = a_published(website="https://k.example", pupils=100, moe="54")
    before = {name: getattr(institution, name) for name in ("display_name", "website", "pupils", "locality")}
    request, token = an_asked_institution(institution)
    assert freshness_of(institution).confirmed_on is None
    confirm_entry(request, actor=link_of(token))
    seen = fresh(institution)
    assert {name: getattr(seen, name) for name in before} == before
    assert seen.confirmed_on == today() and not freshness_of(seen).is_due
    assert fresh(request).state == "confirmed"


def test_what_is_disputed_is_not_confirmed_with_it(cast: object) -> None:
    institution = a_published(website="https://k.example", telephone="1", pupils=100)
    request, token = an_asked_institution(institution)
    link = link_of(token)
    dispute_value(request, field="telephone", note="a fax", actor=link)
    confirm_entry(request, actor=link)
    said = Record.objects.get(key=f"{institution.pid}/confirmed").facts
    assert ("website" in said, "telephone" in said, said["pupils"]) == (False, False, 100)
    assert fresh(request).state == "corrected"
    assert fresh(institution).website == "https://k.example"


def test_offers_that_stand_are_confirmed_and_others_are_left(cast: object) -> None:
    institution = a_published()
    heard = OfferFactory(institution=institution, state="sounded_out")
    in_use, left = OfferFactory(institution=institution), OfferFactory(institution=institution)
    request, token = an_asked_institution(institution)
    confirm_entry(request, offers=[heard.pid, in_use.pid], actor=link_of(token))
    assert [fresh(one).state for one in (heard, in_use, left)] == ["confirmed", "open", "open"]
    assert [fresh(one).confirmed_how for one in (heard, in_use, left)] == ["link", "link", ""]


def test_confirmed_twice_it_is_said_once(cast: object) -> None:
    institution = a_published()
    request, token = an_asked_institution(institution)
    for _time in range(2):
        confirm_entry(fresh(request), actor=link_of(token))
    said = Record.objects.filter(key=f"{institution.pid}/confirmed")
    assert sorted(said.values_list("state", flat=True)) == ["accepted", "superseded"]
