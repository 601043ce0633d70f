"""The office file: Gyeonggi's own, and what a broken one says."""

import csv
import datetime as dt
import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.checks.registry import registry
from django.utils import translation

from gyoryu.reference import queries as reference
from gyoryu.reference.apps import data_files
from gyoryu.reference.models.files import BrokenFile, office_file

GYEONGGI = Path(__file__).resolve().parents[2] / "data" / "office" / "gyeonggi.yaml"
ANSWER = "deadlines.partner_answer_days.value"


@pytest.fixture
def office_with(tmp_path: Path, settings: Any) -> Any:
    """``office_with(old, new)``: the system runs with a copy of Gyeonggi's file in which ``old`` reads ``new``."""

    def change(old: str, new: str) -> Path:
        text = GYEONGGI.read_text(encoding="utf-8")
        assert old in text
        file = tmp_path / "elsewhere.yaml"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        settings.OFFICE_FILE = file
        return file

    return change


def test_the_office_and_its_institute() -> None:
    office = reference.office()
    with translation.override("ko"):
        assert (office.name, office.institute.name) == ("경기도교육청", "경기도교육청국제교육원")
    assert office.label("en") == "Gyeonggi Provincial Office of Education"
    assert (office.country, office.time_zone) == ("KR", "Asia/Seoul")
    assert set(office.contact_lines) >= {"ko", "en", "th", "tr"}
    assert office.school_year_turns == (3, 1)
    assert (office.live_from, office.live_until) == (dt.time(8, 30), dt.time(17))


def test_its_25_districts_are_each_in_one_group_of_five() -> None:
    office = reference.office()
    assert len(office.districts) == 25
    assert Counter(district.group for district in office.districts) == {
        "north_west": 5,
        "north_east": 5,
        "south_west": 5,
        "south_east": 5,
        "south": 5,
    }
    members = [member for group in office.groups for member in group.members]
    assert sorted(members) == sorted(district.code for district in office.districts)
    leads = [office.district(group.lead) for group in office.groups]
    assert [lead.label("ko") for lead in leads if lead] == [
        "파주교육지원청",
        "구리남양주교육지원청",
        "시흥교육지원청",
        "성남교육지원청",
        "수원교육지원청",
    ]


def test_membership_of_the_groups_is_marked_as_assumed() -> None:
    for group in reference.office().groups:
        assert "assumed" in group.source
        assert "assumed" in group.note


def test_codes_and_names_are_those_of_the_school_register(data_home: Path) -> None:
    office = reference.office()
    with gzip.open(
        data_home / "kr/kr_school_locations_2026-03.csv.gz", "rt", encoding="utf-8-sig", newline=""
    ) as lines:
        register = {
            (row["교육지원청코드"], row["교육지원청명"])
            for row in csv.DictReader(lines)
            if row["시도교육청코드"] == office.code
        }
    assert {(district.code, district.register_name) for district in office.districts} == register


def test_priority_and_deadlines() -> None:
    office = reference.office()
    assert [office.priority_rank(code) for code in ("research_school", "un_global_academy", "general", "stranger")] == [
        0,
        1,
        3,
        4,
    ]
    assert (office.deadlines.trip_report_days, office.deadlines.trip_registration_days) == (30, 15)
    assert (office.deadlines.institution_fresh_months, office.deadlines.offer_fresh_months) == (12, 6)
    assert office.contacts_at_once == 1
    assert office.group_of("7541000") == office.groups[4]
    assert office.districts_of("south")[0].label("en") == "Suwon Office of Education"
    assert office.district("0000000") is None
    assert office.group_of("0000000") is None


def test_another_office_replaces_the_file(office_with: Any) -> None:
    office_with("en: Gyeonggi Provincial Office of Education", "en: Office of Elsewhere")
    assert reference.office().label("en") == "Office of Elsewhere"


@pytest.mark.parametrize(
    ("old", "new", "key", "says"),
    [
        ('lead: "7681000"', 'lead: "7541000"', "district_groups[0].lead", "not among the members"),
        ('"7621000", "7771000"', '"7771000"', "district_offices[8].code", "in no group"),
        ('"7621000", "7771000"', '"7621000", "7541000"', "district_offices[0].code", "in north_west and south"),
        ('"7621000", "7771000"', '"7621000", "7771"', "district_groups[0].members[2]", "Did you mean “7771000”"),
        ('code: "7551000", register', 'code: "7541000", register', "district_offices[1].code", "stands there twice"),
        ('code: "7530000"', "code: 7530000", "office.code", 'Put it in quotes: "7530000"'),
        ("time_zone: Asia/Seoul", "time_zone: Seoul", "time_zone", "Use an IANA name"),
        ("time_zone: Asia/Seoul", "", "time_zone", "Add a line “time_zone: …”"),
        ("time_zone:", "timezone:", "timezone", "Did you mean “time_zone”?"),
        ("country: KR", "country: KOR", "country", "“KOR” is not known"),
        ("partner_answer_days: {value: 14", "partner_answer_days: {value: soon", ANSWER, "Write a number"),
        ("partner_answer_days: {value: 14", "partner_answer_days: {value: 0", ANSWER, "from 1 to 3650"),
        ('school_year_turns: "03-01"', 'school_year_turns: "02-31"', "school_year_turns", 'Write it as "03-01"'),
        ('latest: "17:00"', 'latest: "07:00"', "live_lessons.latest", "not after"),
        ('email: ""', "email: me at home", "contact.email", "Write it as exchange@office.example"),
        ('website: ""', "website: javascript:alert(1)", "contact.website", "https://"),
        ("en: Exchange research school", "", "priority_classes[0].name.en", "this is missing"),
        ("source: announcement}", "source: hearsay}", "priority_classes[0].source", "“hearsay” is not known"),
        ("languages: [ko, en]", "languages: {ko: en}", "languages", "expected text"),
    ],
)  # fmt: skip
def test_a_broken_office_file_names_file_key_and_mend(
    office_with: Any, old: str, new: str, key: str, says: str
) -> None:
    file = office_with(old, new)
    with pytest.raises(BrokenFile) as refused:
        reference.office()
    assert refused.value.key == key
    assert str(refused.value).startswith(f"{file}: {key}: ")
    assert says in str(refused.value)
    assert reference.problems() == [str(refused.value)]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"country: KR\ncountry: TH\n", "line 2, column 1: “country” stands there twice"),
        (b"office: [\n", "line 2, column 1"),
        (b"- a list\n", "expected keys and values"),
        (b"", "expected keys and values, found nothing"),
        (b"country: \xb0\xe6\xb1\xe2\n", "it is not UTF-8"),
        (b"a: \x07\n", "it is not YAML"),
    ],
)
def test_a_file_that_is_no_office_file_at_all(tmp_path: Path, settings: Any, content: bytes, says: str) -> None:
    settings.OFFICE_FILE = tmp_path / "office.yaml"
    settings.OFFICE_FILE.write_bytes(content)
    with pytest.raises(BrokenFile) as refused:
        reference.office()
    assert says in str(refused.value)


def test_a_file_that_is_not_there(tmp_path: Path, settings: Any) -> None:
    settings.OFFICE_FILE = tmp_path / "nowhere.yaml"
    with pytest.raises(BrokenFile) as refused:
        reference.office()
    assert "it cannot be read (No such file or directory). Check the path" in str(refused.value)


def test_nothing_is_wrong_with_the_files_of_the_product() -> None:
    assert office_file() == GYEONGGI
    assert reference.problems() == []


def test_a_broken_file_is_said_before_anything_is_served(office_with: Any) -> None:
    office_with("time_zone: Asia/Seoul", "time_zone: Seoul")
    assert data_files in registry.get_checks()
    (error,) = data_files(None)
    assert error.is_serious()
    assert "time_zone: “Seoul” is not a time zone" in error.msg
