"""What a page may not do while people use it: break its content security policy, or ask another host."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page

_problems: list[str] = []


def watch(page: Page) -> None:
    page.on("console", _refuse)
    page.on("request", lambda request: _refuse_elsewhere(request.url))


def problems() -> list[str]:
    """Everything seen since the last call."""
    seen, _problems[:] = list(_problems), []
    return seen


@contextmanager
def audit_of_our_own() -> Iterator[None]:
    """axe sets inline styles on the page while it measures; those are not the page's."""
    before = len(_problems)
    yield
    del _problems[before:]


def _refuse(message: Any) -> None:
    if message.type == "error" and "Content Security Policy" in message.text:
        _problems.append(f"{message.text[:200]} at {message.location}")


def _refuse_elsewhere(url: str) -> None:
    if not url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:")):
        _problems.append(f"asked another host: {url}")
