"""Who asked thought again."""

import pytest

from gyoryu.audit.models import Event
from gyoryu.resolution.domain.second_looks import ask_second_look, withdraw_second_look
from tests.cast import Cast
from tests.registry.saying import fresh, refused
from tests.resolution.asking import entry
from tests.resolution.register import second_curator

pytestmark = pytest.mark.django_db


def test_only_who_asked_takes_it_back_and_may_ask_anew(cast: Cast) -> None:
    left, right = entry(), entry()
    look = ask_second_look(left, right, actor=cast.curator)
    with refused("not_yours"):
        withdraw_second_look(look, actor=second_curator(cast))
    withdraw_second_look(look, actor=cast.curator)
    assert (fresh(look).state, fresh(right).merged_into) == ("withdrawn", None)
    assert Event.objects.filter(verb="resolution.withdraw_second_look").count() == 1
    with refused("not_in_this_state"):
        withdraw_second_look(fresh(look), actor=cast.curator)
    assert ask_second_look(left, right, actor=cast.curator).state == "asked"
