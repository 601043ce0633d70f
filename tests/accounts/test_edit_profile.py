import pytest

from gyoryu.accounts.domain.people import edit_profile
from gyoryu.audit.models import Event
from gyoryu.common.errors import BadInput
from tests.cast import Cast


def test_name_and_language_change(cast: Cast) -> None:
    edit_profile(cast.teacher, name="  임 보미 ", language="en", actor=cast.teacher)
    cast.teacher.refresh_from_db()
    assert (cast.teacher.name, cast.teacher.language) == ("임 보미", "en")
    assert Event.objects.get().data == {}


@pytest.mark.parametrize(
    ("name", "language", "field"), [("", "ko", "name"), ("\x07", "ko", "name"), ("임보미", "xx", "language")]
)
def test_what_is_wrong_is_said_at_its_field(cast: Cast, name: str, language: str, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        edit_profile(cast.teacher, name=name, language=language, actor=cast.teacher)
    assert refused.value.field == field


def test_only_ones_own(cast: Cast) -> None:
    assert cast.teacher.has_perm("accounts.edit_profile", cast.teacher)
    assert not cast.operator.has_perm("accounts.edit_profile", cast.teacher)
