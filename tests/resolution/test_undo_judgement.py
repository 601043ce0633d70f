"""Undoing puts everything back as it was."""

from typing import Any

import pytest

from gyoryu.audit.models import Event
from gyoryu.common.errors import NotInThisState
from gyoryu.registry.models import Identifier, Institution, Name, Record
from gyoryu.resolution.domain.judgements import judge_new, judge_pair, judge_same, undo_judgement
from gyoryu.resolution.models import Candidate, Judgement
from tests.cast import Cast
from tests.factories import OfferFactory, VisitFactory
from tests.registry.saying import a_source, facts, fresh
from tests.resolution.register import current, directory, follow, institution_of, merged, other_register, read, visited

pytestmark = pytest.mark.django_db


def everything() -> list[Any]:
    """All entries as people see them; versions count changes, and ids of names are no facts."""
    entries = [
        {name: value for name, value in row.items() if name != "version"}
        for row in Institution.objects.order_by("pk").values()
    ]
    names = sorted(Name.objects.values_list("institution_id", "text", "language", "kind", "record_id"))
    ids = sorted(Identifier.objects.values_list("institution_id", "scheme", "value", "record_id"))
    records = list(Record.objects.order_by("pk").values_list("pk", "institution_id", "state"))
    return [entries, names, ids, records]


def two_registers() -> tuple[Institution, Institution]:
    read(directory(), {"1": facts("Kowhai", moe="1", pupils=100)})
    read(other_register(), {"a": facts("Rata", moe="2", website="https://rata.example")})
    left, right = institution_of(directory(), "1"), institution_of(other_register(), "a")
    OfferFactory(institution=right)
    VisitFactory(institution=right)
    Institution.objects.update(state="published", published_at="2026-03-01T00:00:00Z")
    return fresh(left), fresh(right)


def test_a_merge_is_undone_without_a_trace(cast: Cast) -> None:
    left, right = two_registers()
    before = everything()
    judgement = merged(left, right, cast)
    assert everything() != before
    undo_judgement(judgement, actor=cast.curator)
    assert everything() == before
    event = Event.objects.get(verb="resolution.undo_judgement")
    assert {left.pk, right.pk} <= set(event.subjects.values_list("subject_id", flat=True))


def test_a_record_returns_to_where_it_was(cast: Cast) -> None:
    left, right = two_registers()
    before = everything()
    judgement = merged(current(other_register(), "a"), left, cast)
    assert fresh(right).merged_into == left
    undo_judgement(judgement, actor=cast.curator)
    assert everything() == before
    restored = Judgement.objects.filter(record=current(other_register(), "a"), replaced_at__isnull=True).get()
    assert (restored.institution, restored.reason, restored.actor_label) == (right, "founded", "curator")


def test_a_record_that_was_judged_first_waits_again(cast: Cast) -> None:
    read(directory(), {"1": "Kowhai"})
    record = visited(name="Kowhai")
    institution = institution_of(directory(), "1")
    judgement = judge_same(record, institution=institution, actor=cast.curator)
    undo_judgement(judgement, actor=cast.curator)
    follow()
    assert fresh(record).institution is None
    assert Candidate.objects.get().record == record


def test_what_was_founded_by_mistake_says_nothing_any_more(cast: Cast) -> None:
    record = visited(name="Kura", pupils=3)
    founded = judge_new(record, actor=cast.curator)
    undo_judgement(Judgement.objects.get(institution=founded), actor=cast.curator)
    seen = fresh(founded)
    assert (seen.state, seen.provenance, seen.pupils, fresh(record).institution) == ("draft", {}, None, None)


def test_a_merge_of_many_is_undone_where_it_was_wrong(cast: Cast) -> None:
    found = []
    for number in range(3):
        source = a_source(slug=f"register-{number}")
        read(source, {"1": facts(f"School number{number}", moe=str(number + 1))})
        found.append(institution_of(source, "1"))
    one, two, three = found
    merged(one, two, cast)
    wrong = merged(two, three, cast)
    undo_judgement(wrong, actor=cast.curator)
    assert [fresh(each).merged_into_id for each in found] == [None, one.pk, None]
    assert set(fresh(three).names.values_list("text", flat=True)) == {"School number2"}


def test_a_judgement_is_undone_once(cast: Cast) -> None:
    left, right = two_registers()
    judgement = merged(left, right, cast)
    undo_judgement(judgement, actor=cast.curator)
    with pytest.raises(NotInThisState):
        undo_judgement(judgement, actor=cast.curator)


def test_undoing_a_denial_restores_the_merge_it_replaced(cast: Cast) -> None:
    left, right = two_registers()
    merged(left, right, cast)
    as_one = everything()
    denial = judge_pair(left, right=right, verdict="different", actor=cast.curator)
    undo_judgement(denial, actor=cast.curator)
    assert everything() == as_one
