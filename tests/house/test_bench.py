"""The durability bench judges rightly: what it must call lost, and what it must not."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from bench.durability import Found, compare
from bench.faults import CannotCutPower, Disk
from bench.instance import Instance
from bench.visits import Tally

SAID = "우리는 함께 수업을 합니다"


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    """An instance whose database holds one whole visit."""
    import pysqlite3

    instance = Instance(tmp_path, tmp_path / "log")
    with pysqlite3.connect(str(instance.database)) as line:
        line.executescript(
            "CREATE TABLE missions_visit (id, client_uuid, said, body_hash);"
            "CREATE TABLE missions_receipt (visit_id, body_hash);"
            "CREATE TABLE missions_finding (visit_id);"
            "CREATE TABLE audit_event (verb, subject_id);"
        )
    line.close()
    return instance


def keep(instance: Instance, visit: str, *, said: str = SAID, whole: bool = True) -> None:
    import pysqlite3

    with pysqlite3.connect(str(instance.database)) as line:
        number = line.execute("SELECT count(*) FROM missions_visit").fetchone()[0]
        line.execute("INSERT INTO missions_visit VALUES (?, ?, ?, 'h')", [number, uuid.UUID(visit).hex, said])
        line.execute("INSERT INTO missions_receipt VALUES (?, 'h')", [number])
        line.execute("INSERT INTO missions_finding VALUES (?)", [number])
        if whole:
            line.execute("INSERT INTO audit_event VALUES ('missions.start_visit', ?)", [number])
    line.close()


def judged(instance: Instance, tally: Tally, **what: Any) -> Found:
    found = Found(**{"fault": "power", "mode": "full", **what})
    compare(found, tally, instance)
    return found


def test_what_was_acknowledged_and_is_there_is_well(instance: Instance) -> None:
    told, untold = str(uuid.uuid4()), str(uuid.uuid4())
    keep(instance, told)
    keep(instance, untold)
    found = judged(instance, Tally({told: SAID, untold: SAID}, {told}))
    assert (found.lost, found.stored_without_acknowledgement, found.as_it_must_be) == (0, 1, True)


def test_what_was_acknowledged_and_is_gone_is_lost(instance: Instance) -> None:
    told, gone = str(uuid.uuid4()), str(uuid.uuid4())
    keep(instance, told)
    tally = Tally({told: SAID, gone: SAID}, {told, gone})
    found = judged(instance, tally)
    assert (found.lost, found.rounds_with_loss, found.as_it_must_be) == (1, 1, False)
    assert judged(instance, tally, mode="normal").as_it_must_be


def test_a_control_that_loses_nothing_proves_nothing(instance: Instance) -> None:
    told = str(uuid.uuid4())
    keep(instance, told)
    assert not judged(instance, Tally({told: SAID}, {told}), mode="normal").as_it_must_be
    assert judged(instance, Tally({told: SAID}, {told}), mode="normal", fault="kill").as_it_must_be


def test_half_a_visit_other_words_and_a_refusal_are_seen(instance: Instance) -> None:
    half, other = str(uuid.uuid4()), str(uuid.uuid4())
    keep(instance, half, whole=False)
    keep(instance, other, said="other words")
    found = judged(instance, Tally({half: SAID, other: SAID}, {half, other}, ["500 b''"]))
    assert (len(found.half_written), found.altered, found.refused) == (1, 1, ["500 b''"])
    assert not found.as_it_must_be


def test_nothing_acknowledged_proves_nothing(instance: Instance) -> None:
    assert not judged(instance, Tally()).as_it_must_be


def test_who_may_not_mount_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(CannotCutPower, match="use --fault kill"):
        Disk(tmp_path).make()


def test_the_form_it_posts_to_exists() -> None:
    assert reverse("field:start_visit", args=["0000000000"]).startswith("/field/missions/")
