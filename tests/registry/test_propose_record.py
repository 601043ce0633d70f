"""Saying something: kept as it came, the same twice is once, something new supersedes."""

import json
from typing import Any

import pytest
from django.db import connection

from gyoryu.audit.models import Event
from gyoryu.common.errors import BadInput
from gyoryu.registry.domain.records import propose_record
from gyoryu.registry.facts import ContactFacts, InstitutionFacts, NameFact, OfferFacts
from gyoryu.registry.models import Record
from tests.cast import Cast
from tests.factories import InstitutionFactory
from tests.registry.saying import DAY, SYSTEM, a_source, facts

pytestmark = pytest.mark.django_db


def propose(what: Any = None, *, about: str = "institution", key: str = "visit-1", **more: Any) -> Record:
    more = {"actor": SYSTEM, "said_on": DAY} | more
    return propose_record(a_source("delegation"), key=key, about=about, facts=what or facts(), **more)


def test_a_record_waits_for_a_curator(cast: Cast) -> None:
    record = propose(actor=cast.delegate, said_by="delegate")
    assert (record.state, record.said_by, record.institution) == ("proposed", "delegate", None)
    event = Event.objects.get(verb="registry.propose_record")
    assert (event.actor_pid, event.data) == (cast.delegate.pid, {"about": "institution", "source": "delegation-source"})


def test_the_same_again_is_the_same_record() -> None:
    assert propose() == propose()
    assert Event.objects.filter(verb="registry.propose_record").count() == 1


def test_something_new_under_the_same_key_supersedes() -> None:
    old, new = propose(), propose(facts("Rata"))
    old.refresh_from_db()
    assert (old.state, old.superseded_by, new.state) == ("superseded", new, "proposed")


def test_what_was_picked_from_the_register_is_kept_and_a_merged_entry_leads_on() -> None:
    root = InstitutionFactory()
    assert propose(institution=InstitutionFactory(merged_into=root)).institution == root


def test_a_persons_data_is_sealed_and_told_nowhere_else() -> None:
    contact = ContactFacts(name="Aroha Example", role="Deputy principal", email="aroha@k.example", telephone="+64 9 1")
    record = propose(contact, about="contact")
    assert record.facts == {"role": "Deputy principal", "consent_scope": "office"}
    assert json.loads(record.personal) == {"name": "Aroha Example", "email": "aroha@k.example", "telephone": "+64 9 1"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM registry_record")
        assert "aroha" not in str(cursor.fetchall()).casefold()
    assert "aroha" not in str(list(Event.objects.values())).casefold()


def test_a_changed_address_alone_is_something_new() -> None:
    first = propose(ContactFacts(role="Head", email="a@k.example"), about="contact")
    again = propose(ContactFacts(role="Head", email="a@k.example"), about="contact")
    other = propose(ContactFacts(role="Head", email="b@k.example"), about="contact")
    assert first == again != other


BAD: list[tuple[str, Any, str]] = [
    ("institution", InstitutionFacts(names=(NameFact("x" * 301),)), "name"),
    ("institution", InstitutionFacts(names=(NameFact(" "),)), "name"),
    ("institution", InstitutionFacts(names=(NameFact("Rata\x00"),)), "name"),
    ("institution", facts(latitude=91.0, longitude=0.0), "latitude"),
    ("institution", facts(latitude=float("nan"), longitude=0.0), "latitude"),
    ("institution", facts(longitude=float("inf"), latitude=0.0), "longitude"),
    ("institution", facts(country="XX"), "country"),
    ("institution", facts(kind="castle"), "kind"),
    ("institution", facts(level_from=99), "level_from"),
    ("institution", facts(pupils=-1), "pupils"),
    ("institution", facts(website="http://" + "x" * 300), "website"),
    ("institution", {"identifiers": [{"scheme": "nz-moe", "value": ""}]}, "identifiers"),
    ("institution", {"region": 7}, "region"),
    ("institution", facts(languages=("klingon",)), "languages"),
    ("contact", ContactFacts(name="A", consent_scope="everybody"), "consent_scope"),
    ("contact", ContactFacts(name="A", consent_on="2026-02-31"), "consent_on"),
    ("offer", OfferFacts(types=("teleport",)), "types"),
    ("offer", OfferFacts(languages=("en:D9",)), "languages"),
    ("offer", OfferFacts(valid_until="31.12.2026"), "valid_until"),
    ("offer", OfferFacts(capacity=10**9), "capacity"),
    ("programme", {}, "title"),
]


@pytest.mark.parametrize(("about", "what", "field"), BAD)
def test_what_cannot_be_kept_is_refused_with_its_field(about: str, what: Any, field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        propose(what, about=about)
    assert refusal.value.field == field
    assert refusal.value.message
    assert Record.objects.count() == 0
