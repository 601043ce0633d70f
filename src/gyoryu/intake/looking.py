"""Looking at the web sites of institutions: politely, rarely, and never inside our own network.

One look is two questions: robots.txt (kept for a month) and the page itself, whose body is not read. One look at a host
in ten minutes, whoever else is there; it ends after a few seconds; what a site forbids to machines is not looked at.
"""

import datetime as dt
import socket
import time
from collections.abc import Iterator
from urllib.robotparser import RobotFileParser

from django.conf import settings

from gyoryu.common.actors import Actor, SystemActor
from gyoryu.common.clock import now
from gyoryu.intake.connections import Answer, Asking, Interrupted, ask, split
from gyoryu.intake.problems import FetchRefused
from gyoryu.registry.domain.sites import note_site, plan_sites
from gyoryu.registry.models import Site

AGENT = "Gyoryu"
PAUSE_OF_A_HOST = dt.timedelta(minutes=10)
ROBOTS_KEPT = dt.timedelta(days=30)
MOST_ROBOTS = 512 * 1024  # bytes that are read of a robots.txt
MOST_PLANNED = 500
MOST_LOOKS = 20  # in one go
SECONDS = 15.0  # of the worker in one go; the rest waits for the next
ALIVE = (401, 403, 405, 406)  # somebody answers, and does not like machines
GONE = (404, 410)
BUSY = (408, 425, 429, 503)
_REFUSALS = {"private_address": "unsafe", "certificate": "certificate", "other_host": "ok", "redirect_loop": "broken"}


def check_sites() -> None:
    """By the clock: look at a few sites, when the office wants that (GYORYU_CHECK_SITES)."""
    if settings.CHECK_SITES and not settings.DEMO_WORLD:
        look_at_sites(actor=SystemActor("sites"), seconds=SECONDS, allow_private=settings.FETCH_PRIVATE)


def look_at_sites(*, actor: Actor, seconds: float, allow_private: bool = False) -> int:
    """Look at those that are due, one after the other, for so many seconds at most; how many were looked at."""
    plan_sites(MOST_PLANNED)
    ends, looked = time.monotonic() + seconds, 0
    for site in _due():
        if time.monotonic() > ends:
            break
        result, allowed = look_at(site, allow_private=allow_private)
        note_site(site, result=result, robots_allow=allowed, actor=actor)
        looked += 1
    return looked


def _due() -> Iterator[Site]:
    """The longest waiting first, each host once, and none that was looked at just now."""
    busy = set(Site.objects.filter(looked_at__gt=now() - PAUSE_OF_A_HOST).values_list("host", flat=True))
    waiting = Site.objects.filter(next_on__lte=now()).exclude(host__in=busy).order_by("next_on", "id")
    yielded = 0
    for site in waiting[: MOST_LOOKS * 10]:
        if site.host in busy:
            continue
        busy.add(site.host)
        yield site
        yielded += 1
        if yielded == MOST_LOOKS:
            return


def look_at(site: Site, *, allow_private: bool = False) -> tuple[str, bool | None]:
    """(a code of ``registry.sites.RESULTS``, what robots.txt allows when it was asked)."""
    asking = Asking(connect_seconds=5, silence_seconds=5, head_seconds=8, allow_private=allow_private)
    allowed: bool | None = None
    if site.robots_at is None or site.robots_at < now() - ROBOTS_KEPT:
        result, allowed = _robots(site.url, asking)
        if result:
            return result, allowed
    if allowed is False or (allowed is None and not site.robots_allow):
        return "robots", allowed
    return _page(site.url, asking), allowed


def _page(url: str, asking: Asking) -> str:
    try:
        with ask(url, {"Accept": "text/html, */*;q=0.1"}, asking) as answer:
            return _meaning(answer.status)
    except FetchRefused as error:
        return _REFUSALS.get(error.code, "no_host")
    except Interrupted as error:
        return _why(error)


def _meaning(status: int) -> str:
    if status in GONE:
        return "gone"
    if status in BUSY:
        return "busy"
    if status < 400 or status in ALIVE:
        return "ok"
    return "broken" if status >= 500 else "gone"


def _why(error: Interrupted) -> str:
    cause = error.__cause__
    if isinstance(cause, socket.gaierror | UnicodeError):
        return "no_host"
    return "slow" if cause is None or isinstance(cause, TimeoutError) else "refused"


def _robots(url: str, asking: Asking) -> tuple[str, bool | None]:
    """(a result when the host cannot be asked at all, whether the page may be looked at)."""
    try:
        parts = split(url)
        with ask(f"{parts.scheme}://{parts.netloc}/robots.txt", {"Accept": "text/plain"}, asking) as answer:
            if answer.status in BUSY or answer.status >= 500:
                return "busy", None
            if answer.status in (401, 403):
                return "", False
            if answer.status != 200:
                return "", True
            return "", _allows(_text(answer), url)
    except FetchRefused as error:
        result = _REFUSALS.get(error.code, "no_host")
        return ("", True) if result == "ok" else (result, None)
    except Interrupted as error:
        return _why(error), None


def _text(answer: Answer) -> str:
    body = b""
    for piece in answer.pieces():
        body += piece
        if len(body) >= MOST_ROBOTS:
            break
    return body[:MOST_ROBOTS].decode("utf-8", "replace")


def _allows(text: str, url: str) -> bool:
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    return rules.can_fetch(AGENT, url)
