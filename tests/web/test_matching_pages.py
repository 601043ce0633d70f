"""The curator's side of matching; and what nobody may read anywhere."""

import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook

from gyoryu.accounts.models import PartnerLink, SavedFilter
from gyoryu.exchange.models import Match, Wish
from gyoryu.registry.models import Contact
from tests.cast import Cast
from tests.exchange import stages
from tests.exchange.test_visibility import everybody, matches_in_every_state


def text(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def test_from_the_queue_to_the_question(cast: Cast, signed_in: Any) -> None:
    offer = stages.an_offer()
    wish = stages.approved(cast)
    client = signed_in(cast.curator)
    assert wish.title in text(client.get("/desk/wishes/"))
    assert "Is this wish eligible?" in text(client.get(f"/desk/wishes/{wish.pid}/"))
    assert client.post(f"/desk/wishes/{wish.pid}/eligible/", {"priority_class": "x"}).status_code == 422
    client.post(f"/desk/wishes/{wish.pid}/eligible/", {"priority_class": "research_school"})
    page = text(client.get(f"/desk/wishes/{wish.pid}/"))
    assert offer.institution.display_name in page
    assert "All grades wished for" in page
    proposed = client.post(f"/desk/wishes/{wish.pid}/propose/{offer.pid}/")
    match = Match.objects.get()
    address = f"/desk/matches/{match.pid}/"
    assert proposed.headers["Location"] == address
    client.post(address + "decide/", {"note_to_partner": "A class of 25"})
    contact = stages.contact_of(offer)
    assert client.post(address + "ask/", {"contact": "nobody", "language": "en", "days": "14"}).status_code == 422
    assert client.post(address + "ask/", {"contact": contact.pid, "language": "xx", "days": "0"}).status_code == 422
    asked = client.post(address + "ask/", {"contact": contact.pid, "language": "en", "days": "14"})
    assert asked.headers["Location"] == address
    match.refresh_from_db()
    assert match.state == "asked"


def test_a_link_passed_on_by_hand_is_shown_once(cast: Cast, signed_in: Any, visitor: Any) -> None:
    match = stages.decided(cast)
    client = signed_in(cast.curator)
    answer = client.post(f"/desk/matches/{match.pid}/ask/", {"contact": "", "language": "tr", "days": "10"})
    shown = BeautifulSoup(answer.content, "html.parser").find(id="partner-link")
    link = str(shown["value"])  # type: ignore[index]
    assert visitor.get(link[link.index("/p/") :]).status_code == 200
    assert (
        BeautifulSoup(client.get(f"/desk/matches/{match.pid}/").content, "html.parser").find(id="partner-link") is None
    )


def test_refusing_needs_reasons(cast: Cast, signed_in: Any) -> None:
    wish = stages.approved(cast)
    client = signed_in(cast.curator)
    assert client.post(f"/desk/wishes/{wish.pid}/refuse/", {}).status_code == 422
    assert client.post(f"/desk/wishes/{wish.pid}/refuse/", {"reasons": ["other"]}).status_code == 422
    client.post(f"/desk/wishes/{wish.pid}/refuse/", {"reasons": ["not_feasible"], "note": "시기"})
    assert Wish.objects.get().refusal_reasons == ["not_feasible"]


def test_an_answer_by_telephone_a_new_link_and_taking_it_back(cast: Cast, signed_in: Any) -> None:
    match, _token = stages.asked(cast)
    client = signed_in(cast.curator)
    address = f"/desk/matches/{match.pid}/"
    assert client.post(address + "record-answer/", {"answer": "decline", "channel": "telephone"}).status_code == 422
    client.post(address + "renew-link/", {"days": "30"})
    assert PartnerLink.objects.count() == 2
    client.post(address + "record-answer/", {"answer": "accept", "channel": "telephone", "person": "Deputy head"})
    assert "By telephone" in text(client.get(address))
    assert client.post(address + "withdraw/", {}).status_code == 422
    client.post(address + "withdraw/", {"reason": "mistake", "note": ""})
    match.refresh_from_db()
    assert match.state == "withdrawn"


def test_what_is_overdue_stands_among_our_own_turns(cast: Cast, signed_in: Any) -> None:
    match, _token = stages.asked(cast)
    client = signed_in(cast.curator)
    name = match.offer.institution.display_name
    assert name not in text(client.get("/desk/matches/"))
    assert client.post(f"/desk/matches/{match.pid}/expire/").status_code == 409
    Match.objects.update(answer_due="2020-01-01")
    assert name in text(client.get("/desk/matches/"))
    client.post(f"/desk/matches/{match.pid}/expire/")
    assert Match.objects.get().state == "expired"
    for show in ("turn", "asked", "connected", "over", "all", "nonsense"):
        assert client.get(f"/desk/matches/?show={show}").status_code == 200


def test_the_queue_is_filtered_kept_and_downloaded(cast: Cast, signed_in: Any) -> None:
    high = stages.waiting(cast, title="고등 공동수업")
    low = stages.waiting(cast, title="초등 편지", level_from=5, level_to=6, countries=())
    client = signed_in(cast.curator)

    def titles(query: str) -> list[str]:
        shown = text(client.get(f"/desk/wishes/?{query}"))
        return [wish.title for wish in (high, low) if wish.title in shown]

    assert titles("") == ["고등 공동수업", "초등 편지"]
    assert titles("level=primary") == ["초등 편지"]
    assert titles("country=NZ") == ["고등 공동수업", "초등 편지"]  # no country means any
    assert titles("state=connected") == []
    assert titles("priority_class=research_school") == []
    assert titles(f"district={cast.district.pid}") == ["고등 공동수업", "초등 편지"]
    assert titles("level=nonsense&page=-3&country=%27") == ["고등 공동수업", "초등 편지"]
    client.post("/desk/wishes/save-filter/", {"label": "초등", "query": "level=primary"})
    assert SavedFilter.objects.get().page == "desk:wishes"
    assert "초등" in text(client.get("/desk/wishes/"))
    sheet = load_workbook(io.BytesIO(client.get("/desk/wishes/download/?level=primary").content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["초등 편지"]
    assert cast.teacher.name not in str(rows)


@pytest.mark.parametrize("path", ["/desk/wishes/?state=all", "/desk/matches/?show=all", "/desk/wishes/{wish}/"])
def test_pages_ask_the_database_as_often_for_three_as_for_one(
    cast: Cast, signed_in: Any, query_count: Any, path: str
) -> None:
    client = signed_in(cast.curator)
    address = path.format(wish=stages.waiting(cast).pid)
    counts = []
    for more in (1, 2):
        for _number in range(more):
            stages.asked(cast)
            stages.an_offer()
        client.get(address)
        with query_count() as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_only_the_office_comes_to_the_desk(cast: Cast, signed_in: Any) -> None:
    match, _token = stages.asked(cast)
    for name, person in cast.everybody().items():
        client = signed_in(person)
        expected = 200 if name in ("curator", "policy_officer") else 404
        for path in (
            "/desk/wishes/",
            f"/desk/wishes/{match.wish.pid}/",
            "/desk/matches/",
            f"/desk/matches/{match.pid}/",
        ):
            assert client.get(path).status_code == expected, (name, path)
        if name != "curator":
            assert client.post(f"/desk/matches/{match.pid}/withdraw/", {"reason": "mistake"}).status_code in (403, 404)
    assert Match.objects.get().state == "asked"


# Those who see anything at all, one who does not, and nobody; that all others see nothing is tested in tests/exchange.
ROLES = ("teacher", "principal", "district_officer", "curator", "policy_officer", "other_teacher")


def test_no_page_shows_a_contact_that_was_not_asked_for(cast: Cast, signed_in: Any, visitor: Any) -> None:
    """Name, e-mail and telephone of a partner's contact: in no answer to a GET, for no role, in no state."""
    found = matches_in_every_state(cast)
    secrets = {value for one in Contact.objects.all() for value in (one.name, one.email, one.telephone)}
    assert len(secrets) > len(found)
    lists = ["/school/", "/school/cases/", "/desk/wishes/?state=all", "/desk/matches/?show=all", "/desk/"]
    lists += ["/api/v1/wishes?state=all", "/api/v1/matches"]
    pages = [f"/institutions/{found['asked'].offer.institution.pid}/"]
    for match in found.values():
        for room in ("school", "desk", "api/v1"):
            end = "" if room == "api/v1" else "/"
            pages += [f"/{room}/wishes/{match.wish.pid}{end}", f"/{room}/matches/{match.pid}{end}"]
    seen = dict.fromkeys([*ROLES, "nobody"], 0)
    for name in seen:
        client = visitor if name == "nobody" else signed_in(everybody(cast)[name])
        for path in [*lists, *pages]:
            answer = client.get(path)
            seen[name] += answer.status_code == 200
            body = answer.content.decode()
            assert not [secret for secret in secrets if secret in body], (name, path)
    assert seen["curator"] > seen["teacher"] > seen["other_teacher"] > seen["nobody"] == 1


def test_nobody_reveals_a_contact_of_a_match_that_is_not_connected(cast: Cast, signed_in: Any) -> None:
    found = matches_in_every_state(cast)
    for name in ROLES:
        client = signed_in(everybody(cast)[name])
        for state, match in found.items():
            contact = stages.contact_of(match.offer)
            address = f"/school/matches/{match.pid}/contacts/{contact.pid}/reveal/"
            answer = client.post(address, {"reason": "because I can"})
            expected = name in ("teacher", "principal") and state in ("connected", "pre_consultation", "agreed")
            assert (answer.status_code == 200) is expected, (state, name)
            assert (contact.email in answer.content.decode()) is expected, (state, name)
