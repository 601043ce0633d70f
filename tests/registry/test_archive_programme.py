import pytest

from gyoryu.audit.models import Event
from gyoryu.common.errors import NotInThisState
from gyoryu.registry.domain.programmes import archive_programme
from tests.cast import Cast
from tests.factories import ProgrammeFactory
from tests.registry.saying import SYSTEM, fresh

pytestmark = pytest.mark.django_db


def test_it_is_shown_no_more(cast: Cast) -> None:
    programme = ProgrammeFactory(state="published")
    archive_programme(programme, actor=cast.curator)
    assert fresh(programme).state == "archived"
    assert Event.objects.get(verb="registry.archive_programme").subject_pid == programme.pid


def test_it_is_archived_once() -> None:
    with pytest.raises(NotInThisState):
        archive_programme(ProgrammeFactory(state="archived"), actor=SYSTEM)
