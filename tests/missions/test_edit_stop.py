import datetime as dt

import pytest

from gyoryu.common.errors import BadInput
from gyoryu.missions.domain.stops import edit_stop
from tests.cast import Cast
from tests.factories import InstitutionFactory, StopFactory
from tests.missions.sample import trail


def test_a_stop_moves_to_another_day(cast: Cast) -> None:
    stop = StopFactory(mission=cast.mission, institution=InstitutionFactory())
    edit_stop(
        stop, on=dt.date(2026, 1, 14), title="교육청 협의", kind="consultation", place="Wellington", actor=cast.lead
    )
    stop.refresh_from_db()
    assert (stop.on, stop.kind, stop.institution, stop.place) == (
        dt.date(2026, 1, 14),
        "consultation",
        None,
        "Wellington",
    )
    assert trail() == ["missions.edit_stop"]


def test_not_out_of_the_trip(cast: Cast) -> None:
    stop = StopFactory(mission=cast.mission)
    with pytest.raises(BadInput):
        edit_stop(stop, on=dt.date(2026, 2, 14), title="x", actor=cast.lead)
    stop.refresh_from_db()
    assert stop.on == dt.date(2026, 1, 13)
