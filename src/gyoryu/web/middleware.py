"""From request to viewer, from declared access to a decision, from a domain error to a page."""

from collections.abc import Callable
from typing import Any

import rules
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from gyoryu.accounts.viewers import ANONYMOUS
from gyoryu.common.errors import DomainError, NotAllowed, NotFound
from gyoryu.web.access import Access
from gyoryu.web.foreign_views import access_of_foreign

PAGE_METHODS = ("GET", "HEAD", "POST")  # a page knows no other; the API answers for itself
GetResponse = Callable[[HttpRequest], HttpResponse]


class HostileInputMiddleware:
    """NUL characters in a path, query or form are no text anybody typed; PostgreSQL refuses them, so we do, at the door."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path or "%00" in query or "\x00" in query:
            return HttpResponseBadRequest("The address contains a character that cannot be part of one.")
        return self.get_response(request)


class ViewerMiddleware:
    """``request.viewer``: the signed-in person, or anybody. A person's language wins over the browser's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person: Any = request.user if request.user.is_authenticated and request.user.is_active else None
        request.viewer = person or ANONYMOUS  # type: ignore[attr-defined]
        request.partner = None  # type: ignore[attr-defined]
        if person and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(person.language)
            request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
        response = self.get_response(request)
        if person or getattr(request, "partner", None):
            add_never_cache_headers(response)
            response.headers["Cache-Control"] = "no-store, private"
        return response


class AccessMiddleware:
    """Deny first: a view that declares no access is not served, and one that does is served to those it names."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        if request.method not in PAGE_METHODS and not request.path.startswith("/api/"):
            return HttpResponseNotAllowed(PAGE_METHODS)
        access: Access | None = getattr(view, "access", None)
        if access is None:
            access = access_of_foreign(request)
        if access is None:
            raise Http404("this view declares no access")
        if access.kind in ("public", "partner"):  # a partner's link is opened by the view itself (web.partner.links)
            return None
        viewer = request.viewer  # type: ignore[attr-defined]
        if not viewer.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if access.kind == "needs" and not any(rules.has_perm(name, viewer) for name in access.names):
            raise Http404("not for this viewer")
        return None


class DomainErrorMiddleware:
    """A refusal of the domain that no form caught becomes a page that says what is wrong and how to go on."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, (NotFound, NotAllowed)):
            status = error.status
        elif isinstance(error, DomainError):
            status = error.status if error.status in (409, 422) else 422
        else:
            return None
        return render(request, "errors/refused.html", {"error": error}, status=status)
