"""Countries: names, zones, boxes, and who supported Korea."""

import csv
import datetime as dt
import gzip
import zoneinfo
from pathlib import Path

import pytest
from django.utils import translation

from gyoryu.reference import queries as reference
from gyoryu.reference.enums import SupportKind
from gyoryu.reference.models.words import LANGUAGES
from gyoryu.reference.queries import UnknownCode

IN_USE = ("KR", "NZ", "TH", "TR", "GB", "AU")
BIG_CITIES_OUTSIDE = 5  # of 107,999 places, in sum; the boxes are rough, and some places lie on reefs


def test_all_of_iso_3166_with_names_in_four_languages() -> None:
    countries = reference.countries()
    assert len(countries) == 249
    assert len({country.alpha3 for country in countries}) == 249
    assert len({country.numeric for country in countries}) == 249
    for country in countries:
        assert all(country.labels[language] for language in LANGUAGES), country.code
        assert country.source
        assert country.as_of


def test_every_time_zone_is_known() -> None:
    for country in reference.countries():
        for zone in country.time_zones:
            assert zoneinfo.ZoneInfo(zone), country.code


@pytest.mark.parametrize(
    ("code", "zone", "languages"),
    [
        ("KR", "Asia/Seoul", ("ko",)),
        ("NZ", "Pacific/Auckland", ("en", "mi")),
        ("TH", "Asia/Bangkok", ("th",)),
        ("TR", "Europe/Istanbul", ("tr",)),
        ("AU", "Australia/Sydney", ("en",)),
        ("GB", "Europe/London", ("en",)),
    ],
)
def test_the_countries_in_use(code: str, zone: str, languages: tuple[str, ...]) -> None:
    country = reference.country(code)
    assert country.time_zone == zone
    assert country.languages == languages


def test_a_name_follows_the_reader_and_falls_back_to_english() -> None:
    with translation.override("ko"):
        assert reference.country("TR").name() == "튀르키예"
    with translation.override("th"):
        assert reference.label("countries", "NZ") == "นิวซีแลนด์"
    assert reference.country("NZ").name("tr") == "Yeni Zelanda"
    assert reference.country("NZ").name("fr") == "New Zealand"
    assert reference.country("NZ").name("en-GB") == "New Zealand"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("터키", "TR"),
        ("튀르키예", "TR"),
        ("TURKEY", "TR"),
        ("Türkiye", "TR"),
        ("버마", "MM"),
        ("미얀마", "MM"),
        ("THA", "TH"),
        ("ประเทศไทย", "TH"),
        ("한국", "KR"),
        ("뉴질랜드", "NZ"),
        ("aotearoa", "NZ"),
        ("호주", "AU"),
        ("Atlantis", None),
        ("", None),
        ("--", None),
    ],
)
def test_a_country_is_found_by_any_of_its_names(text: str, code: str | None) -> None:
    assert reference.find_country(text) == code


def test_former_names_are_kept_with_their_end() -> None:
    former = {(name.name, name.until) for name in reference.country("TR").other_names if name.kind == "former"}
    assert ("터키", 2022) in former


def test_a_point_far_away_is_surely_outside() -> None:
    assert not reference.surely_outside("NZ", -36.85, 174.76)
    assert not reference.surely_outside("NZ", -43.95, -176.55)  # Chatham Islands, across the date line
    assert reference.surely_outside("NZ", 36.85, 174.76)  # the minus forgotten
    assert reference.surely_outside("TH", 100.5, 13.7)  # latitude and longitude exchanged
    assert not reference.surely_outside("KR", 33.36, 126.53)  # Jeju
    assert not reference.surely_outside("BV", 0.0, 0.0)  # nobody knows


def test_boxes_hold_the_places_of_their_country(data_home: Path) -> None:
    outside = []
    with gzip.open(data_home / "xx/gaz_geonames_cities500_multiscript.csv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if reference.is_country(row["country"]) and reference.surely_outside(
                row["country"], float(row["lat"]), float(row["lon"])
            ):
                outside.append((row["country"], row["names_latin_alt"]))
    assert len(outside) <= BIG_CITIES_OUTSIDE
    assert not [place for place in outside if place[0] in IN_USE and place[0] != "GB"]


def test_the_sums_of_war_support() -> None:
    assert {kind: len(reference.war_ally_codes(kind)) for kind in SupportKind} == {
        SupportKind.COMBAT: 16,
        SupportKind.MEDICAL: 6,
        SupportKind.MATERIAL: 38,
        SupportKind.OFFERED: 3,
    }
    assert len(reference.war_ally_codes()) == 22
    assert len(reference.war_support_codes()) == 60
    assert len(reference.war_support_codes(offered=True)) == 63
    assert len(reference.war_supporters()) == 63


def test_war_allies_are_the_usual_22() -> None:
    assert reference.is_war_ally("TH")
    assert reference.is_war_ally("TR")
    assert reference.is_war_ally("NZ")
    assert reference.is_war_ally("NO")  # not YAML's "no"
    assert not reference.is_war_ally("JP")
    assert not reference.is_war_ally("BR")
    assert not reference.is_war_ally("KR")
    assert "JP" in reference.war_support_codes()


def test_germany_counts_as_medical_since_2018() -> None:
    today = reference.war_support("DE")
    assert today is not None
    assert (today.kind, today.since_text) == (SupportKind.MEDICAL, "2018-06-22")
    before = reference.war_support("DE", on=dt.date(2017, 1, 1))
    assert before is not None
    assert before.kind == SupportKind.MATERIAL
    assert reference.war_support("KR") is None


def test_every_row_of_war_support_has_a_source_and_a_year() -> None:
    for row in reference.war_supporters():
        assert row.source, row
        assert row.since.year >= 1950


def test_an_unknown_country_says_what_is_known() -> None:
    with pytest.raises(UnknownCode) as refused:
        reference.country("XX")
    assert refused.value.status == 422
    assert str(refused.value).startswith("“XX” is not a code of countries. Use one of: AD, AE,")


def test_countries_are_offered_by_name_in_the_readers_order() -> None:
    turkish = [label for _code, label in reference.choices("countries", "tr")]
    assert turkish.index("Cezayir") > turkish.index("Çekya") > turkish.index("Butan")
    korean = reference.choices("countries", "ko")
    assert korean[0] == ("GH", "가나")
    assert len(korean) == 249
