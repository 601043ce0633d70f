"""A rejected record does not count, is kept, and says why."""

import pytest

from gyoryu.audit.models import Event
from gyoryu.common.errors import BadInput, NotInThisState
from gyoryu.registry.domain.records import reject_record
from tests.cast import Cast
from tests.registry.saying import SYSTEM, a_source, an_institution, fresh, say

pytestmark = pytest.mark.django_db


def test_a_proposal_is_rejected_with_its_reason(cast: Cast) -> None:
    record = say(None, source=a_source("delegation"), accept=False)
    reject_record(record, reason="duplicate", note=" twice ", actor=cast.curator)
    seen = fresh(record)
    assert (seen.state, seen.rejected_reason, seen.rejected_note) == ("rejected", "duplicate", "twice")
    assert Event.objects.get(verb="registry.reject_record").data == {"reason": "duplicate"}


def test_what_it_said_is_gone_from_the_entry() -> None:
    institution = an_institution()
    record = say(institution, source=a_source("delegation"), description="We sing.")
    assert fresh(institution).description == "We sing."
    reject_record(fresh(record), reason="implausible", actor=SYSTEM)
    assert fresh(institution).description == ""


def test_when_a_new_version_is_rejected_the_old_one_still_counts() -> None:
    institution = an_institution()
    source = a_source("partner")
    say(institution, source=source, pupils=100)
    worse = say(institution, source=source, pupils=7, accept=False)
    reject_record(worse, reason="implausible", actor=SYSTEM)
    assert fresh(institution).pupils == 100


def test_a_reason_is_needed() -> None:
    record = say(None, source=a_source("delegation"), accept=False)
    with pytest.raises(BadInput) as refusal:
        reject_record(record, reason="", actor=SYSTEM)
    assert refusal.value.field == "reason"


def test_a_superseded_record_is_past() -> None:
    source = a_source("delegation")
    old = say(None, source=source, accept=False)
    say(None, source=source, name="Rata", accept=False)
    with pytest.raises(NotInThisState):
        reject_record(fresh(old), reason="implausible", actor=SYSTEM)
