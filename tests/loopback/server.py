"""A threaded HTTP or TLS server on 127.0.0.1: routes to handlers, and faults by script.

A handler is a function `(Asked) -> Reply`. A script of faults for a path is used up first, one
per request; after its end the handler answers.
"""

import gzip
import ssl
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    raw_path: str


@dataclass(frozen=True)
class Reply:
    """One answer, and the ways in which it can go wrong on the wire.

    Attributes:
        cut_after: Send only so many bytes of the body, then drop the connection.
        declared: Content-Length to declare in place of the true one.
        before_headers: Seconds to wait before anything is sent; the end of the server ends it.
        part, pause: Send the body in parts of so many bytes, with a pause between.
        drop: Close the connection without a word.
        drip_headers: Seconds between endless header lines.
        chunked: Send in chunks; with cut_after the last chunk is missing.
    """

    body: bytes = b""
    status: int = 200
    media_type: str = "application/octet-stream"
    headers: Mapping[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    declared: int | None = None
    before_headers: float = 0.0
    part: int = 0
    pause: float = 0.0
    drop: bool = False
    drip_headers: float = 0.0
    chunked: bool = False

    def gzipped(self) -> "Reply":

        return replace(
            self,
            body=gzip.compress(self.body),
            headers={**self.headers, "Content-Encoding": "gzip"},
        )


Handler = Callable[[Asked], Reply]


class LoopbackServer:
    """A server to use in a `with` block; `url` is its address, `asked` what it was asked."""

    def __init__(
        self, routes: Mapping[str, Handler] | None = None, context: ssl.SSLContext | None = None
    ) -> None:
        self.routes: dict[str, Handler] = dict(routes or {})
        self.asked: list[Asked] = []
        self.times: list[float] = []
        self.most_at_once = 0
        self.closing = threading.Event()
        self._faults: dict[str, deque[Reply]] = defaultdict(deque)
        self._now = 0
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _RequestHandler)
        self._server.owner = self
        if context:
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.scheme = "https" if context else "http"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def fail(self, path: str, replies: Iterable[Reply]) -> None:
        """Answer the next requests of a path with these, in order."""
        self._faults[path].extend(replies)

    def always(self, path: str, reply: Reply) -> None:
        self.routes[path] = lambda asked: reply

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def asked_times(self, least: int, seconds: float = 30.0) -> int:
        """Return how many requests were seen, as soon as they are so many.

        Who gave up waiting may know so before the server has read what it was asked.
        """
        until = time.monotonic() + seconds
        while len(self.asked) < least and time.monotonic() < until:
            time.sleep(0.005)
        return len(self.asked)

    def __enter__(self) -> "LoopbackServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def answer(self, asked: Asked) -> Reply:
        """Return the reply to a request, by the script of faults or by its handler."""
        with self._lock:
            self.asked.append(asked)
            self.times.append(time.monotonic())
            if self._faults[asked.path]:
                return self._faults[asked.path].popleft()
        for path in sorted(self.routes, key=len, reverse=True):
            if asked.path == path or (path.endswith("/") and asked.path.startswith(path)):
                return self.routes[path](asked)
        return Reply(b"Nothing here", 404, "text/plain")

    def enter(self) -> None:
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)

    def leave(self) -> None:
        with self._lock:
            self._now -= 1


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    owner: LoopbackServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that hang up are what is tested."""


class _RequestHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:  # the name that the base class asks for
        parts = urlsplit(self.path)
        query = {k: v[-1] for k, v in parse_qs(parts.query, keep_blank_values=True).items()}
        owner = self.server.owner
        owner.enter()
        self._inside = True
        try:
            self._send(owner.answer(Asked(parts.path, query, dict(self.headers), self.path)))
        finally:
            self._leave()

    def _leave(self) -> None:
        """Count the request as answered: before the client can know that it is, and ask again."""
        if self._inside:
            self._inside = False
            self.server.owner.leave()

    def _send(self, reply: Reply) -> None:
        pause = self.server.owner.closing.wait
        pause(reply.before_headers)
        if reply.drop:
            self.close_connection = True
            return
        self.send_response(reply.status)
        if reply.drip_headers:
            self.flush_headers()
        while reply.drip_headers and not pause(reply.drip_headers):
            self.wfile.write(b"X-Drip: 1\r\n")
        self.send_header("Content-Type", reply.media_type)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            length = len(reply.body) if reply.declared is None else reply.declared
            self.send_header("Content-Length", str(length))
        self.end_headers()
        self._send_body(reply)

    def _send_body(self, reply: Reply) -> None:
        body = reply.body if reply.cut_after is None else reply.body[: reply.cut_after]
        size = reply.part or (1 << 16)
        for start in range(0, len(body), size):
            if start + size >= len(body):
                self._leave()
            part = body[start : start + size]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part) if reply.chunked else part)
            self.wfile.flush()
            self.server.owner.closing.wait(reply.pause)
        if reply.cut_after is not None or reply.declared is not None:
            self.close_connection = True
        elif reply.chunked:
            self.wfile.write(b"0\r\n\r\n")
