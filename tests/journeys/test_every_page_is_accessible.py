"""Every page of the demo world, as everybody, in Korean and English: axe finds nothing, nothing overflows at 360 px."""

import re
from collections.abc import Callable
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
}
MOST_PAGES = 40
PID = re.compile(r"[0-9a-z]{10}(?=/|$)")


def shape(path: str) -> str:
    """Pages that differ only in which thing they show are one page."""
    return PID.sub("PID", path.partition("?")[0])


def crawl(page: Page, address: str, starts: list[str]) -> dict[str, str]:
    """shape -> address of one page of each shape that can be reached by links."""
    found: dict[str, str] = {}
    waiting = list(starts)
    while waiting and len(found) < MOST_PAGES:
        path = waiting.pop(0)
        if shape(path) in found and path not in starts:
            continue
        answer = page.goto(address + path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        found.setdefault(shape(path), path)
        hrefs = page.locator("a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        for href in hrefs:
            target = str(href).split("#")[0]
            wanted = target.startswith("/") and not re.search(
                r"logout|download|\.(xlsx|json|csv|ics)|/api/|/p/", target
            )
            if wanted and shape(target) not in found:
                waiting.append(target)
    return found


def faults_of(page: Page, axe: Axe) -> list[str]:
    with audit_of_our_own():
        result: Any = axe.run(page, options=RULES)
    return [
        f"{violation['id']}: {violation['help']} ({violation['nodes'][0]['html'][:160]})"
        for violation in result.response["violations"]
    ]


@pytest.mark.parametrize("who", list(STARTS))
def test_pages_are_accessible_and_fit_a_phone(demo: Instance, window: Callable[..., Page], who: str) -> None:
    axe = Axe()
    faults: dict[str, list[str]] = {}
    for language, width in (("ko", 360), ("en", 1280)):
        page = window(language=language, width=width)
        if who != "anybody":
            sign_in(page, demo.address, f"{who}@gyoryu.example")
        for path in crawl(page, demo.address, STARTS[who]).values():
            page.goto(demo.address + path)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            found = faults_of(page, axe) + ([f"{wide} px too wide at {width} px"] if wide > 0 else [])
            if found:
                faults[f"{language} {path}"] = found
    assert faults == {}
