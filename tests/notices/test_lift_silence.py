import pytest

from gyoryu.common.crypto import blind_index
from gyoryu.common.errors import Conflict
from gyoryu.notices.domain.notices import put_in_outbox, send_due
from gyoryu.notices.domain.silences import lift_silence, silence_address
from gyoryu.notices.models import Silence
from tests.cast import Cast


def test_an_address_is_written_to_again(cast: Cast) -> None:
    silence_address(blind_index("a@school.example"), actor=cast.operator)
    lift_silence(" A@School.example ", actor=cast.operator)
    assert Silence.objects.count() == 0
    put_in_outbox("invitation", to="a@school.example", language="ko", key="1", subject="s", body="b")
    assert send_due() == 1


def test_who_never_asked_us_to_stop(cast: Cast) -> None:
    with pytest.raises(Conflict) as refused:
        lift_silence("a@school.example", actor=cast.operator)
    assert refused.value.field == "email"


def test_only_operators(cast: Cast) -> None:
    assert {name for name, person in cast.everybody().items() if person.has_perm("notices.lift_silence")} == {
        "operator"
    }
