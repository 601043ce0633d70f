"""Asking one source politely: with a pause, within its daily limit, obeying Retry-After, patient with illness."""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import urlencode

from django.utils import timezone

from gyoryu.common.clock import now, today
from gyoryu.intake.addresses import Address, Limits
from gyoryu.intake.connections import Answer, Asking, Interrupted, ask
from gyoryu.intake.part_files import PartFile
from gyoryu.intake.problems import FetchLater, FetchRefused

T = TypeVar("T")
_ILL = (408, 425, 429, 500, 502, 503, 504)
_GOOD = (200, 206, 304, 416)
_LATER = dt.timedelta(minutes=15)


class Wait(Interrupted):
    """The server asks to wait so many seconds."""

    def __init__(self, problem: str, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(problem)


def next_day() -> dt.datetime:
    """When the office's day ends: daily limits begin anew."""
    midnight = dt.datetime.combine(today() + dt.timedelta(days=1), dt.time(), timezone.get_current_timezone())
    return midnight.astimezone(dt.UTC)


def _asked_to_wait(text: str) -> float:
    """Seconds of a Retry-After, which is a number or a date; 0 when it is neither."""
    if text.isascii() and text.isdecimal() and len(text) < 9:
        return float(text)
    try:
        return max((parsedate_to_datetime(text) - now()).total_seconds(), 0)
    except (TypeError, ValueError):
        return 0


class PoliteClient:
    """Asks the source of one address, for one fetch."""

    def __init__(self, address: Address, limits: Limits, secrets: dict[str, str], allow_private: bool) -> None:
        self.address, self.limits, self._secrets = address, limits, secrets
        self.deadline = time.monotonic() + limits.seconds
        self._asking = Asking(limits.connect_seconds, limits.silence_seconds, limits.head_seconds, allow_private)

    # Words

    def clean(self, text: str) -> str:
        """A text of the server's without our keys."""
        for secret in self._secrets.values():
            text = text.replace(secret, "•••")
        return text

    def _with_secrets(self, url: str) -> str:
        if not self._secrets:
            return url
        return f"{url}{'&' if '?' in url else '?'}{urlencode(self._secrets)}"

    # Time

    def pause(self, seconds: float) -> None:
        left = self.deadline - time.monotonic()
        if seconds > left:
            raise self.too_long()
        time.sleep(max(seconds, 0))

    def check_time(self) -> None:
        if time.monotonic() > self.deadline:
            raise self.too_long()

    def too_long(self) -> FetchLater:
        problem = f"It took more than {self.limits.seconds:,.0f} seconds; what came so far is kept"
        return FetchLater("too_long", problem, now() + _LATER)

    # Questions

    def patiently(self, part: PartFile, once: Callable[[], T]) -> T:
        """What ``once`` gives; tried again, each time later, while the connection breaks or the server is ill.

        An attempt that gained bytes does not count as a failed one.
        """
        failed, wait = 0, self.limits.first_wait
        while True:
            before = part.part.size
            try:
                return once()
            except Interrupted as error:
                gained = part.part.size > before
                failed = 0 if gained else failed + 1
                if failed >= self.limits.attempts:
                    problem = f"It did not work {failed} times: {self.clean(str(error))}"
                    raise FetchLater("unreachable", problem, now() + _LATER) from error
                self.pause(error.seconds if isinstance(error, Wait) and error.seconds else wait)
                wait = self.limits.first_wait if gained else wait * 2

    @contextmanager
    def ask(self, part: PartFile, url: str, headers: dict[str, str]) -> Iterator[Answer]:
        """One good answer (200, 206, 304 or 416). Interrupted: again may help; FetchRefused: it will not."""
        self._count(part)
        headers = {"Accept": self.address.accept, "Accept-Encoding": "identity"} | headers
        with ask(self._with_secrets(url), headers, self._asking, also=self.address.also) as answer:
            self._check_status(answer)
            encoding = answer.header("Content-Encoding").lower()
            if encoding not in ("", "identity", "gzip", "x-gzip"):
                problem = f"The server packs its answer in a way we do not read ({encoding[:20]})"
                raise FetchRefused("encoding", problem, "Ask its operator.")
            yield answer

    def _count(self, part: PartFile) -> None:
        """Wait out the pause between two questions; stop at the limit of the day."""
        day, asked = today().isoformat(), part.asked
        if asked.day != day:
            asked.day, asked.count = day, 0
        if self.address.daily and asked.count >= self.address.daily:
            problem = f"The daily limit of {self.address.daily:,} questions is reached; what came so far is kept"
            raise FetchLater("daily_limit", problem, next_day())
        since = now().timestamp() - asked.last
        if 0 <= since < self.address.delay:
            self.pause(self.address.delay - since)
        self.check_time()
        asked.count, asked.last = asked.count + 1, now().timestamp()
        part.keep()

    def _check_status(self, answer: Answer) -> None:
        status = answer.status
        if status in _GOOD:
            return
        if status in _ILL:
            wait = _asked_to_wait(answer.header("Retry-After"))
            if wait > self.limits.longest_wait:
                problem = f"The server asks to wait (status {status}); what came so far is kept"
                raise FetchLater("asked_to_wait", problem, now() + dt.timedelta(seconds=min(wait, 30 * 86_400)))
            raise Wait(f"the server answers with status {status}", wait)
        if status in (401, 403, 407):
            mend = "Check the key, or whether the source may be fetched at all."
            raise FetchRefused("not_let_in", f"The server does not let us in (status {status})", mend)
        if status in (404, 410):
            raise FetchRefused("nothing_there", f"Nothing is at this address (status {status})", "Check the address.")
        raise FetchRefused("bad_status", f"The server answers with status {status}", "Check the address.")
