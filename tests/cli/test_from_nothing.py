"""From an empty folder to a register that is found, carried to another instance and looked over."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.instance import COMMAND, Instance

At = Callable[[str], Instance]


def fails(instance: Instance, *arguments: str) -> str:
    """Standard error of a command that is refused with exit code 1."""
    done = subprocess.run(
        [*COMMAND, *arguments], env=instance.environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 1, (done.returncode, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done.stderr


def exported(instance: Instance, folder: Path) -> list[Any]:
    out = folder / "out.jsonl"
    instance.gyoryu("export", "institutions", str(out))
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def ready(instance_at: At, register: Path) -> Instance:
    """An instance whose first command was to read a register; what it read is published."""
    instance = instance_at("ready")
    read = instance.figures("intake", "nz-directory", str(register))
    assert (read["read"], read["new"], read["as_of"]) == (2, 2, "2026-02-01")
    assert instance.figures("publish", "--source", "nz-directory") == {"published": 2, "left": 0, "missing": {}}
    return instance


def test_what_was_published_is_found_and_read_again_changes_nothing(ready: Instance, register: Path) -> None:
    hits = ready.figures("search", "오클랜드 그래머 스쿨")["hits"]
    assert hits[0]["identifiers"] == [{"scheme": "nz-moe", "value": "54"}]
    again = ready.figures("intake", "nz-directory", str(register))
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2)
    assert ready.figures("check")["ok"] is True
    assert "/account/invitations/" in ready.invite("kim@office.example", "curator")


def test_a_backup_makes_the_same_instance_elsewhere(ready: Instance, instance_at: At, tmp_path: Path) -> None:
    rows = exported(ready, tmp_path)
    assert [row["display_name"] for row in rows] == ["Auckland Grammar", "Kowhai Bay College"]
    assert rows[0]["sources"][0]["source"] == "nz-directory"
    saved = tmp_path / "saved.tar.gz"
    assert ready.figures("backup", str(saved))["with_keys"] is False
    assert "exists" in fails(ready, "backup", str(saved))
    assert "already holds" in fails(ready, "restore", str(saved))
    other = instance_at("other")
    other.gyoryu("restore", str(saved))
    other.gyoryu("reindex")
    assert exported(other, tmp_path) == rows
    assert other.figures("search", "Kowhai")["hits"][0]["names"] == ["Kowhai Bay College"]
    assert other.figures("check")["ok"] is True
    damaged = tmp_path / "damaged.tar.gz"
    damaged.write_bytes(saved.read_bytes()[:-2_000])
    assert "cannot be read" in fails(other, "restore", str(damaged), "--force")
    assert exported(other, tmp_path) == rows


def test_keys_are_in_a_backup_only_when_asked_for(ready: Instance, tmp_path: Path) -> None:
    for flag, there in (((), False), (("--with-keys",), True)):
        out = tmp_path / f"saved-{there}.tar.gz"
        ready.gyoryu("backup", str(out), *flag)
        listed = subprocess.run(["tar", "tzf", str(out)], capture_output=True, text=True, check=True).stdout.split()
        assert ("keys.json" in listed) == there
        assert listed[0] == "manifest.json"


def test_nothing_is_restored_under_a_running_instance(ready: Instance, tmp_path: Path) -> None:
    saved = tmp_path / "saved.tar.gz"
    ready.gyoryu("backup", str(saved))
    worker = subprocess.Popen([*COMMAND, "worker"], env=ready.environment, stdout=subprocess.PIPE, text=True)
    try:
        assert worker.stdout is not None
        worker.stdout.readline()
        assert "running" in fails(ready, "restore", str(saved), "--force")
    finally:
        worker.terminate()
        worker.wait(timeout=20)
        assert worker.stdout is not None
        worker.stdout.close()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("publish", "--source", "nowhere"), "nowhere"),
        (("invite", "kim@office.example", "--role", "curator", "--organisation", "0000000000"), "0000000000"),
    ],
)
def test_a_refusal_is_a_sentence(ready: Instance, arguments: tuple[str, ...], said: str) -> None:
    assert said in fails(ready, *arguments)


def test_a_csv_export_calculates_nothing(ready: Instance, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    ready.gyoryu("export", "institutions", str(out), "--format", "csv")
    text = out.read_text(encoding="utf-8-sig")
    assert "Auckland Grammar" in text
    assert not any(cell[:1] in "=@" for line in text.splitlines() for cell in line.split(",") if cell)
