"""An entry lives: its institution looks at it by a link, a curator decides and keeps a value, everybody sees why."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.instance import Instance
from tests.journeys.people import sign_in

KOWHAI = "K%C5%8Dwhai"


def entry_link(instance: Instance) -> str:
    lines = (instance.home / "partner-links.txt").read_text().splitlines()
    return instance.address + next(f"/p/{line.split()[1]}/" for line in lines if " entry/" in line)


def pid_of(page: Page, instance: Instance, query: str) -> str:
    page.goto(f"{instance.address}/search/?q={query}")
    href = page.locator(".entry__title a").first.get_attribute("href")
    assert href is not None
    return href.split("/")[2]


def test_an_entry_is_corrected_confirmed_kept_and_explained(tmp_path: Path, window: Callable[..., Page]) -> None:
    instance = Instance(tmp_path / "demo", GYORYU_DEMO="1")
    instance.gyoryu("demo", "--no-serve")
    instance.serve()
    try:
        correct_and_confirm(instance, window)
        decide(instance, window)
        keep_and_take_back(instance, window)
        close_with_a_successor(instance, window)
    finally:
        instance.stop()
    assert instance.figures("check")["ok"] is True


def correct_and_confirm(instance: Instance, window: Callable[..., Page]) -> None:
    """On a telephone, without an account, without JavaScript."""
    partner = window(width=360, javascript=False)
    link = entry_link(instance)
    partner.goto(link)
    pupils = partner.locator(".facts__row").filter(has_text="Pupils")
    pupils.locator("summary").click()
    pupils.get_by_label("Pupils").fill("1234")
    pupils.get_by_role("button", name="Send this correction").click()
    expect(partner.locator(".facts__row").filter(has_text="Pupils")).to_contain_text("1234")
    partner.locator("input[name=offer]").first.check()
    partner.get_by_role("button", name="Everything else is right").click()
    expect(partner.get_by_role("status")).to_contain_text("Thank you")
    visitor = window()
    pid = pid_of(visitor, instance, KOWHAI)
    visitor.goto(f"{instance.address}/institutions/{pid}/")
    row = visitor.locator(".facts__row").filter(has_text="Pupils")
    expect(row).to_contain_text("The institution says this is wrong")


def decide(instance: Instance, window: Callable[..., Page]) -> None:
    desk = window()
    sign_in(desk, instance.address, "curator@gyoryu.example")
    desk.goto(f"{instance.address}/desk/changes/")
    desk.locator(".entry").filter(has_text="1234").get_by_role("link").first.click()
    desk.locator("form[action$='/accept/'] button[type=submit]").click()
    pid = pid_of(desk, instance, KOWHAI)
    desk.goto(f"{instance.address}/institutions/{pid}/")
    expect(desk.locator(".facts__row").filter(has_text="1234")).to_have_count(1)


def keep_and_take_back(instance: Instance, window: Callable[..., Page]) -> None:
    desk = window()
    sign_in(desk, instance.address, "curator@gyoryu.example")
    pid = pid_of(desk, instance, KOWHAI)
    page = f"{instance.address}/desk/institutions/{pid}/values/channels/"
    desk.goto(page)
    desk.locator("input[name=telephone]").fill("+64 9 555 0100")
    desk.locator("input[name=reason]").fill("Heard from the school office")
    desk.locator("form[action$='/keep/'] button[type=submit]").click()
    visitor = window()
    visitor.goto(f"{instance.address}/institutions/{pid}/")
    row = visitor.locator(".facts__row").filter(has_text="+64 9 555 0100")
    row.locator("summary").click()
    expect(row).to_contain_text("A curator corrected this")
    row.get_by_role("link", name="Everything that was said").click()
    expect(visitor.locator(".timeline")).to_contain_text("+64 9 555 0100")
    desk.locator("form[action$='/withdraw/'] button").first.click()
    visitor.goto(f"{instance.address}/institutions/{pid}/values/channels/")
    expect(visitor.locator("main")).not_to_contain_text("+64 9 555 0100")


def close_with_a_successor(instance: Instance, window: Callable[..., Page]) -> None:
    """Noted at the desk, shown to everybody with the way to the successor; taken back, it is open again."""
    desk, visitor = window(), window()
    sign_in(desk, instance.address, "curator@gyoryu.example")
    pid = pid_of(desk, instance, "Southern+Light")
    desk.goto(f"{instance.address}/desk/institutions/{pid}/close/")
    desk.locator("input[name=q]").fill("Kōwhai")
    desk.locator("form[role=search] button").click()
    desk.locator("input[name=other]").first.check()
    desk.locator("input[name=closed_on]").fill("2026-01-31")
    desk.locator("input[name=reason]").fill("Letter of the board")
    desk.locator("main form.form button[type=submit]").last.click()
    expect(desk).to_have_url(f"{instance.address}/desk/institutions/{pid}/")
    visitor.goto(f"{instance.address}/institutions/{pid}/")
    visitor.locator(".notice--warning a").click()
    expect(visitor.locator("h1")).to_have_text("Kōwhai Bay College")
    desk.goto(f"{instance.address}/desk/institutions/{pid}/values/status/")
    desk.locator("form[action$='/withdraw/'] button").first.click()
    visitor.goto(f"{instance.address}/institutions/{pid}/")
    expect(visitor.locator(".page-header")).not_to_contain_text("Closed")
