"""Where a list is on the web, how much of it is taken at most, and what a fetch ends in."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gyoryu.intake.answers import Codes

Tell = Callable[[str, int, int], None]  # what, how many bytes or rows, of how many (0: nobody knows)


@dataclass(frozen=True, slots=True)
class Pages:
    """A list that comes in pages of JSON. The address holds ``{page}`` or ``{offset}``, and perhaps ``{size}``."""

    items: str  # where the rows of a page are, such as schoolInfo.1.row
    total: str = ""  # where the number of all rows is
    size: int = 1_000
    first: int = 1
    most: int = 1_000


@dataclass(frozen=True, slots=True)
class Address:
    """Where a list is, as an operator or a mapping says it.

    ``secrets`` are pairs of a parameter and the name of a secret setting: ("KEY", "neis") adds ``KEY=`` with the value
    of GYORYU_SECRET_NEIS, which is never logged, shown or kept. ``also``: other hosts that redirects may lead to.
    """

    url: str
    pages: Pages | None = None
    codes: Codes = Codes()
    secrets: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()
    accept: str = "*/*"
    delay: float = 1.0  # seconds between two questions to this source
    daily: int = 0  # how many questions a day it allows; 0: nobody said


@dataclass(frozen=True, slots=True)
class Limits:
    """How much and how long, at most."""

    bytes: int = 500_000_000
    seconds: float = 1_800
    connect_seconds: float = 15
    silence_seconds: float = 60
    head_seconds: float = 120
    slowest: int = 512  # bytes a second, over any minute
    measure_seconds: float = 60
    attempts: int = 4  # in a row, without a byte gained
    first_wait: float = 2  # seconds before the second attempt; twice as long each time
    longest_wait: float = 120  # of what a server asks for; beyond that, FetchLater


@dataclass(frozen=True, slots=True)
class Fetched:
    """A staged file. ``unchanged``: it is what was fetched last time. ``as_of``: the day it speaks of."""

    path: Path
    unchanged: bool
    as_of: dt.date
    size: int
    sha256: str
    pages: int = 1
    resumed: bool = False
