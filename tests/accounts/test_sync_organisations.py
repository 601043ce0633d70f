"""Schools come from the national register, by official id."""

from typing import Any

import pytest

from gyoryu.accounts.domain.organisations import OFFICE_SCHEME, OrganisationRow, SyncReport, sync_organisations
from gyoryu.accounts.models import Organisation
from gyoryu.audit.models import Event, EventSubject
from gyoryu.common.actors import SystemActor
from gyoryu.common.errors import BadInput
from tests.factories import MembershipFactory, OrganisationFactory

INTAKE = SystemActor("intake")


def school(number: int, **more: Any) -> OrganisationRow:
    given = {"kind": "school", "scheme": "kr-school", "official_id": f"B{number:09d}", "name": f"가온{number}초등학교"}
    return OrganisationRow(**{**given, "level_from": 1, "level_to": 6, **more})  # type: ignore[arg-type]


def sync(*rows: OrganisationRow, **more: Any) -> SyncReport:
    return sync_organisations(rows, actor=INTAKE, **more)


def test_new_ones_are_made_under_their_district(db: None) -> None:
    district = OrganisationFactory(kind="district", official_scheme=OFFICE_SCHEME, official_id="7541000")
    report = sync(school(1, parent_id="7541000"), school(2, parent_id="no such"))
    assert report == SyncReport(new=2)
    first, second = Organisation.objects.filter(kind="school").order_by("official_id")
    assert (first.parent, second.parent) == (district, None)
    event = Event.objects.get()
    assert event.data == {"new": 2, "changed": 0, "closed": 0}
    assert set(EventSubject.objects.values_list("subject_id", flat=True)) == {first.pk, second.pk}


def test_the_same_again_changes_nothing_and_leaves_no_event(db: None) -> None:
    sync(school(1), school(2))
    assert sync(school(1), school(2)) == SyncReport(unchanged=2)
    assert Event.objects.count() == 1


def test_what_changed_is_changed_and_what_is_gone_is_closed(db: None) -> None:
    sync(school(1), school(2), school(3))
    gone = Organisation.objects.get(official_id="B000000003")
    MembershipFactory(organisation=gone)
    assert sync(school(1, name="새이름초등학교"), school(2)) == SyncReport(changed=1, unchanged=1, closed=1)
    gone.refresh_from_db()
    assert (gone.is_open, gone.memberships.count()) == (False, 1)
    assert sync(school(1, name="새이름초등학교"), school(2), school(3)) == SyncReport(changed=1, unchanged=2)
    gone.refresh_from_db()
    assert gone.is_open


def test_part_of_a_register_closes_nothing(db: None) -> None:
    sync(school(1), school(2))
    assert sync(school(1), complete=False) == SyncReport(unchanged=1)
    assert sync() == SyncReport()
    assert Organisation.objects.filter(is_open=True).count() == 2


def test_other_kinds_and_schemes_are_left_alone(db: None) -> None:
    OrganisationFactory(kind="district", official_scheme="kr-school", official_id="D1")
    OrganisationFactory(kind="school", official_scheme="demo", official_id="S1")
    sync(school(1))
    assert Organisation.objects.filter(is_open=True).count() == 3


def test_what_the_office_said_of_a_school_stays(db: None) -> None:
    sync(school(1))
    Organisation.objects.update(priority_classes=["research_school"])
    sync(school(1, name="새이름초등학교"))
    assert Organisation.objects.get().priority_classes == ["research_school"]


@pytest.mark.parametrize("wrong", [{"official_id": ""}, {"name": ""}, {"name": "x" * 201}])
def test_a_row_without_id_or_name_is_refused_and_nothing_is_done(db: None, wrong: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        sync(school(1), school(2, **wrong))
    assert Organisation.objects.count() == 0


def test_three_hundred_rows_take_a_handful_of_queries(db: None, query_count: Any) -> None:
    with query_count() as queries:
        sync(*[school(number) for number in range(300)])
    assert len(queries) < 12
