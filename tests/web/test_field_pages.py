"""Delegates on the road: today's stops, recording a visit without script, photos, two people at one visit."""

import datetime as dt
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gyoryu.missions.domain.evidence import add_evidence
from gyoryu.missions.domain.visits import return_visit, start_visit, submit_visit
from gyoryu.missions.models import Evidence, Visit
from gyoryu.missions.queries import body_of
from tests.cast import Cast
from tests.factories import (
    IdentifierFactory,
    InstitutionFactory,
    MissionFactory,
    MissionMemberFactory,
    NameFactory,
    StopFactory,
    VisitFactory,
)
from tests.missions.sample import SAID, jpeg, said
from tests.web.strictness import strict_templates

__all__ = ["strict_templates"]
pytestmark = pytest.mark.usefixtures("strict_templates")


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def typed(form: Any) -> dict[str, Any]:
    """What a browser would send of a form: hidden fields, texts, what is chosen and ticked."""
    sent: dict[str, Any] = {}
    for field in form.select("input, textarea, select"):
        name, kind = field.get("name"), field.get("type")
        if not name or kind in ("file", "submit"):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            sent[name] = chosen["value"] if chosen else ""
        elif kind in ("radio", "checkbox"):
            if field.has_attr("checked"):
                sent.setdefault(name, []).append(field.get("value", "on"))
        else:
            sent[name] = field.text.removeprefix("\n") if field.name == "textarea" else field.get("value", "")
    return sent


@pytest.fixture
def delegate(cast: Cast, signed_in: Any) -> Client:
    client: Client = signed_in(cast.delegate)
    return client


@pytest.fixture
def lead(cast: Cast, signed_in: Any) -> Client:
    client: Client = signed_in(cast.lead)
    return client


@pytest.fixture
def visit(cast: Cast) -> Visit:
    return start_visit(cast.mission, body=said(cast.mission), actor=cast.delegate)


def open_form(client: Client, address: str) -> dict[str, Any]:
    return typed(soup(client.get(address)).select_one("#visit-form"))


def test_home_shows_todays_stops_and_my_missions_alone(cast: Cast, delegate: Client, time_machine: Any) -> None:
    time_machine.move_to(dt.datetime(2026, 1, 13, 1, tzinfo=dt.UTC))
    StopFactory(mission=cast.mission, title="CANARY-MINE", at=dt.time(10, 30))
    StopFactory(mission=MissionFactory(title="CANARY-OTHER"), title="CANARY-OTHERS")
    page = soup(delegate.get("/field/"))
    assert "CANARY-MINE" in page.text
    assert "10:30" in page.text
    assert "CANARY-OTHER" not in page.text
    assert page.select_one("#next").text.startswith("Today")


def test_home_without_a_mission_says_so(cast: Cast, signed_in: Any) -> None:
    assert "No mission yet" in soup(signed_in(cast.other_delegate).get("/field/")).text


def test_the_number_of_queries_does_not_grow(cast: Cast, delegate: Client, query_count: Any, time_machine: Any) -> None:
    time_machine.move_to(dt.datetime(2026, 1, 13, 1, tzinfo=dt.UTC))

    def counted(address: str) -> int:
        with query_count() as asked:
            assert delegate.get(address).status_code == 200
        return len(asked)

    pages = ("/field/", f"/field/missions/{cast.mission.pid}/", "/field/institutions/?q=Kowhai")
    VisitFactory(mission=cast.mission, stop=StopFactory(mission=cast.mission), recorded_by=cast.delegate)
    NameFactory()
    counted(pages[2])  # the first question builds the index
    one = [counted(address) for address in pages]
    for _ in range(3):
        VisitFactory(mission=cast.mission, stop=StopFactory(mission=cast.mission), recorded_by=cast.lead)
        MissionMemberFactory(mission=MissionFactory(), person=cast.delegate)
        IdentifierFactory(institution=NameFactory().institution)
    assert [counted(address) for address in pages] == one


def test_the_itinerary_says_who_recorded_what(cast: Cast, delegate: Client) -> None:
    stop = StopFactory(mission=cast.mission, title="Kowhai Bay College")
    StopFactory(mission=cast.mission, kind="travel", title="Flight")
    VisitFactory(mission=cast.mission, stop=stop, recorded_by=cast.lead)
    VisitFactory(mission=cast.mission, met_on=None, recorded_by=cast.delegate, institution_name="Found by chance")
    page = soup(delegate.get(f"/field/missions/{cast.mission.pid}/"))
    assert "recorded by lead" in page.text
    assert "Found by chance" in page.text
    assert len(page.select(f'a[href="/field/missions/{cast.mission.pid}/visits/start/?stop={stop.pid}"]')) == 1


def test_a_whole_visit_is_recorded_without_script(cast: Cast, delegate: Client) -> None:
    start = f"/field/missions/{cast.mission.pid}/visits/start/"
    form = open_form(delegate, start)
    form |= {
        "kind": "school_visit",
        "met_on": "2026-01-13",
        "about-name": "โรงเรียนบ้านดาวเหนือ",
        "about-country": "TH",
        "about-level_from": "7",
        "about-level_to": "12",
        "contacts-0-name": "Darin",
        "contacts-0-email": "darin@daonuea.example",
        "contacts-0-language": "th",
        "said": "They want to begin in May.",
        "intention": "yes",
        "offer-types": ["joint_class", "language"],
        "offer-fields_": ["language_culture"],
        "offer-language_1": "en",
        "offer-cefr_1": "B1",
        "offer-language_2": "th",
        "offer-capacity": "2",
        "do": "save",
    }
    answer = delegate.post(start, form)
    visit = Visit.objects.get()
    assert answer.headers["Location"] == f"/field/visits/{visit.pid}/"
    body = body_of(visit)
    assert (body.about.language, body.about.level_to, body.offer.languages) == ("th", 12, ("en:B1", "th"))
    assert (body.contacts[0].languages, body.offer.capacity, str(visit.client_uuid)) == (
        ("th",),
        2,
        form["client_uuid"],
    )
    assert delegate.post(start, form).headers["Location"] == f"/field/visits/{visit.pid}/"
    assert Visit.objects.count() == 1
    page = soup(delegate.get(f"/field/visits/{visit.pid}/"))
    assert "They want to begin in May." in page.text
    assert page.select_one('a[href="#photos"]').text == "A photo"


def test_what_the_itinerary_knows_is_filled_in(cast: Cast, delegate: Client) -> None:
    school = InstitutionFactory(display_name="Kōwhai Bay College")
    stop = StopFactory(mission=cast.mission, institution=school, kind="consultation")
    form = open_form(delegate, f"/field/missions/{cast.mission.pid}/visits/start/?stop={stop.pid}")
    assert (form["stop"], form["institution"], form["kind"], form["met_on"]) == (
        stop.pid, school.pid, ["consultation"], "2026-01-13",
    )  # fmt: skip


@pytest.mark.parametrize("stop", ["", "0000000000", "%00", "x" * 50])
def test_an_unknown_stop_is_no_stop(cast: Cast, delegate: Client, stop: str) -> None:
    answer = delegate.get(f"/field/missions/{cast.mission.pid}/visits/start/?stop={stop}")
    assert answer.status_code in (200, 400)


def test_an_institution_is_picked_from_the_register(cast: Cast, delegate: Client) -> None:
    wanted = InstitutionFactory(display_name="Kōwhai Bay College", locality="Auckland")
    NameFactory(institution=wanted)
    IdentifierFactory(institution=wanted, value="9001")
    InstitutionFactory(display_name="Kōwhai Bay College", locality="Dunedin")
    InstitutionFactory(display_name="Something else")
    start = f"/field/missions/{cast.mission.pid}/visits/start/"
    form = {**open_form(delegate, start), "q": "Kōwhai Bay", "said": "Already typed", "do": "search"}
    answer = delegate.post(start, form)
    page = soup(answer)
    assert answer.status_code == 200
    assert Visit.objects.count() == 0
    choices = page.select(".picker__choice")
    assert len(choices) == 3
    assert {"Auckland" in choices[0].text or "Auckland" in choices[1].text, "9001" in page.text} == {True}
    assert page.select_one("#id_said").text.strip() == "Already typed"
    form = {**typed(page.select_one("#visit-form")), "institution": wanted.pid, "do": "save"}
    delegate.post(start, form)
    assert Visit.objects.get().institution == wanted


def test_the_enter_key_in_the_search_box_looks_up(cast: Cast, delegate: Client) -> None:
    start = f"/field/missions/{cast.mission.pid}/visits/start/"
    form = {**open_form(delegate, start), "q": "Kōwhai", "do": "enter"}
    assert "Enter it as new" in delegate.post(start, form).content.decode()
    assert Visit.objects.count() == 0
    delegate.post(start, {**form, "q": "", "said": "x", "do": "enter"})
    assert Visit.objects.count() == 1


def test_it_was_another_one(cast: Cast, delegate: Client) -> None:
    school = InstitutionFactory()
    start = f"/field/missions/{cast.mission.pid}/visits/start/"
    page = soup(delegate.post(start, {**open_form(delegate, start), "institution": school.pid, "do": "another"}))
    assert page.select_one("#id_q") is not None


def test_rows_are_added_and_nothing_is_lost(cast: Cast, delegate: Client) -> None:
    start = f"/field/missions/{cast.mission.pid}/visits/start/"
    form = {**open_form(delegate, start), "contacts-0-name": "First", "do": "add_contacts"}
    form = typed(soup(delegate.post(start, form)).select_one("#visit-form"))
    form = typed(
        soup(delegate.post(start, {**form, "contacts-1-name": "Second", "do": "add_programmes"})).select_one(
            "#visit-form"
        )
    )
    delegate.post(start, {**form, "programmes-0-title": "Harbour", "programmes-0-language_1": "en", "do": "save"})
    body = body_of(Visit.objects.get())
    assert [contact.name for contact in body.contacts] == ["First", "Second"]
    assert [(one.title, one.languages) for one in body.programmes] == [("Harbour", ("en",))]


def test_what_is_wrong_stands_beside_its_field(cast: Cast, delegate: Client) -> None:
    start = f"/field/missions/{cast.mission.pid}/visits/start/"
    form = open_form(delegate, start) | {
        "contacts-count": "2",
        "contacts-1-email": "nobody",
        "met_on": "2026-02-31",
        "about-level_from": "x",
        "offer-capacity": "many",
        "said": "kept",
    }
    answer = delegate.post(start, form)
    page = soup(answer)
    assert answer.status_code == 422
    wrong = [field.select_one("input, select")["name"] for field in page.select(".field--wrong")]
    assert sorted(wrong) == ["about-level_from", "contacts-1-email", "met_on", "offer-capacity"]
    assert len(page.select(".error-summary li a")) == 4
    for link in page.select(".error-summary li a"):
        assert page.select_one(link["href"]) is not None
    assert page.select_one("#id_said").text.strip() == "kept"
    assert Visit.objects.count() == 0


@pytest.mark.parametrize("count", ["-1", "abc", "9" * 50, "1e9", ""])
def test_strange_counters_harm_nobody(cast: Cast, delegate: Client, count: str) -> None:
    start = f"/field/missions/{cast.mission.pid}/visits/start/"
    answer = delegate.post(
        start, {"contacts-count": count, "programmes-count": count, "client_uuid": "x", "version": count}
    )
    assert answer.status_code == 302


def test_a_visit_is_opened_changed_and_saved_without_losing_anything(
    cast: Cast, delegate: Client, visit: Visit
) -> None:
    here = f"/field/visits/{visit.pid}/save/"
    form = open_form(delegate, here)
    delegate.post(here, form)
    assert (Visit.objects.get().version, body_of(Visit.objects.get()).to_json()) == (1, SAID)
    delegate.post(here, {**form, "said": "Changed."})
    assert body_of(Visit.objects.get()).to_json() == {**SAID, "said": "Changed."}


def test_two_people_at_one_visit_see_both_versions(cast: Cast, delegate: Client, lead: Client, visit: Visit) -> None:
    here = f"/field/visits/{visit.pid}/save/"
    mine, theirs = open_form(delegate, here), open_form(lead, here)
    lead.post(here, {**theirs, "said": "By the lead."})
    answer = delegate.post(here, {**mine, "said": "By the delegate."})
    page = soup(answer)
    assert answer.status_code == 409
    assert "Last saved by lead" in page.text
    assert [cell.text.strip() for cell in page.select("table.compare td")][-2:] == ["By the delegate.", "By the lead."]
    assert Visit.objects.get().said == "By the lead."
    delegate.post(here, {**typed(page.select_one("#visit-form")), "said": "By both."})
    assert (Visit.objects.get().said, Visit.objects.get().version) == ("By both.", 3)


def test_going_back_to_the_empty_form_and_saving_other_words_is_a_conflict(cast: Cast, delegate: Client) -> None:
    start = f"/field/missions/{cast.mission.pid}/visits/start/"
    form = {**open_form(delegate, start), "said": "First words."}
    delegate.post(start, form)
    answer = delegate.post(start, {**form, "said": "Other words."})
    assert answer.status_code == 409
    assert soup(answer).select_one("#visit-form")["action"] == f"/field/visits/{Visit.objects.get().pid}/save/"


def test_the_lead_submits_and_a_delegate_does_not(cast: Cast, delegate: Client, lead: Client, visit: Visit) -> None:
    here = f"/field/visits/{visit.pid}/"
    assert f"{here}submit/" not in delegate.get(here).content.decode()
    assert delegate.post(f"{here}submit/").status_code == 403
    assert lead.post(f"{here}submit/").headers["Location"] == here
    page = soup(lead.get(here))
    assert page.select_one('.step[aria-current="step"]').text.strip().startswith("Submitted")
    assert page.select_one("#missing") is None


def test_an_incomplete_visit_says_what_is_missing(cast: Cast, lead: Client) -> None:
    visit = start_visit(cast.mission, body=said(cast.mission, said=None), actor=cast.delegate)
    page = soup(lead.post(f"/field/visits/{visit.pid}/submit/", follow=True))
    assert "Still missing: What was said." in page.text
    assert page.select_one(".gap--needed a")["href"] == f"/field/visits/{visit.pid}/save/#words"


def test_a_returned_visit_says_why(cast: Cast, delegate: Client, visit: Visit) -> None:
    submit_visit(visit, actor=cast.lead)
    return_visit(visit, comment="Who was it?", reasons=["people_missing"], actor=cast.curator)
    page = soup(delegate.get(f"/field/visits/{visit.pid}/"))
    assert "Who was it?" in page.text
    assert "Whom you met is missing" in page.text


def test_a_visit_is_cancelled_after_being_asked_once_more(cast: Cast, delegate: Client, visit: Visit) -> None:
    here = f"/field/visits/{visit.pid}/cancel/"
    assert delegate.get(here).status_code == 200
    assert Visit.objects.get().state == "collecting"
    assert delegate.post(here).headers["Location"] == f"/field/missions/{cast.mission.pid}/"
    assert delegate.get(f"/field/visits/{visit.pid}/").status_code == 200


def test_photos_are_sent_together_and_each_is_judged_alone(cast: Cast, delegate: Client, visit: Visit) -> None:
    photos = [
        SimpleUploadedFile("one.jpg", jpeg(), "image/jpeg"),
        SimpleUploadedFile("bad.svg", b"<svg/>", "image/svg+xml"),
        SimpleUploadedFile("two.jpg", jpeg(colour="red"), "image/jpeg"),
    ]
    answer = delegate.post(f"/field/visits/{visit.pid}/evidence/", {"photos": photos, "caption": "수업"}, follow=True)
    assert [picture.caption for picture in Evidence.objects.all()] == ["수업", "수업"]
    text = soup(answer).text
    assert "bad.svg: SVG drawings are not taken" in text
    assert "2 photos are kept." in text


def test_no_photo_chosen_is_said(cast: Cast, delegate: Client, visit: Visit) -> None:
    assert (
        "Choose one or more photos first."
        in soup(delegate.post(f"/field/visits/{visit.pid}/evidence/", follow=True)).text
    )


def test_a_photo_is_shown_to_those_who_may_see_the_visit_alone(
    cast: Cast, signed_in: Any, visitor: Client, visit: Visit
) -> None:
    picture = add_evidence(visit, upload=jpeg((900, 600)), actor=cast.delegate)
    here = f"/field/evidence/{picture.pid}/"
    for person in (cast.delegate, cast.lead, cast.curator):
        for address in (here, f"{here}?size=small"):
            answer = signed_in(person).get(address)
            assert (answer.status_code, answer.content[:3]) == (200, b"\xff\xd8\xff")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "no-store" in answer.headers["Cache-Control"]
    for person in (cast.other_delegate, cast.policy_officer, cast.teacher, cast.stranger):
        assert signed_in(person).get(here).status_code == 404
    assert visitor.get(here).status_code == 302


def test_a_photo_whose_file_is_gone_is_not_found(
    cast: Cast, delegate: Client, visit: Visit, settings: Any, tmp_path: Any
) -> None:
    picture = add_evidence(visit, upload=jpeg(), actor=cast.delegate)
    settings.FILES_DIR = tmp_path / "elsewhere"
    assert delegate.get(f"/field/evidence/{picture.pid}/").status_code == 404


def test_a_photo_is_described_and_removed(cast: Cast, delegate: Client, visit: Visit) -> None:
    picture = add_evidence(visit, upload=jpeg(), actor=cast.delegate)
    delegate.post(f"/field/evidence/{picture.pid}/describe/", {"caption": "협의", "may_publish": "on"})
    assert Evidence.objects.values_list("caption", "may_publish").get() == ("협의", True)
    page = delegate.post(f"/field/evidence/{picture.pid}/describe/", {"caption": "x" * 301}, follow=True)
    assert "301" in soup(page).text
    delegate.post(f"/field/evidence/{picture.pid}/remove/")
    assert Evidence.objects.count() == 0


def test_the_lead_begins_and_ends_the_mission(cast: Cast, lead: Client, delegate: Client) -> None:
    cast.mission.state = "approved"
    cast.mission.save()
    here = f"/field/missions/{cast.mission.pid}/"
    assert delegate.post(f"{here}begin/").status_code == 403
    for verb, state in (("begin", "under_way"), ("finish-visits", "reporting"), ("resume-visits", "under_way"),
                        ("finish-visits", "reporting"), ("complete", "completed")):  # fmt: skip
        assert f"{here}{verb}/" in lead.get(here).content.decode()
        lead.post(f"{here}{verb}/")
        cast.mission.refresh_from_db()
        assert cast.mission.state == state


def test_adding_asks_for_the_mission_only_when_there_are_several(cast: Cast, delegate: Client) -> None:
    assert delegate.get("/field/add/").headers["Location"] == f"/field/missions/{cast.mission.pid}/visits/start/"
    other = MissionFactory(title="태국 방문")
    MissionMemberFactory(mission=other, person=cast.delegate)
    assert "태국 방문" in delegate.get("/field/add/").content.decode()


def test_looking_up_shows_drafts_to_delegates_alone(cast: Cast, delegate: Client, signed_in: Any) -> None:
    InstitutionFactory(display_name="CANARY-DRAFT College")
    assert "CANARY-DRAFT" in delegate.get("/field/institutions/?q=canary-draft").content.decode()
    part = delegate.get("/field/institutions/?q=canary-draft", HTTP_HX_REQUEST="true")
    assert soup(part).select_one("html") is None
    assert 'name="institution"' in part.content.decode()
    assert signed_in(cast.teacher).get("/field/institutions/?q=canary-draft").status_code == 404


@pytest.mark.parametrize("query", ["", "(((", "x" * 5000, "％", "' OR 1=1 --"])
def test_a_strange_question_gets_an_answer(delegate: Client, query: str) -> None:
    assert delegate.get("/field/institutions/", {"q": query}).status_code == 200


def test_strangers_find_nothing(cast: Cast, signed_in: Any, visit: Visit) -> None:
    here = (f"/field/missions/{cast.mission.pid}/", f"/field/visits/{visit.pid}/", f"/field/visits/{visit.pid}/save/")
    for person in (cast.other_delegate, cast.teacher, cast.stranger, cast.operator):
        client = signed_in(person)
        for address in here:
            answer = client.get(address)
            assert (answer.status_code, b"CANARY" in answer.content) == (404, False)
