"""What a list shows and what a predicate allows are the same, for the whole cast and everything in the register."""

from typing import Any

import pytest
import rules
from django.test import Client

from gyoryu.accounts.viewers import ANONYMOUS
from gyoryu.common.errors import NotAllowed, NotFound
from gyoryu.common.ids import new_pid
from gyoryu.registry import queries
from gyoryu.registry.models import Institution, Offer, Programme
from gyoryu.registry.states import OFFER, PROGRAMME
from tests.cast import Cast
from tests.factories import ContactFactory, InstitutionFactory, OfferFactory, ProgrammeFactory, RecordFactory

pytestmark = pytest.mark.django_db


def everybody(cast: Cast) -> dict[str, Any]:
    return {**cast.everybody(), "anybody": ANONYMOUS}


def institutions() -> list[Institution]:
    published = InstitutionFactory(published=True)
    return [
        published,
        InstitutionFactory(),
        InstitutionFactory(state="archived"),
        InstitutionFactory(merged_into=published),
        InstitutionFactory(published=True, merged_into=published),
    ]


def test_institutions(cast: Cast) -> None:
    made = institutions()
    seen = {}
    for name, viewer in everybody(cast).items():
        visible = set(queries.institutions_visible_to(viewer))
        allowed = {one for one in made if rules.has_perm("registry.view_institution", viewer, one)}
        assert visible == allowed, name
        seen[name] = len(visible)
    assert {name for name, count in seen.items() if count == 3} == {"curator"}
    assert {name for name, count in seen.items() if count == 2} == {
        "delegate",
        "lead",
        "other_delegate",
        "policy_officer",
    }
    assert set(seen.values()) == {1, 2, 3}


def test_offers(cast: Cast) -> None:
    places = institutions()
    made: list[Offer] = [
        OfferFactory(institution=place, state=state) for place in places for state in OFFER.transitions
    ]
    for name, viewer in everybody(cast).items():
        visible = set(queries.offers_visible_to(viewer))
        assert visible == {one for one in made if rules.has_perm("registry.view_offer", viewer, one)}, name
    assert not queries.offers_visible_to(ANONYMOUS).exists()
    assert {offer.state for offer in queries.offers_visible_to(cast.teacher)} == {"open"}
    # Of the published one, and of the two that were merged into it.
    assert queries.offers_visible_to(cast.teacher).count() == 3
    assert queries.offers_visible_to(cast.curator).count() == len(made)


def test_programmes(cast: Cast) -> None:
    places = institutions()
    made: list[Programme] = [
        ProgrammeFactory(institution=place, state=state) for place in places for state in PROGRAMME.transitions
    ]
    for name, viewer in everybody(cast).items():
        visible = set(queries.programmes_visible_to(viewer))
        assert visible == {one for one in made if rules.has_perm("registry.view_programme", viewer, one)}, name
    assert queries.programmes_visible_to(ANONYMOUS).count() == 3


def test_records_and_contacts_are_the_curators(cast: Cast) -> None:
    RecordFactory()
    contact = ContactFactory()
    for name, viewer in everybody(cast).items():
        mine = name == "curator"
        assert queries.inbox_for(viewer).exists() == mine, name
        assert queries.records_visible_to(viewer).exists() == mine, name
        assert queries.contacts_of(viewer, contact.institution).exists() == mine, name


def test_a_stranger_learns_nothing_and_a_reader_that_it_is_not_theirs(cast: Cast) -> None:
    draft, published = InstitutionFactory(), InstitutionFactory(published=True)
    with pytest.raises(NotFound):
        queries.get_institution(cast.teacher, draft.pid)
    with pytest.raises(NotFound):
        queries.get_institution(cast.curator, new_pid())
    with pytest.raises(NotAllowed):
        queries.get_institution(cast.teacher, published.pid, to="registry.publish_institution")
    assert queries.get_institution(ANONYMOUS, published.pid) == published
    assert queries.get_institution(cast.curator, draft.pid, to="registry.publish_institution") == draft


def test_a_merged_entry_leads_to_the_other_one_if_that_may_be_seen(cast: Cast) -> None:
    root = InstitutionFactory(published=True)
    merged = InstitutionFactory(merged_into=root)
    with pytest.raises(queries.MergedInto) as leads:
        queries.get_institution(ANONYMOUS, merged.pid)
    assert leads.value.pid == root.pid
    Institution.objects.filter(pk=root.pk).update(state="draft")
    with pytest.raises(NotFound):
        queries.get_institution(ANONYMOUS, merged.pid)


def test_programmes_are_found_by_words_country_field_and_type() -> None:
    water = ProgrammeFactory(state="published", description="Tide pools")
    ProgrammeFactory(state="published", title="Haka", types=["visit_outbound"], fields=["arts_music"])

    def found(**asked: str) -> list[Programme]:
        return list(queries.find_programmes(ANONYMOUS, **asked))

    assert (
        found(q="tide pools")
        == found(q="WATER")
        == found(field="climate_environment")
        == found(type="project")
        == [water]
    )
    assert len(found(country="NZ")) == 2
    assert found(q="no such words") == found(country="TR") == found(type="pro") == []


def test_an_entrys_page_shows_what_hangs_on_entries_merged_into_it(visitor: Client) -> None:
    root = InstitutionFactory(published=True)
    ProgrammeFactory(institution=InstitutionFactory(merged_into=root), state="published", title="Harbour water watch")
    assert "Harbour water watch" in visitor.get(f"/institutions/{root.pid}/").content.decode()
