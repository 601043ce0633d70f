from typing import Any

import pytest

from gyoryu.audit.models import Event
from gyoryu.common.errors import BadInput
from gyoryu.missions.domain.visits import return_visit
from gyoryu.missions.models import Visit
from gyoryu.registry.models import Record
from tests.cast import Cast


def test_it_goes_back_with_reasons_and_a_comment(cast: Cast, submitted: Visit) -> None:
    return_visit(submitted, comment="CANARY-NOTE 누구를 만났나요?", reasons=["people_missing"] * 2, actor=cast.curator)
    stored = Visit.objects.get()
    assert (stored.state, stored.returned_reasons) == ("returned", ["people_missing"])
    assert stored.returned_comment == "CANARY-NOTE 누구를 만났나요?"
    event = Event.objects.get(verb="missions.return_visit")
    assert event.data == {"reasons": ["people_missing"]}
    assert Record.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({}, "comment_missing", "comment"),
        ({"comment": "  "}, "comment_missing", "comment"),
        ({"comment": "\ud800"}, "damaged_text", "comment"),
        ({"comment": "x" * 2001}, "too_long", "comment"),
        ({"reasons": ["boring"]}, "unknown_reason", "reasons"),
    ],
)
def test_why_has_to_be_said(cast: Cast, submitted: Visit, given: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        return_visit(submitted, **given, actor=cast.curator)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert Visit.objects.get().state == "submitted"
