"""Menus: only what a viewer may open, and one place that is here."""

from typing import Any

import pytest

from gyoryu.web.navigation import MENUS, menu
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def urls(name: str, viewer: Any, path: str = "/") -> list[str]:
    return [line["url"] for line in menu(name, viewer, path)]


def test_a_visitor_sees_the_open_part_alone(cast: Cast) -> None:
    assert urls("header", None) == ["/search/", "/programmes/"]


@pytest.mark.parametrize(
    ("who", "room"),
    [
        ("teacher", "/school/"),
        ("principal", "/school/"),
        ("district_officer", "/school/"),
        ("delegate", "/field/"),
        ("curator", "/desk/"),
    ],
)
def test_everybody_finds_the_room_they_work_in(cast: Cast, who: str, room: str) -> None:
    assert room in urls("header", getattr(cast, who))


def test_a_stranger_finds_no_room(cast: Cast) -> None:
    assert urls("header", cast.stranger) == ["/search/", "/programmes/"]


@pytest.mark.parametrize(
    ("path", "here"), [("/desk/", "/desk/"), ("/desk/institutions/abc/", "/desk/institutions/"), ("/elsewhere/", None)]
)
def test_the_longest_beginning_is_where_one_is(cast: Cast, path: str, here: str | None) -> None:
    current = [line["url"] for line in menu("desk", cast.curator, path) if line["current"]]
    assert current == ([here] if here else [])


@pytest.mark.parametrize("name", MENUS)
def test_every_place_in_a_menu_opens_for_those_who_see_it(cast: Cast, signed_in: Any, name: str) -> None:
    refused = []
    for who in ("teacher", "principal", "district_officer", "delegate", "curator", "policy_officer", "operator"):
        viewer = getattr(cast, who)
        client = signed_in(viewer)
        if name in ("header", "account") or f"/{name}/" in urls("header", viewer):
            refused += [(who, url) for url in urls(name, viewer) if client.get(url).status_code >= 400]
    assert refused == []
