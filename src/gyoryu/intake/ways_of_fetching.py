"""Two ways to have a list: as one file, and page by page."""

import datetime as dt
import hashlib
import re
import time
import zlib
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from gyoryu.common.clock import now, today
from gyoryu.intake.addresses import Fetched, Pages, Tell
from gyoryu.intake.answers import Verdict, at, judge, read_page, refuse_page
from gyoryu.intake.connections import Answer, Interrupted
from gyoryu.intake.part_files import Part, PartFile
from gyoryu.intake.polite import PoliteClient, next_day
from gyoryu.intake.problems import FetchLater, FetchRefused

LARGEST_PAGE = 64_000_000  # bytes, unpacked
STALE = dt.timedelta(hours=12)  # pages of yesterday and pages of today are not one list
MOST_RESTARTS = 2
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")


def _day_of(last_modified: str) -> dt.date:
    """The day a Last-Modified names, or today."""
    try:
        return min(parsedate_to_datetime(last_modified).date(), today())
    except (TypeError, ValueError):
        return today()


def _fetched(file: PartFile, *, unchanged: bool, resumed: bool) -> Fetched:
    staged = file.staged
    day = _day_of(staged.last_modified)
    return Fetched(file.staged_path, unchanged, day, staged.size, staged.sha256, staged.pages, resumed)


def _too_large(file: PartFile, most: int) -> FetchRefused:
    file.restart()
    return FetchRefused(
        "too_large", f"It has more than {most:,} bytes", "That is no list of schools: check the address."
    )


# One file


def fetch_whole(client: PoliteClient, file: PartFile, tell: Tell) -> Fetched:
    """The list as one file, gone on with where it stopped if the server says that it is still the same one."""
    resumed, kind = False, ""

    def once() -> bool:
        nonlocal resumed, kind
        with client.ask(file, client.address.url, _conditions(file)) as answer:
            if answer.status == 304:
                return True
            _place(answer, file)
            resumed = resumed or file.part.size > 0
            kind = answer.header("Content-Type")
            _receive(client, answer, file, tell)
        return False

    if client.patiently(file, once):
        return _fetched(file, unchanged=True, resumed=False)
    fresh = file.finish(kind)
    return _fetched(file, unchanged=not fresh, resumed=resumed)


def _conditions(file: PartFile) -> dict[str, str]:
    part, staged = file.part, file.staged
    validator = part.etag if part.etag and not part.etag.startswith("W/") else part.last_modified
    if part.size and validator:
        return {"Range": f"bytes={part.size}-", "If-Range": validator}
    found = {"If-None-Match": staged.etag, "If-Modified-Since": staged.last_modified}
    return {name: value for name, value in found.items() if value}


def _place(answer: Answer, file: PartFile) -> None:
    """Where what comes belongs: after what is here, or at the beginning."""
    etag, last_modified = answer.header("ETag"), answer.header("Last-Modified")
    if answer.status == 206:
        found = _RANGE.fullmatch(answer.header("Content-Range"))
        part = file.part
        same = not part.etag or not etag or etag == part.etag
        length = int(found[3]) if found and found[3] != "*" else part.length
        if found and int(found[1]) == part.size and same and (not part.length or length == part.length):
            part.length = length
            return
        file.restart()
        raise Interrupted("the server went on with another list")
    if answer.status == 416:
        file.restart()
        raise Interrupted("the list is shorter than what came of it before")
    file.restart()
    announced = answer.header("Content-Length")
    length = int(announced) if announced.isascii() and announced.isdecimal() else 0
    file.part = Part(etag, last_modified, length=length, began=now().isoformat())


def _receive(client: PoliteClient, answer: Answer, file: PartFile, tell: Tell) -> None:
    most, part, pace = client.limits.bytes, file.part, _Pace(client)
    size = part.size
    if part.length > most:
        raise _too_large(file, most)
    with file.appending() as add:
        for piece in answer.pieces():
            size += len(piece)
            if size > most:
                break
            add(piece)
            tell("fetching", size, part.length)
            pace.check(len(piece))
    if size > most:
        raise _too_large(file, most)
    if part.length and size < part.length:
        raise Interrupted(f"the connection ended {part.length - size:,} bytes early")


class _Pace:
    """Stops a body that drips, or that takes longer than the whole fetch may."""

    def __init__(self, client: PoliteClient) -> None:
        self._client, self._count, self._since = client, 0, time.monotonic()

    def check(self, received: int) -> None:
        self._count += received
        self._client.check_time()
        took, limits = time.monotonic() - self._since, self._client.limits
        if took < limits.measure_seconds:
            return
        if self._count < limits.slowest * took:
            problem = f"It comes at {self._count / took:,.0f} bytes a second; what came so far is kept"
            raise FetchLater("too_slow", problem, now() + dt.timedelta(hours=1))
        self._count, self._since = 0, time.monotonic()


# Page by page


@dataclass(frozen=True, slots=True)
class _Page:
    body: bytes
    etag: str
    json: Any
    rows: int
    ended: bool  # the service says that there is nothing more


class _ListChanged(Exception):
    """It is no longer the list whose first pages are here."""


def fetch_pages(client: PoliteClient, file: PartFile, tell: Tell) -> Fetched:
    """The list page by page: a staged file with one page of JSON after another."""
    pages = client.address.pages
    assert pages is not None
    resumed = bool(file.part.pages)
    for _attempt in range(MOST_RESTARTS + 1):
        try:
            if resumed and file.part.pages:
                _check_still_same(client, file, pages)
            while not _read_on(client, file, pages, tell):
                pass
            if len(file.part.pages) > 1:
                _check_still_same(client, file, pages)
            fresh = file.finish("")
            return _fetched(file, unchanged=not fresh, resumed=resumed)
        except _ListChanged:
            resumed = False
            file.restart()
    problem = "The list changed again and again while it was read"
    raise FetchLater("list_changes", problem, now() + dt.timedelta(hours=1))


def _check_still_same(client: PoliteClient, file: PartFile, pages: Pages) -> None:
    """Pages of two different days do not make one list: the first one is asked for again."""
    part = file.part
    began = dt.datetime.fromisoformat(part.began)
    if now() - began > STALE:
        raise _ListChanged
    if not part.etag:
        return
    page = client.patiently(file, lambda: _ask_page(client, file, pages, 0, {"If-None-Match": part.etag}))
    if page is not None and page.etag != part.etag and hashlib.sha256(page.body).hexdigest() != part.pages[0]:
        raise _ListChanged


def _read_on(client: PoliteClient, file: PartFile, pages: Pages, tell: Tell) -> bool:
    """One more page; True when there is no other."""
    part, number = file.part, len(file.part.pages)
    if number >= pages.most:
        file.restart()
        raise FetchRefused("too_many_pages", f"It has more than {pages.most:,} pages", "Ask for larger pages.")
    page = client.patiently(file, lambda: _ask_page(client, file, pages, number, {}))
    assert page is not None
    total = at(page.json, pages.total) if pages.total else None
    total = int(total) if isinstance(total, int) or (isinstance(total, str) and total.isdecimal()) else None
    if number and total is not None and part.total is not None and total != part.total:
        raise _ListChanged
    digest = hashlib.sha256(page.body).hexdigest()
    if page.rows and digest in part.pages:
        seen = part.pages.index(digest) + 1
        file.restart()
        problem = f"Page {number + 1} is page {seen} again"
        raise FetchRefused("same_page", problem, "The address does not ask for pages: check {page} or {offset} in it.")
    if number == 0:
        if not page.rows:
            raise FetchRefused("no_rows", "The list has no rows", "Check the address and what it asks for.")
        part.etag, part.began = page.etag, now().isoformat()
    if part.size + len(page.body) > client.limits.bytes:
        raise _too_large(file, client.limits.bytes)
    part.total = total if total is not None else part.total
    if page.rows:
        part.pages.append(digest)
        part.rows += page.rows
        with file.appending() as add:
            add(page.body.strip() + b"\n")
    tell("fetching", part.rows, part.total or 0)
    if part.total is not None and part.rows < part.total:
        if page.rows:
            return False
        file.restart()
        problem = f"{part.rows:,} of {part.total:,} rows came"
        raise FetchLater("rows_missing", problem, now() + dt.timedelta(hours=1))
    return part.total is not None or page.ended or page.rows < pages.size


def _ask_page(client: PoliteClient, file: PartFile, pages: Pages, number: int, headers: dict[str, str]) -> _Page | None:
    """The page with this number, from 0; None when it is what it was (only asked for by ``headers``)."""
    url = client.address.url
    for name, value in (("page", pages.first + number), ("offset", number * pages.size), ("size", pages.size)):
        url = url.replace(f"{{{name}}}", str(value))
    with client.ask(file, url, headers) as answer:
        if answer.status == 304:
            return None
        body = _body(client, answer)
        etag, kind = answer.header("ETag"), answer.header("Content-Type")
    page = read_page(body)
    if page is None:
        refuse_page(body[:4_096], kind)
    verdict = judge(body, page, client.address.codes)
    if verdict.meaning != "good":
        return _not_good(client, file, verdict, number, body, etag)
    if page is None:
        if body.lstrip()[:1] in (b"{", b"["):
            raise Interrupted("a page of JSON came that stops in the middle")
        raise FetchRefused("no_json", "What came is no JSON", "Check the address: it must ask for JSON.")
    rows = at(page, pages.items)
    rows = [rows] if isinstance(rows, dict) else rows
    if not isinstance(rows, list):
        if number == 0 and rows not in ("", None):
            raise FetchRefused("no_rows", f"No rows stand at “{pages.items}”", "Check the address and the mapping.")
        rows = []
    return _Page(body, etag, page, len(rows), not rows)


def _not_good(client: PoliteClient, file: PartFile, verdict: Verdict, number: int, body: bytes, etag: str) -> _Page:
    said = client.clean(f"{verdict.code} {verdict.message}".strip())
    if verdict.meaning == "again":
        raise Interrupted(f"the service says {said}")
    if verdict.meaning == "later":
        raise FetchLater("daily_limit", f"The service says {said}; what came so far is kept", next_day())
    if verdict.meaning == "empty" and number:
        return _Page(body, etag, None, 0, ended=True)
    if verdict.meaning == "empty":
        raise FetchRefused("no_rows", f"The service says {said}", "Check what the address asks for.")
    raise FetchRefused("service_refused", f"The service says {said}", "Check the key and the address.")


def _body(client: PoliteClient, answer: Answer) -> bytes:
    """A page as a whole, unpacked within bounds."""
    packed = answer.header("Content-Encoding").lower() in ("gzip", "x-gzip")
    unpack, body, pace = (zlib.decompressobj(31) if packed else None), bytearray(), _Pace(client)
    try:
        for piece in answer.pieces():
            body += unpack.decompress(piece, LARGEST_PAGE + 1 - len(body)) if unpack else piece
            if len(body) > LARGEST_PAGE:
                raise FetchRefused(
                    "too_large", f"A page has more than {LARGEST_PAGE:,} bytes", "Ask for smaller pages."
                )
            pace.check(len(piece))
    except zlib.error as error:
        raise Interrupted(f"a page came damaged ({error})") from error
    if unpack is not None and not unpack.eof:
        raise Interrupted("a packed page came cut off")
    return bytes(body)
