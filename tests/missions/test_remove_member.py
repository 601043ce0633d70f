import pytest

from gyoryu.common.errors import BadInput
from gyoryu.missions.domain.members import remove_member
from gyoryu.missions.models import Visit
from gyoryu.missions.queries import missions_visible_to
from tests.cast import Cast
from tests.missions.sample import trail


def test_who_leaves_sees_the_mission_no_longer(cast: Cast, visit: Visit) -> None:
    remove_member(cast.mission, person=cast.delegate, actor=cast.lead)
    assert list(missions_visible_to(cast.delegate)) == []
    assert Visit.objects.get().recorded_by == cast.delegate
    assert trail()[-1] == "missions.remove_member"


def test_the_lead_stays_until_replaced(cast: Cast) -> None:
    with pytest.raises(BadInput) as refusal:
        remove_member(cast.mission, person=cast.lead, actor=cast.lead)
    assert refusal.value.code == "is_the_lead"


def test_a_stranger_cannot_be_removed(cast: Cast) -> None:
    with pytest.raises(BadInput) as refusal:
        remove_member(cast.mission, person=cast.other_delegate, actor=cast.lead)
    assert refusal.value.code == "not_a_member"
