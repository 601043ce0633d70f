"""The browser of the tests: Debian's chromium, one for each process (Playwright refuses a second)."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "Debian's chromium is not installed; run scripts/system_parts.sh"
    with sync_playwright() as playwright:
        # Its event loop counts as running in this thread for as long as it lives, although nothing runs in it between
        # its calls; Django would refuse the database to every test that comes after the first with a browser.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
