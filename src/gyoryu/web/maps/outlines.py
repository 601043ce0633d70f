"""Country outlines from data/reference/outlines/, read once and kept."""

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

from gyoryu.reference.models.files import reference_folder

Point = tuple[float, float]  # longitude, latitude
EARTH = 6371.0  # km


def folder() -> Path:
    return reference_folder() / "outlines"


@cache
def index() -> dict[str, Any]:
    path = folder() / "index.json"
    return dict(json.loads(path.read_text())) if path.exists() else {"unit": 500, "boxes": {}}


@cache
def rings(country: str) -> tuple[tuple[Point, ...], ...]:
    """The outer rings of a country, largest first; nothing for a country we have no outline of."""
    if country not in index()["boxes"]:
        return ()
    unit = index()["unit"]
    shapes = []
    for steps in json.loads((folder() / f"{country}.json").read_text())["rings"]:
        x = y = 0
        ring = []
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x / unit, y / unit))
        shapes.append(tuple(ring))
    return tuple(shapes)


def all_countries() -> list[str]:
    return list(index()["boxes"])


def countries_near(lon: float, lat: float, reach: float) -> list[str]:
    """Countries whose box comes within ``reach`` km of a place."""
    return [
        code for code, boxes in index()["boxes"].items() if any(_km_to_box(lon, lat, box) <= reach for box in boxes)
    ]


def _km_to_box(lon: float, lat: float, box: list[float]) -> float:
    west, south, east, north = box
    nearest = min(max(lat, south), north)
    off = wrap(lon - (west + east) / 2)
    half = (east - west) / 2
    return km((lon, lat), (lon - off + min(max(off, -half), half), nearest))


def wrap(degrees: float) -> float:
    """A difference of longitudes, the short way round: between -180 and 180."""
    return (degrees + 180.0) % 360.0 - 180.0


def km(a: Point, b: Point) -> float:
    """Great-circle distance."""
    phi, psi = math.radians(a[1]), math.radians(b[1])
    x = math.sin((psi - phi) / 2) ** 2 + math.cos(phi) * math.cos(psi) * math.sin(math.radians(b[0] - a[0]) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(1.0, x)))
