"""What came instead of data: a page for people, or an error that a gateway tells with status 200.

Which code means what differs by service and stands in its mapping (``fetch: answers``).
"""

import json
import re
from dataclasses import dataclass
from typing import Any, Literal

from gyoryu.intake.problems import FetchRefused

Meaning = Literal["good", "empty", "later", "again", "refused"]
_PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script)\b", re.IGNORECASE | re.DOTALL)
_LOOK = 4_096


@dataclass(frozen=True, slots=True)
class Codes:
    """Where a service writes its code and its message, and what a code means; any other code is a refusal."""

    paths: tuple[str, ...] = ()  # where the code is, such as RESULT.CODE
    message: tuple[str, ...] = ()  # the name beside it under which the message stands
    good: frozenset[str] = frozenset()
    empty: frozenset[str] = frozenset()  # no (more) rows
    later: frozenset[str] = frozenset()  # a limit of the day
    again: frozenset[str] = frozenset()  # ill for a moment

    def meaning(self, code: str) -> Meaning:
        names: tuple[Meaning, ...] = ("good", "empty", "later", "again")
        return next((name for name in names if code in getattr(self, name)), "refused")


@dataclass(frozen=True, slots=True)
class Verdict:
    meaning: Meaning
    code: str = ""
    message: str = ""


def refuse_page(start: bytes, content_type: str) -> None:
    """A sign-in page of a network comes with status 200 as well."""
    start = start.removeprefix(b"\xef\xbb\xbf")[:_LOOK]
    if _PAGE.match(start) or (content_type.lower().startswith("text/html") and start.lstrip().startswith(b"<")):
        raise FetchRefused(
            "page_for_people",
            "A web page came where a list should be",
            "Open the address in a browser: perhaps the network or the site asks to sign in.",
        )


def at(value: Any, path: str) -> Any:
    """What stands at ``a.0.b`` within JSON; None when nothing does."""
    for step in path.split(".") if path else ():
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def read_page(body: bytes) -> Any:
    """A page of JSON; None when it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def judge(body: bytes, page: Any, codes: Codes) -> Verdict:
    """What the service says about its own answer."""
    for path in codes.paths:
        code = at(page, path) if page is not None else _in_xml(body, path.rpartition(".")[2])
        if isinstance(code, str | int) and not isinstance(code, bool):
            parent = path.rpartition(".")[0]
            beside = at(page, parent) if page is not None else None
            said = [
                str(text)
                for name in codes.message
                if (text := beside.get(name) if isinstance(beside, dict) else _in_xml(body, name))
            ]
            return Verdict(codes.meaning(str(code)), str(code)[:40], " ".join(said)[:200])
    return Verdict("good")


def _in_xml(body: bytes, name: str) -> str | None:
    """Gateways tell errors in XML whatever was asked for; one element is looked for, nothing is parsed."""
    if not body.lstrip().startswith(b"<"):
        return None
    found = re.search(rf"<{re.escape(name)}>\s*([^<]{{1,300}}?)\s*</".encode(), body[:100_000])
    return found[1].decode("utf-8", "replace") if found else None
