"""A privacy officer signs each month of the access log, once, when it is over; tampering shows."""

import datetime as dt

import pytest
import time_machine

from gyoryu.audit.domain.access import Whose, first_broken_row, log_access, sign_access_review
from gyoryu.audit.models import AccessEvent, Event
from gyoryu.common.errors import BadInput, Conflict
from tests.cast import Cast

WHOSE = Whose("registry.contact", "0123456789", "Aroha Example")


@pytest.fixture
def looked(cast: Cast) -> Cast:
    for day in (3, 14, 30):
        with time_machine.travel(dt.datetime(2026, 4, day, 10, tzinfo=dt.UTC), tick=False):
            log_access(cast.curator, whose=WHOSE, what="registry.reveal_contact", reason="to agree on a date")
    return cast


@time_machine.travel(dt.datetime(2026, 5, 2, tzinfo=dt.UTC), tick=False)
def test_a_month_is_signed_with_its_rows_and_the_head_of_the_chain(looked: Cast) -> None:
    review = sign_access_review(dt.date(2026, 4, 15), actor=looked.privacy_officer, note="nothing unusual")
    last = AccessEvent.objects.order_by("-id").values_list("row_hash", flat=True)[0]
    assert (review.month, review.rows, review.head_hash) == (dt.date(2026, 4, 1), 3, last)
    assert Event.objects.get().verb == "audit.sign_access_review"


@time_machine.travel(dt.datetime(2026, 5, 2, tzinfo=dt.UTC), tick=False)
def test_a_month_is_signed_once(looked: Cast) -> None:
    sign_access_review(dt.date(2026, 4, 1), actor=looked.privacy_officer)
    with pytest.raises(Conflict):
        sign_access_review(dt.date(2026, 4, 1), actor=looked.privacy_officer)


@time_machine.travel(dt.datetime(2026, 4, 30, 12, tzinfo=dt.UTC), tick=False)
def test_a_month_that_is_not_over_is_not_signed(looked: Cast) -> None:
    with pytest.raises(BadInput):
        sign_access_review(dt.date(2026, 4, 1), actor=looked.privacy_officer)


def test_an_altered_row_shows(looked: Cast) -> None:
    assert first_broken_row() is None
    second = AccessEvent.objects.order_by("id")[1]
    AccessEvent.objects.filter(pk=second.pk).update(reason="something else")
    broken = first_broken_row()
    assert broken is not None
    assert broken.pk == second.pk


def test_a_deleted_row_shows(looked: Cast) -> None:
    first, second, _third = AccessEvent.objects.order_by("id")
    second.delete()
    broken = first_broken_row()
    assert broken is not None
    assert broken.pk > first.pk
