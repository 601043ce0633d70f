"""Error pages."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Any = None, *, status: int = 400) -> HttpResponse:
    return render(request, "errors/400.html", status=status)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def not_from_us(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token."""
    return forbidden(request)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/500.html", status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database takes no writes now (disk full, locked, gone). Nothing was kept; trying again may work."""
    page = render(request, "errors/503.html", status=503)
    page.headers["Retry-After"] = "30"
    return page
