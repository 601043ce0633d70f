"""From request to viewer, from declared access to a decision, from a domain error to a page."""

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import rules
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import DataError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render, resolve_url
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django_htmx.http import HttpResponseClientRedirect

from gyoryu.accounts.viewers import ANONYMOUS
from gyoryu.common.errors import DomainError
from gyoryu.registry.queries import MergedInto
from gyoryu.web.access import Access
from gyoryu.web.errors import unavailable
from gyoryu.web.foreign_views import access_of_foreign
from gyoryu.web.hostile import refuse

log = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]
METHODS = ("GET", "HEAD", "POST")  # what pages know
SHOWN = (403, 404, 409, 410, 422)  # what a refusal of the domain may be answered with; everything else is 422


class TrustedProxyMiddleware:
    """Behind a proxy of ours, the client's address is what the proxy appended last; nobody else's word counts."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.BEHIND_PROXY and (said := request.headers.get("X-Forwarded-For", "")):
            request.META["REMOTE_ADDR"] = said.rsplit(",", 1)[-1].strip()[:60]
        return self.get_response(request)


class ViewerMiddleware:
    """``request.viewer``: the signed-in person, or anybody. A person's language wins over the browser's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person: Any = request.user if request.user.is_authenticated and request.user.is_active else None
        request.viewer = person or ANONYMOUS  # type: ignore[attr-defined]
        request.partner = None  # type: ignore[attr-defined]
        if person and not request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
            translation.activate(person.language)
            request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
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
        if request.method not in METHODS and not request.path.startswith("/api/"):
            return HttpResponseNotAllowed(METHODS)
        access: Access | None = getattr(view, "access", None)
        if access is None:
            access = access_of_foreign(request)
        if access is None:
            raise Http404("this view declares no access")
        if access.kind in ("public", "partner"):  # a partner's link is opened by the view itself (web.partner.links)
            return None
        viewer = request.viewer  # type: ignore[attr-defined]
        if not viewer.is_authenticated:
            return _to_sign_in(request)
        if access.kind == "needs" and not any(rules.has_perm(name, viewer) for name in access.names):
            raise Http404("not for this viewer")
        return None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back: to this page, or for a POST to the page it was sent from."""
    here = request.get_full_path()
    if request.method not in ("GET", "HEAD"):
        came_from = urlsplit(request.headers.get("Referer", ""))
        here = came_from.path if came_from.netloc == request.get_host() else resolve_url(settings.LOGIN_REDIRECT_URL)
    answer = redirect_to_login(here)
    return HttpResponseClientRedirect(answer.url) if getattr(request, "htmx", False) else answer


class DomainErrorMiddleware:
    """A refusal of the domain that no form caught becomes a page that says what is wrong and how to go on."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, MergedInto) and request.method in ("GET", "HEAD") and request.resolver_match:
            old = str(request.resolver_match.kwargs.get("pid", ""))
            if old and old in request.path:
                return redirect(request.path.replace(old, error.pid, 1))
        if isinstance(error, DomainError):
            status = error.status if error.status in SHOWN else 422
            return render(request, "errors/refused.html", {"error": error}, status=status)
        if isinstance(error, OperationalError):
            log.exception("the database did not take this request")
            return unavailable(request)
        if isinstance(error, DataError):  # a value no column holds, that no form caught
            log.exception("a value reached the database that it cannot hold")
            return refuse(request, 400, str(translation.gettext("A value is too large to be kept.")))
        return None
