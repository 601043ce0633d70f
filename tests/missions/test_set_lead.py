import pytest
import rules

from gyoryu.common.errors import BadInput
from gyoryu.missions.domain.members import set_lead
from gyoryu.missions.queries import lead_of
from tests.cast import Cast
from tests.missions.sample import trail


def test_a_mission_has_one_lead(cast: Cast) -> None:
    set_lead(cast.mission, person=cast.delegate, actor=cast.lead)
    assert lead_of(cast.mission) == cast.delegate
    assert sorted(cast.mission.members.values_list("role", flat=True)) == ["delegate", "lead"]
    assert rules.has_perm("missions.submit_visit", cast.delegate, cast.mission)
    assert not rules.has_perm("missions.submit_visit", cast.lead, cast.mission)
    assert trail() == ["missions.set_lead"]


def test_the_lead_is_a_member(cast: Cast) -> None:
    with pytest.raises(BadInput) as refusal:
        set_lead(cast.mission, person=cast.other_delegate, actor=cast.lead)
    assert refusal.value.code == "not_a_member"
