"""The registers this was made for, as they are published."""

import csv
import gzip
from pathlib import Path
from typing import Any

import pytest

from gyoryu.common.actors import SystemActor
from gyoryu.intake.domain.taking_in import Report, take_in
from gyoryu.registry.models import Record

TEST = SystemActor("test")
NZ, NZ_2015 = "nz/nz_directory_2016-06.csv.gz", "nz/nz_directory_2015.csv.gz"


def facts(key: str) -> dict[str, Any]:
    return Record.objects.exclude(state="superseded").get(key=key).facts


def take(path: Path, mapping: str) -> Report:
    return take_in(path, adapter="table", mapping=mapping, actor=TEST)


@pytest.mark.django_db
def test_new_zealand_in_two_vintages(data_home: Path) -> None:
    older = take_in(data_home / NZ_2015, adapter="nz-directory", actor=TEST)
    assert (older.read, older.new, older.rejected, older.as_of) == (2543, 2541, 2, "2015-01-01")
    assert ["the key “714”" in older.problems[0], "the key “3954”" in older.problems[1]] == [True, True]
    newer = take_in(data_home / NZ, adapter="nz-directory", actor=TEST)
    assert (newer.read, newer.rejected, newer.as_of) == (2539, 0, "2016-06-01")
    assert newer.new + newer.changed + newer.unchanged == 2539
    assert newer.vanished == 2541 - newer.changed - newer.unchanged
    grammar = facts("54")
    assert grammar["names"] == [{"text": "Auckland Grammar", "language": "en", "script": "Latn", "kind": "official"}]
    assert grammar["identifiers"] == [{"scheme": "nz-moe", "value": "54"}]
    assert (grammar["region"], grammar["locality"], grammar["level_from"], grammar["level_to"]) == (
        "Auckland",
        "Auckland",
        8,
        12,
    )
    again = take_in(data_home / NZ, adapter="nz-directory", actor=TEST)
    assert (again.new, again.changed, again.unchanged, again.vanished, again.returned) == (0, 0, 2539, 0, 0)


RENAMED = {
    "School ID": "School_Id",
    "Name": "Org_Name",
    "School website": "URL",
    "Street": "Add1_Line1",
    "Suburb": "Add1_Suburb",
    "City": "Add1_City",
    "Postal Code": "Add2_Postal_Code",
    "School Type": "Org_Type",
    "Regional Council": "Regional_Council",
    "Total School Roll": "Total",
    "Maori Electorate": "Māori_Electorate",
    "Fax": "Contact1_Name",
    "Decile": "Status",
    "Ward": "DateSchoolOpened",
}


@pytest.mark.django_db
def test_new_zealand_with_the_columns_of_today(data_home: Path, tmp_path: Path) -> None:
    """What says the same under the newer names is the same; the principal's name is not kept."""
    take_in(data_home / NZ, adapter="nz-directory", actor=TEST)
    before = facts("54")
    with gzip.open(data_home / NZ, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (tmp_path / "directory_2026-10.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [RENAMED.get(name, name) for name in rows[0]])
        writer.writeheader()
        for row in rows:
            named = {RENAMED.get(name, name): value for name, value in row.items()}
            writer.writerow(named | {"Contact1_Name": "Mrs Kauri", "Status": "Open", "DateSchoolOpened": "01/02/1869"})
    report = take_in(tmp_path / "directory_2026-10.csv", adapter="nz-directory", actor=TEST)
    assert (report.changed, report.rejected, report.vanished) == (2539, 0, 0)
    assert facts("54") == before | {"status": "open", "opened_on": "1869-02-01"}


@pytest.mark.django_db
def test_turkiye(data_home: Path) -> None:
    report = take(data_home / "tr/tr_lise_2023.csv.gz", "tr_lise")
    assert (report.read, report.new, report.rejected) == (1540, 1540, 0)
    keyless = [row.facts for row in Record.objects.filter(key__startswith="content:")]
    assert (len(keyless), [one for one in keyless if "identifiers" in one]) == (90, [])
    school = facts("751929")
    assert (school["region"], school["locality"], school["names"][0]["language"]) == ("Adana", "Aladağ", "tr")
    assert (school["level_from"], school["level_to"], school["local_type"]) == (9, 12, "İmam Hatip")


@pytest.mark.django_db
def test_thailand(data_home: Path) -> None:
    report = take(data_home / "th/th_schools_wikipedia_2026-04.csv.gz", "th_schools")
    assert (report.read, report.new, report.rejected, report.as_of) == (36249, 36249, 0, "2026-04-01")
    school = facts("TH363")
    assert school["names"] == [
        {"text": "โรงเรียนสวนกุหลาบวิทยาลัย", "language": "th", "script": "Thai", "kind": "official"}
    ]
    assert (school["country"], school["region"], school["identifiers"]) == (
        "TH",
        "กรุงเทพมหานคร",
        [{"scheme": "th-row", "value": "TH363"}],
    )


@pytest.mark.django_db
def test_england(data_home: Path) -> None:
    report = take(data_home / "uk/uk_england_school_details_2018.csv.gz", "gb_england")
    assert (report.read, report.new, report.rejected) == (26078, 26078, 0)
    school = facts("110547")
    assert (school["names"][0]["text"], school["region"], school["status"]) == (
        "Wycombe Abbey School",
        "Buckinghamshire",
        "open",
    )
    closed = [row.facts for row in Record.objects.filter(facts__status="closed")]
    assert (len(closed), {"closed_on" in one for one in closed}) == (2146, {True})
    assert facts("147416")["names"][0]["text"] == "St Aelred's Catholic Primary School – a Catholic Voluntary Academy"


@pytest.mark.django_db
def test_australia(data_home: Path) -> None:
    report = take(data_home / "au/au_acara_profile_2025.csv.gz", "au_acara")
    assert (report.read, report.new, report.rejected, report.as_of) == (9755, 9755, 0, "2025-01-01")
    school = facts("40000")
    assert (school["region"], school["level_from"], school["level_to"], school["pupils"]) == ("Tasmania", 0, 6, 413)


@pytest.mark.django_db
def test_korea(data_home: Path) -> None:
    report = take_in(data_home / "kr/kr_school_locations_2026-03.csv.gz", adapter="kr-schools", actor=TEST)
    assert (report.read, report.new, report.rejected, report.as_of) == (12011, 12011, 0, "2026-03-20")
    assert (report.beside["home_schools"], report.warnings) == (2558, [])


@pytest.mark.django_db
def test_new_zealand_over_the_years(data_home: Path) -> None:
    report = take_in(data_home / "nz/nz_school_details_2000-2017.csv.gz", adapter="nz-details", actor=TEST)
    assert (report.read, report.new, report.rejected, report.as_of) == (2998, 2998, 0, "2017-01-01")
    closed = [row.facts for row in Record.objects.filter(facts__status="closed")]
    assert (len(closed), {"closed_on" in one for one in closed}) == (467, {True})
    assert (facts("25")["level_from"], facts("25")["level_to"], facts("25")["status"]) == (6, 12, "open")
    assert facts("25")["identifiers"] == [{"scheme": "nz-moe", "value": "25"}]


@pytest.mark.django_db
def test_new_zealand_on_the_map(data_home: Path) -> None:
    report = take_in(data_home / "nz/nz_linz_facilities_schools_2021.csv.gz", adapter="nz-linz", actor=TEST)
    assert (report.read, report.new, report.rejected, report.as_of) == (2529, 2529, 0, "2021-06-10")
    school = Record.objects.get(facts__names__0__text="St Joseph's Māori Girls' College").facts
    assert [(name["text"], name["language"], name["kind"]) for name in school["names"]] == [
        ("St Joseph's Māori Girls' College", "mi", "official"),
        ("St Joseph's Maori Girls' College", "en", "alias"),
    ]
    assert {"scheme": "nz-moe", "value": "222"} in school["identifiers"]
    assert (round(school["latitude"], 2), school["pupils"], school["level_from"]) == (-39.53, 142, 6)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("adapter", "file", "rows", "rejected"),
    [
        ("tr-lgs", "tr/tr_lgs_schools_unique.csv.gz", 2438, 0),
        ("tr-schools", "tr/tr_school_names_2021-03.csv.gz", 52069, 0),
        ("gb-ofsted", "uk/uk_ofsted_by_urn_2026.csv.gz", 22529, 0),
        ("au-acara-location", "au/au_acara_location_2025.csv.gz", 11039, 0),
        ("fr-lycees", "fr/fr_lycees_2026-10.csv.gz", 5418, 0),
        ("kr-schools", "kr/kr_school_locations_2018-09.csv.gz", 11854, 0),
    ],
)
def test_other_registers(adapter: str, file: str, rows: int, rejected: int, data_home: Path) -> None:
    """Every row of them is kept; what they say is looked at in one school each."""
    report = take_in(data_home / file, adapter=adapter, actor=TEST)
    assert (report.read, report.new, report.rejected) == (rows, rows - rejected, rejected)
    name, place = {
        "tr-lgs": ("Ceyhan Anadolu Lisesi", ("Adana", "Ceyhan")),
        "tr-schools": ("Akören İlkokulu", ("Adana", "")),
        "gb-ofsted": ("The Aldgate School", ("", "")),
        "au-acara-location": ("Fahan School", ("Tasmania", "Sandy Bay")),
        "fr-lycees": ("Lycée Saint-Pierre", ("", "Abbeville")),
        "kr-schools": ("동항초등학교", ("부산광역시", "남구")),
    }[adapter]
    found = [row.facts for row in Record.objects.filter(facts__names__0__text=name)]
    assert place in [(one.get("region", ""), one.get("locality", "")) for one in found]


@pytest.mark.django_db
def test_profile_and_location_carry_one_number(data_home: Path) -> None:
    """Two sources: levels from one, the position from the other."""
    take_in(data_home / "au/au_acara_profile_2025.csv.gz", adapter="au-acara", actor=TEST)
    take_in(data_home / "au/au_acara_location_2025.csv.gz", adapter="au-acara-location", actor=TEST)
    profile, location = (
        Record.objects.get(source__slug=slug, key="40000") for slug in ("au-acara", "au-acara-location")
    )
    assert profile.facts["identifiers"] == location.facts["identifiers"]
    assert ("latitude" in profile.facts, "latitude" in location.facts) == (False, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "mapping"),
    [(NZ, "tr_lise"), ("tr/tr_lise_2023.csv.gz", "gb_england"), ("fr/fr_lycees_2026-10.csv.gz", "au_acara")],
)
def test_a_register_read_with_the_mapping_of_another(file: str, mapping: str, data_home: Path) -> None:
    from gyoryu.intake.problems import FileRefused

    with pytest.raises(FileRefused, match="row 1, column .*: the header lacks"):
        take(data_home / file, mapping)
