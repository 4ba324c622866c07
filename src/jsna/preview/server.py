"""The preview's server: this machine alone may ask, and gets pages and what stands beside them."""

from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from jsna.pack.search_index import INDEX
from jsna.preview.pages import NoSuchPage
from jsna.preview.served_page import NOTHING_NEW, OWN, RELOAD, STYLE, WAIT, marked
from jsna.preview.shown_pages import ShownPages

LOOPBACK: Final = "127.0.0.1"
NAMES_OF_THIS_MACHINE: Final = frozenset({LOOPBACK, "localhost", "[::1]"})
KINDS: Final = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png",
    ".jpg": "image/jpeg", ".csv": "text/csv; charset=utf-8", ".json": "application/json",
    ".bib": "text/plain; charset=utf-8",
}  # fmt: skip
"""What is given out; a file of another kind is not."""
OWN_FILES: Final = {"preview.css": (STYLE, ".css"), "wait.js": (WAIT, ".js")}


def start_server(pages: ShownPages, port: int = 0) -> ThreadingHTTPServer:
    """Return a server for some pages on this machine's own address, which nobody else can reach.

    Args:
        pages: What it shows.
        port: 0 takes any that is free; its number is `server.server_port`.

    Raises:
        OSError: the port is taken.
    """
    server = ThreadingHTTPServer((LOOPBACK, port), partial(_Handler, pages))
    server.daemon_threads = True
    return server


class _Handler(BaseHTTPRequestHandler):
    """Answers one request: a page, a file beside it, or whether there is something new."""

    server_version = "jsna"
    sys_version = ""

    def __init__(self, pages: ShownPages, *arguments: object) -> None:
        self._pages = pages
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer."""
        if not is_this_machine(self.headers.get("Host", "")):
            # another name for this machine is how a page of the web would ask for ours
            self._send(HTTPStatus.FORBIDDEN, "Only this machine may look.", ".txt")
            return
        address = urlsplit(self.path)
        name = unquote(address.path).lstrip("/") or "index.html"
        if name.startswith(f"{OWN}/"):
            self._own(name.partition("/")[2], parse_qs(address.query))
        elif name.endswith(".html") and "/" not in name:
            self._page(name.removesuffix(".html"))
        else:
            self._file(name)

    def _page(self, name: str) -> None:
        try:
            page = self._pages.page(name)
        except NoSuchPage:
            self._file(f"{name}.html")
            return
        self._send(HTTPStatus.OK, page.marked(name), ".html")
        self._pages.ready_soon(name)

    def _file(self, name: str) -> None:
        if name == INDEX:
            self._send(HTTPStatus.OK, self._pages.search_script(), ".js")
            return
        file = self._pages.file(name)
        if file is None or file.suffix not in KINDS:
            self._send(HTTPStatus.NOT_FOUND, "There is no such page or file.", ".txt")
            return
        content = file.read_bytes()
        if file.suffix == ".html":  # a map's own page
            content = marked(content.decode()).encode()
        self._send(HTTPStatus.OK, content, file.suffix)

    def _own(self, name: str, asked: dict[str, list[str]]) -> None:
        if name in OWN_FILES:
            self._send(HTTPStatus.OK, *OWN_FILES[name])
            return
        page, version = asked.get("page", [""])[0], asked.get("version", [""])[0]
        if name != "state.js" or not version.isdecimal():
            self._send(HTTPStatus.NOT_FOUND, "There is no such file.", ".txt")
            return
        new = self._pages.wait(page, int(version))
        self._send(HTTPStatus.OK, RELOAD if new else NOTHING_NEW, ".js")

    def _send(self, status: HTTPStatus, content: str | bytes, ending: str) -> None:
        body = content.encode() if isinstance(content, str) else content
        self.send_response(status)
        self.send_header("Content-Type", KINDS.get(ending, "text/plain; charset=utf-8"))
        self.send_header("Content-Length", str(len(body)))
        for name, value in (
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Referrer-Policy", "no-referrer"),
        ):
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            return  # the browser has left the page

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: the terminal tells what changed."""


def is_this_machine(host: str) -> bool:
    """Return whether the name by which a browser asked is one of this machine, with any port."""
    name, colon, port = host.rpartition(":")
    alone = host if not colon or host.endswith("]") else name
    return alone in NAMES_OF_THIS_MACHINE and (alone == host or port.isdecimal())
