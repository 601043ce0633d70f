"""Lists and predicates agree for the whole cast; strangers learn nothing."""

from typing import Any

import pytest
import rules

from gyoryu.accounts.viewers import ANONYMOUS
from gyoryu.common.errors import NotAllowed, NotFound
from gyoryu.missions import queries
from gyoryu.missions.domain.evidence import add_evidence
from gyoryu.missions.models import Mission, Visit
from tests.cast import Cast
from tests.factories import MissionFactory, StopFactory, VisitFactory
from tests.missions.sample import jpeg

SEES_MISSION = {"delegate", "lead", "curator", "policy_officer"}
SEES_VISIT = {"delegate", "lead", "curator"}


def viewers(cast: Cast) -> dict[str, Any]:
    return {**cast.everybody(), "anybody": ANONYMOUS}


def test_who_sees_a_mission(cast: Cast) -> None:
    assert {
        who for who, viewer in viewers(cast).items() if queries.missions_visible_to(viewer).exists()
    } == SEES_MISSION


def test_who_sees_a_visit(cast: Cast, visit: Visit) -> None:
    assert {who for who, viewer in viewers(cast).items() if queries.visits_visible_to(viewer).exists()} == SEES_VISIT


@pytest.mark.parametrize("of", ["cast", "other"])
def test_lists_and_predicates_agree(cast: Cast, visit: Visit, of: str) -> None:
    mission = cast.mission if of == "cast" else MissionFactory(created_by=cast.other_delegate)
    one = visit if of == "cast" else VisitFactory(mission=mission)
    for viewer in viewers(cast).values():
        for found, permission, thing in (
            (queries.missions_visible_to(viewer), "missions.view_mission", mission),
            (queries.visits_visible_to(viewer), "missions.view_visit", one),
        ):
            assert found.filter(pk=thing.pk).exists() == rules.has_perm(permission, viewer, thing)


def test_strangers_find_nothing_and_readers_may_not_write(cast: Cast, visit: Visit) -> None:
    picture = add_evidence(visit, upload=jpeg(), actor=cast.delegate)
    stop = StopFactory(mission=cast.mission)
    for stranger in (cast.other_delegate, cast.teacher, cast.stranger, cast.operator, ANONYMOUS):
        for get, thing in (
            (queries.get_mission, cast.mission),
            (queries.get_visit, visit),
            (queries.get_evidence, picture),
            (queries.get_stop, stop),
        ):
            with pytest.raises(NotFound):
                get(stranger, thing.pid)
    for verb in ("save_visit", "submit_visit", "add_evidence"):
        with pytest.raises(NotAllowed):
            queries.get_visit(cast.curator, visit.pid, to=f"missions.{verb}")
    with pytest.raises(NotFound):
        queries.get_visit(cast.policy_officer, visit.pid)
    with pytest.raises(NotAllowed):
        queries.get_visit(cast.delegate, visit.pid, to="missions.submit_visit")
    with pytest.raises(NotAllowed):
        queries.get_mission(cast.delegate, cast.mission.pid, to="missions.edit_mission")


def test_who_may_do_what(cast: Cast, visit: Visit) -> None:
    def holders(permission: str, thing: Mission | Visit) -> set[str]:
        return {who for who, viewer in viewers(cast).items() if rules.has_perm(permission, viewer, thing)}

    assert holders("missions.start_visit", cast.mission) == {"delegate", "lead"}
    assert holders("missions.submit_visit", visit) == {"lead"}
    assert holders("missions.accept_visit", visit) == {"curator"}
    assert holders("missions.edit_mission", cast.mission) == {"lead"}
    assert holders("missions.approve_mission", cast.mission) == {"policy_officer"}
    assert holders("missions.complete_mission", cast.mission) == {"lead"}
    assert holders("missions.cancel_mission", cast.mission) == {"lead", "policy_officer"}


def test_a_delegate_whose_role_ended_sees_nothing(cast: Cast, visit: Visit) -> None:
    from gyoryu.accounts.models import Person
    from gyoryu.common.clock import now

    cast.delegate.memberships.update(ended_at=now())
    former = Person.objects.get(pk=cast.delegate.pk)
    assert not queries.missions_visible_to(former).exists()
    assert not rules.has_perm("missions.view_visit", former, visit)


def test_the_itinerary_shows_who_recorded_what(cast: Cast, query_count: Any) -> None:
    def counted() -> int:
        with query_count() as asked:
            queries.itinerary_of(cast.mission)
        return len(asked)

    stop = StopFactory(mission=cast.mission)
    VisitFactory(mission=cast.mission, stop=stop, recorded_by=cast.delegate)
    VisitFactory(mission=cast.mission, met_on=None, recorded_by=cast.lead)
    few = counted()
    for _ in range(3):
        VisitFactory(mission=cast.mission, stop=StopFactory(mission=cast.mission), recorded_by=cast.lead)
    assert counted() == few
    first, *_rest, last = queries.itinerary_of(cast.mission)
    assert [visit.recorded_by.name for visit in first.lines[0].visits] == ["delegate"]
    assert (last.on, last.lines[0].stop) == (None, None)


def test_todays_stops_or_the_next_ones(cast: Cast, time_machine: Any) -> None:
    import datetime as dt

    StopFactory(mission=cast.mission, on=dt.date(2026, 1, 14), title="later")
    now_there = StopFactory(mission=cast.mission, on=dt.date(2026, 1, 12), title="today")
    StopFactory(mission=MissionFactory(), on=dt.date(2026, 1, 12), title="of others")
    time_machine.move_to(dt.datetime(2026, 1, 12, 3, tzinfo=dt.UTC))
    assert queries.next_stops(cast.delegate) == [now_there]
    time_machine.move_to(dt.datetime(2026, 1, 13, 3, tzinfo=dt.UTC))
    assert [stop.title for stop in queries.next_stops(cast.delegate)] == ["later"]
    assert queries.next_stops(cast.curator) == []
