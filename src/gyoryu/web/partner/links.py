"""Opening a partner's link: who it is, in which language we speak, and what to do when it is no good any more."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from gyoryu.accounts.domain.links import LinkRefused, open_partner_link
from gyoryu.accounts.models import PartnerLink


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
