#!/usr/bin/env python3
"""Does an acknowledged visit survive? Eight delegates post the visit form while processes are killed or power is cut.

Every acknowledgement is written down outside of the product and looked for afterwards, whole. The control,
``--mode normal``, must lose in a power cut: a harness that finds no loss there would prove nothing.

Exit code 0: as it must be. 1: it is not (a loss, or a control that lost nothing). 2: it could not be tried here.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from bench.faults import CannotCutPower, Disk, freeze  # noqa: E402
from bench.instance import BIN, Instance  # noqa: E402
from bench.visits import DOORS, Poster, Tally, stored  # noqa: E402

CLIENTS = 8
SHORTEST, LONGEST = 0.6, 1.6  # seconds of posting before the fault


@dataclass
class Found:
    """What all rounds found."""

    fault: str
    mode: str
    door: str = "form"
    rounds: int = 0
    sent: int = 0
    acknowledged: int = 0
    lost: int = 0
    rounds_with_loss: int = 0
    most_lost_in_a_round: int = 0
    altered: int = 0
    stored_without_acknowledgement: int = 0
    half_written: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    seconds_posting: float = 0
    slowest_recovery: float = 0

    @property
    def as_it_must_be(self) -> bool:
        sound = not (self.half_written or self.refused or self.altered) and self.acknowledged > 0
        control = self.mode == "normal" and self.fault == "power"
        return sound and (self.lost > 0 if control else self.lost == 0)

    def figures(self) -> dict[str, Any]:
        rate = self.acknowledged / self.seconds_posting if self.seconds_posting else 0
        return asdict(self) | {"writes_a_second": round(rate, 1), "as_it_must_be": self.as_it_must_be}


def post_until_fault(
    instance: Instance, door: str, clients: list[dict[str, Any]], turn: int, fault: Any
) -> tuple[Tally, float]:
    """Let everybody post, make the fault in the middle of it; all they sent, all they were told."""
    stop = threading.Event()
    posters = [Poster(door, instance.port, client["session"], client["missions"][turn], stop) for client in clients]
    began = time.monotonic()
    for poster in posters:
        poster.start()
    time.sleep(random.uniform(SHORTEST, LONGEST))
    fault()
    posted = time.monotonic() - began
    stop.set()
    together = Tally()
    for poster in posters:
        poster.join()
        together.sent |= poster.tally.sent
        together.acknowledged |= poster.tally.acknowledged
        together.refused += poster.tally.refused
    return together, posted


def compare(found: Found, tally: Tally, instance: Instance) -> None:
    """Every acknowledged visit is looked for, word by word."""
    there, wrong = stored(instance.database)
    lost = [visit for visit in tally.acknowledged if visit not in there]
    found.sent += len(tally.sent)
    found.acknowledged += len(tally.acknowledged)
    found.lost += len(lost)
    found.rounds_with_loss += bool(lost)
    found.most_lost_in_a_round = max(found.most_lost_in_a_round, len(lost))
    found.altered += sum(there[visit] != said for visit, said in tally.sent.items() if visit in there)
    found.stored_without_acknowledgement += sum(
        visit in there for visit in tally.sent if visit not in tally.acknowledged
    )
    found.half_written += wrong
    found.refused += tally.refused


def run(fault: str, mode: str, door: str, rounds: int, folder: Path, tell: Any) -> Found:
    found = Found(fault, mode, door)
    disk = Disk(folder)
    if fault == "power":
        disk.make()
    home = disk.mount_point / "home" if fault == "power" else folder / "home"
    home.mkdir(exist_ok=True)
    instance = Instance(home, folder / "serve.log", mode)

    def cut_power() -> None:
        freeze(instance.group)
        disk.cut_power()
        instance.kill()

    make_fault = cut_power if fault == "power" else instance.kill
    try:
        instance.run(str(BIN / "gyoryu"), "migrate", "--quiet")
        made = instance.run(sys.executable, "-m", "bench.visits", "prepare", str(CLIENTS), str(rounds))
        clients: list[dict[str, Any]] = json.loads(made.splitlines()[-1])
        os.sync()  # what was prepared is old when the power fails; only what is posted from here on is on trial
        instance.start()
        for turn in range(rounds):
            tally, posted = post_until_fault(instance, door, clients, turn, make_fault)
            if fault == "power":
                disk.unmount()
                disk.mount()
            found.slowest_recovery = max(found.slowest_recovery, round(instance.start(), 2))
            found.seconds_posting = round(found.seconds_posting + posted, 2)
            found.rounds += 1
            before = found.lost
            compare(found, tally, instance)
            tell(f"round {turn + 1}: {len(tally.acknowledged)} acknowledged, {found.lost - before} lost")
            if found.refused:
                tell(instance.log.read_text(errors="replace")[-4000:])
                break
    finally:
        instance.kill()
        disk.unmount()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--fault", choices=["kill", "power"], default="power")
    parser.add_argument("--mode", choices=["full", "normal"], default="full", help="normal is the control")
    parser.add_argument("--door", choices=sorted(DOORS), default="form", help="the visit form, or the API behind it")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    asked = parser.parse_args()
    quiet = asked.json or not sys.stderr.isatty()
    with tempfile.TemporaryDirectory(prefix="gyoryu-durability-") as folder:
        try:
            found = run(
                asked.fault, asked.mode, asked.door, asked.rounds, Path(folder),
                (lambda line: None) if quiet else lambda line: print(line, file=sys.stderr),
            )  # fmt: skip
        except CannotCutPower as error:
            print(f"Power cannot be cut here: {error}.", file=sys.stderr)
            return 2
    figures = found.figures()
    if asked.json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        for name, value in figures.items():
            print(f"{name.replace('_', ' '):32} {value}")
    return 0 if found.as_it_must_be else 1


if __name__ == "__main__":
    sys.exit(main())
