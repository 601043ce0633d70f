"""Every operation as everybody: decided by ``access_table.py`` alone, generated from the door's own list."""

import copy
import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from gyoryu.api.rest.door import api
from tests.api.access_table import BODY_NOT_FOUND, OPERATIONS, SEES, SEES_IN_BODY, Operation
from tests.cast import Cast
from tests.missions.sample import jpeg
from tests.web.canaries import leaks
from tests.web.test_access_matrix import clients_of
from tests.web.world import World, make_world

THROUGH = {200, 201, 204, 409, 410, 422}  # came in, whatever then became of what it sent


def operations() -> Iterator[tuple[str, str, str]]:
    """(operation id, method, path) of everything the door offers."""
    assert get_resolver().url_patterns  # the door is filled when addresses are first read
    for _prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                yield operation.operation_id or operation.view_func.__name__, operation.methods[0], path


ALL = list(operations())


def test_every_operation_has_a_line_and_every_line_an_operation() -> None:
    names = {name for name, _method, _path in ALL}
    assert sorted(names - set(OPERATIONS)) == [], "say in tests/api/access_table.py who may do these"
    assert sorted(set(OPERATIONS) - names) == [], "take these lines out of tests/api/access_table.py"


def test_the_table_speaks_of_all_things() -> None:
    for name, line in OPERATIONS.items():
        assert set(line.who) == set(SEES[line.kind]), name


def things_of(world: World, kind: str) -> dict[str, dict[str, Any]]:
    return {"own": {"client_uuid": str(uuid.uuid4())}} if kind == "phone's visit" else world.of(kind)


def filled(data: Any, world: World) -> Any:
    """``@school/own`` becomes the pid of that thing."""
    if isinstance(data, dict):
        return {key: filled(value, world) for key, value in data.items()}
    if isinstance(data, str) and data.startswith("@"):
        kind, which = data[1:].split("/")
        return world.things[kind][which]["pid"]
    return data


def address_of(path: str, kwargs: dict[str, Any]) -> str:
    for name, value in kwargs.items():
        path = re.sub(rf"{{(\w+:)?{name}}}", str(value), path)
    assert "{" not in path, path
    return f"/api/v1{path}"


def ask(client: Client, method: str, address: str, line: Operation, world: World) -> Any:
    """One request whose effects are taken back."""
    cookies = copy.deepcopy(client.cookies)
    cache.clear()
    with transaction.atomic():
        if line.file:
            picture = SimpleUploadedFile("b.jpg", jpeg(colour="red"), content_type="image/jpeg")
            response = client.post(address, {"file": picture})
        elif method == "GET":
            response = client.get(address + line.query)
        else:
            body = json.dumps(filled(line.data, world))
            response = getattr(client, method.lower())(address, body, content_type="application/json")
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def fault(viewer: str, name: str, which: str, status: int) -> str:
    line = OPERATIONS[name]
    if viewer in line.who[which]:
        through = status in THROUGH or (status == 404 and name in BODY_NOT_FOUND)
        return "" if through else f"should come through, got {status}"
    if viewer == "anonymous" and not line.is_open:
        return "" if status == 401 else f"should be asked to sign in (401), got {status}"
    sees = SEES_IN_BODY.get(name, SEES[line.kind][which]).split()
    wanted = 403 if viewer in sees else 404
    return "" if status == wanted else f"should get {wanted}, got {status}"


def faults_of(world: World, clients: dict[str, Client], name: str, method: str, path: str) -> Iterator[str]:
    line = OPERATIONS[name]
    for which, kwargs in things_of(world, line.kind).items():
        address = address_of(path, kwargs)
        for viewer, client in clients.items():
            response = ask(client, method, address, line, world)
            asked = f"{method} {name} ({which}) as {viewer}"
            if said := fault(viewer, name, which, response.status_code):
                yield f"{asked}: {said}"
            if response.status_code >= 400 and not response.headers["Content-Type"].startswith("application/problem"):
                yield f"{asked}: {response.status_code} without problem JSON"
            for canary in leaks(viewer, response):
                yield f"{asked} shows {canary}"


@pytest.mark.parametrize("part", [0, 1, 2, 3])
def test_every_operation_as_everybody(cast: Cast, part: int) -> None:
    world, clients = make_world(cast), clients_of(cast)
    mine = [operation for operation in ALL[part::4] if operation[0] in OPERATIONS]
    assert [said for operation in mine for said in faults_of(world, clients, *operation)] == []


def test_no_operation_that_writes_works_without_the_forms_token(cast: Cast) -> None:
    world = make_world(cast)
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.operator, backend="allauth.account.auth_backends.AuthenticationBackend")
    let_in = []
    for name, method, path in ALL:
        if method == "GET":
            continue
        line = OPERATIONS[name]
        for kwargs in things_of(world, line.kind).values():
            status = ask(client, method, address_of(path, kwargs), line, world).status_code
            if status not in (401, 403):
                let_in.append(f"{name}: {status}")
    assert let_in == []


def test_the_table_reads_what_the_door_says_about_itself() -> None:
    """The list above is the one that docs/openapi.json is drawn from."""
    described = {
        operation["operationId"]
        for item in json.loads(json.dumps(api.get_openapi_schema()))["paths"].values()
        for operation in item.values()
    }
    assert described == set(OPERATIONS)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/api/v1/nothing", "/api/v1/wishes/0000000000/nothing", "/api/v2/wishes"])
def test_what_is_not_there_is_not_there(address: str) -> None:
    assert Client().get(address).status_code == 404
