"""Every address as everybody, by GET and POST: decided by ``access_table.py`` alone, walked from the URL resolver."""

import copy
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gyoryu.search.building import rebuild
from gyoryu.web.foreign_views import FOREIGN
from tests.cast import Cast
from tests.web.access_table import CAST, PAGES, Row
from tests.web.canaries import CANARIES, leaks
from tests.web.world import CANARY_DRAFT, World, make_world

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
THROUGH = {200, 302, 400, 409, 410, 422}  # came in, whatever then became of an empty form
METHODS = ("get", "post")


def addresses(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(name with its namespace, pattern) of every address that is not refused to everybody and not the API's."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = ":".join(part for part in (space, entry.namespace) if part)
            if inner != "rest":
                yield from addresses(entry, inner)
        else:
            name = ":".join(part for part in (space, str(entry.name)) if part)
            yield name, entry


def is_open(name: str, pattern: URLPattern) -> bool:
    """Addresses of packages that ``foreign_views`` does not name are refused to everybody."""
    return hasattr(pattern.callback, "access") or name in FOREIGN


NAMES = [name for name, pattern in addresses() if is_open(name, pattern)]
SPACES = sorted({name.partition(":")[0] if ":" in name else "" for name in NAMES})


def test_every_address_has_a_line_and_every_line_an_address() -> None:
    assert sorted(set(NAMES) - set(PAGES)) == [], "say in tests/web/access_table.py who may come to these"
    assert sorted(set(PAGES) - set(NAMES)) == [], "take these lines out of tests/web/access_table.py"


def test_the_table_speaks_of_the_whole_cast_and_of_all_things(cast: Cast) -> None:
    world = make_world(cast)
    assert set(cast.everybody()) == CAST
    for name, row in PAGES.items():
        assert set(row.who) == set(world.of(row.kind)), f"{name}: say who comes through for each of these"
        for which, who in row.who.items():
            assert who <= CAST | {"anonymous"}, name
            assert not row.knows.get(which, frozenset()) & who, name


def clients_of(cast: Cast) -> dict[str, Client]:
    clients = {"anonymous": Client(HTTP_ACCEPT_LANGUAGE="en")}
    for name, person in cast.everybody().items():
        clients[name] = Client(HTTP_ACCEPT_LANGUAGE="en")
        clients[name].force_login(person, backend=BACKEND)
    return clients


def ask(client: Client, method: str, address: str, data: dict[str, Any]) -> Any:
    """One request whose effects are taken back; the client keeps its cookies."""
    cookies = copy.deepcopy(client.cookies)
    cache.clear()  # limits of tries are another test's matter
    with transaction.atomic():
        response = getattr(client, method)(address, data if method == "post" else {})
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def fault(viewer: str, row: Row, which: str, response: Any) -> str:
    """What is wrong with this answer to this viewer; empty when it is as the table says."""
    status = response.status_code
    to_sign_in = status == 302 and response.headers["Location"].startswith(("/account/login/", "/account/reauth"))
    if viewer in row.who[which]:
        return "" if status in THROUGH or status == 405 else f"should come through, got {status}"
    if status == 405:
        return ""  # says that the page knows no such method, and nothing about the thing
    if viewer == "anonymous" and to_sign_in:
        return ""
    if viewer in row.knows.get(which, frozenset()):
        return "" if status == 403 else f"should be told no (403), got {status}"
    return "" if status == 404 else f"should find nothing (404), got {status}"


def faults_of(world: World, clients: dict[str, Client], name: str) -> Iterator[str]:
    row = PAGES[name]
    for which, kwargs in world.of(row.kind).items():
        address = reverse(name, kwargs=kwargs)
        for method in METHODS:
            for viewer, client in clients.items():
                response = ask(client, method, address, row.data)
                asked = f"{method.upper()} {name} ({which}) as {viewer}"
                if said := fault(viewer, row, which, response):
                    yield f"{asked}: {said}"
                for canary in leaks(viewer, response):
                    yield f"{asked} shows {canary}"


@pytest.mark.parametrize("space", SPACES)
def test_every_page_as_everybody(cast: Cast, space: str) -> None:
    world, clients = make_world(cast), clients_of(cast)
    names = [name for name in NAMES if (name.partition(":")[0] if ":" in name else "") == space and name in PAGES]
    found = [said for name in names for said in faults_of(world, clients, name)]
    assert found == []


LOOKING = (
    "/search/?q={}",
    "/programmes/?q={}",
    "/desk/institutions/?q={}",
    "/desk/wishes/?q={}",
    "/field/institutions/?q={}",
    "/school/offers/?q={}",
    "/office/people/?q={}",
    "/office/organisations/?q={}",
    "/office/access-log/?q={}",
    "/office/trail/?q={}",
    "/api/v1/search?q={}",
    "/api/v1/institutions?q={}",
    "/api/v1/programmes?q={}",
    "/api/v1/organisations?q={}",
)


def test_looking_for_what_one_may_not_see_finds_nothing(cast: Cast) -> None:
    """A page repeats what was looked for, so all but the end of each word is looked for."""
    make_world(cast)
    rebuild()
    words = ("CANARY", CANARY_DRAFT[:-3], "canary-", "555 01")
    found = []
    for viewer, client in clients_of(cast).items():
        for place in LOOKING:
            for word in words:
                address = place.format(quote(word))
                found += [f"{address} as {viewer} shows {canary}" for canary in leaks(viewer, client.get(address))]
    assert found == []


def test_the_canaries_are_really_there(cast: Cast) -> None:
    """Who may read them does, so that finding none elsewhere says something."""
    world, clients = make_world(cast), clients_of(cast)
    read = {
        ("curator", reverse("desk:visit", kwargs=world.of("visit")["submitted"])),
        ("delegate", reverse("field:visit", kwargs=world.of("visit")["own"])),
        ("curator", reverse("desk:institution", kwargs=world.of("institution")["draft"])),
        ("operator", reverse("office:people")),
        ("operator", reverse("office:invitations")),
    }
    texts = "".join(clients[viewer].get(address).content.decode() for viewer, address in read)
    assert [canary for canary, readers in CANARIES.items() if readers and canary not in texts] == []


def test_an_address_that_is_not_declared_is_refused_to_everybody(cast: Cast) -> None:
    closed = [name for name, pattern in addresses() if not is_open(name, pattern)]
    assert closed == [
        "account_signup",
        "account_email",
        "account_email_verification_sent",
        "account_confirm_login_code",
        "account_confirm_email",
    ]
    for client in clients_of(cast).values():
        for name in closed[:4]:
            assert client.get(reverse(name)).status_code == 404


def test_a_form_without_its_token_is_refused_everywhere(cast: Cast) -> None:
    """No other site makes a signed-in person do something."""
    world = make_world(cast)
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.curator, backend=BACKEND)
    let_in = []
    for name in NAMES:
        for kwargs in world.of(PAGES[name].kind).values():
            status = client.post(reverse(name, kwargs=kwargs)).status_code
            if status not in (403, 404, 405):
                let_in.append(f"{name}: {status}")
    assert let_in == []
