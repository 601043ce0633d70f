import pytest
import rules

from gyoryu.common.errors import NotInThisState
from gyoryu.missions.domain.visits import accept_visit, cancel_visit
from gyoryu.missions.models import Visit
from gyoryu.missions.queries import itinerary_of
from tests.cast import Cast
from tests.missions.sample import trail


def test_it_is_kept_and_counted_nowhere(cast: Cast, visit: Visit) -> None:
    cancel_visit(visit, actor=cast.lead)
    assert Visit.objects.get().state == "cancelled"
    assert itinerary_of(cast.mission) == []
    assert trail()[-1] == "missions.cancel_visit"


def test_an_accepted_visit_stays(cast: Cast, submitted: Visit) -> None:
    accept_visit(submitted, actor=cast.curator)
    with pytest.raises(NotInThisState):
        cancel_visit(submitted, actor=cast.lead)


def test_the_lead_and_who_recorded_it_may(cast: Cast, visit: Visit) -> None:
    may = {who for who, person in cast.everybody().items() if rules.has_perm("missions.cancel_visit", person, visit)}
    assert may == {"lead", "delegate"}
    visit.recorded_by = cast.lead
    assert not rules.has_perm("missions.cancel_visit", cast.delegate, visit)
