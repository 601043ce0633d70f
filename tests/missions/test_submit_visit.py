import pytest

from gyoryu.common.errors import BadInput, NotInThisState
from gyoryu.missions.domain.visits import return_visit, start_visit, submit_visit
from gyoryu.missions.models import Visit
from tests.cast import Cast
from tests.missions.sample import said, trail


def test_the_lead_hands_it_to_the_curator(cast: Cast, visit: Visit) -> None:
    submit_visit(visit, actor=cast.lead)
    stored = Visit.objects.get()
    assert (stored.state, bool(stored.submitted_at)) == ("submitted", True)
    assert trail()[-1] == "missions.submit_visit"


def test_what_an_entry_needs_has_to_be_there(cast: Cast) -> None:
    visit = start_visit(cast.mission, body=said(cast.mission, about=None, said=None), actor=cast.delegate)
    with pytest.raises(BadInput) as refusal:
        submit_visit(visit, actor=cast.lead)
    assert refusal.value.code == "visit_incomplete"
    assert Visit.objects.get().state == "collecting"


def test_it_is_submitted_once(cast: Cast, submitted: Visit) -> None:
    with pytest.raises(NotInThisState):
        submit_visit(submitted, actor=cast.lead)


def test_it_comes_again_after_it_was_returned(cast: Cast, submitted: Visit) -> None:
    return_visit(submitted, comment="Who?", reasons=["people_missing"], actor=cast.curator)
    submit_visit(submitted, actor=cast.lead)
    stored = Visit.objects.get()
    assert (stored.state, stored.returned_comment, stored.returned_reasons) == ("submitted", "", [])
