"""Where we stand: figures that add up, whoever looks."""

import datetime as dt
from typing import Any

from gyoryu.exchange.domain import matches
from gyoryu.insight.queries import Table, overview, schools_with_allies
from tests.cast import Cast
from tests.exchange import stages
from tests.factories import InstitutionFactory, MissionFactory, VisitFactory


def values(table: Table) -> dict[str, int]:
    return {line.code: line.value for line in table.lines if line.value}


def test_institutions_are_counted_by_country_level_and_freshness(db: None) -> None:
    today = dt.date.today()
    long_ago = today - dt.timedelta(days=800)
    InstitutionFactory(published=True, country="NZ", level_from=1, level_to=8, confirmed_on=today, reported_on=today)
    InstitutionFactory(published=True, country="NZ", level_from=9, level_to=13, reported_on=today)
    InstitutionFactory(published=True, country="TH", level_from=7, level_to=9, registered_on=today)
    InstitutionFactory(published=True, country="TH", level_from=None, level_to=None, confirmed_on=long_ago)
    InstitutionFactory(published=True, country="KR", registered_on=today)
    InstitutionFactory(country="TH")
    found = overview()
    assert (found.published, found.drafts, found.due) == (4, 1, 1)
    assert values(found.countries) == {"NZ": 2, "TH": 2}
    assert values(found.freshness) == {"partner": 1, "delegation": 1, "register": 1, "due": 1}
    assert found.freshness.total == found.countries.total
    assert sum(values(found.levels).values()) >= 4


def test_many_countries_are_summed_up(db: None) -> None:
    codes = ["NZ", "TH", "TR", "AU", "US", "GB", "FR", "DE", "IT", "ES", "PT", "PL", "CZ", "AT", "BE", "NL", "SE"]
    for code in codes:
        InstitutionFactory(published=True, country=code)
    table = overview().countries
    assert (len(table.lines), table.total, table.lines[-1].value) == (16, 17, 2)


def test_missions_visits_wishes_and_matches_by_state(cast: Cast) -> None:
    VisitFactory(mission=cast.mission, recorded_by=cast.delegate, state="submitted")
    MissionFactory(organisation=cast.office, created_by=cast.lead, state="completed")
    stages.connected(cast)
    stages.submitted(cast)
    found = overview()
    assert values(found.missions) == {"under_way": 1, "completed": 1}
    assert values(found.visits) == {"submitted": 1}
    assert values(found.wishes) == {"connected": 1, "submitted": 1}
    assert values(found.matches) == {"connected": 1}
    assert found.schools_connected == 1


def test_wishes_are_counted_for_the_district_group_of_their_school(cast: Cast) -> None:
    from gyoryu.reference.queries import office

    group = office().groups[0].code
    cast.district.group = group
    cast.district.save()
    stages.approved(cast)
    stages.submitted(cast)
    assert values(overview().groups) == {group: 1}


def test_the_figures_cost_the_same_number_of_queries_however_many_there_are(cast: Cast, query_count: Any) -> None:
    with query_count() as few:
        overview()
    stages.connected(cast)
    for code in ("NZ", "TH", "TR"):
        InstitutionFactory(published=True, country=code)
    with query_count() as many:
        overview()
    assert len(few) == len(many)


def test_schools_with_an_exchange_with_a_war_ally(cast: Cast) -> None:
    stages.connected(cast, stages.an_offer(institution=InstitutionFactory(published=True, country="TR")))
    [found] = schools_with_allies()
    assert (found.school, found.countries, found.exchanges) == (cast.school, ("TR",), 1)
    assert found.since is not None
    assert schools_with_allies(["NZ"]) == []


def test_a_partner_that_was_merged_counts_where_it_lives_on(cast: Cast) -> None:
    match = stages.connected(cast, stages.an_offer(institution=InstitutionFactory(published=True, country="JP")))
    assert schools_with_allies() == []
    institution = match.offer.institution
    institution.merged_into = InstitutionFactory(published=True, country="TH")
    institution.save()
    assert [one.countries for one in schools_with_allies()] == [("TH",)]


def test_what_came_to_nothing_does_not_count(cast: Cast) -> None:
    match, _token = stages.asked(cast, stages.an_offer(institution=InstitutionFactory(published=True, country="TH")))
    assert schools_with_allies() == []
    matches.decline_for_school(match, reasons=["other"], note="other plans", actor=cast.teacher)
    assert schools_with_allies() == []


def test_who_reads_the_figures(cast: Cast) -> None:
    allowed = {name for name, person in cast.everybody().items() if person.has_perm("insight.view_overview")}
    assert allowed == {"policy_officer", "curator", "operator", "privacy_officer"}
