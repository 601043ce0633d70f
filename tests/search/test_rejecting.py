"""A name that does not exist gives nothing, and the nearest guesses apart."""

import pytest

from gyoryu.search.queries import search_institutions
from tests.search.schools import a_school, some_schools

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query",
    [
        "Whangarei Science Grammar Institute",
        "삿포로 국제과학고등학교",
        "바이부르트 몽테스키외 국제학교",
        "Lycée Victor Hugo Bayburt",
    ],
)
def test_a_name_that_does_not_exist_is_rejected(query: str) -> None:
    some_schools()
    found = search_institutions(query)
    assert (found.hits, found.total) == ((), 0)
    assert found.facets == {"country": {}, "kind": {}, "level": {}}


def test_the_nearest_are_told_apart_from_answers() -> None:
    schools = some_schools()
    found = search_institutions("Whangarei Science Grammar Institute")
    assert found.near[0].pid == schools["whangarei"].pid
    assert len(found.near) <= 5
    assert search_institutions("whangarei girls").near == ()


def test_what_is_begun_is_not_rejected() -> None:
    school = a_school("Tamahere Model Country School", "NZ", "Hamilton")
    for query in ("Tamah", "Tamahere", "Tamahere Mod", "Tamahere Model Cou"):
        assert [hit.pid for hit in search_institutions(query).hits] == [school.pid]


def test_a_known_place_is_found_by_its_name_in_hangul() -> None:
    school = a_school("โรงเรียนนครราชสีมา", "TH", language="th")
    a_school("Corratch School", "GB")
    assert search_institutions("코랏 학교").hits[0].pid == school.pid
    assert search_institutions("korat school").hits[0].pid == school.pid
