"""A school's priority classes are those of the office file, in its order."""

import pytest

from gyoryu.accounts.domain.priorities import set_priority_classes
from gyoryu.audit.models import Event
from gyoryu.common.errors import BadInput
from tests.cast import Cast


def test_classes_are_kept_in_the_offices_order(cast: Cast) -> None:
    set_priority_classes(cast.school, classes=["un_global_academy", "research_school"], actor=cast.operator)
    cast.school.refresh_from_db()
    assert cast.school.priority_classes == ["research_school", "un_global_academy"]
    assert Event.objects.get().verb == "accounts.set_priority_classes"


def test_an_unknown_class_is_refused_with_the_known_ones(cast: Cast) -> None:
    with pytest.raises(BadInput) as refused:
        set_priority_classes(cast.school, classes=["best_friends"], actor=cast.operator)
    assert "research_school" in refused.value.message


def test_a_district_is_in_no_class(cast: Cast) -> None:
    with pytest.raises(BadInput):
        set_priority_classes(cast.district, classes=[], actor=cast.operator)
