import pytest
import rules

from gyoryu.common.errors import NotInThisState
from gyoryu.missions.domain.missions import approve_mission
from gyoryu.missions.models import Mission
from tests.cast import Cast
from tests.factories import MembershipFactory, MissionFactory
from tests.missions.sample import trail


def test_a_submitted_mission_may_travel(cast: Cast, draft: Mission) -> None:
    Mission.objects.filter(pk=draft.pk).update(state="submitted")
    draft.refresh_from_db()
    assert approve_mission(draft, actor=cast.policy_officer).state == "approved"
    assert trail()[-1] == "missions.approve_mission"


def test_a_draft_is_not_approved(cast: Cast, draft: Mission) -> None:
    with pytest.raises(NotInThisState):
        approve_mission(draft, actor=cast.policy_officer)


def test_who_planned_or_travels_does_not_decide(cast: Cast, draft: Mission) -> None:
    MembershipFactory(person=cast.lead, role="policy_officer", organisation=cast.office)
    own = MissionFactory(organisation=cast.office, created_by=cast.policy_officer, state="submitted")
    assert rules.has_perm("missions.approve_mission", cast.policy_officer, draft)
    assert not rules.has_perm("missions.approve_mission", cast.policy_officer, own)
    assert not rules.has_perm("missions.approve_mission", cast.lead, draft)
    assert not rules.has_perm("missions.approve_mission", cast.delegate, draft)
