"""Whom a curator may ask, and why not the others: nobody is asked twice, and nobody who asked us to stop."""

import datetime as dt
from typing import Any

import pytest

from gyoryu.common.clock import now, today
from gyoryu.registry.domain.requests import plan_requests
from gyoryu.registry.models import ConfirmationRequest, Institution
from gyoryu.registry.requesting import institutions_to_ask, language_of, plans_for
from tests.cast import Cast
from tests.factories import ContactFactory, InstitutionFactory, OfferFactory

pytestmark = pytest.mark.django_db


def due(**more: Any) -> Institution:
    return InstitutionFactory(published=True, **more)


def test_each_is_asked_once_at_one_address(cast: Cast) -> None:
    one, two = due(), due()
    ContactFactory(institution=one, email="same@school.example")
    ContactFactory(institution=two, email="same@school.example")
    nobody, home = due(), due(country="KR")
    ContactFactory(institution=home)
    assert list(institutions_to_ask()) == [one, two]
    planned = plan_requests([one, two, nobody], actor=cast.curator)
    assert (planned.planned, planned.left) == (1, {"same_address": 1, "no_contact": 1})
    again = plan_requests([one, two], actor=cast.curator)
    assert (again.planned, again.batch, again.left) == (0, None, {"open": 1, "same_address": 1})
    request = ConfirmationRequest.objects.get()
    assert (request.institution, request.state, request.email) == (one, "planned", "same@school.example")


@pytest.mark.parametrize(
    ("entry", "contact", "reason"),
    [
        ({"state": "draft"}, {}, "not_published"),
        ({"status": "closed"}, {}, "not_published"),
        ({}, {"email": ""}, "no_contact"),
        ({}, {"ended_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}, "no_contact"),
        ({}, {"consent_withdrawn_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}, "no_contact"),
        ({}, {"silent_since": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}, "stopped"),
        ({}, {"bouncing_since": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}, "bouncing"),
    ],
)
def test_who_is_left_alone_and_why(cast: Cast, entry: dict[str, Any], contact: dict[str, Any], reason: str) -> None:
    institution = InstitutionFactory(**({"state": "published"} | entry))
    ContactFactory(institution=institution, **contact)
    assert plan_requests([institution], actor=cast.curator).left == {reason: 1}
    assert not institutions_to_ask().exists()


def test_after_an_answer_there_is_a_quiet_time(cast: Cast) -> None:
    institution = due()
    ContactFactory(institution=institution)
    plan_requests([institution], actor=cast.curator)
    request = ConfirmationRequest.objects.all()
    request.update(state="unanswered", sent_at=now() - dt.timedelta(days=100))
    assert plan_requests([institution], actor=cast.curator).left == {"quiet": 1}
    assert not institutions_to_ask().exists()
    request.update(sent_at=now() - dt.timedelta(days=200))
    assert list(institutions_to_ask()) == [institution]
    assert plan_requests([institution], actor=cast.curator).planned == 1


def test_a_contact_of_a_merged_entry_is_asked_too(cast: Cast) -> None:
    institution = due()
    ContactFactory(institution=InstitutionFactory(merged_into=institution))
    assert plan_requests([institution], actor=cast.curator).planned == 1


def test_it_costs_the_same_for_one_and_for_three(query_count: Any) -> None:
    institutions = [due(), due(), due()]
    for one in institutions:
        ContactFactory(institution=one)

    def cost(some: list[Institution]) -> int:
        with query_count() as asked:
            plans_for(some)
        return len(asked)

    assert cost(institutions[:1]) == cost(institutions) == 3


@pytest.mark.parametrize(
    ("said", "language"),
    [({"consent_language": "tr"}, "tr"), ({"languages": ["fr", "th"]}, "th"), ({"languages": ["fr"]}, "en")],
)
def test_they_are_written_to_in_their_language(said: dict[str, Any], language: str) -> None:
    assert language_of(ContactFactory(**said)) == language


def test_an_offer_that_is_due_is_a_reason_to_ask() -> None:
    institution = due(confirmed_on=today())
    ContactFactory(institution=institution)
    assert not institutions_to_ask().exists()
    OfferFactory(institution=institution, confirmed_at=now() - dt.timedelta(days=200))
    assert list(institutions_to_ask()) == [institution]
