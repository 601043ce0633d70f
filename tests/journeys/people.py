"""What people do over and over in a browser."""

from playwright.sync_api import Page

PASSWORD = "gyoryu-demo-2026"


def sign_in(page: Page, address: str, email: str, password: str = PASSWORD) -> None:
    page.goto(f"{address}/account/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("form button[type=submit]").filter(visible=True).last.click()
    page.wait_for_url(lambda url: "/account/login" not in url)


def join(page: Page, link: str, name: str, password: str = PASSWORD) -> None:
    """Open an invitation and make the account; ends signed in or at the sign-in page."""
    page.goto(link)
    page.locator("input[name=name]").fill(name)
    for field in page.locator("input[type=password]").all():
        field.fill(password)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
