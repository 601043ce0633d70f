import pytest

from gyoryu.common.errors import BadInput, NotInThisState
from gyoryu.missions.domain.evidence import add_evidence, describe_evidence
from gyoryu.missions.domain.visits import submit_visit
from gyoryu.missions.models import Evidence, Visit
from tests.cast import Cast
from tests.missions.sample import jpeg, trail


def test_a_picture_gets_a_caption(cast: Cast, visit: Visit) -> None:
    kept = add_evidence(visit, upload=jpeg(), actor=cast.delegate)
    describe_evidence(kept, caption="협의 장면", shows_pupils=False, may_publish=True, actor=cast.lead)
    stored = Evidence.objects.get()
    assert (stored.caption, stored.may_publish) == ("협의 장면", True)
    describe_evidence(kept, caption="수업", shows_pupils=True, may_publish=True, actor=cast.lead)
    assert Evidence.objects.get().may_publish is False
    assert trail()[-1] == "missions.describe_evidence"


def test_too_long_a_caption_is_refused(cast: Cast, visit: Visit) -> None:
    kept = add_evidence(visit, upload=jpeg(), actor=cast.delegate)
    with pytest.raises(BadInput) as refusal:
        describe_evidence(kept, caption="x" * 301, shows_pupils=False, may_publish=False, actor=cast.lead)
    assert refusal.value.field == "caption"


def test_not_once_it_is_submitted(cast: Cast, visit: Visit) -> None:
    kept = add_evidence(visit, upload=jpeg(), actor=cast.delegate)
    submit_visit(visit, actor=cast.lead)
    with pytest.raises(NotInThisState):
        describe_evidence(kept, caption="x", shows_pupils=False, may_publish=False, actor=cast.lead)
