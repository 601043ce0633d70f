"""The REST door: one NinjaAPI, problem JSON (RFC 9457) for every refusal.

An operation is ``auth=None`` (anybody) or ``auth=signed_in``; what a viewer may do is decided by the room's ``get_*``
query, the same one the pages call. Operation ids are the verbs' names.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import django_auth

from gyoryu.common.errors import DomainError

api = NinjaAPI(title="Gyoryu", version="1", docs_url=None, openapi_url="/openapi.json", urls_namespace="rest")

signed_in = django_auth  # session cookie and CSRF token


def problem(request: HttpRequest, status: int, code: str, detail: str, **more: Any) -> HttpResponse:
    body = {"type": f"urn:gyoryu:{code}", "title": code.replace("_", " "), "status": status, "detail": detail, **more}
    response = api.create_response(request, body, status=status)
    response.headers["Content-Type"] = "application/problem+json; charset=utf-8"
    return response


@api.exception_handler(DomainError)
def domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    more = {"field": error.field} if error.field else {}
    return problem(request, error.status, error.code, error.message, **more)


@api.exception_handler(ValidationError)
def invalid_input(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = [{"field": ".".join(map(str, item["loc"][1:])), "problem": item["msg"]} for item in error.errors]
    return problem(request, 422, "invalid_input", "Some fields are missing or wrong; see “fields”.", fields=fields)


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(request, 401, "not_signed_in", "Sign in first.")


@api.exception_handler(Http404)
def nothing_here(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, 404, "not_found", "There is nothing here, or it is not yours to see.")


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(request, error.status_code, "refused", str(error))
