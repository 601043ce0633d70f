"""Opening a partner's link: who it is, in which language we speak, and what to do when it is no good any more."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from gyoryu.accounts.domain.links import LinkRefused, LinkUnknown, open_partner_link
from gyoryu.accounts.models import PartnerLink

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Opened:
    """A link that was made once. ``refused`` is empty while it may be used, else expired, used or revoked."""

    link: PartnerLink
    refused: str = ""

    @property
    def is_open(self) -> bool:
        return not self.refused


def open_link(request: HttpRequest, token: str, purpose: str) -> Opened:
    """The link of this token, open or not; one that was never made raises LinkUnknown.

    From here on we speak its language, unless the reader chose another one.
    """
    try:
        opened = Opened(open_partner_link(token, purpose))
    except LinkRefused as refusal:
        opened = Opened(refusal.link, refusal.code.removeprefix("link_"))
    heard: Any = request
    heard.partner = opened.link if opened.is_open else None
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(opened.link.language)
        heard.LANGUAGE_CODE = translation.get_language()
    return opened


def private(view: View) -> View:
    """The address is the key: no cache keeps the page, no other site hears of it. A link never made: a kind page."""

    @wraps(view)
    def answer(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
        try:
            response = view(request, token, **more)
        except LinkUnknown as unknown:
            response = render(request, "partner/link_unknown.html", {"error": unknown}, status=404)
        add_never_cache_headers(response)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["Referrer-Policy"] = "strict-origin"  # no-referrer would make the form's Origin null
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer
