"""Make data/reference/outlines/ from Natural Earth (public domain): a small file a country, borders kept shared.

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    .venv/bin/python scripts/make_outlines.py package/countries-10m.json

A country file is {"rings": [[x0, y0, dx1, dy1, ...], ...]}, largest ring first, in steps of 1/500 degree.
Borders are simplified once for both neighbours, by the finer of their two tolerances, so that no slivers open between
them. Names are left out on purpose: we have our own, and outlines claim nothing. Areas without a code go to ZZ.json as
plain land.
"""

import json
import sys
from math import cos, radians, sqrt
from pathlib import Path

from babel.core import get_global

OUT = Path(__file__).resolve().parents[1] / "data/reference/outlines"
UNIT = 500
FINE = {"KR", "NZ", "TH", "TR"}
FINE_TOLERANCE, FINEST, COARSEST = 0.004, 0.008, 0.05
NEAR = 15  # degrees: rings closer than this share a box in the index
Point = tuple[float, float]


def read_arcs(topology: dict) -> list[list[Point]]:
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)
    return arcs


def ring_arcs(geometry: dict) -> list[list[int]]:
    """Outer rings only: lakes and enclaves are drawn by whoever lies in them."""
    if geometry["type"] == "Polygon":
        return [geometry["arcs"][0]]
    return [polygon[0] for polygon in geometry.get("arcs", [])]


def code_of(geometry: dict) -> str:
    codes = get_global("territory_aliases").get(geometry.get("id", ""), [])
    return codes[0] if codes else "ZZ"


def distance(p: Point, a: Point, b: Point, shrink: float) -> float:
    px, py, ax, ay, bx, by = p[0] * shrink, p[1], a[0] * shrink, a[1], b[0] * shrink, b[1]
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    t = max(0.0, min(1.0, ((px - ax) * dx + (py - ay) * dy) / length)) if length else 0.0
    return sqrt((px - ax - t * dx) ** 2 + (py - ay - t * dy) ** 2)


def simplify(line: list[Point], tolerance: float) -> list[Point]:
    """Douglas and Peucker, with a stack; a closed line is first cut at its farthest point."""
    if len(line) < 4:
        return line
    shrink = cos(radians(line[len(line) // 2][1]))
    keep = {0, len(line) - 1}
    stack = [(0, len(line) - 1)]
    if line[0] == line[-1]:
        far = max(range(len(line)), key=lambda i: distance(line[i], line[0], line[0], shrink))
        keep.add(far)
        stack = [(0, far), (far, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        if last - first < 2:
            continue
        index = max(range(first + 1, last), key=lambda i: distance(line[i], line[first], line[last], shrink))
        if distance(line[index], line[first], line[last], shrink) > tolerance:
            keep.add(index)
            stack += [(first, index), (index, last)]
    return [line[i] for i in sorted(keep)]


def join(indexes: list[int], arcs: list[list[Point]]) -> list[Point]:
    ring: list[Point] = []
    for index in indexes:
        line = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += line if not ring else line[1:]
    return ring


def area(ring: list[Point]) -> float:
    shrink = cos(radians(ring[0][1]))
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, ring[1:], strict=False))) / 2 * shrink


def tolerance_of(code: str, size: float) -> float:
    return FINE_TOLERANCE if code in FINE else min(COARSEST, max(FINEST, sqrt(size) / 500))


def encode(ring: list[Point]) -> list[int]:
    steps: list[int] = []
    x = y = 0
    for lon, lat in ring:
        nx, ny = round(lon * UNIT), round(lat * UNIT)
        if steps and (nx, ny) == (x, y):
            continue
        steps += [nx - x, ny - y]
        x, y = nx, ny
    return steps


def boxes(rings: list[list[Point]]) -> list[list[float]]:
    found: list[list[float]] = []
    for ring in rings:
        box = [min(p[0] for p in ring), min(p[1] for p in ring), max(p[0] for p in ring), max(p[1] for p in ring)]
        for other in found:
            if (
                box[0] - NEAR < other[2]
                and box[2] + NEAR > other[0]
                and box[1] - NEAR < other[3]
                and box[3] + NEAR > other[1]
            ):
                other[:] = [min(other[0], box[0]), min(other[1], box[1]), max(other[2], box[2]), max(other[3], box[3])]
                break
        else:
            found.append(box)
    return [[round(value, 2) for value in box] for box in found]


def main() -> None:
    topology = json.loads(Path(sys.argv[1]).read_text())
    arcs = read_arcs(topology)
    countries: dict[str, list[list[int]]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        countries.setdefault(code_of(geometry), []).extend(ring_arcs(geometry))
    countries.pop("AQ", None)

    tolerances: dict[str, float] = {}
    finest: dict[int, float] = {}
    for code, rings in countries.items():
        size = sum(area(join(ring, arcs)) for ring in rings)
        tolerances[code] = tolerance_of(code, size)
        for index in {i if i >= 0 else ~i for ring in rings for i in ring}:
            finest[index] = min(finest.get(index, 9), tolerances[code])
    arcs = [simplify(line, finest.get(index, COARSEST)) for index, line in enumerate(arcs)]

    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("*.json"):
        old.unlink()
    found: dict[str, list[list[float]]] = {}
    for code, rings in sorted(countries.items()):
        shapes = sorted((join(ring, arcs) for ring in rings), key=area, reverse=True)
        least = (3 * tolerances[code]) ** 2
        shapes = [ring for rank, ring in enumerate(shapes) if (rank < 3 or area(ring) > least) and len(ring) > 3]
        if not shapes:
            continue
        (OUT / f"{code}.json").write_text(
            json.dumps({"rings": [encode(ring) for ring in shapes]}, separators=(",", ":")) + "\n"
        )
        found[code] = boxes(shapes)
    head = {"source": "Natural Earth 1:10m, public domain, by way of world-atlas 2.0.2", "unit": UNIT, "boxes": found}
    (OUT / "index.json").write_text(json.dumps(head, separators=(",", ":")) + "\n")
    total = sum(path.stat().st_size for path in OUT.glob("*.json"))
    print(f"{len(found)} countries, {total:,} bytes")


if __name__ == "__main__":
    main()
