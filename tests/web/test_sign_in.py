"""Signing in and out, forgotten passwords, second steps, invitations: what people meet at the door, and intruders."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from gyoryu.accounts.domain.invitations import invite_person
from gyoryu.accounts.models import Invitation, Person
from gyoryu.common.crypto import blind_index
from gyoryu.notices.domain.stop_links import stop_address
from gyoryu.notices.models import Notice, Silence
from tests.cast import Cast
from tests.factories import PASSWORD

NEW = "파란 고래 세 마리 swim"


@pytest.fixture(autouse=True)
def no_limits_from_before() -> None:
    cache.clear()


def text_of(response: Any) -> str:
    return str(response.content.decode())


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/account/login/", {"login": email, "password": password}, **more)


def confirm(client: Client) -> None:
    """Whoever changes the second step gives the password once more."""
    client.post("/account/reauthenticate/", {"password": PASSWORD})


def a_client(address: str = "203.0.113.1") -> Client:
    return Client(REMOTE_ADDR=address, HTTP_ACCEPT_LANGUAGE="en")


# Signing in


@pytest.mark.parametrize(
    ("who", "lands"),
    [
        ("curator", "/desk/"),
        ("policy_officer", "/office/"),
        ("operator", "/office/people/"),
        ("privacy_officer", "/office/access-log/"),
        ("delegate", "/field/"),
        ("teacher", "/school/"),
        ("principal", "/school/"),
        ("district_officer", "/school/"),
        ("stranger", "/account/"),
    ],
)
def test_everybody_lands_where_they_work(cast: Cast, who: str, lands: str) -> None:
    client = a_client()
    person = getattr(cast, who)
    response = sign_in(client, person.email.upper())
    assert (response.status_code, response.headers["Location"]) == (302, "/home/")
    assert client.get("/home/").headers["Location"] == lands
    assert client.get(lands).status_code == 200


def test_the_session_is_a_new_one_after_signing_in(cast: Cast) -> None:
    client = a_client()
    client.get("/account/login/")
    client.session["planted"] = 1
    before = client.session.session_key
    sign_in(client, cast.teacher.email)
    assert client.session.session_key != before
    assert client.cookies["gyoryu_session"]["httponly"] and client.cookies["gyoryu_session"]["samesite"] == "Lax"


def test_who_came_from_a_page_goes_back_to_it_and_nowhere_else(cast: Cast) -> None:
    client = a_client()
    sent = client.get("/desk/inbox/?page=2")
    assert sent.headers["Location"] == "/account/login/?next=/desk/inbox/%3Fpage%3D2"
    back = client.post(
        sent.headers["Location"], {"login": cast.curator.email, "password": PASSWORD, "next": "/desk/inbox/"}
    )
    assert back.headers["Location"] == "/desk/inbox/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "https:evil.example"],
)
def test_no_door_leads_outside(cast: Cast, elsewhere: str) -> None:
    client = a_client()
    landed = client.post(
        "/account/login/", {"login": cast.teacher.email, "password": PASSWORD, "next": elsewhere}, follow=False
    )
    assert landed.headers["Location"] == "/home/"
    switched = client.post("/language/setlang/", {"language": "en", "next": elsewhere})
    assert switched.headers["Location"].startswith("/") and "evil" not in switched.headers["Location"]
    out = client.post("/account/logout/", {"next": elsewhere})
    assert "evil" not in out.headers.get("Location", "") and "javascript" not in out.headers.get("Location", "")


def test_signing_out_ends_the_session_on_the_server(cast: Cast) -> None:
    client = a_client()
    sign_in(client, cast.teacher.email)
    kept = client.cookies["gyoryu_session"].value
    client.post("/account/logout/")
    assert not Session.objects.filter(session_key=kept).exists()
    thief = a_client()
    thief.cookies["gyoryu_session"] = kept
    assert thief.get("/school/").headers["Location"].startswith("/account/login/")


def test_nobody_signs_up_alone(cast: Cast) -> None:
    client = a_client()
    for address in ("/account/signup/", "/account/email/", "/account/confirm-email/", "/account/login/code/confirm/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"email": "x@y.example", "password1": NEW, "password2": NEW}).status_code == 404
    assert not Person.objects.filter(email="x@y.example").exists()


# Guessing


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(cast: Cast) -> None:
    wrong = sign_in(a_client("203.0.113.10"), cast.teacher.email, "not this one")
    unknown = sign_in(a_client("203.0.113.11"), "nobody@gyoryu.example", "not this one")
    closed = Person.objects.get(pk=cast.other_teacher.pk)
    closed.is_active = False
    closed.save()
    inactive = sign_in(a_client("203.0.113.12"), closed.email, "not this one")

    def plain(response: Any, email: str) -> str:
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text_of(response))
        return re.sub(r'nonce="[^"]+"', "", page.replace(email, "X"))

    first = plain(wrong, cast.teacher.email)
    assert first == plain(unknown, "nobody@gyoryu.example") == plain(inactive, closed.email)
    assert (wrong.status_code, unknown.status_code, inactive.status_code) == (200, 200, 200)
    assert first.count("password") > 0


def test_an_unknown_address_costs_a_password_check_too(cast: Cast, settings: Any, monkeypatch: Any) -> None:
    """What takes the time is the hashing: it is done for an address that nobody has as well."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    done: list[int] = []
    encode = MD5PasswordHasher.encode

    def counting(self: Any, password: str, salt: str) -> str:
        done.append(1)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    sign_in(a_client("203.0.113.20"), "nobody@gyoryu.example", "not this one")
    unknown = len(done)
    sign_in(a_client("203.0.113.21"), cast.teacher.email, "not this one")
    assert unknown == len(done) - unknown == 1


def test_the_sixth_wrong_try_is_refused_even_with_the_right_password(cast: Cast) -> None:
    client = a_client()
    for _try in range(5):
        sign_in(client, cast.teacher.email, "not this one")
    response = sign_in(client, cast.teacher.email)
    assert response.status_code in (200, 429)
    assert client.get("/school/").headers["Location"].startswith("/account/login/")
    other = sign_in(a_client("198.51.100.9"), cast.teacher.email)
    assert (other.status_code, "_auth_user_id" in other.wsgi_request.session) != (302, True)


def test_one_address_may_not_try_many_accounts(cast: Cast) -> None:
    client = a_client()
    statuses = [sign_in(client, f"n{number}@gyoryu.example", "x").status_code for number in range(35)]
    assert 429 in statuses


def test_a_forged_forwarded_address_does_not_help(cast: Cast, settings: Any) -> None:
    statuses = [
        sign_in(
            a_client(), f"n{number}@gyoryu.example", "x", headers={"X-Forwarded-For": f"10.0.0.{number}"}
        ).status_code
        for number in range(35)
    ]
    assert 429 in statuses


# A forgotten password


def test_a_forgotten_password(cast: Cast) -> None:
    client = a_client()
    sent = client.post("/account/password/reset/", {"email": cast.teacher.email})
    mail = Notice.objects.get()
    assert (mail.kind, mail.to) == ("sign_in", cast.teacher.email)
    found = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", mail.body)
    assert found is not None
    page = client.get(found.group(1), follow=True)
    assert page.status_code == 200
    address = page.redirect_chain[-1][0] if page.redirect_chain else found.group(1)
    done = client.post(address, {"password1": NEW, "password2": NEW})
    assert done.status_code == 302
    fresh = Person.objects.get(pk=cast.teacher.pk)
    assert fresh.check_password(NEW)
    again = a_client().get(found.group(1), follow=True)
    assert "password1" not in text_of(again)
    assert sent.status_code == 302


def test_asking_for_an_unknown_address_looks_the_same_and_writes_to_nobody(cast: Cast) -> None:
    known = a_client("203.0.113.30").post("/account/password/reset/", {"email": cast.teacher.email})
    unknown = a_client("203.0.113.31").post("/account/password/reset/", {"email": "nobody@gyoryu.example"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert [notice.to for notice in Notice.objects.all()] == [cast.teacher.email]


def test_a_new_password_ends_every_session(cast: Cast) -> None:
    phone, desk = a_client(), a_client("203.0.113.2")
    sign_in(phone, cast.teacher.email)
    sign_in(desk, cast.teacher.email)
    changed = desk.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert changed.status_code == 302
    assert phone.get("/school/").headers["Location"].startswith("/account/login/")


# The second step


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return f"{hotp_value(secret, counter):06d}"


def test_a_code_from_the_phone_is_asked_after_the_password(cast: Cast) -> None:
    client = a_client()
    sign_in(client, cast.curator.email)
    assert client.get("/account/2fa/totp/activate/").headers["Location"].startswith("/account/reauthenticate/")
    confirm(client)
    assert client.get("/account/2fa/totp/activate/").status_code == 200
    secret = client.session["mfa.totp.secret"]
    assert client.post("/account/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
    assert Authenticator.objects.filter(user=cast.curator, type="totp").count() == 1
    client.cookies["gyoryu_language"] = "en"
    assert "Besides your password" in text_of(client.get("/account/"))
    client.post("/account/logout/")
    asked = sign_in(client, cast.curator.email)
    assert asked.headers["Location"].startswith("/account/2fa/authenticate/")
    assert client.get("/desk/").headers["Location"].startswith("/account/login/")
    assert client.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200


def test_a_recovery_code_opens_once(cast: Cast) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    TOTP.activate(cast.curator, "JBSWY3DPEHPK3PXP")
    codes = RecoveryCodes.activate(cast.curator).get_unused_codes()
    for expected in (302, 200):
        client = a_client()
        sign_in(client, cast.curator.email)
        assert client.post("/account/2fa/authenticate/", {"code": codes[0]}).status_code == expected


@pytest.mark.parametrize(
    "address",
    [
        "/account/login/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/account/password/reset/key/done/",
        "/account/inactive/",
    ],
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_pages_before_signing_in_can_be_read(db: None, address: str, language: str) -> None:
    page = Client(HTTP_ACCEPT_LANGUAGE=language).get(address)
    assert page.status_code == 200 and f'<html lang="{language}"' in text_of(page)


@pytest.mark.parametrize(
    "address",
    [
        "/account/",
        "/account/logout/",
        "/account/password/change/",
        "/account/reauthenticate/",
        "/account/2fa/",
        "/account/2fa/totp/activate/",
        "/account/2fa/webauthn/",
        "/account/2fa/webauthn/add/",
    ],
)
def test_pages_of_ones_own_account_can_be_read(cast: Cast, address: str) -> None:
    client = a_client()
    sign_in(client, cast.teacher.email)
    confirm(client)
    assert client.get(address).status_code == 200


def test_pages_of_the_second_step_can_be_read(cast: Cast) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    client = a_client()
    sign_in(client, cast.teacher.email)
    TOTP.activate(cast.teacher, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(cast.teacher)
    confirm(client)
    for address in ("recovery-codes/", "recovery-codes/generate/", "recovery-codes/download/", "totp/deactivate/"):
        assert client.get(f"/account/2fa/{address}").status_code == 200


# Invitations and stopping


def invitation(cast: Cast, email: str = "new@school.example") -> str:
    _invitation, token = invite_person(
        email, role="teacher", organisation=cast.school, actor=cast.operator, language="en"
    )
    return f"/account/invitations/{token}/"


def test_an_invitation_makes_an_account_and_signs_in(cast: Cast) -> None:
    address = invitation(cast)
    client = a_client()
    page = client.get(address)
    assert page.status_code == 200 and "가온고등학교" in text_of(page)
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert client.post(address, {"name": "임보미", "password": "short"}).status_code == 422
    done = client.post(address, {"name": "임보미", "password": NEW}, follow=True)
    assert done.redirect_chain[-1][0] == "/school/"
    over = client.get(address)
    assert over.status_code == 410 and "accepted already" in text_of(over)


def test_looking_at_an_invitation_changes_nothing(cast: Cast) -> None:
    """Mail scanners open links."""
    address = invitation(cast)
    for _look in range(3):
        a_client().get(address)
        a_client().head(address)
    assert Invitation.objects.get().accepted_at is None


def test_who_has_an_account_accepts_with_one_press_and_signs_in_as_ever(cast: Cast) -> None:
    address = invitation(cast, cast.other_teacher.email)
    client = a_client()
    assert "You have an account with this address already" in text_of(client.get(address))
    done = client.post(address)
    assert done.headers["Location"] == "/account/login/"
    assert client.get("/school/").headers["Location"].startswith("/account/login/")
    assert cast.school.pk in Person.objects.get(pk=cast.other_teacher.pk).organisation_ids("teacher")


def test_the_page_speaks_the_language_of_the_invitation(cast: Cast) -> None:
    _invitation, token = invite_person(
        "n@school.example", role="teacher", organisation=cast.school, actor=cast.operator, language="ko"
    )
    assert '<html lang="ko"' in text_of(a_client().get(f"/account/invitations/{token}/"))


def test_a_principal_invites_teachers_of_the_own_school_only(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.principal)
    given = {"email": "t@school.example", "role": "teacher", "language": "ko", "name": ""}
    assert client.post(f"/account/colleagues/{cast.school.pid}/invite/", given).status_code == 302
    assert client.post(f"/account/colleagues/{cast.other_school.pid}/invite/", given).status_code == 404
    wrong = client.post(f"/account/colleagues/{cast.school.pid}/invite/", {**given, "role": "principal"})
    assert wrong.status_code == 422
    page = text_of(client.get("/account/colleagues/"))
    assert "t@school.example" in page and "teacher" in page
    made = Invitation.objects.get()
    assert client.post(f"/account/invitations/{made.pid}/withdraw/").status_code == 302


def test_stopping_our_mail_takes_a_press_and_no_account(db: None) -> None:
    index = blind_index("reader@school.example")
    path = "/account/stop/" + stop_address(index).rstrip("/").rsplit("/", 1)[1] + "/"
    client = a_client()
    assert client.get(path).status_code == 200
    assert Silence.objects.count() == 0
    assert client.post(path).status_code == 302
    assert Silence.objects.get().email_index == index
    assert client.get("/account/stop/made-up/").status_code == 404


def test_editing_ones_profile_changes_the_language_of_the_pages(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.teacher)
    assert client.post("/account/profile/", {"name": "임보미", "language": "ko"}).status_code == 302
    assert '<html lang="ko"' in text_of(client.get("/account/"))
    assert client.post("/account/profile/", {"name": "", "language": "xx"}).status_code == 422


def test_a_form_without_its_token_is_refused_on_a_page_of_ours(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True, HTTP_ACCEPT_LANGUAGE="en")
    refused = client.post(invitation(cast), {"name": "임보미", "password": NEW})
    assert refused.status_code == 403
    assert "send the form once more" in refused.content.decode()
