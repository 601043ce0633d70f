"""Instances for the command line: folders and databases of their own, run as people run them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.instance import Instance

REGISTER = """\
School ID,Name,City,Regional Council,Street,Postal Code,School Type,Telephone,Latitude,Longitude,Total School Roll
54,Auckland Grammar,Auckland,Auckland Region,Mountain Road,1023,Secondary (Year 9-15),09 623 5400,-36.868,174.769,2400
69,Kowhai Bay College,Auckland,Auckland Region,Bay Road,0600,Secondary (Year 9-15),09 555 0100,-36.9,174.7,900
"""


@pytest.fixture(scope="module")
def instance_at(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Instance]:
    """``instance_at("one")`` is a new, empty instance."""
    return lambda name: Instance(tmp_path_factory.mktemp(name))


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("register") / "nz_directory_2026-02.csv"
    path.write_text(REGISTER, encoding="utf-8")
    return path
