"""The two maps: where one place is, and where many are."""

import math
import zlib
from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gyoryu.web.maps import drawing, outlines
from gyoryu.web.maps.drawing import INNER, Sheet, percent
from gyoryu.web.maps.outlines import Point
from gyoryu.web.maps.projections import Around, Flat, World

LEAST = 160.0  # km: no closer than this
LOCAL = 5200.0  # km: wider than this, the whole world is shown
APART = 30 / 560  # two points closer than 30 px on a map of 560 px become one
ALONE = ("wide", "square", "tall")
ABOVE_A_LIST = ("flat", "wide")
Place = tuple[float, float, str, str]  # latitude, longitude, label, address


def locator_map(lat: Any, lon: Any, country: str, *, label: str = "", others: Sequence[Any] = ()) -> SafeString:
    """One place in its country. ``others`` are further places: (lat, lon, label, url). Nothing without a position."""
    here = _place((lat, lon, label, ""))
    if here is None:
        return mark_safe("")
    around = [place for place in map(_place, others) if place]
    frame = _frame_of(country, (here[1], here[0]))
    sheet = _sheet(frame + [(p[1], p[0]) for p in (here, *around)], ALONE)
    title = _("Map: %(place)s") % {"place": label or country}
    body = [
        *_background(sheet, country, (here[1], here[0]), bool(frame)),
        *(_point(sheet, place) for place in around),
        _pin(sheet, here),
        drawing.label_at(*sheet.share(here[1], here[0]), label),
    ]
    return _figure(
        sheet,
        title,
        _("A small map of the country with the place marked."),
        body,
        label,
        links=any(p[3] for p in around),
    )


def results_map(points: Sequence[Any], *, country: str = "") -> SafeString:
    """Many places: (lat, lon, label, url) each. Those that would overlap become one circle with their number."""
    places = [place for place in map(_place, points) if place]
    if not places:
        return mark_safe("")
    spots = [(p[1], p[0]) for p in places]
    frame = _frame_of(country, spots[0]) if country else []
    sheet = _sheet(frame + spots, ABOVE_A_LIST)
    groups = _clusters(sheet, places)
    body = [*_background(sheet, country, spots[0], bool(frame)), *(_mark(sheet, group) for group in groups)]
    said = ngettext("%(count)s place on the map", "%(count)s places on the map", len(places)) % {"count": len(places)}
    links = any(len(group) == 1 and group[0][3] for group in groups)
    return _figure(sheet, said, _("The list holds the same entries."), body, said, links=links)


def _place(point: Any) -> Place | None:
    """(lat, lon, label, url) with what is missing filled in; None for a position that is none."""
    lat, lon, label, url = (*tuple(point), "", "")[:4]
    try:
        north, east = float(lat), float(lon)
    except (TypeError, ValueError):
        return None
    if not (math.isfinite(north) and math.isfinite(east)) or abs(north) > 90 or abs(east) > 180:
        return None
    return north, east, str(label or ""), str(url or "")


def _frame_of(country: str, here: Point) -> list[Point]:
    """What of a country to show: the land at the place and what belongs to it near by; not islands an ocean away."""
    rings = outlines.rings(country)
    if not rings:
        return []
    near = [ring for ring in rings if _km_to_ring(here, ring) < 1000] or rings[:1]
    main = near[0]  # rings come largest first
    box = _box(main)
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    size = outlines.km((box[0], box[1]), (box[2], box[3]))
    least = 0.004 * _extent(main)
    kept = [
        ring
        for ring in rings
        if ring is main or (_extent(ring) > least and outlines.km(middle, ring[0]) < 0.75 * size + 120)
    ]
    return [point for ring in kept for point in ring[:: max(1, len(ring) // 120)]]


def _box(ring: Sequence[Point]) -> tuple[float, float, float, float]:
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    return min(xs), min(ys), max(xs), max(ys)


def _extent(ring: Sequence[Point]) -> float:
    west, south, east, north = _box(ring)
    return (east - west) * (north - south) * math.cos(math.radians((south + north) / 2))


def _km_to_ring(here: Point, ring: Sequence[Point]) -> float:
    west, south, east, north = _box(ring)
    if west <= here[0] <= east and south <= here[1] <= north:
        return 0.0
    return min(outlines.km(here, point) for point in ring[:: max(1, len(ring) // 60)])


def _sheet(points: Sequence[Point], shapes: Sequence[str]) -> Sheet:
    """A sheet around the middle of ``points``; the whole world when they lie far apart."""
    lon, lat = _middle(points)
    rough = Around(lon, lat)
    if max(outlines.km((lon, lat), point) for point in points) * 2 > LOCAL * 1.3:
        world = World(lon if _spread(points, lon) < 170 else 150.0)
        flat = [world.flat(*point) for point in points]
        return Sheet.around(world, flat, LOCAL, shapes)
    flat = [rough.flat(*point) for point in points]
    centre = rough.unflat(
        (min(x for x, _y in flat) + max(x for x, _y in flat)) / 2,
        (min(y for _x, y in flat) + max(y for _x, y in flat)) / 2,
    )
    exact = Around(*centre)
    return Sheet.around(exact, [exact.flat(*point) for point in points], LEAST, shapes)


def _middle(points: Sequence[Point]) -> Point:
    """The middle on the globe, so that 179 east and 179 west meet at 180."""
    x = sum(math.cos(math.radians(lon)) * math.cos(math.radians(lat)) for lon, lat in points)
    y = sum(math.sin(math.radians(lon)) * math.cos(math.radians(lat)) for lon, lat in points)
    z = sum(math.sin(math.radians(lat)) for _lon, lat in points)
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


def _spread(points: Sequence[Point], lon: float) -> float:
    return max(abs(outlines.wrap(point[0] - lon)) for point in points)


def _background(sheet: Sheet, country: str, here: Point, framed: bool) -> list[SafeString]:
    if isinstance(sheet.projection, World):
        codes, grid = outlines.all_countries(), False
    else:
        middle = sheet.projection.unflat(*sheet.middle) if isinstance(sheet.projection, Around) else here
        codes, grid = outlines.countries_near(middle[0], middle[1], sheet.reach * 1.05), not framed
    inner = [drawing.graticule(sheet, here[0], here[1], max(2.0, sheet.reach / 80))] if grid else []
    inner.append(drawing.land(sheet, country, codes))
    shapes = format_html(
        '<svg width="100%" height="100%" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true"'
        ' focusable="false">{}</svg>',
        INNER,
        sheet.inner_height,
        format_html_join("", "{}", ((part,) for part in inner)),
    )
    return [shapes] if isinstance(sheet.projection, World) else [shapes, drawing.scale_bar(sheet)]


def _at(sheet: Sheet, place: Place, inside: SafeString) -> SafeString:
    x, y = sheet.share(place[1], place[0])
    return format_html('<svg x="{}" y="{}" overflow="visible">{}</svg>', percent(x), percent(y), inside)


def _pin(sheet: Sheet, place: Place) -> SafeString:
    return _at(
        sheet,
        place,
        mark_safe(
            '<circle class="map__ring" r="16" fill="#27479b" fill-opacity="0.16"/>'
            '<circle class="map__point" r="7" fill="#27479b" stroke="#ffffff" stroke-width="2.5"/>'
        ),
    )


def _point(sheet: Sheet, place: Place) -> SafeString:
    dot = format_html(
        '<circle r="12" fill="#27479b" fill-opacity="0"/>'
        '<circle class="map__point" r="6" fill="#27479b" stroke="#ffffff" stroke-width="2"><title>{}</title></circle>',
        place[2],
    )
    if place[3]:
        dot = format_html('<a href="{}" aria-label="{}">{}</a>', place[3], place[2], dot)
    return _at(sheet, place, dot)


def _mark(sheet: Sheet, group: list[Place]) -> SafeString:
    if len(group) == 1:
        return _point(sheet, group[0])
    middle = (sum(p[0] for p in group) / len(group), _middle([(p[1], p[0]) for p in group])[0], "", "")
    names = [place[2] for place in group if place[2]]
    title = ", ".join(names[:5]) + (f" + {len(names) - 5}" if len(names) > 5 else "")
    circle = format_html(
        '<circle class="map__point" r="{}" fill="#27479b" stroke="#ffffff" stroke-width="2"><title>{}</title></circle>'
        '<text class="map__count" y="4.5" text-anchor="middle" font-size="13" font-weight="700"'
        ' fill="#ffffff">{}</text>',
        12 + min(6, len(group) // 4),
        title,
        len(group),
    )
    return _at(sheet, middle, circle)


def _clusters(sheet: Sheet, places: Sequence[Place]) -> list[list[Place]]:
    """Greedy: each place joins the first group whose first member is closer than a thumb; large groups come last."""
    groups: list[tuple[Flat, list[Place]]] = []
    ratio = sheet.height / sheet.width
    for place in places:
        x, y = sheet.share(place[1], place[0])
        for (gx, gy), members in groups:
            if math.hypot(x - gx, (y - gy) * ratio) < APART:
                members.append(place)
                break
        else:
            groups.append(((x, y), [place]))
    return sorted((members for _spot, members in groups), key=len)


def _figure(
    sheet: Sheet, title: str, text: str, body: Sequence[SafeString], caption: str, *, links: bool
) -> SafeString:
    drawn = format_html_join("", "{}", ((part,) for part in body))
    number = (
        f"{zlib.crc32(f'{title}{drawn}'.encode()):08x}"  # two maps on a page, two names; the same map, the same name
    )
    return format_html(
        '<figure class="map map--{}"><svg class="map__drawing" width="100%" role="{}"'
        ' aria-labelledby="map-{}-title map-{}-text">'
        '<title id="map-{}-title">{}</title><desc id="map-{}-text">{}</desc>{}</svg>'
        "<figcaption>{}{}</figcaption></figure>",
        sheet.shape,
        "group" if links else "img",
        number,
        number,
        number,
        title,
        number,
        text,
        drawn,
        format_html("{} · ", caption) if caption else "",
        _("Outlines: Natural Earth"),
    )
