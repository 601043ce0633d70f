import datetime as dt
from typing import Any

import pytest

from gyoryu.missions.domain.missions import create_mission
from gyoryu.missions.domain.visits import start_visit, submit_visit
from gyoryu.missions.models import Mission, Visit
from tests.cast import Cast
from tests.missions.sample import said


@pytest.fixture
def draft(cast: Cast) -> Mission:
    """A mission that the lead begins to plan."""
    return create_mission(
        title="태국 방문",
        purpose="교류할 학교를 찾는다.",
        countries=["TH"],
        starts_on=dt.date(2026, 3, 2),
        ends_on=dt.date(2026, 3, 9),
        organisation=cast.office,
        lead=cast.lead,
        actor=cast.lead,
    )


@pytest.fixture
def visit(cast: Cast) -> Visit:
    """A whole visit, recorded by the delegate."""
    return start_visit(cast.mission, body=said(cast.mission), actor=cast.delegate)


@pytest.fixture
def submitted(cast: Cast, visit: Visit) -> Any:
    return submit_visit(visit, actor=cast.lead)
