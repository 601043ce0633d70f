"""Every page of the demo world, as everybody, in Korean and English: axe finds nothing, nothing overflows at 360 px."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.instance import Instance
from tests.journeys.people import sign_in
from tests.journeys.watching import audit_of_our_own

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
STARTS: dict[str, list[str]] = {
    "anybody": [
        "/",
        "/search/",
        "/search/?q=%EC%BD%94%EC%99%80%EC%9D%B4",
        "/programmes/",
        "/about/",
        "/account/login/",
    ],
    "teacher": ["/school/", "/account/"],
    "principal": ["/school/"],
    "district": ["/school/"],
    "delegate": ["/field/"],
    "lead": ["/field/"],
    "curator": ["/desk/"],
    "policy": ["/office/"],
    "operator": ["/office/people/"],
    "privacy": ["/office/access-log/"],
}
MOST_PAGES = 40
NO_PAGE = re.compile(r"logout|download|/evidence/|\.(xlsx|json|csv|ics)|/api/|/p/")
PID = re.compile(r"[0-9a-z]{10}(?=/|$)")


def shape(path: str) -> str:
    """Pages that differ only in which thing they show are one page."""
    return PID.sub("PID", path.partition("?")[0])


def pages_from(page: Page, address: str, starts: list[str]) -> Iterator[str]:
    """Goes to one page of each shape that can be reached by links; the page is open when its path is given."""
    seen: set[str] = set()
    waiting = list(starts)
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        key = path if path in starts else shape(path)
        if key in seen:
            continue
        answer = page.goto(address + path, wait_until="load")
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"
        seen |= {key, shape(path)}
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        hrefs = page.locator("a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        targets = [str(href).split("#")[0] for href in hrefs]
        waiting += [target for target in targets if target.startswith("/") and not NO_PAGE.search(target)]
        yield path


def faults_of(page: Page, axe: Axe) -> list[str]:
    with audit_of_our_own():
        result: Any = axe.run(page, options=RULES)
    return [
        f"{violation['id']}: {violation['help']} ({violation['nodes'][0]['html'][:160]})"
        for violation in result.response["violations"]
    ]


@pytest.fixture(scope="module")
def audited() -> set[tuple[str, str]]:
    """Language and shape of the pages that were looked at as somebody else before."""
    return set()


@pytest.mark.looks
@pytest.mark.parametrize("who", list(STARTS))
def test_pages_are_accessible_and_fit_a_phone(
    demo: Instance, window: Callable[..., Page], audited: set[tuple[str, str]], who: str
) -> None:
    axe = Axe()
    faults: dict[str, list[str]] = {}
    for language, width in (("ko", 360), ("en", 1280)):
        page = window(language=language, width=width)
        if who != "anybody":
            sign_in(page, demo.address, f"{who}@gyoryu.example")
        for path in pages_from(page, demo.address, STARTS[who]):
            if (language, shape(path)) in audited and path not in STARTS[who]:
                continue
            audited.add((language, shape(path)))
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            # Seen whole: what a bar at the foot covers at one moment is scrolled into sight at the next.
            page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
            found = faults_of(page, axe) + ([f"{wide} px too wide at {width} px"] if wide > 0 else [])
            if found:
                faults[f"{language} {path}"] = found
            page.set_viewport_size({"width": width, "height": 900})
    assert faults == {}
