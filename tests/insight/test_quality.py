"""What the register lacks: shares by country and level, suspected duplicates, entries nobody can be asked at."""

from typing import Any

import pytest
from django.utils import translation

from gyoryu.common.clock import now, today
from gyoryu.insight.quality import suspected_duplicates
from gyoryu.registry.listing import list_institutions
from gyoryu.registry.models import Institution
from gyoryu.registry.quality import completeness, institutions_without_contact
from gyoryu.resolution.domain.judgements import judge_pair
from tests.cast import Cast
from tests.factories import ContactFactory, InstitutionFactory

pytestmark = pytest.mark.django_db


def shares(line: Any) -> dict[str, int]:
    return {share.code: share.percent for share in line.shares()}


def test_shares_by_country_and_level() -> None:
    full = InstitutionFactory(published=True, name_ko="코와이", latitude=-36.8, longitude=174.7, level_from=2,
                              level_to=4, website="https://k.example", confirmed_on=today())  # fmt: skip
    ContactFactory(institution=full)
    InstitutionFactory(published=True, level_from=None, level_to=None, region="", locality="")
    InstitutionFactory(published=True, country="TR", level_from=10, level_to=12)
    for left_out in ({"country": "KR"}, {"status": "closed"}, {"merged_into": full}):
        InstitutionFactory(published=True, **left_out)
    InstitutionFactory()
    with translation.override("en"):
        found = completeness()
    assert [(line.code, line.total) for line in found.countries] == [("NZ", 2), ("TR", 1)]
    assert shares(found.countries[0]) == dict.fromkeys(
        ("name_ko", "place", "position", "levels", "website", "contact", "fresh"), 50
    )
    assert (shares(found.whole)["place"], found.whole.total) == (67, 3)
    assert {line.code: line.total for line in found.levels} == {"primary": 1, "upper_secondary": 1}
    assert found.countries[0].percent == 50


def test_it_costs_the_same_for_one_and_for_three(query_count: Any) -> None:
    def cost() -> int:
        with query_count() as asked:
            completeness()
            suspected_duplicates()
        return len(asked)

    for _time in range(2):
        InstitutionFactory(published=True, match_key="kowhai")
    before = cost()
    for country in ("TR", "TH", "NZ"):
        InstitutionFactory(published=True, country=country, match_key="kowhai")
    assert cost() == before


def test_the_dead_the_silent_and_the_bouncing_are_no_live_contact(cast: Cast) -> None:
    asked = InstitutionFactory(published=True)
    ContactFactory(institution=asked)
    lost = [InstitutionFactory(published=True) for _what in range(4)]
    for one, more in zip(lost, ("ended_at", "bouncing_since", "silent_since", "consent_withdrawn_at"), strict=True):
        ContactFactory(institution=one, **{more: now()})
    assert set(institutions_without_contact()) == set(lost)
    assert set(list_institutions(cast.curator, fresh="no_contact")) == set(lost)


def test_names_alike_at_one_place_are_suspected_until_somebody_judged(cast: Cast) -> None:
    one, two = (InstitutionFactory(published=True, match_key="kowhai") for _n in range(2))
    InstitutionFactory(published=True, match_key="kowhai", locality="Oamaru")
    InstitutionFactory(published=True, match_key="kowhai", country="TR", locality="")
    Institution.objects.filter(pk=two.pk).update(locality="")
    assert suspected_duplicates()[0] == 1
    judge_pair(one, right=two, verdict="different", actor=cast.curator)
    left = suspected_duplicates()
    assert left[0] == 1, "the one in Oamaru may still be the one whose town is not known"
    Institution.objects.filter(pk=two.pk).update(locality=one.locality)
    assert suspected_duplicates() == (0, [])


def test_the_page_draws_every_share(signed_in: Any, cast: Cast) -> None:
    InstitutionFactory(published=True, match_key="kowhai")
    InstitutionFactory(published=True, match_key="kowhai")
    page = signed_in(cast.policy_officer).get("/desk/quality/").content.decode()
    assert page.count('class="bar bar--accent"') == 8 * 4
    assert "Kowhai Bay College" in page
    assert "/desk/institutions/" not in page.split("<main")[1]
    assert "/desk/institutions/?fresh=no_contact" in signed_in(cast.curator).get("/desk/quality/").content.decode()
