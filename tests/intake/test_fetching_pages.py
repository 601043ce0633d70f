"""Lists that come page by page, from services that tell errors with status 200."""

import datetime as dt
import gzip
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from gyoryu.common.clock import now
from gyoryu.intake.answers import Codes
from gyoryu.intake.fetching import Address, Fetched, Limits, Pages, fetch, staged_folder
from gyoryu.intake.problems import FetchLater, FetchRefused
from tests.intake.bad_server import Server, cut, say, serving

ALL = 25
QUICK = Limits(seconds=20, silence_seconds=1, first_wait=0.01, attempts=3)
NEIS = Codes(
    paths=("RESULT.CODE", "schoolInfo.0.head.1.RESULT.CODE", "response.header.resultCode", "header.returnReasonCode"),
    message=("MESSAGE", "returnAuthMsg"),
    good=frozenset({"INFO-000", "00"}),
    empty=frozenset({"INFO-200"}),
    later=frozenset({"ERROR-337", "22"}),
    again=frozenset({"ERROR-500"}),
)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


def rows(count: int, name: str = "무궁화초등학교") -> list[dict[str, str]]:
    return [{"SD_SCHUL_CODE": f"75{n:05d}", "SCHUL_NM": f"{name}{n}"} for n in range(count)]


def page_of(everything: list[dict[str, str]], number: int, size: int = 10) -> dict[str, Any]:
    part = everything[(number - 1) * size : number * size]
    if not part:
        return {"RESULT": {"CODE": "INFO-200", "MESSAGE": "해당하는 데이터가 없습니다."}}
    head = [{"list_total_count": len(everything)}, {"RESULT": {"CODE": "INFO-000", "MESSAGE": "정상 처리되었습니다."}}]
    return {"schoolInfo": [{"head": head}, {"row": part}]}


def number_of(handler: Any) -> int:
    return int(parse_qs(urlsplit(handler.path).query)["pIndex"][0])


def good(handler: Any, _count: int = 0, everything: list[dict[str, str]] | None = None, **headers: str) -> None:
    say(handler, json.dumps(page_of(everything or rows(ALL), number_of(handler))).encode(), **headers)


def get(server: Server, *, pages: Pages | None = None, limits: Limits = QUICK, **more: Any) -> Fetched:
    pages = pages or Pages("schoolInfo.1.row", "schoolInfo.0.head.0.list_total_count", size=10)
    url = f"{server.url}/hub/schoolInfo?Type=json&pIndex={{page}}&pSize={{size}}"
    return fetch(
        Address(url, pages=pages, **{"codes": NEIS, "delay": 0, **more}), name="neis", limits=limits, allow_private=True
    )


def names_in(fetched: Fetched) -> list[str]:
    pages = [json.loads(line) for line in fetched.path.read_text().splitlines()]
    return [row["SCHUL_NM"] for page in pages for row in page["schoolInfo"][1]["row"]]


def numbers(server: Server) -> list[int]:
    return [int(parse_qs(urlsplit(asked.path).query)["pIndex"][0]) for asked in server.asked]


def test_all_pages_in_one_staged_file(server: Server) -> None:
    server.answer = good
    fetched = get(server)
    assert (fetched.path.name, fetched.pages, names_in(fetched)) == (
        "neis.json", 3, [row["SCHUL_NM"] for row in rows(ALL)],
    )  # fmt: skip
    assert numbers(server) == [1, 2, 3]
    assert get(server).unchanged


def test_without_a_total_a_short_page_is_the_last(server: Server) -> None:
    server.answer = good
    assert len(names_in(get(server, pages=Pages("schoolInfo.1.row", size=10)))) == ALL
    assert numbers(server) == [1, 2, 3]


def test_without_a_total_no_data_is_the_end(server: Server) -> None:
    server.answer = lambda handler, _n: good(handler, everything=rows(20))
    assert len(names_in(get(server, pages=Pages("schoolInfo.1.row", size=10)))) == 20
    assert numbers(server) == [1, 2, 3]


def test_offsets(server: Server) -> None:
    def answer(handler: Any, _count: int) -> None:
        asked = parse_qs(urlsplit(handler.path).query)
        start, size = int(asked["offset"][0]), int(asked["limit"][0])
        say(handler, json.dumps({"result": {"total": ALL, "records": rows(ALL)[start : start + size]}}).encode())

    server.answer = answer
    url = f"{server.url}/datastore_search?limit={{size}}&offset={{offset}}"
    address = Address(url, pages=Pages("result.records", "result.total", size=10), delay=0)
    assert fetch(address, name="ckan", limits=QUICK, allow_private=True).pages == 3


def test_an_interrupted_fetch_goes_on_at_the_next_page(server: Server) -> None:
    server.answer = lambda handler, _n: good(handler) if number_of(handler) < 3 else say(handler, b"", 500)
    with pytest.raises(FetchLater):
        get(server)
    server.asked.clear()
    server.answer = good
    fetched = get(server)
    assert (numbers(server), fetched.resumed, len(names_in(fetched))) == ([3], True, ALL)


def test_pages_of_another_day_are_asked_for_anew(server: Server) -> None:
    with time_machine.travel(now(), tick=True) as clock:
        server.answer = lambda handler, _n: good(handler) if number_of(handler) < 3 else say(handler, b"", 500)
        with pytest.raises(FetchLater):
            get(server)
        server.asked.clear()
        server.answer = good
        clock.shift(dt.timedelta(hours=13))
        assert len(names_in(get(server))) == ALL
    assert numbers(server) == [1, 2, 3]


def test_a_page_that_is_cut_is_asked_for_again(server: Server) -> None:
    def answer(handler: Any, count: int) -> None:
        body = json.dumps(page_of(rows(ALL), number_of(handler))).encode()
        if count == 2:
            say(handler, body[:200], length="")  # without a length nobody but JSON tells
        elif count == 3:
            say(handler, body[:200], length=str(len(body)))
            cut(handler)
        else:
            say(handler, body)

    server.answer = answer
    assert len(names_in(get(server))) == ALL
    assert numbers(server) == [1, 2, 2, 2, 3]


def test_packed_pages(server: Server) -> None:
    def answer(handler: Any, _count: int) -> None:
        body = json.dumps(page_of(rows(ALL), number_of(handler))).encode()
        say(handler, gzip.compress(body), Content_Encoding="gzip")

    server.answer = answer
    assert len(names_in(get(server))) == ALL


def test_a_bomb_of_a_page(server: Server) -> None:
    bomb = gzip.compress(b" " * 100_000_000, 9)
    server.answer = lambda handler, _n: say(handler, bomb, Content_Encoding="gzip")
    with pytest.raises(FetchRefused) as caught:
        get(server)
    assert caught.value.code == "too_large"


def changing(first: str, then: str, at: int) -> Callable[[Any, int], None]:
    """The list is exchanged for another one before question number ``at``."""

    def answer(handler: Any, count: int) -> None:
        name, etag = ("무궁화", first) if count < at else ("진달래", then)
        if handler.headers.get("If-None-Match") == etag:
            say(handler, b"", 304)
        else:
            good(handler, everything=rows(ALL, name), ETag=etag)

    return answer


@pytest.mark.parametrize("at", [2, 3, 4])
def test_a_list_that_changes_between_two_pages_is_begun_anew(server: Server, at: int) -> None:
    server.answer = changing('"one"', '"two"', at)
    found = names_in(get(server))
    assert found == [f"진달래{n}" for n in range(ALL)]


def test_a_total_that_changes(server: Server) -> None:
    server.answer = lambda handler, count: good(handler, everything=rows(ALL if count < 3 else ALL - 1))
    assert len(names_in(get(server))) == ALL - 1


def test_a_list_that_changes_all_the_time(server: Server) -> None:
    server.answer = lambda handler, count: good(handler, everything=rows(ALL + count))
    with pytest.raises(FetchLater) as caught:
        get(server)
    assert (caught.value.code, len(server.asked)) == ("list_changes", 6)


def test_a_server_that_ignores_the_page(server: Server) -> None:
    server.answer = lambda handler, _n: say(handler, json.dumps(page_of(rows(ALL), 1)).encode())
    with pytest.raises(FetchRefused, match="Page 2 is page 1 again"):
        get(server)
    assert not (staged_folder() / "neis.part").exists()


def test_rows_that_never_come(server: Server) -> None:
    def answer(handler: Any, _count: int) -> None:
        page = page_of(rows(ALL), min(number_of(handler), 4))
        if number_of(handler) == 3:
            page = page_of(rows(ALL), 9)
        say(handler, json.dumps(page).encode())

    server.answer = answer
    with pytest.raises(FetchLater, match="20 of 25 rows came"):
        get(server)
    assert not (staged_folder() / "neis.json").exists()


def result(code: str, message: str = "인증키가 유효하지 않습니다.") -> bytes:
    return json.dumps({"RESULT": {"CODE": code, "MESSAGE": message}}).encode()


XML = b"""<OpenAPI_ServiceResponse><cmmMsgHeader><errMsg>SERVICE ERROR</errMsg>
<returnAuthMsg>LIMITED_NUMBER_OF_SERVICE_REQUESTS_EXCEEDS_ERROR</returnAuthMsg>
<returnReasonCode>%s</returnReasonCode></cmmMsgHeader></OpenAPI_ServiceResponse>"""


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        (result("ERROR-290"), "service_refused", "ERROR-290 인증키가 유효하지 않습니다."),
        (result("INFO-300"), "service_refused", "INFO-300"),
        (result("ERROR-336"), "service_refused", "ERROR-336"),
        (result("INFO-200"), "no_rows", "INFO-200"),
        (result("ERROR-337"), "daily_limit", "ERROR-337"),
        (XML % b"22", "daily_limit", "22 LIMITED_NUMBER"),
        (XML % b"30", "service_refused", "30 LIMITED_NUMBER"),
        (result("ERROR-500"), "unreachable", "ERROR-500"),
        (b'{"response": {"header": {"resultCode": "31"}}}', "service_refused", "31"),
        (b"<html>Sign in</html>", "page_for_people", "A web page came"),
        (b"Number,Name", "no_json", "What came is no JSON"),
        (b'{"schoolInfo": 7}', "no_rows", "has no rows"),
        (b'{"schoolInfo": [{}, {"row": 7}]}', "no_rows", "No rows stand at"),
    ],
)
def test_errors_with_status_200(server: Server, body: bytes, code: str, said: str) -> None:
    server.answer = lambda handler, _n: say(handler, body)
    with pytest.raises(FetchRefused) as caught:
        get(server)
    assert (caught.value.code, said in str(caught.value)) == (code, True)
    assert not (staged_folder() / "neis.json").exists()


def test_the_limit_of_the_day_in_the_middle(server: Server) -> None:
    """What came is kept; tomorrow it goes on, but pages of yesterday are not glued to those of today."""
    server.answer = lambda handler, _n: good(handler) if number_of(handler) < 3 else say(handler, result("ERROR-337"))
    with pytest.raises(FetchLater) as caught:
        get(server)
    assert dt.timedelta() < caught.value.retry_at - now() <= dt.timedelta(days=1)
    assert (staged_folder() / "neis.part").exists()


def test_a_service_that_repeats_our_key(server: Server, settings: Any) -> None:
    settings.FETCH_SECRETS = {"neis": "s3cret"}
    server.answer = lambda handler, _n: say(handler, result("ERROR-290", "KEY s3cret is bad"))
    with pytest.raises(FetchRefused) as caught:
        get(server, secrets=(("KEY", "neis"),))
    assert ("s3cret" in str(caught.value), "KEY ••• is bad" in str(caught.value)) == (False, True)
    assert "KEY=s3cret" in server.asked[0].path


def test_too_many_pages(server: Server) -> None:
    server.answer = good
    with pytest.raises(FetchRefused, match="more than 2 pages"):
        get(server, pages=Pages("schoolInfo.1.row", "schoolInfo.0.head.0.list_total_count", size=10, most=2))


def test_pages_without_end(server: Server) -> None:
    def answer(handler: Any, count: int) -> None:
        say(handler, json.dumps({"rows": [{"number": count, "text": "x" * 5_000}]}).encode())

    server.answer = answer
    with pytest.raises(FetchRefused) as caught:
        get(server, pages=Pages("rows", size=1), limits=Limits(bytes=50_000, seconds=20))
    assert caught.value.code == "too_large"
