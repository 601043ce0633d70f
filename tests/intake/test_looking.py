"""Looking at web sites: what each answer means, robots.txt, never inside our own network, never for ever."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from gyoryu.intake import looking
from gyoryu.intake.looking import check_sites, look_at, look_at_sites
from gyoryu.registry.models import Site
from tests.factories import InstitutionFactory
from tests.intake.bad_server import Server, cut, say, serving
from tests.registry.saying import SYSTEM, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


def site_at(url: str, **more: Any) -> Site:
    return Site(institution=InstitutionFactory(published=True, website=url), url=url, host="127.0.0.1", **more)


def answering(robots: tuple[int, bytes], page: tuple[int, bytes]) -> Callable[[BaseHTTPRequestHandler, int], None]:
    def answer(handler: BaseHTTPRequestHandler, _count: int) -> None:
        status, body = robots if handler.path == "/robots.txt" else page
        say(handler, body, status)

    return answer


@pytest.mark.parametrize(
    ("status", "result"),
    [(200, "ok"), (403, "ok"), (404, "gone"), (410, "gone"), (429, "busy"), (503, "busy"), (500, "broken")],
)
def test_what_an_answer_means(server: Server, status: int, result: str) -> None:
    server.answer = answering((404, b""), (status, b"<html>"))
    assert look_at(site_at(f"{server.url}/school"), allow_private=True) == (result, True)
    assert [asked.path for asked in server.asked] == ["/robots.txt", "/school"]
    assert server.asked[1].headers["User-Agent"].startswith("Gyoryu/")


@pytest.mark.parametrize(
    ("robots", "result", "allowed"),
    [
        ((200, b"User-agent: *\nDisallow: /"), "robots", False),
        ((200, b"User-agent: Gyoryu\nDisallow: /school"), "robots", False),
        ((200, b"User-agent: *\nDisallow: /private"), "ok", True),
        ((200, b"\xff\xfe not a robots file"), "ok", True),
        ((403, b""), "robots", False),
        ((500, b""), "busy", None),
    ],
)
def test_robots_txt_is_obeyed(server: Server, robots: tuple[int, bytes], result: str, allowed: bool | None) -> None:
    server.answer = answering(robots, (200, b""))
    assert look_at(site_at(f"{server.url}/school"), allow_private=True) == (result, allowed)
    assert len(server.asked) == (2 if result == "ok" else 1)


def test_robots_txt_is_asked_once_a_month(server: Server) -> None:
    from gyoryu.common.clock import now

    server.answer = answering((200, b""), (200, b""))
    assert look_at(site_at(f"{server.url}/", robots_at=now()), allow_private=True) == ("ok", None)
    forbidden = site_at(f"{server.url}/", robots_at=now(), robots_allow=False)
    assert look_at(forbidden, allow_private=True) == ("robots", None)
    assert [asked.path for asked in server.asked] == ["/"]


def test_our_own_network_is_not_looked_at(server: Server) -> None:
    assert look_at(site_at(f"{server.url}/")) == ("unsafe", None)
    assert server.asked == []


def test_a_redirect_into_our_own_network_or_to_another_host_is_not_followed(server: Server) -> None:
    def away(handler: BaseHTTPRequestHandler, _count: int) -> None:
        say(handler, b"", 302, Location="http://elsewhere.example/")

    server.answer = away
    assert look_at(site_at(f"{server.url}/"), allow_private=True) == ("ok", True)
    assert len(server.asked) == 2


def test_nobody_there() -> None:
    assert look_at(site_at("http://127.0.0.1:9/"), allow_private=True) == ("refused", None)
    assert look_at(site_at("http://no-such-host.invalid/")) == ("no_host", None)
    assert look_at(site_at("http://[half/"))[0] == "no_host"


def test_a_connection_that_breaks(server: Server) -> None:
    server.answer = lambda handler, _count: cut(handler)
    assert look_at(site_at(f"{server.url}/"), allow_private=True)[0] in ("refused", "slow")


def test_each_host_is_looked_at_once_in_a_while(server: Server) -> None:
    server.answer = answering((404, b""), (200, b""))
    for path in ("a", "b"):
        InstitutionFactory(published=True, website=f"{server.url}/{path}")
    assert look_at_sites(actor=SYSTEM, seconds=10, allow_private=True) == 1
    assert look_at_sites(actor=SYSTEM, seconds=10, allow_private=True) == 0
    first = Site.objects.get(url__endswith="/a")
    assert (fresh(first).result, fresh(first).robots_allow) == ("ok", True)
    assert look_at_sites(actor=SYSTEM, seconds=0) == 0


def test_nothing_is_looked_at_unless_the_office_wants_it(settings: Any, monkeypatch: Any) -> None:
    asked: list[str] = []
    monkeypatch.setattr(looking, "look_at_sites", lambda **_more: asked.append("looked"))
    for wants, demo in ((False, False), (True, True)):
        settings.CHECK_SITES, settings.DEMO_WORLD = wants, demo
        check_sites()
    assert asked == []
    settings.CHECK_SITES, settings.DEMO_WORLD = True, False
    check_sites()
    assert asked == ["looked"]
