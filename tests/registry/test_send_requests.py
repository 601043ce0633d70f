"""What was planned is sent a few at a time, within the day's limit, and only to those who still may be asked."""

import dataclasses
from typing import Any

import pytest

from gyoryu.accounts.models import PartnerLink
from gyoryu.audit.models import Event
from gyoryu.common.clock import now, today
from gyoryu.reference.queries import office
from gyoryu.registry.domain import requests
from gyoryu.registry.domain.requests import send_requests
from gyoryu.registry.models import Institution
from tests.factories import InstitutionFactory
from tests.registry.asking import planned
from tests.registry.saying import SYSTEM, fresh

pytestmark = pytest.mark.django_db


def test_a_link_is_made_for_each(cast: object) -> None:
    request = planned(InstitutionFactory(published=True, display_name="Kowhai"))
    assert send_requests(actor=SYSTEM) == 1
    assert send_requests(actor=SYSTEM) == 0
    seen = fresh(request)
    assert (seen.state, (seen.due_on - today()).days) == ("sent", office().deadlines.request_answer_days)
    link = PartnerLink.objects.get()
    assert (link.purpose, link.target_pid, link.partner_name) == ("confirm_entry", request.pid, "Kowhai")
    assert Event.objects.filter(verb="registry.send_requests").count() == 1


def test_the_limit_of_the_day_holds(monkeypatch: Any) -> None:
    own = office()
    limits = dataclasses.replace(own.deadlines, requests_a_day=2)
    monkeypatch.setattr(requests, "office", lambda: dataclasses.replace(own, deadlines=limits))
    asked = [planned(InstitutionFactory(published=True)) for _n in range(3)]
    assert (send_requests(actor=SYSTEM, most=1), send_requests(actor=SYSTEM), send_requests(actor=SYSTEM)) == (1, 1, 0)
    assert [fresh(one).state for one in asked] == ["sent", "sent", "planned"]


@pytest.mark.parametrize("what", ["closed", "archived", "bouncing", "silent"])
def test_who_may_not_be_asked_any_more_is_not(what: str) -> None:
    request = planned(InstitutionFactory(published=True))
    entry = Institution.objects.filter(pk=request.institution_id)
    if what == "closed":
        entry.update(status="closed")
    elif what == "archived":
        entry.update(state="archived")
    else:
        entry.get().contacts.update(**{f"{what}_since": now()})
    assert send_requests(actor=SYSTEM) == 0
    assert fresh(request).state == "cancelled"
    assert not PartnerLink.objects.exists()


def test_what_another_worker_sends_meanwhile_is_sent_once(monkeypatch: Any) -> None:
    first, second = planned(InstitutionFactory(published=True)), planned(InstitutionFactory(published=True))
    real = requests.make_partner_link

    def while_another_sends(**said: Any) -> Any:
        type(second).objects.filter(pk=second.pk).update(state="sent")
        return real(**said)

    monkeypatch.setattr(requests, "make_partner_link", while_another_sends)
    assert send_requests(actor=SYSTEM) == 1
    assert PartnerLink.objects.get().target_pid == first.pid
