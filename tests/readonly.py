"""A GET never writes. While a client's GET is served, INSERT, UPDATE and DELETE raise, but for what is named here."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.core.handlers.base import BaseHandler
from django.db import connection

# What a GET may write, and why.
MAY_WRITE = {
    "django_session": "sessions live in the database",
    "audit_accessevent": "looking at personal data is logged in the look's own transaction",
    "web_cache": "a cache",
    "account_emailaddress": "allauth: opening the link of a forgotten password verifies the address",
    "mfa_authenticator": "allauth notes that recovery codes were shown, in the look that shows them",
}


class GetWrote(AssertionError):
    pass


@contextmanager
def refuse_writes_in_gets() -> Iterator[None]:
    answer = BaseHandler.get_response

    def guarded(self: Any, request: Any) -> Any:
        if request.method not in ("GET", "HEAD") or getattr(request, "may_write", False):
            return answer(self, request)

        def check(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            verb = sql.lstrip().split(" ", 1)[0].upper()
            if verb in ("INSERT", "UPDATE", "DELETE") and not any(table in sql for table in MAY_WRITE):
                raise GetWrote(f"GET {request.path} wrote: {sql[:200]}")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(check):
            return answer(self, request)

    with patch.object(BaseHandler, "get_response", guarded):
        yield
