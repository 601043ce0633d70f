"""Every value on a page has its source; how fresh an entry is; the figures of the register."""

import datetime as dt

import pytest
import time_machine
from django.utils import translation

from gyoryu.registry import queries
from gyoryu.registry.entry import offers_due
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


@time_machine.travel(NOW)
def test_who_spoke_last_and_when_it_is_due_again() -> None:
    register, partner = a_source(), a_source("partner", "partners")
    institution = an_institution(source=register, on=dt.date(2025, 9, 1))
    say(institution, source=partner, on=dt.date(2026, 2, 10))
    with translation.override("en"):
        fresh_now = queries.freshness_of(fresh(institution))
    assert [(one.kind, one.on, one.source) for one in fresh_now.heard] == [
        ("partner", dt.date(2026, 2, 10), "The institutions themselves"),
        ("delegation", None, ""),
        ("register", dt.date(2025, 9, 1), "The register"),
    ]
    assert (fresh_now.due_on, fresh_now.is_due) == (dt.date(2027, 2, 10), False)


@time_machine.travel(NOW)
def test_an_offer_is_due_after_half_a_year() -> None:
    old, new = dt.datetime(2025, 8, 1, tzinfo=dt.UTC), dt.datetime(2025, 10, 1, tzinfo=dt.UTC)
    due = [
        OfferFactory(confirmed_at=old),
        OfferFactory(state="confirmed", confirmed_at=None, sounded_out_on=old.date()),
        OfferFactory(institution=InstitutionFactory(merged_into=InstitutionFactory(published=True)), confirmed_at=old),
    ]
    OfferFactory(confirmed_at=new)
    OfferFactory(confirmed_at=old, state="withdrawn")
    OfferFactory(confirmed_at=old, institution=InstitutionFactory())
    assert set(offers_due()) == set(due)
