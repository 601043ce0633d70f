"""The office's pages: figures, people, organisations, mail, the access log and the trail."""

import io
from typing import Any

from gyoryu.accounts.domain.invitations import invite_person
from gyoryu.accounts.enums import Role
from gyoryu.accounts.models import Invitation, Membership, Person
from gyoryu.audit.domain.access import Whose, log_access
from gyoryu.audit.models import AccessEvent, AccessReview, Event
from gyoryu.common.crypto import blind_index
from gyoryu.notices.domain.notices import put_in_outbox
from gyoryu.notices.domain.silences import silence_address
from gyoryu.notices.models import Silence
from tests.cast import Cast
from tests.exchange import stages
from tests.factories import InstitutionFactory, MembershipFactory, OrganisationFactory, PersonFactory


def text_of(response: Any) -> str:
    return str(response.content.decode())


def sheet_of(response: Any) -> list[tuple[Any, ...]]:
    from openpyxl import load_workbook

    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    return list(load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]


# Figures


def test_the_overview_shows_figures_and_downloads_them(cast: Cast, signed_in: Any) -> None:
    stages.connected(cast, stages.an_offer(institution=InstitutionFactory(published=True, country="TR")))
    client = signed_in(cast.policy_officer)
    page = text_of(client.get("/office/"))
    assert "Institutions by country" in page and "Türkiye" in page
    rows = sheet_of(client.get("/office/download/"))
    assert rows[0] == ("Table", "Line", "Number")
    assert ("Matches", "Connected", 1) in rows


def test_one_click_answers_how_many_schools_work_with_war_allies(cast: Cast, signed_in: Any) -> None:
    stages.connected(cast, stages.an_offer(institution=InstitutionFactory(published=True, country="TR")))
    client = signed_in(cast.policy_officer)
    page = text_of(client.get("/office/ally-schools/"))
    assert "1 school" in page and "가온고등학교" in page and "Türkiye" in page
    assert sheet_of(client.get("/office/ally-schools/download/"))[1][0] == "가온고등학교"


# People


def test_people_are_found_by_name_address_and_role_and_the_look_is_logged(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.operator)
    page = text_of(client.get("/office/people/?q=curat"))
    assert "curator@gyoryu.example" in page and "teacher@gyoryu.example" not in page
    page = text_of(client.get("/office/people/?role=teacher"))
    assert "teacher@gyoryu.example" in page and "principal@gyoryu.example" not in page
    looks = AccessEvent.objects.values_list("actor_label", "whose_label", "what")
    assert list(looks) == [
        ("operator", "curat open", "accounts.view_people"),
        ("operator", "teacher open", "accounts.view_people"),
    ]


def test_the_list_of_people_costs_the_same_for_one_and_three(cast: Cast, signed_in: Any, query_count: Any) -> None:
    client = signed_in(cast.operator)
    counts = []
    for step in (1, 2):
        for number in range(step):
            MembershipFactory(person=PersonFactory(name=f"zebra {number}"))
        with query_count() as queries:
            client.get("/office/people/?q=zebra")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_download_of_people_needs_a_reason(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.operator)
    refused = client.post("/office/people/download/", {"reason": "x", "role": "curator"})
    assert refused.status_code == 422 and "Say in a few words" in text_of(refused)
    given = client.post("/office/people/download/", {"reason": "yearly review", "role": "curator"})
    rows = sheet_of(given)
    assert [row[:4] for row in rows[1:]] == [("curator", "curator@gyoryu.example", "Curator", "가온국제교육원")]
    logged = AccessEvent.objects.get(what="accounts.download_people")
    assert (logged.reason, logged.whose_label, logged.place) == ("yearly review", "curator open", "127.0.0.1")


def test_who_looked_at_a_person_is_seen_by_that_person(cast: Cast, signed_in: Any) -> None:
    signed_in(cast.operator).get(f"/office/people/{cast.teacher.pid}/")
    page = text_of(signed_in(cast.teacher).get("/account/"))
    assert "Who looked at my data" in page and "operator" in page
    assert "operator ·" not in text_of(signed_in(cast.principal).get("/account/"))


def test_giving_ending_and_moving(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.operator)
    person = f"/office/people/{cast.teacher.pid}/"
    assert client.post(person + "grant-role/", {"organisation": "가온교육청", "role": "delegate"}).status_code == 302
    assert cast.teacher.memberships.filter(role="delegate").count() == 1
    end = {"organisation": cast.office.pid, "role": "delegate"}
    assert client.post(person + "end-membership/", end).status_code == 302
    assert client.post(person + "end-membership/", end).status_code == 404
    move = {"move-organisation": "나래고등학교", "move-role": "teacher"}
    assert client.post(person + "move/", move).status_code == 302
    held = Membership.objects.filter(person=cast.teacher, ended_at__isnull=True)
    assert [one.organisation.name for one in held] == ["나래고등학교"]


def test_a_teacher_who_moved_leaves_wishes_that_the_page_lists(cast: Cast, signed_in: Any) -> None:
    wish = stages.submitted(cast)
    client = signed_in(cast.operator)
    client.post(
        f"/office/people/{cast.teacher.pid}/move/", {"move-organisation": "나래고등학교", "move-role": "teacher"}
    )
    page = text_of(client.get(f"/office/people/{cast.teacher.pid}/"))
    assert "Wishes at a school they left" in page and wish.title in page


def test_an_unclear_organisation_is_asked_back(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.operator)
    address = f"/office/people/{cast.teacher.pid}/grant-role/"
    several = client.post(address, {"organisation": "고등학교", "role": "teacher"})
    assert several.status_code == 422 and "B100000001" in text_of(several)
    nothing = client.post(address, {"organisation": "어디에도 없는 학교", "role": "teacher"})
    assert nothing.status_code == 422 and "No organisation is called that" in text_of(nothing)
    by_number = client.post(address, {"organisation": "B100000002", "role": "teacher"})
    assert by_number.status_code == 302


def test_a_wrong_role_is_said_at_its_field(cast: Cast, signed_in: Any) -> None:
    response = signed_in(cast.operator).post(
        f"/office/people/{cast.teacher.pid}/grant-role/", {"organisation": "가온고등학교", "role": "curator"}
    )
    assert response.status_code == 422 and "cannot be held" in text_of(response)


def test_closing_and_opening_an_account(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.operator)
    person = f"/office/people/{cast.teacher.pid}/"
    client.post(person + "close/")
    assert not Person.objects.get(pk=cast.teacher.pk).is_active
    assert "This account is closed" in text_of(client.get(person))
    client.post(person + "reopen/")
    assert Person.objects.get(pk=cast.teacher.pk).is_active
    own = client.post(f"/office/people/{cast.operator.pid}/close/", follow=True)
    assert "Nobody closes their own account" in text_of(own)


# Invitations


def test_inviting_and_withdrawing(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.operator)
    given = {"email": "new@school.example", "organisation": "가온고등학교", "role": "principal", "language": "ko"}
    assert client.post("/office/invitations/invite/", given).status_code == 302
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.organisation) == (Role.PRINCIPAL, cast.school)
    assert "new@school.example" in text_of(client.get("/office/invitations/"))
    assert client.post(f"/office/invitations/{invitation.pid}/withdraw/").status_code == 302
    assert "new@school.example" in text_of(client.get("/office/invitations/?state=withdrawn"))
    assert client.post(f"/office/invitations/{invitation.pid}/withdraw/").status_code == 409


def test_a_wrong_invitation_says_what_is_wrong(cast: Cast, signed_in: Any) -> None:
    response = signed_in(cast.operator).post("/office/invitations/invite/", {"email": "no", "organisation": ""})
    assert response.status_code == 422
    assert "Enter a valid email address" in text_of(response) and "Please mend the following" in text_of(response)


# Organisations


def test_organisations_are_found_and_downloaded_without_persons(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.operator)
    page = text_of(client.get("/office/organisations/?kind=school&q=가온"))
    assert "가온고등학교" in page and "나래고등학교" not in page
    rows = sheet_of(client.get("/office/organisations/download/?kind=school"))
    assert {row[1] for row in rows[1:]} == {"가온고등학교", "나래고등학교"}
    assert "teacher" not in str(rows)


def test_the_list_of_organisations_costs_the_same_for_one_and_three(
    cast: Cast, signed_in: Any, query_count: Any
) -> None:
    client = signed_in(cast.operator)
    counts = []
    for step in (1, 2):
        for number in range(step):
            OrganisationFactory(name=f"얼룩말 {number}", parent=cast.district)
        with query_count() as queries:
            client.get("/office/organisations/?q=얼룩말")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_priority_classes_of_a_school(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.operator)
    address = f"/office/organisations/{cast.school.pid}/"
    assert client.post(address + "classes/", {"classes": ["research_school"]}).status_code == 302
    cast.school.refresh_from_db()
    assert cast.school.priority_classes == ["research_school"]
    page = text_of(client.get(address))
    assert "checked" in page and "teacher" in page
    assert AccessEvent.objects.filter(what="accounts.view_organisation").count() == 1


# Mail


def test_the_outbox_shows_that_a_mail_went_and_not_what_it_says(cast: Cast, signed_in: Any) -> None:
    notice = put_in_outbox(
        "invitation", to="reader@school.example", language="ko", key="1", subject="초대", body="secret link"
    )
    assert notice is not None
    client = signed_in(cast.operator)
    page = text_of(client.get("/office/outbox/"))
    assert "초대" in page and "r…@school.example" in page
    assert "secret link" not in page and "reader@school.example" not in page
    assert client.get(f"/office/outbox/{notice.pid}/").status_code == 404
    assert "초대" in text_of(client.get("/office/outbox/?state=unsent"))
    assert "초대" not in text_of(client.get("/office/outbox/?state=failed"))


def test_in_a_demo_world_mails_can_be_read(cast: Cast, signed_in: Any, settings: Any) -> None:
    settings.DEMO_WORLD = True
    notice = put_in_outbox(
        "invitation", to="r@school.example", language="ko", key="1", subject="초대", body="https://x.example/a/"
    )
    assert notice is not None
    page = text_of(signed_in(cast.operator).get(f"/office/outbox/{notice.pid}/"))
    assert 'href="https://x.example/a/"' in page and "r@school.example" in page


def test_writing_to_an_address_again(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.operator)
    refused = client.post("/office/outbox/lift-silence/", {"email": "a@school.example"})
    assert refused.status_code == 422 and "nobody asked us to stop" in text_of(refused)
    silence_address(blind_index("a@school.example"), actor=cast.operator)
    assert client.post("/office/outbox/lift-silence/", {"email": "a@school.example"}).status_code == 302
    assert Silence.objects.count() == 0


# Access log and trail


def looked(cast: Cast, reason: str = "to call them") -> AccessEvent:
    whose = Whose("registry.contact", "c", "Kowhai Bay College")
    return log_access(cast.curator, whose=whose, what="registry.reveal_contact", reason=reason, place="203.0.113.7")


def test_the_access_log_of_a_month(cast: Cast, signed_in: Any) -> None:
    looked(cast)
    client = signed_in(cast.privacy_officer)
    page = text_of(client.get("/office/access-log/"))
    for shown in ("curator", "203.0.113.7", "Kowhai Bay College", "Contact looked at", "to call them"):
        assert shown in page
    assert "Kowhai Bay College" not in text_of(client.get("/office/access-log/?month=2026-01"))
    assert "Kowhai Bay College" not in text_of(client.get("/office/access-log/?q=somebody"))


def test_a_row_that_was_changed_is_found(cast: Cast, signed_in: Any) -> None:
    first, _second = looked(cast), looked(cast)
    client = signed_in(cast.privacy_officer)
    assert "The chain is whole" in text_of(client.get("/office/access-log/?verify=1"))
    AccessEvent.objects.filter(pk=first.pk).update(reason="nothing")
    assert "The chain breaks at row" in text_of(client.get("/office/access-log/?verify=1"))


def test_signing_a_month(cast: Cast, signed_in: Any, time_machine: Any) -> None:
    time_machine.move_to("2026-03-20T00:00:00Z", tick=False)
    looked(cast)
    client = signed_in(cast.privacy_officer)
    early = client.post("/office/access-log/sign/", {"month": "2026-03"})
    assert early.status_code == 422 and "not over yet" in text_of(early)
    time_machine.move_to("2026-04-01T00:00:00Z", tick=False)
    client = signed_in(cast.privacy_officer)
    assert client.post("/office/access-log/sign/", {"month": "2026-03", "note": "all in order"}).status_code == 302
    review = AccessReview.objects.get()
    assert (review.rows, review.note, review.signed_label) == (1, "all in order", "privacy officer")
    assert "all in order" in text_of(client.get("/office/access-log/?month=2026-03"))
    again = client.post("/office/access-log/sign/", {"month": "2026-03"})
    assert again.status_code == 422 and "signed before" in text_of(again)


def test_downloading_the_log_needs_a_reason_and_is_logged(cast: Cast, signed_in: Any) -> None:
    row = looked(cast)
    client = signed_in(cast.privacy_officer)
    month = f"{row.at:%Y-%m}"
    assert client.post("/office/access-log/download/", {"month": month, "reason": ""}).status_code == 422
    rows = sheet_of(client.post("/office/access-log/download/", {"month": month, "reason": "monthly review"}))
    assert rows[-1][1:] == ("curator", "203.0.113.7", "Kowhai Bay College", "Contact looked at", "to call them")
    assert AccessEvent.objects.get(what="audit.download_access_log").reason == "monthly review"


def test_the_trail_is_read_by_room_person_and_day(cast: Cast, signed_in: Any) -> None:
    invite_person("new@school.example", role="teacher", organisation=cast.school, actor=cast.operator)
    wish = stages.submitted(cast)
    client = signed_in(cast.privacy_officer)
    everything = text_of(client.get("/office/trail/"))
    assert "accounts.invite_person" in everything and "exchange.submit_wish" in everything
    assert "new@school.example" not in everything
    only = text_of(client.get("/office/trail/?room=exchange"))
    assert "exchange.submit_wish" in only and "accounts.invite_person" not in only
    assert "exchange.draft_wish" in text_of(client.get(f"/office/trail/?q={wish.pid}"))
    assert "exchange.draft_wish" not in text_of(client.get("/office/trail/?day=2001-01-01"))
    assert Event.objects.count() == 3
