"""The part of a mapping that says where its list is on the web."""

from urllib.parse import quote, urlencode

from gyoryu.intake.addresses import Address, Pages
from gyoryu.intake.answers import Codes
from gyoryu.intake.connections import split
from gyoryu.intake.problems import FetchRefused
from gyoryu.reference.models.files import Node

_KEYS = ("url", "parameters", "pages", "answers", "secrets", "hosts", "accept", "delay", "daily")
_TOKENS = ("page", "offset", "size", "country")
_DAY = 86_400


def _number(node: Node | None, least: int, most: int, usual: int) -> int:
    return node.number(least, most) if node else usual


def _url(node: Node) -> str:
    """The address with its parameters; {page}, {offset}, {size} and {country} stay as they are."""
    url, parameters = node["url"].text(), node.get("parameters")
    try:
        split(url)
    except FetchRefused as error:
        node["url"].fail(error.problem, error.mend)
    if parameters is None:
        return url
    pairs = [(name, each.text()) for name, each in parameters.pairs()]
    asked = urlencode(pairs, quote_via=quote)
    for token in _TOKENS:
        asked = asked.replace(quote(f"{{{token}}}"), f"{{{token}}}")
    return f"{url}{'&' if '?' in url else '?'}{asked}"


def _pages(node: Node) -> Pages:
    node.only("items", "total", "size", "first", "most")
    total = node.get("total")
    return Pages(
        items=node["items"].text(),
        total=total.text() if total else "",
        size=_number(node.get("size"), 1, 100_000, 1_000),
        first=_number(node.get("first"), 0, 1, 1),
        most=_number(node.get("most"), 1, 100_000, 1_000),
    )


def _codes(node: Node) -> Codes:
    node.only("code", "message", "good", "empty", "later", "again")
    found = {name: frozenset(each.texts()) for name in ("good", "empty", "later", "again") if (each := node.get(name))}
    message = node.get("message")
    return Codes(paths=node["code"].texts(), message=message.texts() if message else (), **found)


def address_of(node: Node) -> Address:
    """Where the list is, from ``fetch:``; BrokenFile with the key and the mend."""
    node.only(*_KEYS)
    pages, codes, secrets, hosts, accept = (
        node.get(name) for name in ("pages", "answers", "secrets", "hosts", "accept")
    )
    url = _url(node)
    if pages is not None and "{page}" not in url and "{offset}" not in url:
        node.fail("its address does not ask for pages", "Put {page} or {offset} where the number belongs.")
    return Address(
        url=url,
        pages=_pages(pages) if pages else None,
        codes=_codes(codes) if codes else Codes(),
        secrets=tuple((name, each.text()) for name, each in secrets.pairs()) if secrets else (),
        also=hosts.texts() if hosts else (),
        accept=accept.text() if accept else "*/*",
        delay=_number(node.get("delay"), 0, _DAY, 1),
        daily=_number(node.get("daily"), 0, 1_000_000, 0),
    )
