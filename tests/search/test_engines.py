"""The contract of an engine: the same tests for files and for a table of PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from gyoryu.search import tables
from gyoryu.search.asking import understand
from gyoryu.search.building import rebuild, reindex_institutions
from gyoryu.search.engine import MOST_LOOKED_AT, Engine, IndexBroken, Weighted, rarest
from gyoryu.search.entries import Entry, EntryName, keyed
from gyoryu.search.index import Engine as FileEngine
from gyoryu.search.queries import search_institutions
from tests.search.schools import a_school, some_schools

pytestmark = pytest.mark.django_db
KINDS = ("files", "postgresql")


def need(kind: str) -> None:
    if kind == "postgresql" and connection.vendor != "postgresql":
        pytest.skip("the table engine needs PostgreSQL")


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    need(request.param)
    if request.param == "files":
        yield FileEngine.create(tmp_path / "index")
    else:
        tables.make()
        yield tables.TableEngine()


@pytest.fixture(params=KINDS)
def chosen(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    need(request.param)
    monkeypatch.setattr(settings, "SEARCH_ENGINE", request.param)
    return str(request.param)


def entry(pk: int, text: str, country: str, levels: tuple[str, ...] = ("upper_secondary",)) -> Entry:
    return Entry(pk, f"P{pk}", (EntryName(text, "en"),), country, "", "Auckland", "school", levels)


def fill(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.put(keyed(entry(1, "Auckland Grammar School", "NZ")), replace=True)
        writer.put(keyed(entry(2, "Auckland Girls' Grammar School", "NZ", ("lower_secondary",))), replace=True)
        writer.put(keyed(entry(3, "Whangarei Boys' High School", "NZ")), replace=True)
        writer.put(keyed(entry(4, "Auckland Park School", "ZA")), replace=True)
    engine.refresh()


def ids(found: list[object]) -> list[int]:
    return [one.id for one in found]  # type: ignore[attr-defined]


def test_all_words_and_filters(engine: Engine) -> None:
    fill(engine)
    assert engine.count() == 4
    assert sorted(ids(list(engine.find(engine.all_of("words", ["auckland", "school"]), {}, limit=9)))) == [1, 2, 3, 4]
    words = engine.all_of("words", ["auckland", "school"])
    assert sorted(ids(list(engine.find(words, {"country": "NZ"}, limit=9)))) == [1, 2, 3]
    assert ids(list(engine.find(words, {"country": "NZ", "level": "lower_secondary"}, limit=9))) == [2]
    assert engine.find(words, {"country": "NZ"}, limit=9, offset=3) == []


def test_the_last_word_may_be_only_begun(engine: Engine) -> None:
    fill(engine)
    assert sorted(ids(list(engine.find(engine.all_begun("words", ["auckland", "gr"]), {}, limit=9)))) == [1, 2]
    assert ids(list(engine.find(engine.all_begun("words", ["whang"]), {"country": "NZ"}, limit=9))) == [3]
    assert engine.find(engine.all_begun("words", ["auckland", "zz"]), {}, limit=9) == []


def test_pieces_find_what_is_misspelt_and_what_is_heard(engine: Engine) -> None:
    fill(engine)
    for query in ("whangarie boys hgh", "황가레이 남자 고등학교"):
        found = engine.find(engine.any_of(understand(query).terms()), {}, limit=3)
        assert found[0].id == 3, query
        assert found[0].engine_score > 0
    assert engine.find(engine.any_of([Weighted("spelling", "zzz")]), {}, limit=3) == []


def test_a_candidate_is_what_was_put_in(engine: Engine) -> None:
    fill(engine)
    [found] = engine.find(engine.all_of("words", ["whangarei"]), {}, limit=3)
    analysed = keyed(entry(3, "Whangarei Boys' High School", "NZ"))
    assert (found.pid, found.country, found.kind, found.levels) == ("P3", "NZ", "school", ("upper_secondary",))
    assert (found.names, found.places, found.codes) == (analysed.names, analysed.places, analysed.codes)


def test_counts_leave_the_filters_own_choice_aside(engine: Engine) -> None:
    fill(engine)
    total, facets = engine.counts(engine.all_of("words", ["auckland"]), {"country": "NZ"})
    assert total == 3  # Whangarei's place is Auckland too
    assert facets["country"] == {"NZ": 3, "ZA": 1}
    assert facets["level"] == {"upper_secondary": 2, "lower_secondary": 1}
    assert engine.counts(engine.everything(), {})[0] == 4


def test_everything_is_listed_by_name(engine: Engine) -> None:
    fill(engine)
    assert ids(list(engine.browse({}, limit=9))) == [2, 1, 4, 3]
    assert ids(list(engine.browse({"country": "NZ"}, limit=2, offset=1))) == [1, 3]


def test_replaced_and_removed(engine: Engine) -> None:
    fill(engine)
    with engine.writer() as writer:
        writer.put(keyed(entry(1, "Kowhai College", "NZ")), replace=True)
        writer.remove(4)
    engine.refresh()
    assert engine.count() == 3
    assert ids(list(engine.find(engine.all_of("words", ["kowhai"]), {}, limit=9))) == [1]
    assert engine.find(engine.all_of("words", ["grammar"]), {"country": "ZA"}, limit=9) == []


def test_a_failed_writer_leaves_nothing(engine: Engine) -> None:
    fill(engine)
    with pytest.raises(RuntimeError), engine.writer() as writer:
        writer.remove(1)
        raise RuntimeError
    engine.refresh()
    assert engine.count() == 4


def test_odd_terms_break_nothing(engine: Engine) -> None:
    fill(engine)
    for term in ("", "%", "'", "{", '"', "\\", "x" * 5_000, "학교"):
        assert engine.find(engine.any_of([Weighted("spelling", term)]), {}, limit=3) == []
        assert engine.find(engine.all_of("words", [term]), {"country": term}, limit=3) == []


def test_the_rarest_terms_are_kept_as_far_as_may_be_looked_at() -> None:
    terms = [Weighted("spelling", str(number)) for number in range(20)]
    often = {one: MOST_LOOKED_AT // 2 if number > 9 else number for number, one in enumerate(terms)}
    kept = rarest(terms, often.__getitem__)
    assert [one.term for one in kept] == [str(number) for number in range(1, 11)]
    common = dict.fromkeys(terms, MOST_LOOKED_AT)
    assert len(rarest(terms, common.__getitem__)) == 6  # something is asked, even if all of it is common


def test_the_register_is_found_with_either(chosen: str) -> None:
    schools = some_schools()
    rebuild()
    for query, key in (
        ("auckland grammar", "auckland"),
        ("whangerei girls", "whangarei"),
        ("오타후후 칼리지", "otahuhu"),
        ("suankularb wittayalai", "suankularb"),
        ("bayburt fen", "bayburt"),
    ):
        assert search_institutions(query).hits[0].pid == schools[key].pid, query
    found = search_institutions("auckland", country="NZ", kind="school")
    assert found.facets["kind"]["museum"] == 1
    assert all(hit.kind == "school" for hit in found.hits)
    assert search_institutions("").total == len(schools)


def test_what_changes_is_found_with_either(chosen: str) -> None:
    school = a_school("Kowhai Bay College", "NZ")
    rebuild()
    other = a_school("Rimu Point College", "NZ")
    assert reindex_institutions([other.pk]) == 1
    assert [hit.pid for hit in search_institutions("rimu point").hits] == [other.pid]
    type(school).objects.filter(pk=school.pk).update(state="archived")
    rebuild()
    assert [hit.pid for hit in search_institutions("kowhai").hits] == []


def test_a_table_that_is_not_there_is_made_and_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    need("postgresql")
    monkeypatch.setattr(settings, "SEARCH_ENGINE", "postgresql")
    with pytest.raises(IndexBroken):
        tables.serving()
    school = a_school("Kowhai Bay College", "NZ")
    assert [hit.pid for hit in search_institutions("kowhai bay").hits] == [school.pid]
    assert tables.serving().count() == 1
