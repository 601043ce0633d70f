"""Every text in every language it is written in can be rendered, says who we are, how to check it and how to stop."""

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gyoryu.notices.texts import FOLDER, language_for, languages_of, render

KINDS = sorted(kind for kind in languages_of() if kind != "_foot")
ALL = [(kind, language) for kind in KINDS for language in sorted(languages_of()[kind])]
PARTNER = {"entry_check", "partner_asked", "partner_connected", "partner_over"}
WITHOUT_LINK = {"partner_connected", "partner_over"}


def context() -> dict[str, Any]:
    day = dt.date(2026, 3, 15)
    return {
        "name": "임보미",
        "role": "Teacher",
        "organisation": SimpleNamespace(name="가온고등학교", name_en="Gaon High School"),
        "school": SimpleNamespace(name="가온고등학교", name_en="Gaon High School"),
        "partner": SimpleNamespace(
            display_name="Kōwhai Bay College", name_ko="코와이 베이 칼리지", name_en="Kowhai Bay"
        ),
        "partner_name": "Kōwhai Bay College",
        "wish": SimpleNamespace(title="기후 공동수업", sent_back_note="학년을 적어 주세요", refusal_note="다음 모집에"),
        "mission": SimpleNamespace(title="뉴질랜드 방문", starts_on=day, ends_on=day, returned_comment="일정을 더"),
        "visit": SimpleNamespace(institution_name="Kōwhai Bay College", met_on=day, returned_comment="사진이 없습니다"),
        "types": "joint lessons",
        "institution": SimpleNamespace(display_name="Kōwhai Bay College"),
        "label": "Pupils",
        "accepted": True,
        "count": 12,
        "names": ["Kōwhai Bay College"],
        "more": 11,
        "note": "We hope to hear from you.",
        "reasons": ["incomplete"],
        "reason": "expired",
        "side": "school",
        "due": day,
        "until": dt.datetime(2026, 3, 15, 12, tzinfo=dt.UTC),
        "link": "https://gyoryu.example/the-link/",
        "stop_url": "https://gyoryu.example/stop/",
    }


@pytest.mark.parametrize(("kind", "language"), ALL)
def test_a_mail_is_whole(kind: str, language: str, settings: Any) -> None:
    settings.BASE_URL = "https://gyoryu.example"
    subject, body = render(kind, language, context())
    assert subject and len(subject) < 120 and "\n" not in subject
    for wanted in ("https://gyoryu.example/stop/", "https://gyoryu.example", "gyoryu.example"):
        assert wanted in body
    if kind not in WITHOUT_LINK:
        assert "https://gyoryu.example/the-link/" in body
    for broken in ("{{", "{%", "None", "SimpleNamespace", "&#", "&quot;", "  \n"):
        assert broken not in subject + body


@pytest.mark.parametrize("kind", KINDS)
def test_people_at_home_are_written_to_in_korean_or_english_partners_in_four_languages(kind: str) -> None:
    assert languages_of()[kind] == ({"ko", "en", "th", "tr"} if kind in PARTNER else {"ko", "en"})


def test_who_reads_another_language_gets_english() -> None:
    assert language_for("wish_submitted", "tr") == "en"
    assert language_for("partner_asked", "tr") == "tr"


def test_days_are_written_as_in_the_language(settings: Any) -> None:
    assert "2026년 3월 15일" in render("school_asked", "ko", context())[1]
    assert "15 Mart 2026" in render("partner_asked", "tr", context())[1]
    assert "March 15, 2026" in render("partner_asked", "en", context())[1]


def test_a_demo_world_says_so_in_every_mail(settings: Any) -> None:
    settings.DEMO_WORLD = True
    assert "지어낸 것입니다" in render("wish_submitted", "ko", context())[1]


def test_what_people_wrote_is_not_escaped_and_cannot_add_a_subject_line() -> None:
    given = context()
    given["wish"].title = "A & B <c>\r\nBcc: x@y.example"
    subject, body = render("wish_submitted", "ko", given)
    assert "A & B <c> Bcc: x@y.example" in subject
    assert body.startswith("임보미") is True


def test_no_file_is_left_without_a_letter() -> None:
    from gyoryu.notices.domain import letters, register_letters

    source = "".join(Path(module.__file__).read_text(encoding="utf-8") for module in (letters, register_letters))
    for path in FOLDER.glob("*.ko.txt"):
        kind = path.name.split(".")[0]
        assert kind == "_foot" or f'"{kind}"' in source
