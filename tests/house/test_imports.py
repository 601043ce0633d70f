"""The contracts of pyproject.toml hold: rooms, floors, one module for each heavy library."""

import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT

HEAVY = ("tantivy", "openpyxl", "duckdb", "splink", "pandas", "waitress", "playwright")
START = "import gyoryu.config.wsgi; from django.urls import get_resolver; get_resolver().url_patterns"


def test_the_contracts_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr


def test_no_heavy_library_is_loaded_at_start() -> None:
    code = f"{START}; import sys; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
