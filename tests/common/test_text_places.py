"""Places and words that are known by heart."""

import pytest

from gyoryu.common.text import places_named


@pytest.mark.parametrize(
    ("word", "latin", "country"),
    [
        ("방콕", "bangkok", "TH"),
        ("빈", "vienna", "AT"),
        ("앙카라", "ankara", "TR"),
        ("앙카라시", "ankara", "TR"),
        ("콘월주", "cornwall", "GB"),
        ("크라이스트처치", "christchurch", "NZ"),
        ("กรุงเทพมหานคร", "bangkok", "TH"),
        ("세이크리드", "sacred", ""),
    ],
)
def test_a_known_name_says_what_it_is_elsewhere(word: str, latin: str, country: str) -> None:
    assert (latin, country) in {(place.latin, place.country) for place in places_named(word)}


@pytest.mark.parametrize("word", ["", "구", "뷁뷁뷁시", "zzzz", "구구구"])
def test_what_is_not_known_is_nothing(word: str) -> None:
    assert places_named(word) == ()


def test_a_latin_name_leads_to_the_thai_one() -> None:
    assert "นครราชสีมา" in [name for place in places_named("korat") for name in place.thai]
