"""An instance's folder of its own for each test, and a mapping to read with."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gyoryu.common.actors import SystemActor
from gyoryu.intake.domain.taking_in import Report, take_in
from tests.intake.files import MAPPING


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path / "home"
    return settings.HOME


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "moa.yaml"
    path.write_text(MAPPING, encoding="utf-8")
    return path


@pytest.fixture
def read(mapping: Path) -> Callable[..., Report]:
    """``read(path)`` takes a file in by the mapping."""

    def take(path: Path, **more: Any) -> Report:
        return take_in(path, **{"adapter": "table", "mapping": str(mapping), "actor": SystemActor("test"), **more})

    return take
