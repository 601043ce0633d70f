"""Journeys: a real server, a real Chromium, people who click."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.instance import Instance
from tests.journeys.watching import problems, watch


@pytest.fixture
def window(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """``window(language="ko", width=360)`` is a page in a fresh browser profile; nothing may go to another host."""
    contexts: list[BrowserContext] = []

    def open_window(*, language: str = "en", width: int = 1280, height: int = 900, javascript: bool = True) -> Page:
        context = chromium.new_context(
            locale=language, viewport={"width": width, "height": height}, java_script_enabled=javascript
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        watch(page)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert problems() == []


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """The demo world, built and served."""
    instance = Instance(tmp_path_factory.mktemp("demo"), GYORYU_DEMO="1")
    instance.gyoryu("demo", "--no-serve")
    instance.serve()
    yield instance
    instance.stop()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """A new instance with nothing in it, not served yet."""
    instance = Instance(tmp_path_factory.mktemp("office"))
    yield instance
    instance.stop()
