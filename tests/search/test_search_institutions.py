"""Asking for institutions by name."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gyoryu.registry.models import Institution
from gyoryu.search.queries import search_institutions
from tests.search.schools import a_school, some_schools

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("오클랜드 그래머 스쿨", "auckland"),
        ("오클랜드그래머", "auckland"),
        ("Auckland Grammar", "auckland"),
        ("auckland gramar", "auckland"),
        ("오클랜드 걸스 그래머", "auckland_girls"),
        ("황가레이 여고", "whangarei"),
        ("otahuhu college", "otahuhu"),
        ("브라운스베이 초등학교", "browns_bay"),
        ("hinis nenehatun mtal", "hinis"),
        ("HINIS NENEHATUN MESLEKI VE TEKNIK ANADOLU LISESI", "hinis"),
        ("바이부르트 과학고", "bayburt"),
        ("튀르키예 바이부르트", "bayburt"),
        ("쑤언꾸랍 윗타얄라이", "suankularb"),
        ("suankularb wittayalai", "suankularb"),
        ("สวนกุหลาบ", "suankularb"),
        ("สวนกุหล", "suankularb"),
        ("쑤언꾸랍 논타부리", "nonthaburi"),
        ("Suankularb Nonthaburi School", "nonthaburi"),
        ("Ｗhangarei　Ｇirls", "whangarei"),
        ("whangarei girls h", "whangarei"),
    ],
)
def test_a_name_is_found_however_it_is_typed(query: str, expected: str) -> None:
    schools = some_schools()
    assert search_institutions(query).hits[0].pid == schools[expected].pid


def test_a_hit_carries_what_a_list_shows() -> None:
    school = a_school("Auckland Grammar", "NZ", "Auckland")
    [hit] = search_institutions("오클랜드 그래머").hits
    assert (hit.pid, hit.country, hit.locality, hit.kind) == (school.pid, "NZ", "Auckland", "school")
    assert hit.names == ("Auckland Grammar",)
    assert hit.identifiers == (("nz-test", str(school.pk)),)
    assert hit.matched_name == "Auckland Grammar"
    assert 0.5 < hit.score <= 1.0


def test_the_name_that_matched_is_told() -> None:
    school = a_school("Auckland Grammar", "NZ", "Auckland")
    school.names.create(text="오클랜드 그래머 스쿨", language="ko", script="Hang", kind="generated")
    [hit] = search_institutions("오클랜드 그래머 스쿨").hits
    assert hit.matched_name == "오클랜드 그래머 스쿨"
    assert hit.names == ("Auckland Grammar", "오클랜드 그래머 스쿨")


def test_nothing_like_it_gives_nothing() -> None:
    some_schools()
    result = search_institutions("ㅋㅋㅋ zzzzqqqq")
    assert (result.hits, result.total) == ((), 0)


def test_filters_and_counts() -> None:
    some_schools()
    result = search_institutions("auckland")
    assert result.facets["country"]["NZ"] == result.total
    assert result.facets["kind"]["museum"] == 1
    museums = search_institutions("auckland", kind="museum")
    assert [hit.display_name for hit in museums.hits] == ["Auckland War Memorial Museum"]
    assert museums.facets["kind"] == result.facets["kind"]
    assert museums.facets["country"] == {"NZ": 1}
    assert search_institutions("auckland", country="TR").hits == ()
    assert [hit.display_name for hit in search_institutions("", level="primary").hits] == ["Browns Bay School"]
    assert search_institutions("", country="xx", kind="\0", level="\ud800").hits == ()


def test_an_empty_query_lists_everything_by_name() -> None:
    schools = some_schools()
    result = search_institutions("", limit=3)
    assert result.total == len(schools)
    assert [hit.display_name for hit in result.hits] == [
        "Auckland Girls' Grammar School",
        "Auckland Grammar",
        "Auckland War Memorial Museum",
    ]
    assert result.facets["country"] == {"NZ": 6, "TR": 2, "TH": 2}
    rest = search_institutions("", limit=100, offset=3)
    assert len(rest.hits) == len(schools) - 3
    assert not {hit.pid for hit in result.hits} & {hit.pid for hit in rest.hits}


def test_pages_of_an_answer_do_not_overlap() -> None:
    for number in range(7):
        a_school(f"Kowhai Bay College {number}", "NZ")
    pages = [search_institutions("kowhai bay", limit=3, offset=offset) for offset in (0, 3, 6, 9)]
    assert [len(page.hits) for page in pages] == [3, 3, 1, 0]
    assert len({hit.pid for page in pages for hit in page.hits}) == 7
    assert {page.total for page in pages} == {7}


def test_what_is_no_longer_published_is_not_shown_even_if_the_index_lags() -> None:
    school = a_school("Auckland Grammar", "NZ")
    assert search_institutions("auckland grammar").hits
    Institution.objects.filter(pk=school.pk).update(state="archived")
    assert search_institutions("auckland grammar").hits == ()
    assert search_institutions("").hits == ()


def test_drafts_and_merged_ones_are_not_found() -> None:
    kept = a_school("Auckland Grammar", "NZ")
    a_school("Auckland Grammar", "NZ", state="draft")
    a_school("Auckland Grammar", "NZ", merged_into=kept)
    assert [hit.pid for hit in search_institutions("auckland grammar").hits] == [kept.pid]


def test_as_many_queries_for_three_hits_as_for_one(query_count: Callable[[], Any]) -> None:
    a_school("Kowhai Bay College", "NZ")
    search_institutions("kowhai")
    with query_count() as one:
        search_institutions("kowhai bay")
    a_school("Kowhai Bay Primary School", "NZ")
    a_school("Kowhai Bay Grammar", "NZ")
    from gyoryu.search.building import rebuild

    rebuild()
    with query_count() as three:
        assert len(search_institutions("kowhai bay").hits) == 3
    assert len(three) == len(one) == 3


HOSTILE = [
    "\0",
    "a" * 10_000,
    "가" * 10_000,
    "ก" * 10_000,
    "\ud800\udfff\ud800",
    'AND OR NOT "',
    "name:* +(a -b) ~2 ^3 [a TO b] {x}",
    "%_'; drop table",
    "\u202e\u200b\u200d",
    "🏫🏫",
    "_ ~ ~~ __",
    "مدرسة",
    "東京",
    ".*",
    "1 2 3 4 5 6 7 8 9 " * 50,
    "the of and",
    "School",
    "고등학교",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_no_query_raises(query: str) -> None:
    a_school("Auckland Grammar School", "NZ", "Auckland")
    result = search_institutions(query, country="NZ")
    assert result.total == len(result.hits) <= 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(alphabet=st.characters(codec=None), max_size=80))
def test_no_text_at_all_raises(query: str) -> None:
    search_institutions(query)


def test_limits_are_kept_within_reason() -> None:
    a_school("Auckland Grammar School", "NZ")
    assert search_institutions("auckland", limit=-1, offset=-1).hits == ()
    assert len(search_institutions("auckland", limit=10**9, offset=0).hits) == 1
    assert search_institutions("auckland", offset=10**9).hits == ()
