import pytest

from gyoryu.audit.models import Event
from gyoryu.common.errors import NotInThisState
from gyoryu.registry.domain.programmes import publish_programme
from tests.cast import Cast
from tests.factories import InstitutionFactory, ProgrammeFactory
from tests.registry.saying import SYSTEM, fresh, refused

pytestmark = pytest.mark.django_db


def test_everybody_finds_it(cast: Cast) -> None:
    programme = ProgrammeFactory()
    publish_programme(programme, actor=cast.curator)
    assert fresh(programme).state == "published"
    assert Event.objects.get(verb="registry.publish_programme").subject_pid == programme.pid


def test_its_institution_comes_first() -> None:
    programme = ProgrammeFactory(institution=InstitutionFactory())
    with refused("institution_not_published"):
        publish_programme(programme, actor=SYSTEM)
    assert fresh(programme).state == "draft"


def test_the_institution_may_have_been_merged_into_a_published_one() -> None:
    merged = InstitutionFactory(merged_into=InstitutionFactory(published=True))
    assert publish_programme(ProgrammeFactory(institution=merged), actor=SYSTEM).state == "published"


def test_it_is_published_once() -> None:
    with pytest.raises(NotInThisState):
        publish_programme(ProgrammeFactory(state="published"), actor=SYSTEM)
