"""Every value on a page has its source; how fresh an entry is; the figures of the register."""

import datetime as dt

import pytest
import time_machine
from django.utils import translation

from gyoryu.registry import queries
from tests.factories import InstitutionFactory, OfferFactory, ProgrammeFactory
from tests.registry.saying import a_source, an_institution, fresh, say

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 3, tzinfo=dt.UTC)


def test_every_value_says_who_said_it_and_when() -> None:
    institution = an_institution(moe="54", latitude=-36.85, longitude=174.76, level_from=8, level_to=12, pupils=900)
    visit = dt.date(2026, 2, 9)
    say(institution, source=a_source("delegation"), on=visit, website="https://k.example", languages=("en", "mi"))
    with translation.override("en"):
        rows = {(row.field, row.value): row for row in queries.entry_of(fresh(institution))}
    assert all(row.source and row.said_on and row.why and row.record_pid for row in rows.values())
    website = rows["website", "https://k.example"]
    assert (website.source, website.said_on, website.why) == (
        "The delegation",
        visit,
        "A delegation was told this at a visit.",
    )
    assert rows["name", "Kowhai Bay College"].language == "en-Latn"
    assert rows["identifier", "54"].source == "The register"
    assert ("latitude", "-36.85000, 174.76000") in rows


def test_an_entry_costs_the_same_whatever_it_says(query_count: object) -> None:
    def cost(**more: object) -> int:
        institution = fresh(an_institution(**more))
        with query_count() as queries_:  # type: ignore[operator]
            queries.entry_of(institution)
        return len(queries_)

    assert cost() == cost(key="2", moe="54", pupils=3, website="https://k.example") == 3


@time_machine.travel(NOW)
def test_freshness_is_computed() -> None:
    old, new = dt.date(2025, 3, 1), dt.date(2025, 3, 2)
    stale = InstitutionFactory(published=True, registered_on=old, reported_on=old)
    confirmed = InstitutionFactory(published=True, registered_on=old, confirmed_on=new)
    never = InstitutionFactory(published=True)
    assert queries.freshness_of(stale).is_due and queries.freshness_of(never).is_due
    assert not queries.freshness_of(confirmed).is_due
    assert queries.freshness_of(confirmed).last_on == new
    assert set(queries.institutions_due()) == {stale, never}


def test_what_vanished_from_its_register_is_known() -> None:
    institution = an_institution()
    assert not queries.freshness_of(institution).vanished
    institution.records.update(vanished_at=NOW)
    assert queries.freshness_of(institution).vanished
    assert list(queries.institutions_vanished()) == [institution]


def test_figures_are_of_what_is_published() -> None:
    nz = InstitutionFactory(published=True)
    InstitutionFactory(published=True, country="TR")
    InstitutionFactory(published=True, country="TR")
    InstitutionFactory()
    InstitutionFactory(published=True, merged_into=nz)
    ProgrammeFactory(institution=nz, state="published")
    OfferFactory(institution=nz, state="open")
    OfferFactory(institution=nz, state="full")
    figures = queries.register_figures()
    assert (figures.institutions, figures.programmes, figures.offers_open) == (3, 1, 1)
    assert figures.countries == [("TR", 2), ("NZ", 1)]


def test_the_newest_entries_come_first() -> None:
    first = InstitutionFactory(published=True)
    second = InstitutionFactory(published=True, published_at=NOW)
    InstitutionFactory()
    assert queries.latest_published(limit=2) == [second, first]


def test_sources_with_what_they_gave() -> None:
    institution = an_institution()
    assert list(queries.public_sources()) == []
    type(institution).objects.update(state="published")
    say(institution, source=a_source("delegation"), key="9", accept=False)
    source = queries.public_sources().get()
    assert (source.label, source.institutions) == ("The register", 1)
    assert {one.slug: one.current for one in queries.sources_with_runs()} == {
        "register-source": 1,
        "delegation-source": 1,
    }
