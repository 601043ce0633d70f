"""One question to a web server: only where an operator sends us, never inside our own network, and never for ever.

The name of a host is resolved once, each of its addresses is checked, and the connection goes to the checked address
itself, so that a name cannot mean one machine when it is looked at and another when it is used.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings

from gyoryu.intake.problems import FetchRefused

MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Interrupted(Exception):
    """The connection failed or ended early: what came so far is good, and asking again may help."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How long we wait, and whether addresses of private networks are allowed."""

    connect_seconds: float
    silence_seconds: float  # longest wait for the next bytes
    head_seconds: float  # longest wait for a whole head, however it drips
    allow_private: bool = False


def user_agent() -> str:
    """Who asks, and where to complain."""
    return f"Gyoryu/{version('gyoryu')} (+{settings.BASE_URL})"


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        elif found in _NAT64:
            found = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        elif found.sixtofour is not None:
            found = found.sixtofour
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def split(url: str) -> SplitResult:
    """The parts of an address that may be asked; FetchRefused for any other."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise FetchRefused(
            "no_address", "The address cannot be read", "Write it like https://example.org/a.csv."
        ) from (error)
    if parts.scheme not in _PORTS or not host:
        raise FetchRefused(
            "no_address", f"Only http and https are fetched, not “{parts.scheme[:20]}”", "Give a web address."
        )
    if parts.username or parts.password:
        raise FetchRefused("no_address", "The address carries a name or a password", "Put a key into a secret setting.")
    if any(not character.isprintable() or character == " " for character in url):
        raise FetchRefused(
            "no_address", "The address holds a blank or a control character", "Write it percent-encoded."
        )
    return parts


def _resolve(host: str, port: int, allow_private: bool) -> list[str]:
    try:
        name = host.encode("idna").decode() if not host.isascii() else host
        found = list(dict.fromkeys(str(info[4][0]) for info in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)))
    except (OSError, UnicodeError) as error:
        raise Interrupted(f"the host {host} is not known ({error})") from error
    inside = [] if allow_private else [address for address in found if not is_public(address)]
    if inside or not found:
        raise FetchRefused(
            "private_address",
            f"The host {host} is inside a private network ({', '.join(inside) or 'no address'})",
            "Fetch only from the open internet, or let the operator set GYORYU_FETCH_PRIVATE.",
        )
    return found


class _Connection(http.client.HTTPConnection):
    """Connects to addresses that were checked, under the name that was asked for."""

    def __init__(self, parts: SplitResult, addresses: list[str], asking: Asking) -> None:
        port = parts.port or _PORTS[parts.scheme]
        super().__init__(str(parts.hostname), port, timeout=asking.connect_seconds)
        self.default_port = _PORTS[parts.scheme]
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None
        self._addresses, self._asking = addresses, asking

    def connect(self) -> None:
        last: OSError = OSError("no address")
        for address in self._addresses:
            try:
                self.sock = socket.create_connection((address, self.port), self._asking.connect_seconds)
                break
            except OSError as error:
                last = error
        else:
            raise last
        if self._tls is not None:
            self.sock = self._tls.wrap_socket(self.sock, server_hostname=self.host)
        self.sock.settimeout(self._asking.silence_seconds)

    def cut(self) -> None:
        """End it from another thread, whatever it waits for."""
        sock = self.sock
        if sock is not None:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


@dataclass(slots=True)
class Answer:
    """The head of an answer, and its body a piece at a time."""

    url: str
    status: int
    headers: http.client.HTTPMessage
    _response: http.client.HTTPResponse

    def header(self, name: str) -> str:
        return (self.headers.get(name) or "").strip()

    def pieces(self, size: int = 65_536) -> Iterator[bytes]:
        """What comes, as it comes. Interrupted when less comes than was announced."""
        while True:
            try:
                piece = self._response.read1(size)
            except (OSError, http.client.HTTPException) as error:
                raise Interrupted(f"the connection broke ({_said(error)})") from error
            if not piece:
                break
            yield piece
        missing = self._response.length
        if missing:
            raise Interrupted(f"the connection ended {missing:,} bytes early")


def _said(error: BaseException) -> str:
    return str(error) or type(error).__name__


@contextmanager
def ask(url: str, headers: dict[str, str], asking: Asking, *, also: tuple[str, ...] = ()) -> Iterator[Answer]:
    """The answer to a GET, redirects followed within the same host and the hosts ``also``."""
    with contextlib.ExitStack() as stack:
        yield _follow(url, headers, asking, also, stack)


def _follow(
    url: str, headers: dict[str, str], asking: Asking, also: tuple[str, ...], stack: contextlib.ExitStack
) -> Answer:
    first = split(url)
    known = {str(first.hostname), *(host.lower() for host in also)}
    seen: set[str] = set()
    while True:
        seen.add(url)
        answer = _ask_once(url, headers, asking, stack)
        target = answer.header("Location")
        if answer.status not in _REDIRECTS or not target:
            return answer
        before, url = split(url), urljoin(url, target).partition("#")[0]
        after = split(url)
        if url in seen or len(seen) > MOST_REDIRECTS:
            raise FetchRefused("redirect_loop", "The server sends us round in circles", "Check the address.")
        if after.hostname not in known:
            raise FetchRefused(
                "other_host",
                f"The server sends us on to another host ({after.hostname})",
                "If that is right, add the host to the source's hosts; else it may be a sign-in page.",
            )
        if before.scheme == "https" and after.scheme == "http":
            raise FetchRefused("other_host", "The server sends us on to an unprotected address", "Ask its operator.")


def _ask_once(url: str, headers: dict[str, str], asking: Asking, stack: contextlib.ExitStack) -> Answer:
    parts = split(url)
    addresses = _resolve(str(parts.hostname), parts.port or _PORTS[parts.scheme], asking.allow_private)
    connection = _Connection(parts, addresses, asking)
    stack.callback(connection.close)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with _watched(asking.head_seconds, connection.cut) as cut:
        try:
            connection.request("GET", target, headers={"User-Agent": user_agent(), **headers})
            response = stack.enter_context(connection.getresponse())
        except ssl.SSLCertVerificationError as error:
            raise FetchRefused(
                "certificate", f"The certificate of {parts.hostname} is not good ({error.verify_message})",
                "Ask its operator. It is never read without.",
            ) from error  # fmt: skip
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            raise Interrupted(f"{parts.hostname} cannot be reached ({_said(error)})") from error
    if cut.is_set():  # a head that stops looks like one that ends
        raise Interrupted(f"{parts.hostname} did not begin to answer within {asking.head_seconds:g} seconds")
    return Answer(url, response.status, response.headers, response)


@contextmanager
def _watched(seconds: float, cut: Callable[[], None]) -> Iterator[threading.Event]:
    """Ends what drips so slowly that no single wait is too long; the event says whether it did."""
    late = threading.Event()

    def end() -> None:
        late.set()
        cut()

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
