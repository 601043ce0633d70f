"""Getting a list from a server that misbehaves: what came is kept, and nothing is staged by halves."""

import datetime as dt
import gzip
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gyoryu.common.clock import now
from gyoryu.common.errors import BadInput, Conflict
from gyoryu.common.locks import file_lock
from gyoryu.intake.fetching import Address, Fetched, Limits, fetch, staged_folder
from gyoryu.intake.problems import FetchLater, FetchRefused
from tests.intake.bad_server import Server, cut, ranged, say, serving

BODY = b"Number,Name\n" + b"".join(b"%d,Kauri School %d\n" % (n, n) for n in range(5_000))
QUICK = Limits(
    seconds=20, connect_seconds=2, silence_seconds=1, head_seconds=1, first_wait=0.01, longest_wait=0.3, attempts=3
)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


def get(server: Server, path: str = "/list.csv", limits: Limits = QUICK, **more: Any) -> Fetched:
    address = Address(server.url + path, **{"delay": 0, **more})
    return fetch(address, name="moa", limits=limits, allow_private=True)


def refused(server: Server, path: str = "/list.csv", limits: Limits = QUICK, **more: Any) -> FetchRefused:
    with pytest.raises(FetchRefused) as caught:
        get(server, path, limits, **more)
    assert not (staged_folder() / "moa.csv").exists()
    return caught.value


def test_a_list_is_staged_as_a_whole_and_says_of_which_day_it_is(server: Server) -> None:
    server.answer = lambda handler, _n: say(handler, BODY, Last_Modified="Wed, 03 Jun 2026 08:00:00 GMT")
    fetched = get(server)
    assert (fetched.path.name, fetched.path.read_bytes(), fetched.unchanged) == ("moa.csv", BODY, False)
    assert fetched.as_of == dt.date(2026, 6, 3)
    assert [path.name for path in sorted(staged_folder().iterdir())] == ["moa.csv", "moa.state"]
    assert server.asked[0].headers["User-Agent"].startswith("Gyoryu/")
    assert "(+http://" in server.asked[0].headers["User-Agent"]


def test_what_did_not_change_is_not_sent_again(server: Server) -> None:
    def answer(handler: Any, _count: int) -> None:
        if handler.headers.get("If-None-Match") == '"one"':
            say(handler, b"", 304)
        else:
            say(handler, BODY, ETag='"one"')

    server.answer = answer
    assert (get(server).unchanged, get(server).unchanged) == (False, True)
    assert get(server).path.read_bytes() == BODY


def test_the_same_bytes_without_an_etag_are_unchanged_too(server: Server) -> None:
    server.answer = lambda handler, _n: say(handler, BODY)
    assert (get(server).unchanged, get(server).unchanged) == (False, True)


def test_a_broken_connection_goes_on_where_it_stopped(server: Server) -> None:
    server.answer = lambda handler, _n: ranged(handler, BODY, etag='"one"', most=30_000)
    fetched = get(server)
    assert (fetched.path.read_bytes(), fetched.resumed) == (BODY, True)
    starts = [asked.headers.get("Range") for asked in server.asked]
    assert starts == [None, *(f"bytes={n}-" for n in range(30_000, len(BODY), 30_000))]


def test_a_later_fetch_goes_on_where_an_earlier_one_gave_up(server: Server) -> None:
    server.answer = lambda handler, count: ranged(handler, BODY, etag='"one"', most=30_000 if count == 1 else 0)
    with pytest.raises(FetchLater, match=r"It did not work 3 times: the connection ended [\d,]+ bytes early") as caught:
        get(server)
    assert caught.value.retry_at > now()
    assert sorted(path.name for path in staged_folder().iterdir()) == ["moa.part", "moa.state"]
    server.answer = lambda handler, _n: ranged(handler, BODY, etag='"one"')
    fetched = get(server)
    assert (fetched.path.read_bytes(), server.asked[-1].headers["Range"]) == (BODY, "bytes=30000-")


def test_after_a_kill_only_what_was_flushed_counts(server: Server) -> None:
    server.answer = lambda handler, count: ranged(handler, BODY, etag='"one"', most=30_000 if count == 1 else 0)
    with pytest.raises(FetchLater):
        get(server)
    with (staged_folder() / "moa.part").open("ab") as part:
        part.write(b"\0" * 5_000)  # what a power cut may leave
    server.answer = lambda handler, _n: ranged(handler, BODY, etag='"one"')
    assert get(server).path.read_bytes() == BODY


def test_a_list_that_changed_meanwhile_is_begun_anew(server: Server) -> None:
    other = BODY.replace(b"Kauri", b"Totara")

    def answer(handler: Any, count: int) -> None:
        if count == 1:
            ranged(handler, BODY, etag='"one"', most=30_000)
        else:
            ranged(handler, other, etag='"two"')

    server.answer = answer
    fetched = get(server)
    assert fetched.path.read_bytes() == other


@pytest.mark.parametrize("content_range", ["bytes 29000-99999/{all}", "bytes 30000-99999/7", "octets 30000-/{all}", ""])
def test_a_wrong_range_is_not_glued_on(server: Server, content_range: str) -> None:
    def answer(handler: Any, count: int) -> None:
        if count == 1:
            ranged(handler, BODY, etag='"one"', most=30_000)
        elif count == 2:
            say(handler, b"x" * 100, 206, ETag='"one"', Content_Range=content_range.format(all=len(BODY)))
        else:
            ranged(handler, BODY, etag='"one"')

    server.answer = answer
    assert get(server).path.read_bytes() == BODY


def test_without_an_etag_the_rest_is_never_trusted(server: Server) -> None:
    def answer(handler: Any, count: int) -> None:
        say(handler, BODY[:30_000] if count == 1 else BODY, length=str(len(BODY)))
        cut(handler)

    server.answer = answer
    assert get(server).path.read_bytes() == BODY
    assert [asked.headers.get("Range") for asked in server.asked] == [None, None]


def test_a_length_that_is_never_reached(server: Server) -> None:
    server.answer = lambda handler, _n: say(handler, BODY, length=str(len(BODY) + 10))
    assert refused(server).code == "unreachable"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_an_ill_server_is_asked_again(server: Server, status: int) -> None:
    server.answer = lambda handler, count: say(handler, b"oh", status) if count < 3 else say(handler, BODY)
    assert get(server).path.read_bytes() == BODY
    assert len(server.asked) == 3


def test_retry_after_is_obeyed(server: Server) -> None:
    server.answer = lambda handler, count: say(handler, b"", 429, Retry_After="1") if count < 2 else say(handler, BODY)
    began = time.monotonic()
    get(server, limits=Limits(longest_wait=5, first_wait=0.01))
    assert time.monotonic() - began >= 1


@pytest.mark.parametrize(
    "wait",
    ["7200", (now() + dt.timedelta(hours=2)).strftime("%a, %d %b %Y %H:%M:%S GMT")],
    ids=["seconds", "day"],
)
def test_a_long_retry_after_ends_the_fetch_until_then(server: Server, wait: str) -> None:
    server.answer = lambda handler, _n: say(handler, b"", 503, Retry_After=wait)
    error = refused(server)
    assert isinstance(error, FetchLater)
    assert error.code == "asked_to_wait"
    assert dt.timedelta(minutes=110) < error.retry_at - now() < dt.timedelta(minutes=121)


@pytest.mark.parametrize(
    ("status", "code"), [(401, "not_let_in"), (403, "not_let_in"), (404, "nothing_there"), (418, "bad_status")]
)
def test_a_refusal_is_not_asked_again(server: Server, status: int, code: str) -> None:
    server.answer = lambda handler, _n: say(handler, b"no", status)
    assert (refused(server).code, len(server.asked)) == (code, 1)


def test_what_was_staged_stays_when_the_next_fetch_fails(server: Server) -> None:
    server.answer = lambda handler, count: say(handler, BODY) if count == 1 else say(handler, b"", 404)
    staged = get(server).path
    with pytest.raises(FetchRefused):
        get(server)
    assert staged.read_bytes() == BODY


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<!DOCTYPE html><title>Sign in</title>", "text/html"),
        (b"\n<html><body>Welcome to the hotel", "text/csv"),
        (b"<!-- portal --><HTML>", ""),
        (b"<p>Please log in</p>", "text/html; charset=utf-8"),
        (gzip.compress(b"<!doctype HTML><html>", mtime=0), "text/csv"),
    ],
)
def test_a_sign_in_page_is_no_list(server: Server, body: bytes, kind: str) -> None:
    server.answer = lambda handler, _n: say(handler, body, Content_Type=kind)
    assert refused(server).code == "page_for_people"
    assert not (staged_folder() / "moa.part").exists()


def test_nothing_at_all(server: Server) -> None:
    server.answer = lambda handler, _n: say(handler, b"  \n")
    assert refused(server).code == "nothing_came"


def test_a_bomb_is_not_staged(server: Server) -> None:
    bomb = gzip.compress(b"\0" * 200_000_000, 9)
    server.answer = lambda handler, _n: say(handler, bomb, Content_Encoding="gzip")
    assert (refused(server).code, len(bomb) < 300_000) == ("bomb", True)


def test_a_damaged_packed_list_is_not_staged(server: Server) -> None:
    server.answer = lambda handler, _n: say(handler, gzip.compress(BODY)[:-20])
    assert refused(server).code == "damaged"


def test_a_packed_list_is_staged_packed(server: Server) -> None:
    server.answer = lambda handler, _n: say(handler, gzip.compress(BODY), Content_Encoding="gzip")
    fetched = get(server)
    assert (fetched.path.name, gzip.decompress(fetched.path.read_bytes())) == ("moa.csv.gz", BODY)


@pytest.mark.parametrize("length", ["", str(10**12)])
def test_an_endless_body_is_cut(server: Server, length: str) -> None:
    def answer(handler: Any, _count: int) -> None:
        say(handler, b"", length=length)
        while True:
            handler.wfile.write(b"1,Kauri\n" * 10_000)

    server.answer = answer
    assert refused(server, limits=Limits(bytes=2_000_000, seconds=20)).code == "too_large"
    assert not (staged_folder() / "moa.part").exists()


def drip(handler: Any, _count: int) -> None:
    say(handler, b"", length="100000", ETag='"one"')
    for _each in range(200):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.02)


def test_a_slow_drip_is_left_for_later(server: Server) -> None:
    server.answer = drip
    error = refused(server, limits=Limits(seconds=20, measure_seconds=0.3, slowest=1_000, silence_seconds=1))
    assert (error.code, isinstance(error, FetchLater)) == ("too_slow", True)
    assert (staged_folder() / "moa.part").stat().st_size > 0


def test_there_is_an_end_to_all_patience(server: Server) -> None:
    server.answer = drip
    began = time.monotonic()
    assert refused(server, limits=Limits(seconds=0.5, silence_seconds=1, first_wait=0.01)).code == "too_long"
    assert time.monotonic() - began < 3


def test_a_head_that_drips(server: Server) -> None:
    def answer(handler: Any, _count: int) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for each in range(200):
            handler.wfile.write(b"X-%d: y\r\n" % each)
            handler.wfile.flush()
            time.sleep(0.05)

    server.answer = answer
    began = time.monotonic()
    assert refused(server, limits=Limits(head_seconds=0.3, silence_seconds=1, attempts=1)).code == "unreachable"
    assert time.monotonic() - began < 3


def test_silence(server: Server) -> None:
    server.answer = lambda _handler, _n: time.sleep(0.8)
    assert refused(server, limits=Limits(silence_seconds=0.2, attempts=2, first_wait=0.01)).code == "unreachable"
    assert len(server.asked) == 2


def test_a_proxy_that_talks_nonsense(server: Server) -> None:
    server.answer = lambda handler, _n: handler.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n") and None
    assert refused(server).code == "unreachable"


def test_redirects_within_the_host(server: Server) -> None:
    def answer(handler: Any, _count: int) -> None:
        if handler.path == "/list.csv":
            say(handler, b"", 302, Location="/2026/list.csv?x=1")
        else:
            say(handler, BODY)

    server.answer = answer
    assert get(server).path.read_bytes() == BODY
    assert server.asked[-1].path == "/2026/list.csv?x=1"


@pytest.mark.parametrize("target", ["/list.csv", "/{count}"])
def test_redirects_in_circles(server: Server, target: str) -> None:
    server.answer = lambda handler, count: say(handler, b"", 301, Location=target.format(count=count))
    assert refused(server).code == "redirect_loop"
    assert len(server.asked) <= 6


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("http://login.example.org/portal", "other_host"),
        ("http://localhost/", "other_host"),
        ("file:///etc/passwd", "no_address"),
        ("ftp://127.0.0.1/", "no_address"),
        ("http://user:word@127.0.0.1/", "no_address"),
    ],
)
def test_redirects_to_elsewhere(server: Server, target: str, code: str) -> None:
    server.answer = lambda handler, _n: say(handler, b"", 302, Location=target)
    assert (refused(server).code, len(server.asked)) == (code, 1)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "0.0.0.0", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "[::1]", "[::]",
     "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "2130706433", "0x7f.1", "224.0.0.1"],
)  # fmt: skip
def test_nothing_inside_our_own_network_is_asked(host: str) -> None:
    with pytest.raises(FetchRefused) as caught:
        fetch(Address(f"http://{host}:1/a.csv"), name="moa", limits=QUICK)
    assert caught.value.code == "private_address"


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "gopher://x/", "http://", "//x/y", "http://[::1", "http://a b/", "http://u:p@h/"]
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(FetchRefused) as caught:
        fetch(Address(url), name="moa", limits=QUICK)
    assert caught.value.code == "no_address"


def test_a_key_is_sent_and_never_told(server: Server, settings: Any) -> None:
    settings.FETCH_SECRETS = {"moa": "s3cret/key="}
    server.answer = lambda handler, count: say(handler, BODY) if count == 1 else say(handler, b"", 403)
    get(server, "/list.csv?a=1", secrets=(("KEY", "moa"),))
    assert server.asked[0].path == "/list.csv?a=1&KEY=s3cret%2Fkey%3D"
    with pytest.raises(FetchRefused) as caught:
        get(server, "/list.csv?a=1", secrets=(("KEY", "moa"),))
    kept = "".join(path.read_text() for path in staged_folder().iterdir())
    assert [word in text for text in (str(caught.value), kept) for word in ("s3cret", "KEY")] == [False] * 4


def test_a_key_that_is_missing(server: Server) -> None:
    with pytest.raises(BadInput, match="GYORYU_SECRET_MOA"):
        get(server, secrets=(("KEY", "moa"),))
    assert server.asked == []


def test_the_pause_between_two_questions(server: Server) -> None:
    server.answer = lambda handler, count: say(handler, b"", 500) if count == 1 else say(handler, BODY)
    began = time.monotonic()
    get(server, delay=0.3)
    assert time.monotonic() - began >= 0.3


def test_the_limit_of_the_day(server: Server) -> None:
    server.answer = lambda handler, _n: say(handler, BODY)
    get(server, daily=2)
    get(server, daily=2)
    with pytest.raises(FetchLater) as caught:
        get(server, daily=2)
    assert (caught.value.code, len(server.asked)) == ("daily_limit", 2)
    assert dt.timedelta() < caught.value.retry_at - now() <= dt.timedelta(days=1)


def test_two_processes_do_not_fetch_the_same(server: Server, home: Path) -> None:
    with file_lock(home / "locks" / "fetch-moa.lock"), pytest.raises(Conflict):
        get(server)
    assert server.asked == []


def test_a_state_that_cannot_be_read_is_as_good_as_none(server: Server) -> None:
    server.answer = lambda handler, _n: say(handler, BODY, ETag='"one"')
    get(server)
    (staged_folder() / "moa.state").write_text(json.dumps({"which": 7}))
    assert get(server).path.read_bytes() == BODY
