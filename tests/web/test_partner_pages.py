"""What a partner abroad sees by its link, in every state of the link and of the match."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup

from gyoryu.accounts.models import PartnerLink
from gyoryu.audit.models import AccessEvent
from gyoryu.exchange.domain import matches, wishes
from gyoryu.exchange.models import Match
from tests.cast import Cast
from tests.exchange import stages


def text(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def page_of(token: str) -> str:
    return f"/p/answer/{token}/"


def expired() -> time_machine.travel:
    return time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=40))


def test_who_asks_and_what_for_but_not_the_teacher(cast: Cast, visitor: Any) -> None:
    cast.teacher.name = "임보미"
    cast.teacher.save()
    match, token = stages.asked(cast)
    answer = visitor.get(page_of(token))
    shown = text(answer)
    assert "A school in Korea would like to work with you" in shown
    assert "Joint online class" in shown
    assert "15 to 17 years" in shown
    assert "21 to 30" in shown
    for secret in (cast.teacher.name, cast.teacher.email, cast.school.name, match.wish.title, "CANARY"):
        assert secret not in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize(("language", "word"), [("th", "โรงเรียน"), ("tr", "okul"), ("en", "school"), ("ko", "학교")])
def test_in_the_language_of_the_link(cast: Cast, visitor: Any, language: str, word: str) -> None:
    _match, token = stages.asked(cast, language=language)
    answer = visitor.get(page_of(token))
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.html is not None
    assert page.html["lang"] == language
    assert word in page.main.get_text()  # type: ignore[union-attr]


def test_the_reader_may_choose_another_language(cast: Cast, visitor: Any) -> None:
    _match, token = stages.asked(cast, language="th")
    visitor.cookies["gyoryu_language"] = "en"
    assert "would like to work with you" in text(visitor.get(page_of(token)))


def test_accepting_once_and_what_the_link_shows_then(cast: Cast, visitor: Any) -> None:
    match, token = stages.asked(cast)
    answer = visitor.post(page_of(token) + "accept/")
    assert answer.headers["Location"] == page_of(token)
    assert "Thank you, you have accepted" in text(visitor.get(page_of(token)))
    again = visitor.post(page_of(token) + "decline/", {"reasons": ["costs"]})
    assert again.status_code == 302
    match.refresh_from_db()
    assert match.state == "accepted_by_partner"


def test_declining_with_several_reasons(cast: Cast, visitor: Any) -> None:
    match, token = stages.asked(cast)
    assert visitor.post(page_of(token) + "decline/", {}).status_code == 422
    assert visitor.post(page_of(token) + "decline/", {"reasons": ["other"]}).status_code == 422
    said = {"reasons": ["costs", "no_capacity"], "note": "Gelecek yıl"}
    assert visitor.post(page_of(token) + "decline/", said).status_code == 302
    match.refresh_from_db()
    assert (match.state, match.declined_reasons, match.declined_note) == (
        "declined",
        ["costs", "no_capacity"],
        "Gelecek yıl",
    )
    assert "Thank you for your answer" in text(visitor.get(page_of(token)))


@pytest.mark.parametrize("token", ["x", "A" * 43, "..", "%20", "a" * 2_000, "รหัส", "%00"])
def test_a_link_that_was_never_made_gets_a_kind_page(db: None, visitor: Any, token: str) -> None:
    for path in ("", "stop/"):
        assert visitor.get(f"/p/answer/{token}/{path}").status_code in (400, 404)
    for path in ("accept/", "decline/", "new-link/", "stop/", "teacher/"):
        assert visitor.post(f"/p/answer/{token}/{path}").status_code in (400, 404)


def test_an_ended_link_asks_for_a_new_one(cast: Cast, visitor: Any) -> None:
    match, token = stages.asked(cast)
    with expired():
        matches.expire_matches()
        page = visitor.get(page_of(token))
        assert (page.status_code, "This link has ended" in text(page)) == (410, True)
        visitor.post(page_of(token) + "accept/")
        assert Match.objects.get().state == "expired"
        visitor.post(page_of(token) + "new-link/")
        assert "You have asked for a new link" in text(visitor.get(page_of(token)))
    match.refresh_from_db()
    assert match.renewal_asked_at is not None


def test_only_an_ended_link_is_renewed(cast: Cast, visitor: Any) -> None:
    _match, token = stages.asked(cast)
    visitor.post(page_of(token) + "new-link/")
    assert Match.objects.get().renewal_asked_at is None


def test_a_link_that_was_replaced_points_to_the_newer_one(cast: Cast, visitor: Any) -> None:
    match, old = stages.asked(cast)
    matches.renew_link(match, actor=cast.curator)
    page = visitor.get(page_of(old))
    assert (page.status_code, "There is a newer link" in text(page)) == (410, True)


def test_what_was_taken_back_says_so_and_leaks_nothing(cast: Cast, visitor: Any) -> None:
    match, token = stages.asked(cast)
    wishes.close_wish(match.wish, reason="plans_changed", actor=cast.teacher)
    for answer in (visitor.get(page_of(token)), visitor.get(page_of(token) + "stop/")):
        assert cast.school.name not in text(answer)
        assert match.wish.title not in text(answer)
    assert "This request is closed" in text(visitor.get(page_of(token)))
    visitor.post(page_of(token) + "accept/")
    assert Match.objects.get().state == "withdrawn"


def test_a_page_that_was_open_while_the_school_declined(
    cast: Cast, visitor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    match, token = stages.asked(cast)
    link = PartnerLink.objects.get()
    matches.decline_for_school(match, reasons=["costs"], actor=cast.teacher)
    calls = iter([link])
    real = stages.open_partner_link
    monkeypatch.setattr(
        "gyoryu.web.partner.links.open_partner_link", lambda token, purpose: next(calls, None) or real(token, purpose)
    )
    answer = visitor.post(page_of(token) + "accept/")
    assert answer.status_code == 409
    assert "This request is closed" in text(answer)
    assert Match.objects.get().state == "declined"


def test_an_answer_by_telephone_is_shown_too(cast: Cast, visitor: Any) -> None:
    match, token = stages.asked(cast)
    matches.record_partner_answer(match, answer="accept", channel="telephone", actor=cast.curator)
    assert "Thank you, you have accepted" in text(visitor.get(page_of(token)))


def test_stop_contacting_us(cast: Cast, visitor: Any) -> None:
    match, token = stages.asked(cast)
    assert "Shall we stop contacting you?" in text(visitor.get(page_of(token) + "stop/"))
    assert Match.objects.get().state == "asked"
    assert "We will not write to you again" in text(visitor.post(page_of(token) + "stop/"))
    match.refresh_from_db()
    assert (match.state, match.offer.state) == ("declined", "paused")


def test_when_connected_the_teacher_is_shown_for_a_reason_and_logged(cast: Cast, visitor: Any) -> None:
    match, token = stages.asked(cast)
    visitor.post(page_of(token) + "accept/")
    assert visitor.post(page_of(token) + "teacher/", {"reason": "exchange"}).status_code == 404
    matches.accept_for_school(Match.objects.get(pk=match.pk), actor=cast.teacher)
    page = visitor.get(page_of(token))
    assert "You are connected" in text(page)
    assert cast.school.name in text(page)
    assert cast.teacher.email not in page.content.decode()
    assert visitor.post(page_of(token) + "teacher/", {"reason": ""}).status_code == 422
    assert not AccessEvent.objects.exists()
    shown = visitor.post(page_of(token) + "teacher/", {"reason": "first_meeting"})
    assert cast.teacher.email in shown.content.decode()
    assert AccessEvent.objects.get().actor_kind == "partner"


def test_without_her_consent_the_office_stands_between(cast: Cast, visitor: Any) -> None:
    match, token = stages.asked(cast)
    match.wish.contact_consent_at = None
    match.wish.save()
    visitor.post(page_of(token) + "accept/")
    matches.accept_for_school(Match.objects.get(), actor=cast.principal)
    page = visitor.get(page_of(token))
    assert "The office puts you in touch" in text(page)
    assert visitor.post(page_of(token) + "teacher/", {"reason": "exchange"}).status_code == 404


def test_a_link_for_another_purpose_opens_nothing_here(cast: Cast, visitor: Any) -> None:
    _match, token = stages.asked(cast)
    PartnerLink.objects.update(purpose="confirm_entry")
    assert visitor.get(page_of(token)).status_code == 404


def test_a_link_about_another_thing_opens_nothing_here(cast: Cast, visitor: Any) -> None:
    match, token = stages.asked(cast)
    PartnerLink.objects.update(target_kind="registry.institution")
    assert visitor.get(page_of(token)).status_code == 404
    assert visitor.post(page_of(token) + "accept/").status_code == 404
    match.refresh_from_db()
    assert match.state == "asked"
