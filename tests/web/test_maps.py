"""Maps drawn on the server: whole, small, safe and legible."""

import re
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from gyoryu.web.maps import locator_map, outlines, results_map
from gyoryu.web.maps.drawing import INNER

PLACES = {
    "NZ": (-36.87, 174.77),
    "KR": (37.26, 127.03),
    "TH": (18.79, 98.98),
    "TR": (39.93, 32.85),
    "US": (38.9, -77.03),
    "FJ": (-16.5, 179.98),
    "RU": (64.73, 177.5),
    "LU": (49.61, 6.13),
    "SG": (1.35, 103.82),
    "VA": (41.9, 12.45),
}


def drawn(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(markup)


def points_of(path: str) -> list[tuple[int, int]]:
    """The corners of a path of ours: absolute starts, relative lines."""
    points = []
    for start, rest in re.findall(r"M([^lz]+)l([^z]*)z", path):
        x, y = map(int, re.findall(r"-?\d+", start))
        points.append((x, y))
        steps = [int(number) for number in re.findall(r"-?\d+", rest)]
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
    return points


@pytest.mark.parametrize("country", PLACES)
def test_it_is_well_formed_and_the_place_lies_inside(country: str) -> None:
    root = drawn(locator_map(*PLACES[country], country, label="Here"))
    assert root.attrib["class"].startswith("map map--")
    pin = next(svg for svg in root.iter("svg") if svg.find("circle") is not None)
    shares = [float(pin.attrib[axis].rstrip("%")) for axis in ("x", "y")]
    assert all(5 < share < 95 for share in shares)


@pytest.mark.parametrize("country", [code for code in PLACES if code != "VA"])
def test_it_shows_the_country(country: str) -> None:
    home = BeautifulSoup(locator_map(*PLACES[country], country), "html.parser").select_one(".map__home")
    assert home is not None
    xs, ys = zip(*points_of(str(home["d"])), strict=True)
    assert max(xs) - min(xs) > INNER / 12 or max(ys) - min(ys) > INNER / 12


def test_new_zealand_stays_whole_beside_the_date_line() -> None:
    home = BeautifulSoup(locator_map(-43.95, -176.55, "NZ", label="Waitangi"), "html.parser").select_one(".map__home")
    xs = [x for x, _y in points_of(str(home["d"]))]
    assert min(xs) < INNER * 0.5 < max(xs)
    assert max(xs) <= INNER + 24


def test_it_holds_no_style_no_script_and_no_outside_address() -> None:
    markup = locator_map(-36.87, 174.77, "NZ", label="Auckland", others=[(-41.3, 174.8, "Wellington", "/w/")])
    assert not re.search(r"style=|<script|<style|https?:|url\(| on[a-z]+=", markup)


def test_names_are_escaped() -> None:
    markup = results_map([(1, 1, '<b onclick="x">', '"><script>'), (30, 30, "b", "/b/")])
    assert "<b" not in markup and "<script" not in markup


@pytest.mark.parametrize(
    ("lat", "lon"), [(None, 1), ("", ""), ("north", 1), (float("nan"), 1), (91, 1), (1, 181), (float("inf"), 0)]
)
def test_a_position_that_is_none_gives_no_map(lat: object, lon: object) -> None:
    assert locator_map(lat, lon, "KR") == ""
    assert results_map([(lat, lon, "a", "")]) == ""


@pytest.mark.parametrize(("lat", "lon"), [(90, 0), (-90, 0), (0, 180), (0, -180), ("37.5", "127.1")])
def test_the_corners_of_the_earth_do_not_break_it(lat: object, lon: object) -> None:
    drawn(locator_map(lat, lon, "KR", label="한국"))


def test_a_country_without_an_outline_gets_a_graticule() -> None:
    page = BeautifulSoup(locator_map(41.9, 12.45, "XK", label="Somewhere"), "html.parser")
    assert page.select_one(".map__grid") is not None
    assert page.select_one(".map__land") is not None


def test_places_that_would_overlap_become_one_with_their_number() -> None:
    near = [(-36.87 + i / 1000, 174.77, f"School {i}", f"/{i}/") for i in range(7)]
    page = BeautifulSoup(results_map([*near, (-45.87, 170.5, "Otago", "/otago/")], country="NZ"), "html.parser")
    assert [count.text for count in page.select(".map__count")] == ["7"]
    assert [link["href"] for link in page.select("a")] == ["/otago/"]
    assert "School 0, School 1, School 2, School 3, School 4 + 2" in page.select_one(".map__count").parent.title.text


def test_places_on_both_sides_of_the_earth_are_all_on_the_map() -> None:
    spots = [(37.26, 127.03, "a", "/"), (-36.87, 174.77, "b", "/"), (38.9, -77.0, "c", "/"), (51.5, -0.1, "d", "/")]
    root = drawn(results_map(spots))
    placed = [svg for svg in root.iter("svg") if svg.find("a") is not None]
    assert len(placed) == 4
    assert all(0 < float(svg.attrib[axis].rstrip("%")) < 100 for svg in placed for axis in ("x", "y"))


def test_it_is_named_described_and_credited() -> None:
    page = BeautifulSoup(locator_map(39.93, 32.85, "TR", label="Ankara"), "html.parser")
    svg = page.select_one("svg")
    ids = svg["aria-labelledby"].split() if isinstance(svg["aria-labelledby"], str) else svg["aria-labelledby"]
    assert svg["role"] == "img"
    assert [bool(page.find(id=one).text) for one in ids] == [True, True]
    assert "Natural Earth" in page.figcaption.text


def test_a_map_with_links_is_a_group_whose_links_have_names() -> None:
    page = BeautifulSoup(results_map([(1, 1, "One", "/1/"), (40, 40, "Two", "/2/")]), "html.parser")
    assert page.select_one("svg")["role"] == "group"
    assert {link["aria-label"] for link in page.select("a")} == {"One", "Two"}


def test_neighbours_carry_no_names() -> None:
    page = BeautifulSoup(locator_map(37.26, 127.03, "KR", label="수원"), "html.parser")
    assert [text.text for text in page.select("svg text")] == ["100 km", "수원"]


def test_a_long_name_is_left_to_the_caption() -> None:
    long = "Te Kura Kaupapa Māori o Ngā Tapuwae and all its neighbours along the river"
    page = BeautifulSoup(locator_map(-36.87, 174.77, "NZ", label=long), "html.parser")
    assert page.select(".map__label") == []
    assert long in page.figcaption.text


@pytest.mark.parametrize("country", ["NZ", "KR", "TH", "TR"])
def test_a_page_stays_light(country: str) -> None:
    assert len(locator_map(*PLACES[country], country)) < 60_000


def test_the_outlines_are_small_and_complete() -> None:
    folder = outlines.folder()
    assert sum(path.stat().st_size for path in folder.glob("*.json")) < 1_500_000
    assert {path.stem for path in folder.glob("*.json")} - {"index"} == set(outlines.all_countries())
    assert all(len(ring) > 3 for code in outlines.all_countries() for ring in outlines.rings(code))
