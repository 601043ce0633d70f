"""The register compared with itself: sure ones are merged and can be undone, the others are asked, people are heard."""

from pathlib import Path
from typing import Any

import pytest

from gyoryu.audit.models import Event
from gyoryu.registry.models import Institution
from gyoryu.resolution.domain import linking
from gyoryu.resolution.domain.judgements import judge_different, judge_pair, undo_judgement
from gyoryu.resolution.domain.linking import Resolved, resolve_register
from gyoryu.resolution.linkage import Terms, prepare
from gyoryu.resolution.linkage.workbench import Listed, Workbench
from gyoryu.resolution.models import Candidate, Judgement
from tests.cast import Cast
from tests.registry.saying import facts
from tests.resolution.register import SYSTEM, current, directory, institution_of, other_register, read

pytestmark = pytest.mark.django_db


class Sure:
    """The shipped model, with another threshold from which nobody is asked."""

    def __init__(self, automatic: float) -> None:
        self.automatic = automatic


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    return tmp_path / "register.duckdb"


def automatic_from(monkeypatch: pytest.MonkeyPatch, least: float) -> None:
    monkeypatch.setattr(linking, "model", lambda: Sure(least))


def run(bench: Path) -> Resolved:
    return resolve_register(bench=bench, actor=SYSTEM)


def spelt_twice() -> None:
    """One school in two registers, spelt so that the simple rules found two entries."""
    read(directory(), {"1": facts("Kowhai Bay College", moe="1"), "2": facts("Tuatara Primary School", moe="2")})
    read(other_register(), {"a": facts("Kowhai Bay Colege")})
    assert Institution.objects.live().count() == 3


def test_what_may_be_one_is_asked(bench: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    automatic_from(monkeypatch, 2.0)
    spelt_twice()
    done = run(bench)
    assert (done.records, done.prepared, done.merged, done.asked) == (3, 3, 0, 1)
    asked = Candidate.objects.get()
    assert {asked.record.institution_id, asked.institution_id} == {
        institution_of(directory(), "1").pk,
        institution_of(other_register(), "a").pk,
    }
    assert asked.why
    assert all(len(reason) == 3 for reason in asked.why)
    assert Event.objects.filter(verb="resolution.resolve_register").count() == 1


def test_what_is_surely_one_is_merged_and_can_be_undone(
    bench: Path, monkeypatch: pytest.MonkeyPatch, cast: Cast
) -> None:
    automatic_from(monkeypatch, 0.3)
    spelt_twice()
    assert run(bench).merged == 1
    assert institution_of(directory(), "1") == institution_of(other_register(), "a")
    judgement = Judgement.objects.get(left__isnull=False)
    assert (judgement.verdict, judgement.actor_kind) == ("same", "system")
    undo_judgement(judgement, actor=cast.curator)
    assert institution_of(directory(), "1") != institution_of(other_register(), "a")
    done = run(bench)  # what a person took back is left to people
    assert (done.merged, done.asked) == (0, 1)


def test_a_second_run_compares_nothing_and_changes_nothing(bench: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    automatic_from(monkeypatch, 2.0)
    spelt_twice()
    run(bench)
    events = Event.objects.count()
    assert run(bench) == Resolved(records=3)
    assert Event.objects.count() == events


def test_only_what_changed_is_compared(bench: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    automatic_from(monkeypatch, 2.0)
    spelt_twice()
    run(bench)
    read(other_register(), {"a": facts("Kowhai Bay Colege"), "b": facts("Tuatara Primery School")})
    done = run(bench)
    assert (done.records, done.prepared, done.asked) == (4, 1, 1)


def test_what_people_judged_different_is_neither_merged_nor_asked(
    bench: Path, monkeypatch: pytest.MonkeyPatch, cast: Cast
) -> None:
    automatic_from(monkeypatch, 0.3)
    spelt_twice()
    one, other = institution_of(directory(), "1"), institution_of(other_register(), "a")
    judge_pair(one, right=other, verdict="different", actor=cast.curator)
    done = run(bench)
    assert (done.merged, done.asked) == (0, 0)


def test_two_rows_of_one_register_stay_two(bench: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    automatic_from(monkeypatch, 0.3)
    read(directory(), {"1": facts("Kowhai Bay College"), "2": facts("Kowhai Bay Colege")})
    done = run(bench)
    assert (done.pairs, done.merged, done.asked) == (0, 0, 0)


def test_cut_off_anywhere_it_ends_the_same(bench: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    automatic_from(monkeypatch, 0.3)
    spelt_twice()
    whole = Workbench._score

    def cut(*_arguments: Any) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(Workbench, "_score", cut)
    with pytest.raises(KeyboardInterrupt):
        run(bench)
    monkeypatch.setattr(Workbench, "_score", whole)
    assert run(bench).merged == 1


def test_words_are_counted_as_terms_count_them(bench: Path) -> None:
    import numpy as np

    said = {
        at: {"country": "NZ", "names": [{"text": name}], "place": place}
        for at, (name, place) in enumerate(
            [("Kowhai School", "Gore"), ("Kowhai School", "Gore"), ("Kowhai College", "Orewa"), ("Rata School", "")]
        )
    }
    work = Workbench(bench)
    work.take_stock(Listed(np.arange(4), np.arange(4), -1 - np.arange(4)))
    work.prepare(said.items())
    counted = Terms.of([prepare(facts) for facts in said.values()]).to_json()
    assert work.terms().to_json() == {part: {key: n for key, n in of.items() if n} for part, of in counted.items()}
    assert counted["words"] == {"NZ": {"kowhai": 2, "school": 2}}
    work.close()


def test_a_record_judged_different_stays_apart(bench: Path, monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    automatic_from(monkeypatch, 0.3)
    spelt_twice()
    judge_different(current(other_register(), "a"), institution=institution_of(directory(), "1"), actor=cast.curator)
    assert run(bench).merged == 0
