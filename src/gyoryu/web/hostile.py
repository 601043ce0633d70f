"""Text that nobody typed, refused at the door: NUL characters, half surrogate pairs, numbers no column holds.

PostgreSQL refuses to store them and SQLite does not, so without this the same request would be a page on one and an
error on the other. Forms and API bodies are checked alike, before a view sees them.
"""

import json
import math
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from gyoryu.web.errors import bad_request

GetResponse = Callable[[HttpRequest], HttpResponse]
LARGEST_INTEGER = 2**63
DEEPEST = 50
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class Refused(Exception):
    """The request cannot have been meant; ``status`` and a sentence."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


class HostileInputMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            _check_address(request)
            if request.method in ("POST", "PUT", "PATCH", "DELETE"):
                _check_body(request)
        except Refused as refused:
            return refuse(request, refused.status, str(refused))
        return self.get_response(request)


def refuse(request: HttpRequest, status: int, message: str) -> HttpResponse:
    """Problem JSON for the API, a page for people."""
    if request.path.startswith("/api/"):
        body = {"type": "urn:gyoryu:bad_input", "title": "bad input", "status": status, "detail": message}
        return JsonResponse(body, status=status, content_type="application/problem+json; charset=utf-8")
    return bad_request(request, status=status)


def _check_address(request: HttpRequest) -> None:
    query = unquote_to_bytes(request.META.get("QUERY_STRING", ""))
    if "\x00" in request.path or b"\x00" in query:
        raise Refused(_("The address contains a character that cannot be part of one."))


def _check_body(request: HttpRequest) -> None:
    content_type = request.content_type or ""
    if content_type in FORMS:
        _check_texts(value for values in request.POST.lists() for value in (values[0], *values[1]))
    elif "json" in content_type:
        _check_json(request)


def _check_texts(values: Iterable[str]) -> None:
    for value in values:
        if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise Refused(_("A text was damaged on the way. Type it again."))


def _check_json(request: HttpRequest) -> None:
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise Refused(_("This is too large to be sent in one piece."), 413) from error
    if not body:
        return
    try:
        _check_value(json.loads(body, parse_constant=_not_a_number), 0)
    except (ValueError, RecursionError) as error:
        raise Refused(_("The body is not valid JSON. Write it in UTF-8 and close every bracket.")) from error


def _not_a_number(text: str) -> Any:
    raise ValueError(text)


def _check_value(value: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        _check_texts([value])
    elif isinstance(value, bool):
        return
    elif isinstance(value, int) and not -LARGEST_INTEGER <= value < LARGEST_INTEGER:
        raise Refused(_("A number is too large."), 422)
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError("not a finite number")
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_value(key, depth + 1)
            _check_value(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _check_value(item, depth + 1)
