"""A web server on this machine that answers as it is told, and misbehaves as real ones do."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Asked:
    path: str
    headers: dict[str, str]


@dataclass
class Server:
    """``answers`` is called with each question and writes the answer by hand."""

    url: str
    answer: Callable[[BaseHTTPRequestHandler, int], None] = lambda handler, _count: say(handler, b"")
    asked: list[Asked] = field(default_factory=list)


@contextlib.contextmanager
def serving() -> Iterator[Server]:
    server = Server("")
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            with lock:
                server.asked.append(Asked(self.path, dict(self.headers.items())))
                count = len(server.asked)
            self.close_connection = True
            with contextlib.suppress(OSError):
                server.answer(self, count)

        def log_message(self, *_words: Any) -> None:
            """Quiet."""

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    web.daemon_threads = True
    server.url = f"http://127.0.0.1:{web.server_address[1]}"
    thread = threading.Thread(target=web.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        web.shutdown()
        web.server_close()
        thread.join()


def say(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    """A whole answer. ``length``: what Content-Length says instead of the truth; "" for none."""
    length = headers.pop("length", str(len(body)))
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    if length:
        handler.send_header("Content-Length", length)
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.wfile.write(body)


def cut(handler: BaseHTTPRequestHandler) -> None:
    """End the connection as a broken network does."""
    with contextlib.suppress(OSError):
        handler.wfile.flush()
        handler.connection.shutdown(socket.SHUT_RDWR)


def ranged(handler: BaseHTTPRequestHandler, body: bytes, *, etag: str, most: int | None = None) -> None:
    """What a good server does with Range and If-Range; it breaks off after ``most`` bytes."""
    wanted, condition = handler.headers.get("Range"), handler.headers.get("If-Range")
    start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and condition == etag else 0
    rest = body[start:]
    more = {"Content_Range": f"bytes {start}-{len(body) - 1}/{len(body)}"} if start else {}
    sent = rest if most is None else rest[:most]
    say(handler, sent, 206 if start else 200, length=str(len(rest)), ETag=etag, **more)
    if len(sent) < len(rest):
        cut(handler)
