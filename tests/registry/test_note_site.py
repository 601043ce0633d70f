"""A site is dead when it failed often, for long; the trail hears it once, and once when it lives again."""

import datetime as dt

import pytest
import time_machine

from gyoryu.audit.models import Event
from gyoryu.registry.domain.sites import note_site, plan_sites
from gyoryu.registry.models import Institution, Site
from gyoryu.registry.sites import dead_site_of, institutions_with_dead_site
from tests.factories import InstitutionFactory
from tests.registry.saying import SYSTEM, fresh

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 3, 2, 3, tzinfo=dt.UTC)


def a_site(url: str = "https://k.example/") -> Site:
    InstitutionFactory(published=True, website=url)
    plan_sites(10)
    return Site.objects.get()


def note_on(site: Site, day: int, result: str) -> Site:
    with time_machine.travel(START + dt.timedelta(days=day)):
        return note_site(fresh(site), result=result, actor=SYSTEM)


def test_only_often_and_long_is_dead() -> None:
    site = a_site()
    for day in (0, 4, 8):
        assert note_on(site, day, "refused").flagged_at is None
    assert note_on(site, 13, "slow").flagged_at is None, "four times, but not for two weeks"
    assert note_on(site, 14, "slow").flagged_at is not None
    assert note_on(site, 50, "gone").flagged_at is not None
    assert list(institutions_with_dead_site()) == [site.institution]
    dead = dead_site_of(site.institution)
    assert dead is not None and (dead.url, dead.since) == ("https://k.example/", START)
    assert [event.data for event in Event.objects.filter(verb="registry.note_site")] == [
        {"result": "slow", "dead": True}
    ]


def test_one_answer_and_it_lives() -> None:
    site = a_site()
    for day in (0, 5, 10, 15):
        note_on(site, day, "refused")
    seen = note_on(site, 20, "ok")
    assert (seen.failures, seen.failed_since, seen.flagged_at) == (0, None, None)
    assert Event.objects.filter(verb="registry.note_site").count() == 2
    assert dead_site_of(site.institution) is None


@pytest.mark.parametrize("result", ["busy", "robots"])
def test_what_says_nothing_about_the_site_counts_for_nothing(result: str) -> None:
    site = a_site()
    for day in (0, 5, 10, 15, 20):
        note_on(site, day, result)
    assert (fresh(site).failures, fresh(site).flagged_at) == (0, None)


def test_what_is_looked_at_follows_what_entries_say() -> None:
    site = a_site()
    for more in ({"website": "ftp://k.example"}, {"website": ""}, {"website": "https://c.example", "status": "closed"}):
        InstitutionFactory(published=True, **more)
    InstitutionFactory(website="https://draft.example")
    assert plan_sites(10) == 0
    Institution.objects.filter(pk=site.institution_id).update(website="https://new.example/")
    assert plan_sites(10) == 2
    moved = Site.objects.get()
    assert (moved.url, moved.host, moved.looked_at) == ("https://new.example/", "new.example", None)
    Institution.objects.filter(pk=site.institution_id).update(state="archived")
    assert plan_sites(10) == 1
    assert not Site.objects.exists()
