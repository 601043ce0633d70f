import pytest

from gyoryu.audit.models import Event
from gyoryu.common.errors import NotInThisState
from gyoryu.registry.domain.institutions import archive_institution, restore_institution
from tests.cast import Cast
from tests.registry.saying import an_institution, say

pytestmark = pytest.mark.django_db


def test_it_comes_back_as_a_draft_with_what_was_said_meanwhile(cast: Cast) -> None:
    institution = archive_institution(an_institution(), actor=cast.curator)
    say(institution, key="2", pupils=77)
    seen = restore_institution(institution, actor=cast.curator)
    assert (seen.state, seen.pupils) == ("draft", 77)
    assert Event.objects.filter(verb="registry.restore_institution").count() == 1


def test_only_what_is_archived_is_restored(cast: Cast) -> None:
    institution = archive_institution(an_institution(), actor=cast.curator)
    restore_institution(institution, actor=cast.curator)
    archived_meanwhile = an_institution(key="9")
    archived_meanwhile.state = "archived"  # as somebody read it before it was restored by another
    with pytest.raises(NotInThisState):
        restore_institution(archived_meanwhile, actor=cast.curator)
