"""The main job on real registers: a visit abroad becomes an entry that a teacher finds in Hangul, and a connection.

Everybody here is invented, the contact at the partner too; the schools are those of the public registers.
"""

import email
import email.policy
import re
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.journeys.instance import Instance
from tests.journeys.people import join, sign_in
from tests.journeys.pictures import photo, take

WINDOW = Callable[..., Page]
PARTNER, ASKED_AS = "Auckland Grammar", "오클랜드 그래머 스쿨"
SCHOOL, OTHER_SCHOOL = "B000012436", "B000012445"
CONTACT, CONTACT_MAIL = "Aroha Testname", "aroha.testname@partner.example"
SAID = (
    "The head wants a class that learns Korean to work with a class in Gyeonggi, one hour a fortnight by video. "
    "They would begin after the summer holidays."
)
PROGRAMME, PROGRAMME_KO = "Tāmaki stories", "타마키 이야기"
WISH = "뉴질랜드 친구들과 마을 이야기 나누기"
PEOPLE = {  # address before the @ -> role, number of the school, language, name
    "lead": ("delegate", "", "en", "박지훈"),
    "delegate": ("delegate", "", "ko", "최은영"),
    "policy": ("policy_officer", "", "en", "정수민"),
    "curator": ("curator", "", "en", "한도윤"),
    "teacher": ("teacher", SCHOOL, "ko", "김하늘"),
    "principal": ("principal", SCHOOL, "ko", "이정민"),
    "stranger": ("teacher", OTHER_SCHOOL, "ko", "오세진"),
}
PAGES = 100  # more than a look for leaks may open: then its links go in circles


def test_a_visit_abroad_becomes_a_connection(empty: Instance, data_home: Path, window: WINDOW) -> None:
    take_registers_in(empty, data_home)
    empty.serve()
    at = Desks(empty, window)

    mission = plan_mission(at)
    visit = record_visit(at, mission)
    accept_visit(at, visit)
    institution = publish(at)
    find_in_hangul(at, institution)

    wish = make_wish(at, institution)
    match = find_partner(at, wish)
    link = link_in_mail(empty.home / "mail", CONTACT_MAIL)
    nobody_sees_the_contact(at, institution, match)
    answer_as_partner(at, link)
    nobody_sees_the_contact(at, institution, match)
    accept_for_school(at, match)
    see_the_contact(at, match)

    assert empty.figures("check")["ok"] is True


class Desks:
    """Everybody at a window of their own, signed in by an invitation; ``at("lead", "/office/")`` opens a page there."""

    def __init__(self, instance: Instance, window: WINDOW) -> None:
        self.address, self.window = instance.address, window
        self.pages: dict[str, Page] = {}
        for who, (role, school, language, name) in PEOPLE.items():
            more = [*(["--school", school] if school else []), "--name", name, "--language", language]
            link = instance.invite(f"{who}@gyoryu.example", role, *more)
            narrow = {"width": 360, "height": 740} if who == "delegate" else {}
            page = self.pages[who] = window(language=language, **narrow)
            join(page, link, name)
            if "/account/login" in page.url:
                sign_in(page, self.address, f"{who}@gyoryu.example")

    def __call__(self, who: str, path: str) -> Page:
        page = self.pages[who]
        answer = page.goto(self.address + path)
        assert answer is not None
        assert answer.status == 200, f"{who} {path}: {answer.status}"
        return page


def press(page: Page, action: str, *, within: str = "main") -> None:
    """The first button of the form that is sent to an address ending in ``action``, opened where it is folded away."""
    form = page.locator(f'{within} form[action$="{action}"]').first
    if not form.is_visible():
        page.locator("details").filter(has=form).locator("summary").first.click()
    with page.expect_navigation():
        form.locator("button[type=submit], button:not([type])").filter(visible=True).first.click()
    refused = page.locator(".error-summary")
    assert refused.count() == 0, refused.first.inner_text()


def pid_in(url: str) -> str:
    found = re.search(r"/([0-9a-z]{10})/", url)
    assert found, url
    return found.group(1)


def here_today() -> date:
    return datetime.now(ZoneInfo("Asia/Seoul")).date()


def take_registers_in(instance: Instance, data: Path) -> None:
    schools = instance.figures("intake", "nz-directory", str(data / "nz/nz_directory_2016-06.csv.gz"))
    assert schools["new"] > 2_000
    assert schools["rejected"] == 0
    home = instance.figures("intake", "kr-schools", str(data / "kr/kr_school_locations_2026-03.csv.gz"))
    assert home["new"] > 11_000


def plan_mission(at: Desks) -> str:
    """The lead plans, another decides, the lead begins."""
    page = at("lead", "/office/missions/create/")
    page.fill("[name=title]", "뉴질랜드 교육교류 대표단")
    page.fill("[name=purpose]", "Find schools for joint online classes about language and culture.")
    page.fill("[name=starts_on]", here_today().isoformat())
    page.fill("[name=ends_on]", here_today().isoformat())
    page.select_option("[name=country_1]", "NZ")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/office/missions/[0-9a-z]{10}/"))
    mission = pid_in(page.url)

    for name, role in (("박지훈", "lead"), ("최은영", "")):
        if role and page.locator("#members tbody").get_by_text(name).count():
            continue
        page.locator("#members summary").click()
        page.select_option("[name=person]", label=name)
        if role and page.locator("[name=role]").count():
            page.select_option("[name=role]", role)
        press(page, "/members/add/")
    at("lead", f"/office/missions/{mission}/stops/add/")
    page.fill("[name=title]", "Auckland Grammar School")
    page.fill("[name=place]", "Epsom, Auckland")
    page.fill("[name=q]", PARTNER)
    page.locator("button[name=do][value=search]").click()
    page.get_by_role("radio", name=re.compile(rf"{PARTNER}.*nz-moe 54\b", re.DOTALL)).check()
    page.locator("button[name=do][value=save], button[name=do]:not([value])").filter(visible=True).last.click()
    page.wait_for_url(f"**/office/missions/{mission}/**")
    take(page, "01-mission")
    press(page, "/submit/")

    page = at("policy", f"/office/missions/{mission}/")
    press(page, "/approve/")
    page = at("lead", f"/field/missions/{mission}/")
    press(page, "/begin/")
    return mission


def record_visit(at: Desks, mission: str) -> str:
    """The delegate records on a telephone, in Korean; the lead submits."""
    page = at("delegate", f"/field/missions/{mission}/")
    page.locator('main a[href*="/visits/start/?stop="]').click()
    expect(page.locator(".picked")).to_contain_text(PARTNER)
    take(page, "02-visit-on-a-telephone")
    page.fill("[name=met_on]", here_today().isoformat())
    page.fill("[name=contacts-0-name]", CONTACT)
    page.fill("[name=contacts-0-role]", "International coordinator")
    page.fill("[name=contacts-0-email]", CONTACT_MAIL)
    page.select_option("[name=contacts-0-language]", "en")
    page.check("[name=contacts-0-consent_scope][value=matched_school]")
    page.fill("[name=contacts-0-consent_on]", here_today().isoformat())
    page.fill("[name=objective]", "온라인 공동수업 상대 학교 찾기")
    page.fill("[name=said]", SAID)
    page.check("[name=intention][value=yes]")
    fill_facets(page, "offer")
    page.fill("[name=offer-capacity]", "1")
    page.locator("button[name=do][value=add_programmes]").click()
    page.wait_for_load_state()
    page.fill("[name=programmes-0-title]", PROGRAMME)
    page.fill("[name=programmes-0-title_ko]", PROGRAMME_KO)
    page.fill("[name=programmes-0-description]", "Pupils collect stories of their quarter and tell them to each other.")
    fill_facets(page, "programmes-0")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator(".thumb-bar button[name=do]").click()
    page.wait_for_url(re.compile(r"/field/visits/[0-9a-z]{10}/$"))
    visit = pid_in(page.url)

    page.set_input_files("[name=photos]", {"name": "school.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    page.fill("form[action$='/evidence/'] [name=caption]", "학교 본관")
    press(page, "/evidence/")
    image = page.locator(".photo-forms img").first
    image.scroll_into_view_if_needed()
    expect(image).to_be_visible()
    take(page, "03-visit-recorded", at="#photos")

    page = at("lead", f"/field/visits/{visit}/")
    press(page, "/submit/", within="body")
    return visit


def fill_facets(page: Page, prefix: str) -> None:
    page.check(f"[name={prefix}-types][value=joint_class]")
    page.check(f"[name={prefix}-fields_][value=language_culture]")
    page.select_option(f"[name={prefix}-level_from]", "8")
    page.select_option(f"[name={prefix}-level_to]", "12")
    page.select_option(f"[name={prefix}-language_1]", "en")


def accept_visit(at: Desks, visit: str) -> None:
    """The curator accepts the visit, then each statement that it proposes."""
    page = at("curator", f"/desk/visits/{visit}/")
    take(page, "04-curator-reads-the-visit")
    press(page, "/accept/")
    at("curator", "/desk/inbox/")
    take(page, "05-inbox")
    accepted = 0
    while page.locator('main tbody a[href*="/desk/records/"]').count():
        page.locator('main tbody a[href*="/desk/records/"]').first.click()
        page.wait_for_url("**/desk/records/**")
        press(page, "/accept/")
        accepted += 1
        assert accepted < 10, "the inbox does not empty"
        at("curator", "/desk/inbox/")
    assert accepted >= 3  # a contact, an offer, a programme


def publish(at: Desks) -> str:
    """The entry, its offer and its programme; before, nobody finds them."""
    page = at("curator", f"/desk/institutions/?q={PARTNER}&country=NZ")
    page.locator('main a[href*="/desk/institutions/"]').get_by_text(PARTNER, exact=True).first.click()
    page.wait_for_url(re.compile(r"/desk/institutions/[0-9a-z]{10}/"))
    institution = pid_in(page.url)
    anybody = at.window(language="ko")
    answer = anybody.goto(f"{at.address}/institutions/{institution}/")
    assert answer is not None
    assert answer.status == 404
    press(page, "/publish/")
    at("curator", f"/desk/institutions/{institution}/")
    assert CONTACT_MAIL not in page.content()
    page.locator('main a[href*="/desk/offers/"]').first.click()
    page.wait_for_url("**/desk/offers/**")
    page.select_option("[name=how]", "telephone")
    press(page, "/confirm/")
    if page.locator('form[action$="/open/"]').count() == 0:
        page.go_back()
        page.reload()
    press(page, "/open/")
    at("curator", f"/desk/institutions/{institution}/")
    programme = page.locator('main form[action*="/desk/programmes/"][action$="/publish/"] button').first
    programme.click()
    page.wait_for_load_state()
    at("curator", f"/desk/institutions/{institution}/")
    take(page, "06-entry-at-the-desk")
    return institution


def find_in_hangul(at: Desks, institution: str) -> None:
    """Nobody typed a Korean name; it is found by how it sounds, within seconds."""
    page = at.window(language="ko")
    deadline = time.monotonic() + 5
    while True:
        page.goto(at.address + "/")
        page.locator("main [name=q]").fill(ASKED_AS)
        page.locator("main [name=q]").press("Enter")
        page.wait_for_url("**/search/**")
        hit = page.locator(f'main .entry__title a[href="/institutions/{institution}/"]')
        if hit.count() or time.monotonic() > deadline:
            break
        time.sleep(0.5)
    expect(hit).to_have_text(PARTNER)
    take(page, "07-found-in-hangul")
    hit.click()
    expect(page.get_by_role("link", name=PROGRAMME_KO)).to_be_visible()
    assert CONTACT_MAIL not in page.content()
    assert CONTACT not in page.content()


def make_wish(at: Desks, institution: str) -> str:
    page = at("teacher", f"/institutions/{institution}/")
    take(page, "08-entry")
    page.locator(f'main a[href="/school/wishes/new/?institution={institution}"]').click()
    page.fill("[name=title]", WISH)
    page.check("[name=types][value=joint_class]")
    page.check("[name=exchange_fields][value=language_culture]")
    page.select_option("[name=level_from]", "10")
    page.select_option("[name=level_to]", "11")
    page.locator("[name=pupils]").select_option(index=2)
    page.check("[name=languages][value=en]")
    page.select_option("[name=cefr]", "B1")
    page.fill("[name=note]", "우리 반은 수원 화성 둘레의 이야기를 모으고 있습니다.")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/school/wishes/[0-9a-z]{10}/$"))
    wish = pid_in(page.url)
    page.check("[name=share_contact]")
    press(page, "/submit/")
    page = at("principal", f"/school/wishes/{wish}/")
    take(page, "09-principal-decides")
    press(page, "/approve/")
    return wish


def find_partner(at: Desks, wish: str) -> str:
    """Eligible, the reasons, the decision, both are asked."""
    page = at("curator", f"/desk/wishes/{wish}/")
    press(page, "/eligible/")
    at("curator", f"/desk/wishes/{wish}/")
    take(page, "10-why-this-partner", at="#candidates")
    press(
        page,
        "/propose/" + page.locator('form[action*="/propose/"]').first.get_attribute("action").split("/propose/")[1],
    )  # type: ignore[union-attr]
    if "/desk/matches/" not in page.url:
        page.locator('main a[href*="/desk/matches/"]').first.click()
    page.wait_for_url(re.compile(r"/desk/matches/[0-9a-z]{10}/"))
    match = pid_in(page.url)
    press(page, "/decide/")
    page = at("curator", f"/desk/matches/{match}/")
    page.locator("[name=contact]").select_option(label="International coordinator")
    page.locator("form[action$='/ask/'] [name=language]").select_option("en")
    press(page, "/ask/")
    return match


def link_in_mail(folder: Path, to: str) -> str:
    """The partner's link, from the mail that went to the partner and to nobody else."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for file in sorted(folder.glob("*")) if folder.exists() else []:
            for raw in re.split(rb"^-{70,}\r?\n", file.read_bytes(), flags=re.MULTILINE):
                if not raw.strip():
                    continue
                mail = email.message_from_bytes(raw, policy=email.policy.default)
                body = mail.get_body(("plain",))
                found = re.search(r"https?://\S+/p/answer/\S+", body.get_content() if body else "")
                if found:
                    assert mail["To"] == to
                    return found.group().rstrip(".>")
        time.sleep(0.3)
    raise AssertionError("the partner got no mail")


def nobody_sees_the_contact(at: Desks, institution: str, match: str) -> None:
    for who in ("teacher", "principal", "stranger"):
        starts = ["/", "/school/", "/school/cases/", "/account/", f"/institutions/{institution}/"]
        starts += [f"/school/matches/{match}/", f"/api/v1/institutions/{institution}", f"/api/v1/matches/{match}"]
        assert pages_with_the_contact(at, who, starts) == []
    asked = at.pages["teacher"].context.request
    assert asked.get(f"{at.address}/school/matches/{match}/").status == 200  # the case itself is no secret to her


def pages_with_the_contact(at: Desks, who: str, starts: list[str]) -> list[str]:
    """Addresses, reachable by links from ``starts``, whose answer names the contact."""
    asked = at.pages[who].context.request
    waiting, seen, leaks = list(starts), set(starts), []
    opened = 0
    while waiting:
        assert opened < PAGES, f"{who}: too many pages, next {waiting[:3]}"
        path = waiting.pop(0)
        answer = asked.get(at.address + path)
        opened += 1
        assert answer.status in (200, 401, 403, 404), f"{who} {path}: {answer.status}"
        if "html" not in answer.headers.get("content-type", "") and "json" not in answer.headers.get(
            "content-type", ""
        ):
            continue
        text = answer.text()
        if CONTACT_MAIL in text or CONTACT in text:
            leaks.append(path)
        for found in re.findall(r'href="(/[^"#]*)', text):
            target = found.replace("&amp;", "&")
            wanted = not re.search(r"^/static/|logout|^/search/\?|^/programmes/\?", target)
            if wanted and target not in seen:
                seen.add(target)
                waiting.append(target)
    return leaks


def answer_as_partner(at: Desks, link: str) -> None:
    """No account, a fresh browser: the link says who asks and takes one answer."""
    page = at.window(language="en")
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("A school in Korea would like to work with you")
    expect(page.get_by_text("Joint online class").first).to_be_visible()
    take(page, "11-partner-is-asked")
    assert "김하늘" not in page.content()
    assert "teacher@gyoryu.example" not in page.content()
    press(page, "/accept/")


def accept_for_school(at: Desks, match: str) -> None:
    page = at("teacher", f"/school/matches/{match}/")
    assert page.locator('form[action*="/contacts/"]').count() == 0
    press(page, "/accept/")
    expect(page.locator("#contacts")).to_be_visible()


def see_the_contact(at: Desks, match: str) -> None:
    """The asking school sees the contact, for a reason; another school does not know of the case."""
    page = at("teacher", f"/school/matches/{match}/")
    assert CONTACT_MAIL not in page.content()
    page.locator("section[aria-labelledby=contacts] summary").first.click()
    page.fill("form[action$='/reveal/'] [name=reason]", "첫 화상 회의 날짜를 정하려고 합니다.")
    press(page, "/reveal/")
    expect(page.get_by_role("link", name=CONTACT_MAIL)).to_be_visible()
    take(page, "12-connected")

    stranger = at.pages["stranger"].context.request
    assert stranger.get(f"{at.address}/school/matches/{match}/").status == 404
    assert pages_with_the_contact(at, "stranger", ["/school/", "/school/cases/", "/"]) == []
