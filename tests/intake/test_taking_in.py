"""A register read again and again: what is new, changed, unchanged, vanished and there again."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from gyoryu.audit.models import Event
from gyoryu.common.actors import SystemActor
from gyoryu.common.errors import BadInput
from gyoryu.intake.domain.taking_in import day_in, take_in
from gyoryu.registry.facts import from_json, to_json
from gyoryu.registry.models import Record, Source, SourceRun
from gyoryu.registry.queries import records_of_runs
from tests.intake.files import HEADER, MAPPING, as_csv, school, schools, write_csv, write_xlsx

FIGURES = ("read", "new", "changed", "unchanged", "rejected", "vanished", "returned")


def figures(report: Any) -> tuple[int, ...]:
    return tuple(getattr(report, name) for name in FIGURES)


@pytest.mark.django_db
def test_the_same_again_changes_nothing(read: Any, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "moa_2024-03.csv", schools(40))
    assert figures(read(path)) == (40, 40, 0, 0, 0, 0, 0)
    before = list(Record.objects.order_by("pk").values())
    assert figures(read(path)) == (40, 0, 0, 40, 0, 0, 0)
    assert list(Record.objects.order_by("pk").values()) == before
    again = Event.objects.filter(verb="registry.apply_run").latest("pk")
    assert list(records_of_runs([again.subject_id])) == []
    assert Source.objects.get().slug == "moa-schools"
    assert [run.as_of for run in SourceRun.objects.all()] == [dt.date(2024, 3, 1)] * 2


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.xlsx"])
def test_the_shape_of_the_file_does_not_matter(name: str, read: Any, tmp_path: Path) -> None:
    read(write_csv(tmp_path / "first.csv", schools(5)))
    write = write_xlsx if name.endswith("xlsx") else write_csv
    assert figures(read(write(tmp_path / name, schools(5)))) == (5, 0, 0, 5, 0, 0, 0)


@pytest.mark.django_db
def test_changed_vanished_and_there_again(read: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    read(write_csv(path, schools(4)))
    later = read(write_csv(path, [school(1), school(2, Name="Rimu School"), school(5)]))
    assert figures(later) == (3, 1, 1, 1, 0, 2, 0)
    gone = Record.objects.filter(vanished_at__isnull=False)
    assert sorted(gone.values_list("key", flat=True)) == ["3", "4"]
    assert list(Record.objects.filter(state="superseded").values_list("key", flat=True)) == ["2"]
    back = read(write_csv(path, schools(4)))
    assert figures(back) == (4, 0, 1, 3, 0, 1, 2)  # what is there again says what it said
    assert list(gone.values_list("key", flat=True)) == ["5"]
    assert Record.objects.filter(state="accepted").count() == 5


@pytest.mark.django_db
def test_columns_may_stand_in_another_order_with_others_between(read: Any, tmp_path: Path) -> None:
    read(write_csv(tmp_path / "a.csv", schools(3)))
    order = [6, 1, 0, 3, 7, 4, 5, 2]
    rows = [[row[at] for at in order] + ["new"] for row in schools(3)]
    header = [HEADER[at].upper() for at in order] + ["Another"]
    assert figures(read(write_csv(tmp_path / "b.csv", rows, header))) == (3, 0, 0, 3, 0, 0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_separators(delimiter: str, read: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(as_csv([school(1, Name="Kauri, Rimu & Co")], delimiter=delimiter), encoding="utf-8-sig")
    assert figures(read(path))[:2] == (1, 1)
    assert Record.objects.get().facts["names"][0]["text"] == "Kauri, Rimu & Co"


@pytest.mark.django_db
def test_a_number_that_many_share_is_no_number(read: Any, tmp_path: Path) -> None:
    """As Kurum Kodu 0, whether the mapping knows of it (0) or not (999999)."""
    placeholders = ["0", "0", "", "-", *["999999"] * 6]
    rows = [
        school(number, Number=key, Town=f"Town {at}")
        for at, (number, key) in enumerate(zip(range(10), placeholders, strict=True))
    ]
    path = write_csv(tmp_path / "a.csv", [*rows, rows[-1], rows[4], school(77)])
    report = read(path)
    assert figures(report) == (13, 11, 0, 0, 2, 0, 0)
    assert "row 11 already" in report.problems[0] + report.problems[1]
    assert report.warnings == [
        "Many rows share “999999” in “Number”, which is no key then. "
        "They are told apart by: name, region, locality, address."
    ]
    keys = list(Record.objects.values_list("key", flat=True))
    assert (len(set(keys)), sum(key.startswith("content:") for key in keys)) == (11, 10)
    said = [record.facts.get("identifiers") for record in Record.objects.all()]
    assert [one for one in said if one] == [[{"scheme": "moa", "value": "77"}]]
    assert figures(read(path)) == (13, 0, 0, 11, 2, 0, 0)


@pytest.mark.django_db
def test_a_row_that_was_pasted_many_times_keeps_its_number(read: Any, tmp_path: Path) -> None:
    report = read(write_csv(tmp_path / "a.csv", [school(1), *[school(2)] * 9]))
    assert (figures(report)[:2], report.rejected, report.warnings) == ((10, 2), 8, [])
    assert sorted(Record.objects.values_list("key", flat=True)) == ["1", "2"]


@pytest.mark.django_db
def test_a_list_without_numbers(tmp_path: Path) -> None:
    keyless = tmp_path / "keyless.yaml"
    keyless.write_text(
        MAPPING.replace("key: {column: Number, scheme: moa}\n", "content_key: [name]\n"), encoding="utf-8"
    )

    def take(rows: list[list[str]]) -> Any:
        path = write_csv(tmp_path / "a.csv", rows)
        return take_in(path, adapter="table", mapping=str(keyless), actor=SystemActor("test"))

    assert figures(take([school(1), school(2), school(1, Town="Rotorua")])) == (3, 2, 0, 0, 1, 0, 0)
    assert figures(take([school(1, Town="Rotorua"), school(2)])) == (2, 0, 1, 1, 0, 0, 0)


@pytest.mark.django_db
def test_facts_are_stored_as_the_register_would_write_them(read: Any, tmp_path: Path) -> None:
    read(write_csv(tmp_path / "a.csv", schools(1)))
    facts = Record.objects.get().facts
    assert to_json(from_json("institution", facts)) == facts


@pytest.mark.django_db
def test_an_older_file_is_taken_in_and_told(read: Any, tmp_path: Path) -> None:
    assert read(write_csv(tmp_path / "moa_2024.csv", schools(2))).warnings == []
    older = read(write_csv(tmp_path / "moa_2019-05-31.csv", schools(2)))
    assert older.as_of == "2019-05-31"
    assert "was read as of 2024-01-01 before: older words now stand" in older.warnings[0]
    assert read(write_csv(tmp_path / "moa_2018.csv", schools(2)), as_of=dt.date(2025, 1, 1)).as_of == "2025-01-01"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("nz_directory_2016-06.csv.gz", dt.date(2016, 6, 1)),
        ("uk_england_school_details_2018.csv", dt.date(2018, 1, 1)),
        ("directory-20160630.xlsx", dt.date(2016, 6, 30)),
        ("schools 2024.03.15 final.csv", dt.date(2024, 3, 15)),
        ("details_2000-2017.csv", dt.date(2017, 1, 1)),
        ("odd_2023-02-31.csv", dt.date(2023, 2, 1)),
        ("schools.csv", None),
        ("list-123456.csv", None),
    ],
)
def test_the_day_in_a_name(name: str, day: dt.date | None) -> None:
    assert day_in(name) == day


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"adapter": "nz-dir"}, "no_such_adapter"),
        ({"mapping": None}, "mapping_missing"),
        ({"mapping": "moa_island"}, "no_such_mapping"),
        ({"country": "XX"}, "no_country"),
        ({"country": "TR"}, "other_country"),
        ({"as_of": dt.date(2999, 1, 1)}, "as_of_ahead"),
    ],
)
def test_what_was_asked_for_wrongly(more: dict[str, Any], code: str, read: Any, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        read(write_csv(tmp_path / "a.csv", schools(1)), **more)
    assert refused.value.code == code
    assert Source.objects.count() == 0


@pytest.mark.django_db
def test_the_country_may_come_with_the_question(tmp_path: Path) -> None:
    path = tmp_path / "anywhere.yaml"
    path.write_text(MAPPING.replace("country: NZ\n", ""), encoding="utf-8")
    table = write_csv(tmp_path / "a.csv", schools(1))
    with pytest.raises(BadInput) as refused:
        take_in(table, adapter="table", mapping=str(path), actor=SystemActor("test"))
    assert (refused.value.code, refused.value.field) == ("country_missing", "country")
    take_in(table, adapter="table", mapping=str(path), country="nz", actor=SystemActor("test"))
    assert Record.objects.get().facts["country"] == "NZ"


@pytest.mark.django_db
def test_progress_is_told(read: Any, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    read(write_csv(tmp_path / "a.csv", schools(1_200)), progress=lambda *what: told.append(what))
    assert told == [
        ("reading", 500, 1_200),
        ("reading", 1_000, 1_200),
        ("receiving", 500, 1_200),
        ("receiving", 1_000, 1_200),
        ("applying", 1_200, 1_200),
    ]
