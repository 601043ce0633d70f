"""Every address says who may come. Walks the URL resolver, so that a new one cannot be forgotten."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from rules import perm_exists as permission_exists

from gyoryu.accounts.access import Access
from gyoryu.api.rest.door import api
from gyoryu.web.foreign_views import FOREIGN
from tests.house.tree import expect_none

KINDS = {"public", "signed_in", "needs", "partner"}


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, address)
        else:
            yield address, entry


def access_of(pattern: URLPattern) -> Any:
    return getattr(pattern.callback, "access", None) or FOREIGN.get(pattern.name or "")


ALL = list(patterns())


def test_every_address_of_ours_declares_who_may_come() -> None:
    undeclared = [
        address
        for address, pattern in ALL
        if pattern.callback.__module__.startswith("gyoryu.") and not isinstance(access_of(pattern), Access)
    ]
    expect_none(undeclared, mend="Decorate the view with one of web.access:")


def test_every_address_has_a_name() -> None:
    expect_none([address for address, pattern in ALL if not pattern.name], mend="Give the path a name:")


def test_every_declaration_is_understood() -> None:
    declared = [(address, access_of(pattern)) for address, pattern in ALL if access_of(pattern)]
    assert [address for address, access in declared if access.kind not in KINDS] == []
    unknown = [
        f"{address}: {name}"
        for address, access in declared
        if access.kind == "needs"
        for name in access.names
        if not permission_exists(name)
    ]
    expect_none(unknown, mend="No such permission in any rules.py:")


def test_a_page_that_needs_something_says_what() -> None:
    empty = [
        address
        for address, pattern in ALL
        if (found := access_of(pattern)) and found.kind == "needs" and not found.names
    ]
    expect_none(empty, mend="needs() without a permission:")


def test_foreign_addresses_that_we_open_exist() -> None:
    names = {pattern.name for _address, pattern in ALL}
    expect_none(set(FOREIGN) - names, mend="Take these out of web/foreign_views.py:")


def operations() -> list[tuple[str, Any]]:
    return [
        (f"{'/'.join(operation.methods)} {path}", operation)
        for _prefix, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
    ]


def test_every_operation_is_called_like_its_function() -> None:
    wrong = [
        name for name, operation in operations() if operation.operation_id not in (None, operation.view_func.__name__)
    ]
    expect_none(wrong, mend="operation_id is the verb, and so is the function's name:")


def test_no_two_operations_share_a_name() -> None:
    names = [operation.view_func.__name__ for _name, operation in operations()]
    assert sorted(names) == sorted(set(names))


def test_every_operation_that_writes_asks_who_it_is() -> None:
    """Only reading may be open to anybody."""
    from ninja.constants import NOT_SET

    open_writes = [
        name
        for name, operation in operations()
        if set(operation.methods) - {"GET", "HEAD"} and operation.auth_param in (None, NOT_SET)
    ]
    expect_none(open_writes, mend="Add auth=signed_in:")


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
@pytest.mark.django_db
def test_pages_know_only_get_and_post(method: str, visitor: Any) -> None:
    assert getattr(visitor, method)("/").status_code in (403, 405)
