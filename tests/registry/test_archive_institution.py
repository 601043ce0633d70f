import pytest

from gyoryu.audit.models import Event
from gyoryu.common.errors import NotInThisState
from gyoryu.registry.domain.institutions import archive_institution
from gyoryu.registry.models import Institution
from tests.cast import Cast
from tests.registry.saying import an_institution, fresh

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["draft", "published"])
def test_it_is_out_of_sight_and_nothing_is_lost(cast: Cast, state: str) -> None:
    institution = an_institution()
    Institution.objects.filter(pk=institution.pk).update(state=state)
    archive_institution(fresh(institution), actor=cast.curator, reason="closed")
    seen = fresh(institution)
    assert (seen.state, seen.records.count(), seen.display_name) == ("archived", 1, "Kowhai Bay College")
    assert seen not in Institution.objects.live()
    assert Event.objects.get(verb="registry.archive_institution").data == {"reason": "closed"}


def test_it_is_archived_once(cast: Cast) -> None:
    institution = archive_institution(an_institution(), actor=cast.curator)
    with pytest.raises(NotInThisState):
        archive_institution(institution, actor=cast.curator)
