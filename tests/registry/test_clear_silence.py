"""They asked us to write again."""

import pytest

from gyoryu.common.crypto import blind_index
from gyoryu.registry.domain.contacts import clear_silence, note_silence
from tests.factories import ContactFactory
from tests.registry.saying import SYSTEM, fresh

pytestmark = pytest.mark.django_db


def test_every_contact_with_the_address_may_be_asked_again() -> None:
    one, two = ContactFactory(email="a@school.example"), ContactFactory(email="a@school.example")
    index = blind_index("a@school.example")
    note_silence(index, actor=SYSTEM)
    assert clear_silence(index, actor=SYSTEM) == 2
    assert fresh(one).silent_since is None and fresh(two).silent_since is None
    assert clear_silence(index, actor=SYSTEM) == 0
