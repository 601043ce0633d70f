"""The page that shows every component: complete, strict, legible, and free of faults in a real browser."""

import mimetypes
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.web.strictness import strict_templates

__all__ = ["strict_templates"]

WEB = Path(__file__).resolve().parents[2] / "src/gyoryu/web"
HOST = "https://gyoryu.test"
INCLUDED = re.compile(r'include "components/([a-z_]+)\.html"')


@pytest.fixture
def styleguide(visitor: Client, language: str) -> Any:
    visitor.cookies["gyoryu_language"] = language
    return visitor.get("/styleguide/")


def templates_using(folder: str) -> set[str]:
    texts = (path.read_text() for path in sorted((WEB / "templates").glob(folder)))
    return {name for text in texts for name in INCLUDED.findall(text)}


@pytest.mark.parametrize("language", ["ko", "en", "th", "tr"])
@pytest.mark.usefixtures("strict_templates")
def test_it_shows_in_every_language_and_leaves_no_name_undefined(styleguide: Any) -> None:
    assert styleguide.status_code == 200


def test_every_component_is_shown_or_is_part_of_one_that_is() -> None:
    shown = templates_using("styleguide.html") | templates_using("base*.html")
    layouts = {
        name for page in ("desk", "school", "field", "office", "partner") for name in templates_using(f"{page}.html")
    }
    parts = templates_using("components/*.html")
    components = {path.stem for path in (WEB / "templates/components").glob("*.html")}
    assert components - shown - layouts - parts == set()


@pytest.mark.parametrize(
    "letters",
    [
        pytest.param("çğıİöşüÇĞÖŞÜâîû", id="Turkish"),
        pytest.param("āēīōūĀĒĪŌŪ", id="macrons"),
        pytest.param("กขฃคฅฆงจฉชซญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮะัาำิีึืุูเแโใไๅๆ็่้๊๋์", id="Thai"),
        pytest.param("".join(map(chr, range(0xAC00, 0xD7A4))), id="Hangul"),
        pytest.param("·…–—“”‘’×→←✓※□○●°", id="signs"),
    ],
)
def test_the_fonts_cover(letters: str) -> None:
    covered: set[int] = set()
    for sheet in (WEB / "static/vendor/fonts").glob("*/*.css"):
        for ranges in re.findall(r"unicode-range: ([^;]+);", sheet.read_text()):
            for part in ranges.split(","):
                first, _, last = part.strip()[2:].partition("-")
                covered |= set(range(int(first, 16), int(last or first, 16) + 1))
    assert [letter for letter in letters if ord(letter) not in covered] == []


def tokens() -> dict[str, dict[str, str]]:
    """The colours of each light: {"light": {"ink": "#1b1e25", ...}, "dark": {...}}."""
    light, dark = (WEB / "static/css/tokens.css").read_text().split("prefers-color-scheme: dark")
    colours = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
    first = dict(colours.findall(light))
    return {"light": first, "dark": {**first, **dict(colours.findall(dark))}}


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("light", ["light", "dark"])
def test_text_stands_out_from_what_it_stands_on(light: str) -> None:
    colour = tokens()[light]
    pairs = [
        (text, ground)
        for text in ("ink", "ink-soft", "ink-faint", "accent", "danger")
        for ground in ("paper", "surface")
    ]
    pairs += [("ink-faint", "sunken"), ("ink-soft", "sunken"), ("on-accent", "accent"), ("on-accent", "accent-strong")]
    pairs += [(tone, f"{tone}-soft") for tone in ("success", "warning", "danger")] + [("accent-strong", "accent-soft")]
    weak = {pair: round(contrast(colour[pair[0]], colour[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("light", ["light", "dark"])
def test_the_edges_of_controls_can_be_seen(light: str) -> None:
    colour = tokens()[light]
    pairs = [
        ("line-strong", "surface"),
        ("line-strong", "paper"),
        ("focus", "surface"),
        ("focus", "paper"),
        ("accent", "home"),
    ]
    weak = {pair: round(contrast(colour[pair[0]], colour[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


def test_only_the_tokens_name_a_colour() -> None:
    named = re.compile(r"#[0-9a-f]{3,8}\b|rgb\(", re.IGNORECASE)
    found = {
        path.name: named.findall(path.read_text())
        for path in sorted((WEB / "static/css").glob("*.css"))
        if path.name not in ("tokens.css", "print.css")
    }
    assert {name: colours for name, colours in found.items() if colours} == {}


class Shown:
    """A page fetched once, then served to the browser with its headers and our static files, without a network."""

    def __init__(self, response: Any) -> None:
        self.body, self.headers = response.content, {name: str(value) for name, value in response.headers.items()}
        self.complaints: list[str] = []

    def open(self, browser: Any, width: int, light: str) -> Any:
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=light, reduced_motion="reduce")
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.route(f"{HOST}/**", self.answer)
        page.goto(f"{HOST}/")
        return page

    def answer(self, route: Any) -> None:
        path = route.request.url.removeprefix(HOST)
        if path == "/":
            return route.fulfill(body=self.body, headers=self.headers)
        found = finders.find(path.removeprefix("/static/"))
        if not isinstance(found, str):
            return route.fulfill(status=404, body="")
        return route.fulfill(body=Path(found).read_bytes(), content_type=mimetypes.guess_type(found)[0] or "font/woff2")


@pytest.mark.looks
@pytest.mark.parametrize("language", ["ko"])
@pytest.mark.parametrize(("width", "light"), [(1280, "light"), (1280, "dark"), (360, "light")])
def test_no_fault_in_a_browser(styleguide: Any, chromium: Any, width: int, light: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    shown = Shown(styleguide)
    page = shown.open(chromium, width, light)
    result = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    faults = [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in result.response["violations"]]
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.close()
    assert faults == []
    assert overflow <= 0
    assert shown.complaints == []


@pytest.mark.parametrize("language", ["ko"])
def test_the_menu_of_a_small_screen_opens_by_keyboard(styleguide: Any, chromium: Any) -> None:
    page = Shown(styleguide).open(chromium, 360, "light")
    menu = page.locator("#site-menu")
    assert not menu.is_visible()
    page.locator(".menu-button").press("Enter")
    assert menu.is_visible()
    page.keyboard.press("Escape")
    assert not menu.is_visible()
    page.close()
