"""The index follows the trail."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from gyoryu.audit.domain.trail import record
from gyoryu.audit.models import Event
from gyoryu.audit.tasks import advance
from gyoryu.common.actors import SystemActor
from gyoryu.registry.models import Institution
from gyoryu.search.queries import search_institutions
from gyoryu.search.tasks import follow
from tests.search.schools import a_school

pytestmark = pytest.mark.django_db(transaction=True)  # a follower reads what is committed
FOLLOWER = "gyoryu.search.tasks.follow"


def tell(*schools: Institution, bulk: bool = False) -> None:
    with transaction.atomic():
        if bulk:
            record(
                "registry.publish_institutions",
                None,
                actor=SystemActor("test"),
                subjects=[("registry.institution", school.pk) for school in schools],
            )
        else:
            for school in schools:
                record("registry.publish_institution", school, actor=SystemActor("test"))


def found(query: str) -> list[str]:
    return [hit.display_name for hit in search_institutions(query).hits]


def test_what_is_published_is_found() -> None:
    assert found("kowhai") == []
    tell(a_school("Kowhai Bay College", "NZ"))
    assert advance(FOLLOWER) > 0
    assert found("kowhai") == ["Kowhai Bay College"]


def test_what_was_published_in_bulk_is_found() -> None:
    assert found("") == []
    tell(*(a_school(f"Kowhai Bay College {number}", "NZ") for number in range(5)), bulk=True)
    assert advance(FOLLOWER) > 0
    assert search_institutions("kowhai bay college").total == 5


def test_a_new_name_is_found_and_the_old_one_is_not() -> None:
    school = a_school("Kowhai Bay College", "NZ")
    assert found("kowhai") == ["Kowhai Bay College"]
    school.names.update(text="Rimu Point College")
    Institution.objects.filter(pk=school.pk).update(display_name="Rimu Point College")
    tell(school)
    assert advance(FOLLOWER) > 0
    assert found("kowhai") == []
    assert found("rimu point") == ["Rimu Point College"]


@pytest.mark.parametrize("gone", ["archived", "draft", "merged"])
def test_what_is_taken_back_leaves_the_index(gone: str) -> None:
    kept = a_school("Kowhai Bay College", "NZ")
    school = a_school("Kowhai Bay College Annex", "NZ")
    assert len(found("kowhai bay")) == 2
    change = {"merged_into": kept} if gone == "merged" else {"state": gone}
    Institution.objects.filter(pk=school.pk).update(**change)
    tell(school)
    assert advance(FOLLOWER) > 0
    result = search_institutions("kowhai bay")
    assert [hit.pid for hit in result.hits] == [kept.pid]
    assert result.total == 1


def test_replaying_the_trail_changes_nothing() -> None:
    assert found("kowhai") == []
    tell(a_school("Kowhai Bay College", "NZ"))
    events = list(Event.objects.order_by("id"))
    for _ in range(3):
        follow(events)
    assert search_institutions("kowhai").total == 1


def test_events_about_other_things_are_passed_over() -> None:
    school = a_school("Kowhai Bay College", "NZ")
    with transaction.atomic():
        event = record("registry.change_name", school.names.get(), actor=SystemActor("test"))
    follow([event])
    assert found("kowhai") == ["Kowhai Bay College"]


def test_each_node_follows_with_an_index_of_its_own(settings: Any, tmp_path: Path) -> None:
    nodes = {FOLLOWER: tmp_path / "one", f"{FOLLOWER}@two": tmp_path / "two"}
    for follower, folder in nodes.items():
        settings.INDEX_DIR = folder
        assert found("kowhai") == []
        advance(follower)
    tell(a_school("Kowhai Bay College", "NZ"))
    for follower, folder in nodes.items():
        settings.INDEX_DIR = folder
        assert found("kowhai") == []  # nobody has told this node yet
        assert advance(follower) > 0
        assert advance(follower) == 0
        assert found("kowhai") == ["Kowhai Bay College"]
