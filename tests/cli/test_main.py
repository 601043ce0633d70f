"""One list of commands; a command's module is loaded when it is asked for; exit codes mean something."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from gyoryu.cli.main import COMMANDS, gyoryu

HEAVY = ("django", "tantivy", "openpyxl", "waitress", "yaml", "PIL")


def test_help_is_there_at_once_and_loads_nothing() -> None:
    code = (
        "import sys; from gyoryu.cli.main import gyoryu; gyoryu.main(['--help'], standalone_mode=False); "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert time.monotonic() - began < 5
    assert done.stdout.splitlines()[-1] == "[]"
    assert all(f"  {name} " in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps(name: str) -> None:
    said = CliRunner().invoke(gyoryu, [name, "--help"])
    assert said.exit_code == 0
    assert said.output.startswith("Usage: ")
    assert len(said.output.splitlines()) > 4


@pytest.mark.parametrize("arguments", [["fly"], ["--fly"], ["publish", "--fly"], ["intake", "no-adapter", "x.csv"]])
def test_what_is_misspelt_ends_with_two(tmp_path: Path, arguments: list[str]) -> None:
    command = [sys.executable, "-c", "from gyoryu.cli.main import main; main()", *arguments]
    done = subprocess.run(command, env=os.environ | {"GYORYU_HOME": str(tmp_path)}, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
