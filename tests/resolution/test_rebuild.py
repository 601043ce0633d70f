"""Every pointer can be derived anew from the judgements alone."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gyoryu.common.errors import Conflict
from gyoryu.registry.models import Institution, Record
from gyoryu.resolution.domain.judgements import judge_pair, judge_same, undo_judgement
from gyoryu.resolution.domain.merging import rebuild
from gyoryu.resolution.models import Judgement
from tests.registry.saying import SYSTEM, a_source, facts
from tests.resolution.register import current, read, visited

pytestmark = pytest.mark.django_db
COUNT = 6


def pointers() -> list[tuple[int, int | None]]:
    rows = list(Institution.objects.order_by("pk").values_list("pk", "merged_into_id"))
    rows += list(Record.objects.order_by("pk").values_list("pk", "institution_id"))
    return rows


def assert_flat() -> None:
    assert not Institution.objects.filter(merged_into__merged_into__isnull=False).exists()


steps = st.lists(
    st.tuples(
        st.sampled_from(["same", "different", "undo", "move"]), st.integers(0, COUNT - 1), st.integers(0, COUNT - 1)
    ),
    max_size=12,
)


@pytest.fixture
def institutions() -> list[Institution]:
    for number in range(COUNT):
        read(
            a_source(slug=f"register-{number}"),
            {"1": facts(f"School number{number}", moe=str(number + 1), scheme=f"ids-{number}")},
        )
    return list(Institution.objects.order_by("pk"))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(todo=steps, seed=st.integers(0, 1000))
def test_whatever_was_judged_and_undone(
    institutions: list[Institution], todo: list[tuple[str, int, int]], seed: int
) -> None:
    chance = random.Random(seed)
    for what, left, right in todo:
        entries = list(Institution.objects.order_by("pk")[:COUNT])
        try:
            if what == "undo":
                in_force = list(Judgement.objects.filter(replaced_at__isnull=True, left__isnull=False).order_by("pk"))
                if in_force:
                    undo_judgement(chance.choice(in_force), actor=SYSTEM)
            elif what == "move":
                judge_same(current(a_source(slug=f"register-{left}"), "1"), institution=entries[right], actor=SYSTEM)
            elif left != right:
                judge_pair(entries[left], right=entries[right], verdict=what, actor=SYSTEM)
        except Conflict:
            continue
        assert_flat()
    assert rebuild() == 0


def test_lost_pointers_are_found_again(institutions: list[Institution]) -> None:
    judge_pair(institutions[0], right=institutions[1], verdict="same", actor=SYSTEM)
    judge_same(visited(name="Kura"), institution=institutions[2], actor=SYSTEM)
    before = pointers()
    Institution.objects.update(merged_into=None)
    Record.objects.update(institution=None)
    Institution.objects.filter(pk=institutions[5].pk).update(merged_into=institutions[4])
    assert rebuild() > 0
    assert pointers() == before
    assert rebuild() == 0
