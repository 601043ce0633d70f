"""Two entries are one, or two. A merge is a pointer; nothing that points at an entry is moved."""

import pytest

from gyoryu.audit.models import Event
from gyoryu.common.errors import BadInput, Conflict
from gyoryu.registry.models import Institution
from gyoryu.resolution.domain.judgements import judge_different, judge_pair
from gyoryu.resolution.models import Judgement
from tests.cast import Cast
from tests.factories import OfferFactory, VisitFactory
from tests.registry.saying import a_source, facts, fresh, refused
from tests.resolution.register import current, institution_of, read

pytestmark = pytest.mark.django_db


def entries(count: int = 2) -> list[Institution]:
    """Entries of as many registers, so that any two may be one."""
    found = []
    for number in range(count):
        source = a_source(slug=f"register-{number}")
        read(source, {"1": facts(f"School number{number}", moe=str(number + 1), scheme=f"ids-{number}", pupils=number)})
        found.append(institution_of(source, "1"))
    return found


def pointers(*institutions: Institution) -> list[int | None]:
    return [fresh(one).merged_into_id for one in institutions]


def test_one_of_them_stands_for_both(cast: Cast) -> None:
    first, second = entries()
    judge_pair(second, right=first, verdict="same", actor=cast.curator)
    assert pointers(first, second) == [None, first.pk]
    assert set(fresh(first).names.values_list("text", flat=True)) == {"School number0", "School number1"}
    assert set(fresh(first).identifiers.values_list("value", flat=True)) == {"1", "2"}
    event = Event.objects.get(verb="resolution.judge_pair")
    assert set(event.subjects.values_list("subject_id", flat=True)) == {first.pk, second.pk}
    assert event.data["verdict"] == "same"


def test_a_published_entry_stands_for_a_draft_and_keeps_its_address(cast: Cast) -> None:
    draft, published = entries()
    Institution.objects.filter(pk=published.pk).update(state="published", published_at="2026-03-01T00:00:00Z")
    judge_pair(draft, right=published, verdict="same", actor=cast.curator)
    assert pointers(draft, published) == [published.pk, None]


def test_pointers_are_flat(cast: Cast) -> None:
    one, two, three, four = entries(4)
    judge_pair(three, right=four, verdict="same", actor=cast.curator)
    judge_pair(one, right=two, verdict="same", actor=cast.curator)
    judge_pair(two, right=four, verdict="same", actor=cast.curator)
    assert pointers(one, two, three, four) == [None, one.pk, one.pk, one.pk]


def test_nothing_that_points_at_an_entry_is_moved(cast: Cast) -> None:
    first, second = entries()
    offer, visit = OfferFactory(institution=second), VisitFactory(institution=second)
    judge_pair(first, right=second, verdict="same", actor=cast.curator)
    assert (fresh(offer).institution_id, fresh(visit).institution_id) == (second.pk, second.pk)
    assert current(a_source(slug="register-1"), "1").institution_id == second.pk


def test_two_rows_of_one_register_are_two(cast: Cast) -> None:
    source = a_source(slug="one")
    read(source, {"1": "Kowhai", "2": "Rata"})
    left, right = institution_of(source, "1"), institution_of(source, "2")
    with pytest.raises(Conflict) as refusal:
        judge_pair(left, right=right, verdict="same", actor=cast.curator)
    assert refusal.value.code == "one_row_each"
    assert pointers(left, right) == [None, None]
    assert not Judgement.objects.filter(left__isnull=False).exists()


def test_a_merge_never_goes_against_what_somebody_judged_different(cast: Cast) -> None:
    one, two, three = entries(3)
    judge_pair(one, right=three, verdict="different", actor=cast.curator)
    judge_pair(one, right=two, verdict="same", actor=cast.curator)
    with refused("judged_different"):
        judge_pair(two, right=three, verdict="same", actor=cast.curator)
    assert pointers(one, two, three) == [None, one.pk, None]


def test_nor_against_a_record_that_was_judged_to_be_another(cast: Cast) -> None:
    one, two = entries()
    record = current(a_source(slug="register-0"), "1")
    judge_different(record, institution=two, actor=cast.curator)
    with refused("judged_different"):
        judge_pair(one, right=two, verdict="same", actor=cast.curator)


def test_the_same_pair_may_be_judged_anew(cast: Cast) -> None:
    one, two = entries()
    judge_pair(one, right=two, verdict="different", actor=cast.curator)
    judge_pair(one, right=two, verdict="same", actor=cast.curator)
    assert pointers(one, two) == [None, one.pk]
    judge_pair(one, right=two, verdict="different", actor=cast.curator)
    assert pointers(one, two) == [None, None]
    assert Judgement.objects.filter(left=one, right=two, replaced_at__isnull=True).get().verdict == "different"


def test_what_is_one_by_others_is_not_taken_apart_by_one_word(cast: Cast) -> None:
    one, two, three = entries(3)
    judge_pair(one, right=two, verdict="same", actor=cast.curator)
    judge_pair(two, right=three, verdict="same", actor=cast.curator)
    with refused("one_by_others"):
        judge_pair(one, right=three, verdict="different", actor=cast.curator)
    assert pointers(one, two, three) == [None, one.pk, one.pk]


def test_an_entry_is_not_judged_against_itself(cast: Cast) -> None:
    (one,) = entries(1)
    with pytest.raises(BadInput):
        judge_pair(one, right=one, verdict="same", actor=cast.curator)
