import pytest

from gyoryu.common.errors import BadInput
from gyoryu.missions.domain.missions import return_mission, submit_mission
from gyoryu.missions.models import Mission
from tests.cast import Cast
from tests.factories import StopFactory
from tests.missions.sample import trail


def test_it_goes_back_with_a_comment_and_comes_again(cast: Cast, draft: Mission) -> None:
    StopFactory(mission=draft)
    submit_mission(draft, actor=cast.lead)
    return_mission(draft, comment="일정이 너무 빡빡합니다.", actor=cast.policy_officer)
    assert (draft.state, draft.returned_comment) == ("returned", "일정이 너무 빡빡합니다.")
    submit_mission(draft, actor=cast.lead)
    assert (draft.state, draft.returned_comment) == ("submitted", "")
    assert trail()[-2:] == ["missions.return_mission", "missions.submit_mission"]


@pytest.mark.parametrize("comment", ["", "   ", "x" * 2001, "a\x00"])
def test_a_comment_is_needed(cast: Cast, draft: Mission, comment: str) -> None:
    Mission.objects.filter(pk=draft.pk).update(state="submitted")
    draft.refresh_from_db()
    with pytest.raises(BadInput) as refusal:
        return_mission(draft, comment=comment, actor=cast.policy_officer)
    assert refusal.value.field == "comment"
