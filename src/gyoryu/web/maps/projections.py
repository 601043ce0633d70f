"""From longitude and latitude to kilometres on a flat sheet."""

import math
from collections.abc import Sequence
from typing import Protocol

from gyoryu.web.maps.outlines import EARTH, Point, wrap

Flat = tuple[float, float]  # km to the right, km downwards
STEP = 1.5  # degrees: longer straight lines are bent


class Projection(Protocol):
    def flat(self, lon: float, lat: float) -> Flat: ...

    def pieces(self, ring: Sequence[Point]) -> list[list[Flat]]: ...


def bent(ring: Sequence[Point]) -> list[Point]:
    """Long straight edges (parallels as borders) get points on the way, so that they curve with the sheet."""
    points = list(ring[:1])
    for (ax, ay), (bx, by) in zip(ring, ring[1:], strict=False):
        parts = min(60, int(max(abs(bx - ax), abs(by - ay)) / STEP) + 1)
        points += [(ax + (bx - ax) * i / parts, ay + (by - ay) * i / parts) for i in range(1, parts + 1)]
    return points


class Around:
    """Lambert's azimuthal equal-area sheet around a place: true areas and no seam near it; New Zealand stays whole."""

    def __init__(self, lon: float, lat: float) -> None:
        self.lon, self.lat = lon, lat
        self._sin, self._cos = math.sin(math.radians(lat)), math.cos(math.radians(lat))

    def flat(self, lon: float, lat: float) -> Flat:
        east, phi = math.radians(lon - self.lon), math.radians(lat)
        sin, cos = math.sin(phi), math.cos(phi)
        towards = cos * math.cos(east)
        k = math.sqrt(2 / max(1e-9, 1 + self._sin * sin + self._cos * towards))
        return EARTH * k * cos * math.sin(east), -EARTH * k * (self._cos * sin - self._sin * towards)

    def pieces(self, ring: Sequence[Point]) -> list[list[Flat]]:
        return [[self.flat(lon, lat) for lon, lat in bent(ring)]]

    def unflat(self, x: float, y: float) -> Point:
        """Back from the sheet; used to find what lies in its middle."""
        rho = math.hypot(x, y)
        if rho < 1e-9:
            return self.lon, self.lat
        c = 2 * math.asin(min(1.0, rho / (2 * EARTH)))
        lat = math.asin(math.cos(c) * self._sin - y * math.sin(c) * self._cos / rho)
        lon = math.atan2(x * math.sin(c), rho * self._cos * math.cos(c) + y * self._sin * math.sin(c))
        return wrap(self.lon + math.degrees(lon)), math.degrees(lat)


class World:
    """Equal Earth (Savric, Patterson, Jenny 2018), cut opposite to a middle meridian."""

    A = (1.340264, -0.081106, 0.000893, 0.003796)

    def __init__(self, lon: float) -> None:
        self.lon = lon

    def flat(self, lon: float, lat: float) -> Flat:
        return self._flat(wrap(lon - self.lon), lat)

    def _flat(self, off: float, lat: float) -> Flat:
        a, b, c, d = self.A
        t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
        t2, t6 = t * t, t**6
        x = 2 * math.sqrt(3) * math.radians(off) * math.cos(t) / (3 * (9 * d * t6 * t2 + 7 * c * t6 + 3 * b * t2 + a))
        return EARTH * x, -EARTH * t * (a + b * t2 + t6 * (c + d * t2))

    def pieces(self, ring: Sequence[Point]) -> list[list[Flat]]:
        """A ring that crosses the cut is drawn at both edges, each clipped."""
        lon, line = wrap(ring[0][0] - self.lon), []
        for i, (x, lat) in enumerate(ring):
            if i:
                lon += wrap(x - ring[i - 1][0])
            line.append((lon, lat))
        west, east = min(p[0] for p in line), max(p[0] for p in line)
        found = []
        for shift in (-360.0, 0.0, 360.0):
            if east + shift > -180 and west + shift < 180:
                shifted = [(x + shift, y) for x, y in line]
                if west + shift < -180 or east + shift > 180:
                    shifted = clip(shifted, -180, -90, 180, 90)
                if shifted:
                    found.append([self._flat(x, y) for x, y in bent(shifted)])
        return found


def clip(line: Sequence[Flat], left: float, top: float, right: float, bottom: float) -> list[Flat]:
    """Sutherland and Hodgman: the part of a ring that lies in a rectangle."""
    points = list(line)
    for axis, edge, sign in ((0, left, 1), (0, right, -1), (1, top, 1), (1, bottom, -1)):
        if not points:
            break
        out: list[Flat] = []
        before = points[-1]
        for point in points:
            inside, was_inside = sign * (point[axis] - edge) >= 0, sign * (before[axis] - edge) >= 0
            if inside != was_inside:
                t = (edge - before[axis]) / (point[axis] - before[axis])
                out.append((before[0] + t * (point[0] - before[0]), before[1] + t * (point[1] - before[1])))
            if inside:
                out.append(point)
            before = point
        points = out
    return points
