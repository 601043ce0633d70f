"""The office accepts a wish; it waits since its principal approved it."""

import pytest

from gyoryu.common.errors import BadInput, NotInThisState
from gyoryu.exchange.domain.wishes import find_eligible
from gyoryu.exchange.models import Wish
from gyoryu.exchange.queries import in_queue_order, place_in_queue
from tests.cast import Cast
from tests.exchange import stages


def test_it_waits_since_the_approval(cast: Cast) -> None:
    wish = find_eligible(stages.approved(cast), actor=cast.curator)
    assert (wish.state, wish.waiting_since, wish.priority_class) == ("waiting", wish.approved_at, "general")


def test_the_school_s_first_class_is_taken(cast: Cast) -> None:
    cast.school.priority_classes = ["un_global_academy", "research_school"]
    cast.school.save()
    assert find_eligible(stages.approved(cast), actor=cast.curator).priority_class == "research_school"


def test_the_curator_may_choose_another(cast: Cast) -> None:
    assert (
        find_eligible(stages.approved(cast), actor=cast.curator, priority_class="first_time").priority_class
        == "first_time"
    )
    with pytest.raises(BadInput):
        find_eligible(stages.approved(cast), actor=cast.curator, priority_class="friends")


def test_the_queue_serves_classes_first_and_then_whoever_waits_longest(cast: Cast) -> None:
    first, second, third = (stages.approved(cast) for _number in range(3))
    find_eligible(third, actor=cast.curator, priority_class="research_school")
    find_eligible(second, actor=cast.curator)
    find_eligible(first, actor=cast.curator)
    assert list(in_queue_order(Wish.objects.all())) == [third, first, second]
    assert [place_in_queue(wish) for wish in (first, second, third)] == [2, 3, 1]


def test_only_what_the_principal_approved(cast: Cast) -> None:
    with pytest.raises(NotInThisState):
        find_eligible(stages.submitted(cast), actor=cast.curator)
