import pytest

from gyoryu.common.errors import BadInput, Conflict, NotInThisState
from gyoryu.missions.domain.members import add_member
from gyoryu.missions.models import Mission
from gyoryu.missions.queries import delegates_to_add
from tests.cast import Cast
from tests.factories import MissionFactory
from tests.missions.sample import trail


def test_a_delegate_joins_with_a_duty(cast: Cast, draft: Mission) -> None:
    assert cast.delegate in delegates_to_add(draft)
    member = add_member(draft, person=cast.delegate, duty=" 기록 ", actor=cast.lead)
    assert (member.role, member.duty) == ("delegate", "기록")
    assert trail()[-1] == "missions.add_member"
    assert cast.delegate not in delegates_to_add(draft)


def test_nobody_joins_who_is_no_delegate(cast: Cast, draft: Mission) -> None:
    with pytest.raises(BadInput) as refusal:
        add_member(draft, person=cast.teacher, actor=cast.lead)
    assert (refusal.value.code, refusal.value.field) == ("not_a_delegate", "person")


def test_nobody_joins_twice_and_there_is_one_lead(cast: Cast, draft: Mission) -> None:
    with pytest.raises(Conflict) as refusal:
        add_member(draft, person=cast.lead, actor=cast.lead)
    assert refusal.value.code == "already_member"
    with pytest.raises(Conflict) as refusal:
        add_member(draft, person=cast.delegate, role="lead", actor=cast.lead)
    assert refusal.value.code == "has_a_lead"


def test_a_submitted_mission_stands_still(cast: Cast) -> None:
    with pytest.raises(NotInThisState):
        add_member(MissionFactory(state="submitted"), person=cast.delegate, actor=cast.lead)
