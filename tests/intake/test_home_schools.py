"""Korea's register: every school becomes a record, those of this office organisations as well."""

from pathlib import Path
from typing import Any

import pytest

from gyoryu.accounts.models import Organisation
from gyoryu.common.actors import SystemActor
from gyoryu.intake.domain.taking_in import Report, take_in
from gyoryu.intake.problems import FileRefused
from gyoryu.reference.queries import office
from gyoryu.registry.models import Record, SourceRun
from tests.intake.files import write_csv

HEADER = (
    "학교ID",
    "학교명",
    "학교급구분",
    "설립일자",
    "설립형태",
    "운영상태",
    "소재지지번주소",
    "소재지도로명주소",
    "시도교육청코드",
    "시도교육청명",
    "교육지원청코드",
    "교육지원청명",
    "위도",
    "경도",
    "데이터기준일자",
)
SUWON, SEOUL = "7541000", "7010000"


def row(number: int, name: str, **other: str) -> list[str]:
    cells = {
        "학교ID": f"B{number:09d}",
        "학교명": name,
        "학교급구분": "중학교",
        "설립일자": "1990-03-01",
        "설립형태": "공립",
        "운영상태": "운영",
        "소재지지번주소": "경기도 수원시 권선구 세류동 1",
        "소재지도로명주소": "경기도 수원시 권선구 세류로 1",
        "시도교육청코드": office().code,
        "시도교육청명": "경기도교육청",
        "교육지원청코드": SUWON,
        "교육지원청명": "경기도수원교육지원청",
        "위도": "37.26",
        "경도": "127.02",
        "데이터기준일자": "2026-03-20",
    } | other
    return [cells[name] for name in HEADER]


HOME = [
    row(1, "가온중학교"),
    row(2, "나래초등학교", 학교급구분="초등학교"),
    row(3, "다솜고등학교", 학교급구분="고등학교"),
]
ELSEWHERE = row(9, "서울중학교", 시도교육청코드=SEOUL, 시도교육청명="서울특별시교육청", 위도="37.57", 경도="126.98")


def take(path: Path, rows: list[list[str]], **more: Any) -> Report:
    return take_in(write_csv(path, rows, HEADER), adapter="kr-schools", actor=SystemActor("test"), **more)


def schools() -> dict[str, Organisation]:
    return {one.official_id: one for one in Organisation.objects.filter(kind="school").select_related("parent")}


@pytest.mark.django_db
def test_schools_of_this_office_become_organisations(tmp_path: Path) -> None:
    report = take(tmp_path / "kr_2026-03.csv", [*HOME, ELSEWHERE])
    assert (report.new, report.as_of) == (4, "2026-03-20")
    assert report.beside == {
        "home_schools": 3,
        "home_schools_new": 3,
        "home_schools_changed": 0,
        "home_schools_closed": 0,
    }
    assert sorted(schools()) == ["B000000001", "B000000002", "B000000003"]
    gaon = schools()["B000000001"]
    assert (gaon.name, gaon.official_scheme, gaon.level_from, gaon.level_to, gaon.is_open) == (
        "가온중학교",
        "kr-school",
        7,
        9,
        True,
    )
    assert gaon.parent is not None
    assert (gaon.parent.official_id, gaon.parent.kind) == (SUWON, "district")
    assert Organisation.objects.filter(kind="district").count() == len(office().districts)
    facts = Record.objects.get(key="B000000001").facts
    assert (facts["region"], facts["locality"], facts["address"]) == (
        "경기도",
        "수원시",
        "경기도 수원시 권선구 세류로 1",
    )
    assert facts["names"] == [{"text": "가온중학교", "language": "ko", "script": "Hang", "kind": "official"}]
    assert (facts["status"], facts["opened_on"], facts["level_from"], facts["level_to"]) == ("open", "1990-03-01", 7, 9)


@pytest.mark.django_db
def test_the_same_again_changes_no_organisation(tmp_path: Path) -> None:
    take(tmp_path / "a.csv", HOME)
    report = take(tmp_path / "a.csv", HOME)
    assert (report.unchanged, report.beside["home_schools_new"], report.beside["home_schools_changed"]) == (3, 0, 0)


@pytest.mark.django_db
def test_renamed_moved_closed_and_gone(tmp_path: Path) -> None:
    take(tmp_path / "a.csv", [*HOME, row(4, "라온중학교")])
    changed = [
        row(1, "가온새중학교"),
        row(2, "나래초등학교", 학교급구분="초등학교", 교육지원청코드="7551000"),
        row(3, "다솜고등학교", 학교급구분="고등학교", 운영상태="폐교"),
    ]
    report = take(tmp_path / "b.csv", changed)
    assert (report.beside["home_schools_changed"], report.beside["home_schools_closed"]) == (3, 1)
    now = schools()
    assert (now["B000000001"].name, now["B000000002"].parent.official_id) == ("가온새중학교", "7551000")
    assert {key: one.is_open for key, one in now.items() if not one.is_open} == {
        "B000000003": False,
        "B000000004": False,
    }


@pytest.mark.django_db
def test_a_school_whose_row_went_bad_stays_open(tmp_path: Path) -> None:
    take(tmp_path / "a.csv", HOME)
    report = take(tmp_path / "b.csv", [HOME[0], HOME[1], row(3, "다솜고등학교", 설립일자="1990-02-31")])
    assert (report.rejected, report.vanished, report.beside["home_schools_closed"]) == (1, 0, 0)
    assert all(one.is_open for one in schools().values())


@pytest.mark.django_db
def test_a_part_closes_nothing(tmp_path: Path) -> None:
    take(tmp_path / "a.csv", HOME)
    take(tmp_path / "b.csv", HOME[:1], complete=False)
    assert all(one.is_open for one in schools().values())


@pytest.mark.django_db
def test_an_address_by_road_that_is_missing(tmp_path: Path) -> None:
    take(tmp_path / "a.csv", [row(1, "가온중학교", 소재지도로명주소="")])
    facts = Record.objects.get().facts
    assert (facts["locality"], facts["address"]) == ("수원시", "경기도 수원시 권선구 세류동 1")


@pytest.mark.django_db
def test_what_is_worth_a_note(tmp_path: Path) -> None:
    strange = take(tmp_path / "a.csv", [row(1, "가온중학교", 교육지원청코드="9999999")])
    assert "knows no district 9999999" in strange.warnings[0]
    nobody = take(tmp_path / "b.csv", [ELSEWHERE])
    assert "is in this file" in nobody.warnings[0]


@pytest.mark.django_db
def test_a_file_without_districts(tmp_path: Path) -> None:
    header = [name if name != "교육지원청코드" else "청" for name in HEADER]
    with pytest.raises(FileRefused, match="the header lacks “교육지원청코드”"):
        take_in(write_csv(tmp_path / "a.csv", HOME, header), adapter="kr-schools", actor=SystemActor("test"))
    assert SourceRun.objects.count() == 0
