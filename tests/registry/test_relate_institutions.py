"""Successors and branches: said by a record, seen from both ends, without circles, through merges, taken back."""

import pytest

from gyoryu.registry.domain.records import withdraw_record
from gyoryu.registry.domain.relations import relate_institutions
from gyoryu.registry.models import Institution, Record, Relation
from gyoryu.registry.relations import living_successor, relations_of
from tests.cast import Cast
from tests.factories import InstitutionFactory
from tests.registry.saying import refused

pytestmark = pytest.mark.django_db


def relate(one: Institution, other: Institution, cast: Cast, kind: str = "successor", **more: str) -> Record:
    said = {"reason": "in the gazette"} | more
    return relate_institutions(one, other=other, kind=kind, actor=cast.curator, **said)


def roles(institution: Institution) -> list[tuple[str, Institution, str]]:
    return [(one.role, one.institution, one.since) for one in relations_of(institution)]


def test_both_ends_see_it(cast: Cast) -> None:
    old, new = InstitutionFactory(), InstitutionFactory()
    relate(old, new, cast, since="2019-02")
    assert roles(old) == [("successor", new, "2019-02")]
    assert roles(new) == [("predecessor", old, "2019-02")]


def test_taken_back_it_is_gone(cast: Cast) -> None:
    old, new = InstitutionFactory(), InstitutionFactory()
    said = relate(old, new, cast)
    withdraw_record(said, actor=cast.curator)
    assert roles(old) == [] == roles(new)
    assert Relation.objects.count() == 0


def test_said_again_it_is_one(cast: Cast) -> None:
    old, new = InstitutionFactory(), InstitutionFactory()
    relate(old, new, cast)
    relate(old, new, cast, since="2019")
    assert roles(old) == [("successor", new, "2019")]


def test_of_merged_entries_the_one_that_stands_is_shown(cast: Cast) -> None:
    old, new, standing = InstitutionFactory(), InstitutionFactory(), InstitutionFactory()
    relate(old, new, cast)
    Institution.objects.filter(pk=new.pk).update(merged_into=standing)
    assert roles(old) == [("successor", standing, "")]
    assert roles(standing) == [("predecessor", old, "")]
    Institution.objects.filter(pk=old.pk).update(merged_into=standing)
    assert roles(standing) == []


def test_no_circle_and_no_relation_to_itself(cast: Cast) -> None:
    one, two, three = InstitutionFactory(), InstitutionFactory(), InstitutionFactory()
    relate(one, two, cast)
    relate(two, three, cast)
    with refused("relation_circle"):
        relate(three, one, cast)
    with refused("same_institution"):
        relate(one, one, cast)
    with refused("unknown_kind"):
        relate(one, three, cast, kind="friend")
    with refused("reason_missing"):
        relate(one, three, cast, reason="?")
    assert Relation.objects.count() == 2


def test_branches_are_one_step_deep(cast: Cast) -> None:
    main, branch, twig = InstitutionFactory(), InstitutionFactory(), InstitutionFactory()
    relate(branch, main, cast, kind="parent")
    with refused("has_parent"):
        relate(branch, twig, cast, kind="parent")
    with refused("branch_of_branch"):
        relate(twig, branch, cast, kind="parent")
    with refused("branch_of_branch"):
        relate(main, twig, cast, kind="parent")
    assert roles(main) == [("branch", branch, "")]


def test_the_way_leads_to_the_published_entry_that_is_open(cast: Cast) -> None:
    first, second = InstitutionFactory(status="closed"), InstitutionFactory(published=True, status="closed")
    third = InstitutionFactory(published=True)
    relate(first, second, cast)
    assert living_successor(first) is None
    relate(second, third, cast)
    assert living_successor(first) == third
