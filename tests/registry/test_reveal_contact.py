"""A contact is shown for a reason, and the look is logged."""

import pytest

from gyoryu.audit.domain.access import first_broken_row
from gyoryu.audit.models import AccessEvent, Event
from gyoryu.common.clock import now
from gyoryu.common.errors import BadInput
from gyoryu.registry.domain.contacts import reveal_contact
from tests.cast import Cast
from tests.factories import ContactFactory
from tests.registry.saying import refused

pytestmark = pytest.mark.django_db


def test_the_look_is_logged_with_its_reason_and_place(cast: Cast) -> None:
    contact = ContactFactory(email="aroha@k.example")
    shown = reveal_contact(contact, actor=cast.curator, reason="agree on a date", place="192.0.2.7")
    assert (shown.email, shown.telephone, shown.role) == ("aroha@k.example", "+64 9 555 0199", "Deputy principal")
    row = AccessEvent.objects.get()
    assert (row.actor_pid, row.whose_pid, row.what, row.reason, row.place) == (
        cast.curator.pid,
        contact.pid,
        "registry.reveal_contact",
        "agree on a date",
        "192.0.2.7",
    )
    assert first_broken_row() is None
    told = str(list(Event.objects.values())) + str(list(AccessEvent.objects.values()))
    assert "aroha@" not in told and "CANARY" not in told


@pytest.mark.parametrize("reason", ["", "    ", "abc "])
def test_without_a_reason_nothing_is_shown(cast: Cast, reason: str) -> None:
    with pytest.raises(BadInput) as refusal:
        reveal_contact(ContactFactory(), actor=cast.curator, reason=reason)
    assert refusal.value.field == "reason"
    assert not AccessEvent.objects.exists()


def test_who_withdrew_consent_is_not_shown(cast: Cast) -> None:
    contact = ContactFactory(consent_withdrawn_at=now())
    with refused("consent_withdrawn"):
        reveal_contact(contact, actor=cast.curator, reason="agree on a date")
    assert not AccessEvent.objects.exists()
