"""Many rows at once, with the values that databases treat differently."""

import datetime as dt
from typing import Any

import pytest

from gyoryu.common import bulk
from gyoryu.common.clock import now
from gyoryu.registry.models import Institution, Record, Source
from tests.factories import InstitutionFactory, RecordFactory, SourceFactory


@pytest.mark.django_db
def test_update_writes_each_row_its_own_values() -> None:
    rows = [InstitutionFactory() for _ in range(3)]
    bulk.update(
        Institution,
        ("address", "latitude", "pupils", "languages", "published_at", "confirmed_on", "merged_into"),
        [
            ('100 % Kauri\'s "Road" %s', -36.85, 120, ["mi", "en"], now(), dt.date(2026, 3, 1), None, rows[0].pk),
            ("", None, None, [], None, None, rows[0].pk, rows[1].pk),
        ],
    )
    first, second, third = Institution.objects.order_by("pk")
    assert (first.address, first.latitude, first.pupils, first.languages) == (
        '100 % Kauri\'s "Road" %s',
        -36.85,
        120,
        ["mi", "en"],
    )
    assert first.published_at is not None
    assert (first.confirmed_on, first.merged_into_id) == (dt.date(2026, 3, 1), None)
    assert (second.address, second.latitude, second.languages, second.merged_into_id) == ("", None, [], rows[0].pk)
    assert third.address == rows[2].address


@pytest.mark.django_db
def test_update_of_more_rows_than_one_statement_takes(monkeypatch: Any) -> None:
    monkeypatch.setattr(bulk, "MOST_PARAMETERS", 7)
    monkeypatch.setattr(bulk, "CHUNK", 3)
    source = SourceFactory()
    rows = [RecordFactory(source=source, key=str(number)) for number in range(20)]
    bulk.update(Record, ("said_by",), [(f"by {row.key}", row.pk) for row in rows])
    assert {row.key: row.said_by for row in Record.objects.all()} == {str(n): f"by {n}" for n in range(20)}


@pytest.mark.django_db
def test_update_of_nothing() -> None:
    bulk.update(Source, ("label",), [])
    bulk.insert(Source, ("label",), [])
    assert Source.objects.count() == 0
