"""Contacts are visible in no state before both have accepted: every state, every role, and who consented to what."""

from typing import Any

import pytest

from gyoryu.common.clock import now
from gyoryu.common.errors import NotFound
from gyoryu.exchange.models import Match
from gyoryu.exchange.queries import get_released_contact, released_contacts, released_teacher
from gyoryu.registry.models import Contact
from tests.cast import Cast
from tests.exchange import stages
from tests.exchange.test_visibility import everybody, matches_in_every_state
from tests.factories import ContactFactory, InstitutionFactory

RELEASED = {"connected", "pre_consultation", "agreed"}


def test_every_state_and_every_role(cast: Cast) -> None:
    for state, made in matches_in_every_state(cast).items():
        match = Match.objects.get(pk=made.pk)
        contact = stages.contact_of(match.offer)
        for name, viewer in everybody(cast).items():
            expected = state in RELEASED and name in ("teacher", "principal")
            assert released_contacts(viewer, match).exists() is expected, (state, name)
            if expected:
                assert get_released_contact(viewer, match.pid, contact.pid) == (match, contact)
            else:
                with pytest.raises(NotFound):
                    get_released_contact(viewer, match.pid, contact.pid)
        assert (released_teacher(match) is not None) is (state in RELEASED)


@pytest.mark.parametrize(
    ("more", "released"),
    [
        ({"consent_scope": "matched_school"}, True),
        ({"consent_scope": "public"}, True),
        ({"consent_scope": "office"}, False),
        ({"consent_scope": "public", "consent_withdrawn_at": now()}, False),
        ({"consent_scope": "public", "ended_at": now()}, False),
    ],
)
def test_what_the_contact_agreed_to(cast: Cast, more: dict[str, Any], released: bool) -> None:
    match = stages.connected(cast)
    Contact.objects.all().delete()
    ContactFactory(institution=match.offer.institution, **more)
    assert released_contacts(cast.teacher, match).exists() is released


def test_a_merged_entry_s_contacts_come_along(cast: Cast) -> None:
    match = stages.connected(cast)
    other = InstitutionFactory(published=True)
    there = ContactFactory(institution=other, consent_scope="matched_school")
    institution = match.offer.institution
    institution.merged_into = other
    institution.save()
    found = released_contacts(cast.teacher, Match.objects.get(pk=match.pk))
    assert set(found) == {there, stages.contact_of(match.offer)}


def test_the_list_reads_no_channel(cast: Cast, query_count: Any) -> None:
    match = stages.connected(cast)
    with query_count() as queries:
        list(released_contacts(cast.teacher, match))
    assert not any(f'"{column}"' in queries[-1]["sql"] for column in ("name", "email", "telephone"))
