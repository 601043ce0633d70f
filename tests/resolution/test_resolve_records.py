"""Without a person: the same official id is the same; what comes near waits; what comes near nothing is new."""

import threading
from typing import Any

import pytest
from django.db import connection

from gyoryu.audit.domain.cursors import rewind_cursor
from gyoryu.audit.models import Event
from gyoryu.registry.domain.institutions import add_institution
from gyoryu.registry.domain.records import accept_record
from gyoryu.registry.models import Institution, Record, Source
from gyoryu.resolution.domain import resolving
from gyoryu.resolution.domain.judgements import judge_different, judge_same, judge_unsure
from gyoryu.resolution.domain.resolving import says_nothing
from gyoryu.resolution.models import Candidate, Judgement
from gyoryu.resolution.queries import records_to_judge
from tests.cast import Cast
from tests.registry.saying import a_source, facts, fresh
from tests.resolution.register import (
    NAME,
    SYSTEM,
    current,
    directory,
    follow,
    institution_of,
    other_register,
    read,
    visited,
)

pytestmark = pytest.mark.django_db


def judged() -> list[tuple[str, str]]:
    return sorted(Judgement.objects.filter(replaced_at__isnull=True).values_list("verdict", "reason"))


def test_a_row_of_a_register_founds_a_draft() -> None:
    read(directory(), {"54": facts("Auckland Grammar", moe="54")})
    institution = Institution.objects.get()
    assert (institution.display_name, institution.state) == ("Auckland Grammar", "draft")
    assert current(directory(), "54").institution == institution
    assert judged() == [("same", "founded")]
    assert institution.identifiers.get().value == "54"


def test_the_same_official_id_is_the_same_institution() -> None:
    read(directory(), {"54": facts("Auckland Grammar", moe="54")})
    read(other_register(), {"a": facts("Auckland Grammar School", moe="54", region="Elsewhere", locality="")})
    assert Institution.objects.count() == 1
    assert judged() == [("same", "founded"), ("same", "official_id")]
    names = set(Institution.objects.get().names.values_list("text", flat=True))
    assert names == {"Auckland Grammar", "Auckland Grammar School"}


@pytest.mark.parametrize("value", ["0", "000", "-", "", " ", "n/a", "NULL", "0000-00"])
def test_a_placeholder_is_no_id(value: str) -> None:
    assert says_nothing(value)


@pytest.mark.parametrize("value", ["1", "010", "A-0", "54"])
def test_an_id_is_an_id(value: str) -> None:
    assert not says_nothing(value)


def test_placeholders_bring_nobody_together() -> None:
    read(directory(), {"1": facts("Kowhai", moe="0"), "2": facts("Rata", moe="0")})
    read(other_register(), {"a": facts("Tui", moe="0")})
    assert Institution.objects.count() == 3


def test_an_id_that_several_rows_share_is_none() -> None:
    read(directory(), {"1": facts("Kowhai", moe="9"), "2": facts("Rata", moe="9")})
    assert Institution.objects.count() == 2
    read(other_register(), {"a": facts("Tui", moe="9")})
    assert current(other_register(), "a").institution is None  # two hold it: a person decides
    assert Candidate.objects.filter(record=current(other_register(), "a")).count() == 2


def test_two_rows_of_one_register_are_two_whatever_they_say() -> None:
    read(directory(), {"1": "Rata School", "2": "Rata School"})
    read(directory(), {"1": "Rata School", "2": "Rata School", "3": facts("Rata School", moe="7")})
    assert Institution.objects.count() == 3
    assert not Candidate.objects.exists()


def test_a_name_and_a_place_that_come_near_wait_for_a_person() -> None:
    read(directory(), {"54": facts("Rata Kowhai School", moe="54")})
    read(other_register(), {"a": facts("Kowhai-Rata")})
    record = current(other_register(), "a")
    assert (record.institution, list(records_to_judge())) == (None, [record])
    candidate = Candidate.objects.get()
    assert (candidate.institution, candidate.score) == (institution_of(directory(), "54"), 0.9)
    assert candidate.why == {"name": "same", "place": "same"}


def test_the_same_name_elsewhere_is_another_school() -> None:
    read(directory(), {"1": facts("St Mary's School", region="Otago", locality="Dunedin")})
    read(other_register(), {"a": facts("St Mary's School", region="Waikato", locality="Hamilton")})
    assert Institution.objects.count() == 2
    read(a_source(slug="tr"), {"b": facts("St Mary's School", country="TR", region="Otago", locality="Dunedin")})
    assert Institution.objects.count() == 3


def test_a_place_nobody_can_compare_is_asked_about() -> None:
    read(directory(), {"1": facts("Kowhai School")})
    read(
        other_register(),
        {"a": facts("Kowhai School", region="", locality="오클랜드"), "b": facts("Kowhai", region="", locality="")},
    )
    assert [candidate.why["place"] for candidate in Candidate.objects.order_by("id")] == ["unknown", "unknown"]


def test_a_visit_founds_nothing_by_itself() -> None:
    record = visited()
    assert (record.institution, record.state, Institution.objects.count()) == (None, "proposed", 0)


def test_what_was_picked_at_the_visit_is_that_institution() -> None:
    read(directory(), {"54": "Auckland Grammar"})
    institution = institution_of(directory(), "54")
    record = visited(institution, name="AGS")
    assert record.institution == institution
    assert Judgement.objects.get(record=record).reason == "picked"
    assert fresh(institution).names.count() == 1  # proposed words do not count yet
    accept_record(record, actor=SYSTEM)
    assert set(fresh(institution).names.values_list("text", flat=True)) == {"Auckland Grammar", "AGS"}


def test_a_visit_accepted_without_a_judgement_founds_an_institution_when_nothing_comes_near(cast: Cast) -> None:
    record = visited()
    accept_record(record, actor=cast.curator)
    follow()
    assert fresh(record).institution == Institution.objects.get()


def test_two_visits_to_one_school_may_be_the_same() -> None:
    read(directory(), {"54": "Auckland Grammar"})
    institution = institution_of(directory(), "54")
    assert (
        visited(institution).institution == visited(institution, key="visit-2", name="AGS").institution == institution
    )


def test_what_was_added_by_hand_is_judged_founded(cast: Cast) -> None:
    institution = add_institution(facts(moe="54"), actor=cast.curator)
    follow()
    assert judged() == [("same", "founded")]
    read(directory(), {"54": facts("Kowhai Bay College", moe="54")})
    assert Institution.objects.get() == institution


def test_a_new_version_is_judged_as_the_old_one_was(cast: Cast) -> None:
    read(directory(), {"1": "Kowhai"})
    read(other_register(), {"a": facts("Rata")})
    institution = institution_of(directory(), "1")
    judge_same(current(other_register(), "a"), institution=institution, actor=cast.curator)
    read(other_register(), {"a": facts("Rata", pupils=5)})
    new = current(other_register(), "a")
    assert (new.institution, fresh(institution).pupils) == (institution, 5)
    assert Judgement.objects.get(record=new).reason == "new_version"


def test_nobody_is_asked_again_about_a_new_version(cast: Cast) -> None:
    read(directory(), {"1": "Kowhai"})
    read(other_register(), {"a": facts("Kowhai")})
    judge_different(current(other_register(), "a"), institution=institution_of(directory(), "1"), actor=cast.curator)
    follow()
    own = institution_of(other_register(), "a")
    assert own != institution_of(directory(), "1")
    read(other_register(), {"a": facts("Kowhai", pupils=5)})
    new = current(other_register(), "a")
    assert (new.institution, Candidate.objects.count()) == (own, 0)
    assert set(Judgement.objects.filter(record=new).values_list("verdict", flat=True)) == {"same", "different"}


def test_a_new_version_replaces_the_candidates_of_the_old_one() -> None:
    read(directory(), {"1": "Kowhai"})
    read(other_register(), {"a": facts("Kowhai")})
    read(other_register(), {"a": facts("Kowhai", pupils=5)})
    assert Candidate.objects.get().record == current(other_register(), "a")


def test_what_a_person_was_unsure_about_is_not_decided_behind_their_back(cast: Cast) -> None:
    read(directory(), {"1": "Kowhai"})
    read(other_register(), {"a": facts("Kowhai")})
    judge_unsure(current(other_register(), "a"), institution=institution_of(directory(), "1"), actor=cast.curator)
    read(other_register(), {"a": facts("Kowhai", pupils=5)})
    record = current(other_register(), "a")
    assert (record.institution, list(records_to_judge())) == (None, [record])


def test_without_candidates_left_an_accepted_row_is_new(cast: Cast) -> None:
    read(directory(), {"1": "Kowhai"})
    read(other_register(), {"a": facts("Kowhai")})
    judge_different(current(other_register(), "a"), institution=institution_of(directory(), "1"), actor=cast.curator)
    follow()
    assert Institution.objects.count() == 2


def test_reading_the_trail_again_changes_nothing() -> None:
    read(directory(), {"1": "Kowhai", "2": "Rata"})
    read(other_register(), {"a": facts("Kowhai")})
    read(directory(), {"1": "Kowhai College", "2": "Rata"})
    before = [list(model.objects.order_by("pk").values()) for model in (Institution, Judgement, Candidate, Record)]
    rewind_cursor(NAME)
    follow()
    assert [
        list(model.objects.order_by("pk").values()) for model in (Institution, Judgement, Candidate, Record)
    ] == before


def test_a_changed_row_of_a_published_institution_is_told_to_those_who_follow() -> None:
    read(directory(), {"1": "Kowhai"})
    institution = institution_of(directory(), "1")
    Institution.objects.update(state="published")
    read(directory(), {"1": "Kowhai College"})
    assert fresh(institution).display_name == "Kowhai College"
    event = Event.objects.filter(verb="resolution.resolve_records").latest("id")
    assert [(one.kind, one.subject_id) for one in event.subjects.all()] == [("registry.institution", institution.pk)]


def test_two_thousand_rows_cost_as_many_queries_as_two(query_count: object) -> None:
    def cost(count: int) -> int:
        source = a_source(slug=f"of-{count}")
        with query_count() as queries:  # type: ignore[operator]
            read(source, {str(number): f"School number{number} of{count}" for number in range(count)})
        return len(queries)

    cost(1)
    assert cost(1_500) <= cost(2) + 2


@pytest.mark.django_db(transaction=True)
def test_others_may_write_while_a_register_is_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gyoryu.resolution.tasks.PAGE", 2)
    monkeypatch.setattr("gyoryu.resolution.domain.resolving.CHUNK", 2)
    found = resolving.found_institutions
    failures: list[Exception] = []

    def somebody_writes() -> None:
        try:
            a_source(slug=f"other-{Source.objects.count()}")
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    def found_while_somebody_waits(groups: Any) -> list[int]:
        thread = threading.Thread(target=somebody_writes)
        thread.start()
        threads.append(thread)
        return found(groups)

    threads: list[threading.Thread] = []
    monkeypatch.setattr("gyoryu.resolution.domain.resolving.found_institutions", found_while_somebody_waits)
    read(directory(), {str(number): f"School number{number}" for number in range(7)})
    for thread in threads:
        thread.join()
    assert failures == []
    assert (Institution.objects.count(), len(threads)) == (7, 4)
