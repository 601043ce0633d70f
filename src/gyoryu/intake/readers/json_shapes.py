"""The shapes in which JSON holds a list of places, each flattened into named texts.

    plain     {"name": …, "address": {"city": …}}        name, address.city
    GeoJSON   a feature: its properties by their names
    Overpass  an element: its tags by their names
    SPARQL    the bindings of one item together: label@ko, coord.lat, P2484, …

Features and elements also give ``feature id`` (node/1, way/2, relation/3), ``feature latitude`` and
``feature longitude``: of an area the middle of its bounds.
"""

from collections.abc import Iterator
from typing import Any

MANY = " ¦ "  # between several values of one name
ID, LATITUDE, LONGITUDE = "feature id", "feature latitude", "feature longitude"
_DEEPEST = 5
_MOST = 1_000  # values of one row
_MOST_POINTS = 200_000
_POINT = "http://www.opengis.net/ont/geosparql#wktLiteral"
_UNKNOWN = "/.well-known/genid/"
_ENTITY = ("http://www.wikidata.org/entity/", "https://www.wikidata.org/entity/", "http://www.wikidata.org/prop/")

Flat = dict[str, str]


def text_of(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def plain(item: dict[str, Any]) -> Flat:
    found: Flat = {}
    for name, value in _members(item, "", 0):
        found.setdefault(name, value)
        if len(found) >= _MOST:
            break
    return found


def _members(item: dict[str, Any], before: str, depth: int) -> Iterator[tuple[str, str]]:
    for key, value in item.items():
        name = f"{before}{key}"
        if isinstance(value, dict):
            if depth < _DEEPEST:
                yield from _members(value, f"{name}.", depth + 1)
        elif isinstance(value, list):
            yield name, MANY.join(text_of(each) for each in value if not isinstance(each, dict | list))
        else:
            yield name, text_of(value)


def _positions(value: Any) -> Iterator[tuple[float, float]]:
    """The points of a geometry, however it is nested."""
    stack, count = [value], 0
    while stack and count < _MOST_POINTS:
        here = stack.pop()
        if not isinstance(here, list) or not here:
            continue
        if isinstance(here[0], int | float) and len(here) > 1 and isinstance(here[1], int | float):
            count += 1
            yield float(here[1]), float(here[0])
        else:
            stack.extend(here)


def _middle(points: Iterator[tuple[float, float]]) -> Flat:
    """The middle of the bounds, to the metre."""
    both = list(points)
    if not both:
        return {}
    north, east = [point[0] for point in both], [point[1] for point in both]
    latitude, longitude = (min(north) + max(north)) / 2, (min(east) + max(east)) / 2
    if len(both) == 1:
        return {LATITUDE: text_of(latitude), LONGITUDE: text_of(longitude)}
    return {LATITUDE: f"{latitude:.5f}", LONGITUDE: f"{longitude:.5f}"}


def _geometries(geometry: Any) -> Any:
    if not isinstance(geometry, dict):
        return []
    if geometry.get("type") == "GeometryCollection":
        parts = geometry.get("geometries")
        return [_geometries(part) for part in parts] if isinstance(parts, list) else []
    return geometry.get("coordinates")


def is_feature(item: dict[str, Any]) -> bool:
    return item.get("type") == "Feature"


def feature(item: dict[str, Any]) -> Flat:
    properties = item.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    tags = properties.get("tags")
    found = plain({**properties, **tags} if isinstance(tags, dict) else properties)
    named = item.get("id") or properties.get("@id") or properties.get("id") or ""
    kind = properties.get("@type") or properties.get("type")
    if kind in ("node", "way", "relation") and "/" not in str(named):
        named = f"{kind}/{named or properties.get('osm_id', '')}"
    found[ID] = text_of(named)
    return found | _middle(_positions(_geometries(item.get("geometry"))))


def is_element(item: dict[str, Any]) -> bool:
    return item.get("type") in ("node", "way", "relation") and "id" in item


def element(item: dict[str, Any]) -> Flat | None:
    """None for points and lines without tags, which only carry the geometry of others."""
    tags = item.get("tags")
    if not isinstance(tags, dict) or not tags:
        return None
    found = plain(tags)
    found[ID] = f"{item['type']}/{item['id']}"
    centre, bounds = item.get("center"), item.get("bounds")
    for place in (item, centre):
        if isinstance(place, dict) and isinstance(place.get("lat"), int | float):
            return found | {LATITUDE: text_of(place["lat"]), LONGITUDE: text_of(place.get("lon"))}
    if isinstance(bounds, dict):
        corners = [[bounds.get("minlon"), bounds.get("minlat")], [bounds.get("maxlon"), bounds.get("maxlat")]]
        return found | _middle(_positions(corners))
    return found


def is_binding(item: dict[str, Any]) -> bool:
    return bool(item) and all(isinstance(each, dict) and "value" in each for each in item.values())


def item_of(binding: dict[str, Any]) -> str:
    """Which item a binding speaks of: its variable ``item``, or the first one."""
    value = binding.get("item") or next(iter(binding.values()))
    return _short(str(value.get("value", "")))


def _short(text: str) -> str:
    return text.rpartition("/")[2] if text.startswith(_ENTITY) else text


def binding(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(name, value) of one binding. A pair ?property ?value is one value, named by the property."""
    if "property" in item and "value" in item:
        yield _short(str(item["property"]["value"])).rpartition("/")[2], _short(str(item["value"]["value"]))
    for name, said in item.items():
        if said.get("type") == "bnode" or _UNKNOWN in str(said["value"]):
            continue  # Wikidata's "there is one, and nobody knows which"
        if name in ("property", "value") and "property" in item and "value" in item:
            continue
        text, language = str(said["value"]), said.get("xml:lang") or said.get("lang")
        if said.get("datatype") == _POINT or text.startswith("Point("):
            east, _blank, north = text.rpartition("(")[2].rstrip(")").strip().partition(" ")
            yield f"{name}.lat", north.strip()
            yield f"{name}.lon", east
        elif language:
            yield f"{name}@{language}", text
        else:
            yield name, _short(text)


class Together:
    """The bindings of one item, put together: each value once, in the order in which they came."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, None]] = {}
        self.count = 0

    def add(self, item: dict[str, Any]) -> None:
        for name, value in binding(item):
            values = self._values.setdefault(name, {})
            if value and value not in values and self.count < _MOST:
                # A place has one position: the first that is told.
                if values and name.endswith((".lat", ".lon")):
                    continue
                values[value] = None
                self.count += 1

    def flat(self) -> Flat:
        return {name: MANY.join(values) for name, values in self._values.items()}
