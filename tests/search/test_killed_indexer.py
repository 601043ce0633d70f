"""An indexer that is killed at any moment leaves an index that serves, with everything that was in it."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from gyoryu.search.engine import Candidate
from gyoryu.search.index import Engine

ROUNDS = 20
BASE = 50

WRITE = """
import sys
from pathlib import Path
from gyoryu.search.entries import Entry, EntryName, keyed
from gyoryu.search.index import Engine

folder, number = Path(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
while True:
    with Engine.open(folder).writer() as writer:
        for step in range(20):
            number += 1
            name = EntryName(f"Rimu Point College {number}")
            writer.put(keyed(Entry(number, f"P{number}", (name,), "NZ")), replace=True)
        writer.put(keyed(Entry(1, "P1", (EntryName("Kowhai Bay College 1"),), "NZ")), replace=True)
"""


def found(engine: Engine, words: list[str], limit: int = 100) -> list[Candidate]:
    return engine.find(engine.all_of("words", words), {}, limit=limit)


def test_a_killed_indexer_never_leaves_a_wrong_or_empty_index(tmp_path: Path) -> None:
    from gyoryu.search.entries import Entry, EntryName, keyed

    folder = tmp_path / "index"
    with Engine.create(folder).writer() as writer:
        for number in range(1, BASE + 1):
            writer.put(
                keyed(Entry(number, f"P{number}", (EntryName(f"Kowhai Bay College {number}"),), "NZ")), replace=True
            )
    dice = random.Random(7)
    before = BASE
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "gyoryu.config.settings"}
    for round_ in range(ROUNDS):
        command = [sys.executable, "-c", WRITE, str(folder), str(1_000 + 100_000 * round_)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as indexer:
            assert indexer.stdout
            assert indexer.stdout.readline() == b"ready\n"
            time.sleep(dice.random() * 0.25)
            indexer.send_signal(signal.SIGKILL)
        engine = Engine.open(folder)
        assert len(found(engine, ["kowhai", "bay"])) == BASE
        assert [one.pid for one in found(engine, ["kowhai", "1"])] == ["P1"]  # replaced, never twice and never gone
        now = engine.count()
        assert now >= before  # what was committed stays
        assert (now - BASE) % 20 == 0  # whole commits only
        before = now
    assert before > BASE
