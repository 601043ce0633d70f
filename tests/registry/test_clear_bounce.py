"""An address works again: whoever has it may be written to."""

import pytest

from gyoryu.common.crypto import blind_index
from gyoryu.registry.domain.contacts import clear_bounce, note_bounce
from tests.cast import Cast
from tests.factories import ContactFactory
from tests.registry.saying import SYSTEM, fresh

pytestmark = pytest.mark.django_db


def test_it_is_cleared_for_everybody_with_the_address(cast: Cast) -> None:
    one, two = ContactFactory(email="a@school.example"), ContactFactory(email="a@school.example")
    note_bounce(blind_index("a@school.example"), actor=SYSTEM)
    clear_bounce(fresh(one), actor=cast.curator)
    assert fresh(one).bouncing_since is None and fresh(two).bouncing_since is None
