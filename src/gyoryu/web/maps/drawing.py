"""A sheet: a window on a projection, and the SVG shapes in it.

Land is drawn in a scaled inner SVG; points, labels and the scale bar are placed by per cent and drawn in screen pixels,
so that they stay legible at 320 and at 800 pixels. Only presentation attributes: the content security policy allows no
style attribute.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from gyoryu.web.maps import outlines
from gyoryu.web.maps.outlines import Point
from gyoryu.web.maps.projections import Flat, Projection, clip

AIR = 0.09  # around what is shown, as a part of it
INNER = 1600  # units across the inner drawing
SHAPES = {"flat": 1 / 2, "wide": 2 / 3, "square": 1.0, "tall": 5 / 4}  # height to width


@dataclass(frozen=True)
class Sheet:
    projection: Projection
    left: float
    top: float
    width: float
    height: float
    shape: str

    @classmethod
    def around(cls, projection: Projection, points: Iterable[Flat], least: float, shapes: Sequence[str]) -> "Sheet":
        """The smallest sheet of one of our shapes that holds all ``points`` with some air."""
        xs, ys = zip(*points, strict=True)
        width, height = max(max(xs) - min(xs), least), max(max(ys) - min(ys), least)
        natural = height / width
        shape = min(shapes, key=lambda name: abs(math.log(SHAPES[name] / natural)))
        width, height = width * (1 + 2 * AIR), height * (1 + 2 * AIR)
        if height / width < SHAPES[shape]:
            height = width * SHAPES[shape]
        else:
            width = height / SHAPES[shape]
        return cls(projection, (min(xs) + max(xs) - width) / 2, (min(ys) + max(ys) - height) / 2, width, height, shape)

    @property
    def inner_height(self) -> int:
        return round(INNER * SHAPES[self.shape])

    @property
    def reach(self) -> float:
        return math.hypot(self.width, self.height) / 2

    @property
    def middle(self) -> Flat:
        return self.left + self.width / 2, self.top + self.height / 2

    def share(self, lon: float, lat: float) -> Flat:
        """Where a place lies, as parts of the width and the height."""
        x, y = self.projection.flat(lon, lat)
        return (x - self.left) / self.width, (y - self.top) / self.height

    def _inner(self, line: Sequence[Flat]) -> list[tuple[int, int]]:
        scale, air = INNER / self.width, 24
        units = [((x - self.left) * scale, (y - self.top) * scale) for x, y in line]
        return [(round(x), round(y)) for x, y in clip(units, -air, -air, INNER + air, self.inner_height + air)]

    def path(self, countries: Iterable[str]) -> str:
        """One path for the rings of many countries, in whole units, without what is too small to see."""
        parts = []
        for country in countries:
            for ring in outlines.rings(country):
                for piece in self.projection.pieces(ring):
                    parts.append(_steps(self._inner(piece)))
        return "".join(parts)

    def line(self, points: Sequence[Point]) -> str:
        places = [self.projection.flat(lon, lat) for lon, lat in points]
        scale = INNER / self.width
        return "M" + "L".join(f"{round((x - self.left) * scale)} {round((y - self.top) * scale)}" for x, y in places)


def _steps(points: Sequence[tuple[int, int]]) -> str:
    kept: list[tuple[int, int]] = []
    for point in points:
        if not kept or abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) > 1:
            kept.append(point)
    if len(kept) < 3:
        return ""
    moves = "".join(f"{x - px} {y - py} " for (px, py), (x, y) in zip(kept, kept[1:], strict=False))
    return f"M{kept[0][0]} {kept[0][1]}l{moves.strip()}z".replace(" -", "-")


def percent(part: float) -> str:
    return f"{part * 100:.2f}%"


def graticule(sheet: Sheet, lon: float, lat: float, span: float) -> SafeString:
    """Meridians and parallels around a place, for want of an outline."""
    step = next(size for size in (0.5, 1, 2, 5, 10, 20, 30) if span / size < 9 or size == 30)
    first_x, first_y = math.floor((lon - span) / step) * step, max(-85.0, math.floor((lat - span) / step) * step)
    count = int(2 * span / step) + 3
    fine = step / 8
    lines = []
    for i in range(count):
        x, y = first_x + i * step, first_y + i * step
        lines.append(sheet.line([(x, max(-89.0, min(89.0, first_y + j * fine))) for j in range(count * 8)]))
        if y < 86:
            lines.append(sheet.line([(first_x + j * fine, y) for j in range(count * 8)]))
    return format_html(
        '<path class="map__grid" d="{}" fill="none" stroke="#87837a" stroke-opacity="0.3"'
        ' vector-effect="non-scaling-stroke"/>',
        "".join(lines),
    )


def land(sheet: Sheet, home: str, others: Iterable[str]) -> SafeString:
    shapes = []
    neighbours = sheet.path(code for code in others if code != home)
    if neighbours:
        shapes.append(("map__land", neighbours, "#dcd9d0", "#f4f2ed"))
    own = sheet.path([home]) if home else ""
    if own:
        shapes.append(("map__home", own, "#fdfcf9", "#a9a497"))
    return format_html_join(
        "",
        '<path class="{}" d="{}" fill="{}" stroke="{}" stroke-width="1" stroke-linejoin="round"'
        ' vector-effect="non-scaling-stroke"/>',
        shapes,
    )


def scale_bar(sheet: Sheet) -> SafeString:
    """A round number of kilometres, about a fifth of the width."""
    rough = sheet.width / 5
    size = 10 ** math.floor(math.log10(rough))
    length = next(size * n for n in (5, 2, 1) if size * n <= rough or n == 1)
    return format_html(
        '<svg class="map__scale-bar" x="0" y="100%" overflow="visible">'
        '<line class="map__scale" x1="14" x2="14" y1="-20" y2="-12" stroke="#4b505b" stroke-width="1.5"/>'
        '<text class="map__scale-text" x="20" y="-19" font-size="12" fill="#4b505b">{} km</text></svg>'
        '<svg x="0" y="100%" overflow="visible"><svg x="14" width="100%" height="1" overflow="visible">'
        '<line class="map__scale" x1="0" x2="{}" y1="-12" y2="-12" stroke="#4b505b" stroke-width="1.5"/></svg></svg>'
        '<svg x="{}" y="100%" overflow="visible">'
        '<line class="map__scale" x1="14" x2="14" y1="-20" y2="-12" stroke="#4b505b" stroke-width="1.5"/></svg>',
        f"{length:g}",
        percent(length / sheet.width),
        percent(length / sheet.width),
    )


def width_of(text: str) -> float:
    """About how many pixels a label of 14 px takes; Hangul and other wide letters take more."""
    return sum(13.5 if ord(letter) > 0x1100 and not 0x1E00 <= ord(letter) <= 0x20FF else 7.6 for letter in text)


def label_at(x: float, y: float, text: str, narrow: float = 320) -> SafeString:
    """A name beside its point, turned away from the nearer edge, in up to two lines; none where it would not fit."""
    anchor = "start" if x < 0.3 else "end" if x > 0.7 else "middle"
    room = narrow * {"start": 1 - x, "end": x, "middle": 2 * min(x, 1 - x)}[anchor] - 16
    rows = [text] if width_of(text) <= room else _two_rows(text)
    if not text or max(width_of(row) for row in rows) > room:
        return mark_safe("")
    below = y < 0.22
    first = 30 if below else -18 - 18 * (len(rows) - 1)
    spans = format_html_join(
        "", '<tspan x="0" y="{}">{}</tspan>', ((first + 18 * i, row) for i, row in enumerate(rows))
    )
    return format_html(
        '<svg x="{}" y="{}" overflow="visible"><text class="map__label" text-anchor="{}" font-size="14"'
        ' font-weight="650" fill="#1b1e25" stroke="#fdfcf9" stroke-width="4" stroke-linejoin="round"'
        ' paint-order="stroke">{}</text></svg>',
        percent(x),
        percent(y),
        anchor,
        spans,
    )


def _two_rows(text: str) -> list[str]:
    """Broken at the space (or comma) nearest to the middle."""
    spaces = [i for i, letter in enumerate(text) if letter == " "]
    if not spaces:
        return [text]
    cut = min(spaces, key=lambda i: abs(width_of(text[:i]) - width_of(text[i:])))
    return [text[:cut].rstrip(","), text[cut + 1 :]]
