"""Every fault that a service can show, on a real server on this machine: the error a user sees.

One row is one fault. The words are those that are printed; `HOST` stands for the server.
"""

import gzip
import io
import logging
import os
import re
import struct
import threading
import time
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import unescape
from urllib.parse import quote, unquote

import pytest

from jsna.http import errors as source_errors
from jsna.http.client import Http
from jsna.http.policy import HttpPolicy
from loopback.certificates import server_context
from loopback.server import Asked, LoopbackServer, Reply

QUICK = HttpPolicy(
    connect_seconds=10.0,
    read_seconds=10.0,
    total_seconds=20.0,
    attempts=2,
    backoff_seconds=0.01,
    most_retry_after_seconds=1.0,
    largest_bytes=300_000,
)
# one limit is short, the other so long, and a server that waits so slow, that no load of the
# machine takes one for the other
NO_PART = replace(QUICK, read_seconds=0.3, total_seconds=60.0)
NOT_WHOLE = replace(QUICK, read_seconds=60.0, total_seconds=0.6)
PATIENT = replace(NO_PART, read_seconds=1.0)
FOREVER = 60.0
HASTY = {
    "slow headers": NO_PART,
    "headers without end": NOT_WHOLE,
    "slow body": NOT_WHOLE,
    "a body that stops": NO_PART,
}
CSV = b"a,b\r\n" + b"1,2\r\n" * 30_000
PACKED = Reply(CSV).gzipped()
TWO_MEMBERS = replace(PACKED, body=gzip.compress(CSV[:70_000]) + gzip.compress(CSV[70_000:]))
HTML = b"<!DOCTYPE html><html><head><title>Proxy</title></head><body>Please sign in</body></html>"
SECRET = "0xfeedc0de/ab+c"
URL = "https://data.example/api/file"
AGAIN = "Run the same command again: what was complete is kept and not asked for twice."
LATER = "Run the same command again later; if it stays so, tell the publisher."


def once_later(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


def archive_of(size: int) -> bytes:
    """A zip archive that says it holds so many bytes; only what it says is looked at."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", os.urandom(100_000))
    content = packed.getvalue()
    listed = content.rindex(b"PK\x01\x02")
    return content[: listed + 24] + struct.pack("<I", size) + content[listed + 28 :]


# name: (reply, what is expected, error class, the beginning of what is printed, requests made)
FAULTS = {
    "200 with a header only": (
        Reply(b"a,b\r\n"), "csv", "EmptyAnswer",
        "the service answered that all is well (200) and sent a header without any rows. " + LATER,
        1),
    "200 with nothing": (
        Reply(b""), "csv", "EmptyAnswer",
        "the service answered that all is well (200) and sent nothing. " + LATER, 1),
    "200 with spaces": (
        Reply(b" \r\n"), "json", "EmptyAnswer",
        "the service answered that all is well (200) and sent nothing.", 1),
    "200 with a web page": (
        Reply(HTML, media_type="text/html"), "csv", "NotData",
        "the service sent a web page instead of data: 'Please sign in'. A web page instead of"
        " data often comes from the network's own filter or sign-in: open the address in a"
        " browser, and ask for the host to be allowed.", 1),
    "200 with a web page behind a byte order mark": (
        Reply(b"\xef\xbb\xbf\n" + HTML), "any", "NotData",
        "the service sent a web page instead of data: 'Please sign in'.", 1),
    "200 with a sentence": (
        Reply(b"Internal error"), "csv", "NotData",
        "the service sent a sentence instead of data: 'Internal error'.", 1),
    "200 with JSON for a CSV": (
        Reply(b'{"error":{"code":400,"message":"Invalid URL"}}'), "csv", "NotData",
        """this is no CSV: '{"error":{"code":400,"message":"Invalid URL"}}'.""", 1),
    "200 with a CSV for JSON": (
        Reply(b"a,b\r\n1,2\r\n"), "json", "NotData", "this is not JSON: 'a,b 1,2'.", 1),
    "JSON that ends early": (
        Reply(b'{"features": [1, 2'), "geojson", "Truncated",
        "the answer breaks off: it begins as GeoJSON and does not end.", 2),
    "a workbook that ends early": (
        Reply(b"PK\x03\x04 half a file"), "xlsx", "Truncated",
        "the answer is a workbook (.xlsx) that is not whole (its end).", 2),
    "a sentence for an archive": (
        Reply(b"Not Found"), "zip", "NotData", "this is not a zip archive: 'Not Found'.", 1),
    "400 with text": (
        Reply(b"IndicatorIds cannot be null or empty", 400), "csv", "RequestRefused",
        "HOST refuses the request (400): 'IndicatorIds cannot be null or empty'.", 1),
    "401": (Reply(b"", 401), "csv", "RequestRefused",
            "HOST asks for a sign-in or a key (401).", 1),
    "403": (Reply(HTML, 403), "csv", "RequestRefused",
            "HOST, or a filter on the way to it, forbids the request (403): 'Please sign in'.", 1),
    "404": (Reply(b"Not here", 404), "csv", "RequestRefused",
            "there is nothing at this address (404): it has moved or was withdrawn.", 1),
    "500 with text": (
        Reply(b"CSV data could not be built for indicator 90366", 500), "csv", "ServiceDown",
        "HOST fails on its own side (500), 2 times in a row: 'CSV data could not be built for"
        " indicator 90366'. " + AGAIN, 2),
    "503 with a wait that is too long": (
        Reply(b"", 503, headers={"Retry-After": "600"}), "csv", "ServiceDown",
        "HOST fails on its own side (503), 2 times in a row.", 1),
    "429 without a wait": (
        Reply(b"", 429), "csv", "RateLimited",
        "HOST asks for fewer requests (429), 2 times in a row. Wait. " + AGAIN, 2),
    "429 with a long wait": (
        Reply(b"", 429, headers={"Retry-After": "3600"}), "csv", "RateLimited",
        "HOST asks for fewer requests (429) and for a wait of 60 minutes. Wait. " + AGAIN, 1),
    "429 until a far date": (
        Reply(b"", 429, headers={"Retry-After": once_later(7200)}), "csv", "RateLimited",
        "HOST asks for fewer requests (429) and for a wait of ", 1),
    "429 with a wait that can't be read": (
        Reply(b"", 429, headers={"Retry-After": "soon"}), "csv", "RateLimited",
        "HOST asks for fewer requests (429), 2 times in a row.", 2),
    "slow headers": (
        Reply(CSV, before_headers=FOREVER), "csv", "ServiceDown",
        "HOST did not answer, or not to the end, within 0.3 seconds. " + AGAIN, 2),
    "headers without end": (
        Reply(CSV, drip_headers=0.05), "csv", "ServiceDown",
        "HOST did not answer, or not to the end, within 0.6 seconds.", 2),
    "slow body": (
        Reply(CSV, part=1000, pause=0.1), "csv", "ServiceDown",
        "HOST did not answer, or not to the end, within 0.6 seconds.", 2),
    "a body that stops": (
        Reply(CSV, part=100_000, pause=FOREVER), "csv", "ServiceDown",
        "HOST did not answer, or not to the end, within 0.3 seconds.", 2),
    "cut body": (
        Reply(CSV, cut_after=100_000), "csv", "Truncated",
        "the answer breaks off: fewer bytes came than the service had said. " + AGAIN, 2),
    "cut body, in chunks": (
        Reply(CSV, cut_after=100_000, chunked=True), "csv", "Truncated",
        "the answer breaks off: fewer bytes came than the service had said.", 2),
    "fewer bytes than declared": (
        Reply(CSV, declared=len(CSV) + 1), "csv", "Truncated",
        "the answer breaks off: fewer bytes came than the service had said.", 2),
    "no gzip, though it says so": (
        Reply(CSV, headers={"Content-Encoding": "gzip"}), "csv", "Truncated",
        "the answer says that it is compressed (gzip) and can't be unpacked. " + LATER, 2),
    "gzip that ends early": (
        Reply(PACKED.body[:-9], headers=PACKED.headers), "csv", "Truncated",
        "the answer breaks off: its compressed data (gzip) has no end. " + LATER, 2),
    "gzip with a wrong checksum": (
        Reply(PACKED.body[:-8] + b"\0" * 8, headers=PACKED.headers), "csv", "Truncated",
        "the answer says that it is compressed (gzip) and can't be unpacked.", 2),
    "packed in a way not asked for": (
        Reply(CSV, headers={"Content-Encoding": "br"}), "csv", "Truncated",
        'the answer is packed in a way that was not asked for ("br").', 1),
    "206": (
        Reply(CSV, 206, headers={"Content-Range": "bytes 0-9/100"}), "csv", "Truncated",
        "the service sent a part of the file (206), and the whole was asked for. " + AGAIN, 2),
    "a second gzip member that ends early": (
        Reply(PACKED.body + PACKED.body[:-9], headers=PACKED.headers), "csv", "Truncated",
        "the answer breaks off: its compressed data (gzip) has no end. " + LATER, 2),
    "an archive that would fill the disk": (
        Reply(archive_of(3 << 30)), "zip", "TooLarge",
        "it is an archive of 0.1 MB that unpacks to 3.2 GB, which no file that is read does.", 1),
    "a workbook of nothing but repetition": (
        Reply(archive_of(400 << 20)), "xlsx", "TooLarge",
        "it is an archive of 0.1 MB that unpacks to 0.4 GB, which no file that is read does.", 1),
    "too large": (
        Reply(CSV * 3), "csv", "TooLarge",
        "the answer is larger than 300,000 bytes, which no file that is read is.", 1),
    "too large once unpacked": (
        Reply(CSV * 3).gzipped(), "csv", "TooLarge",
        "the answer is larger than 300,000 bytes, which no file that is read is.", 1),
    "dropped connection": (
        Reply(drop=True), "csv", "ServiceDown",
        "HOST can't be reached, or drops the connection before it answers. " + AGAIN, 2),
    "sent on to another host": (
        Reply(b"", 302, headers={"Location": "https://elsewhere.example/file"}), "csv",
        "RedirectRefused", "HOST sends the request on to another host: elsewhere.example.", 1),
    "sent on without end": (
        Reply(b"", 301, headers={"Location": "/api/file"}), "csv", "RedirectRefused",
        "HOST sends the request round in circles.", 6),
}  # fmt: skip


def ask(server: LoopbackServer, expect: str = "csv", policy: HttpPolicy = QUICK):
    http = Http(policy=policy, base_urls={"data.example": server.url})
    return http.get(URL, {"x": "1"}, secret_params={"uid": SECRET}, expect=expect)


def told(error: pytest.ExceptionInfo, server: LoopbackServer) -> str:
    return str(error.value).replace(f"127.0.0.1:{server.port}", "HOST")


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_an_error_of_its_own(name: str) -> None:
    reply, expect, kind, words, requests = FAULTS[name]
    with LoopbackServer() as server:
        server.always("/api/file", reply)
        with pytest.raises(getattr(source_errors, kind)) as error:
            ask(server, expect, HASTY.get(name, QUICK))
        assert server.asked_times(requests) == requests
    assert type(error.value).__name__ == kind
    assert told(error, server).startswith(f"http://HOST/api/file?x=1: {words}")
    assert SECRET not in repr(error.value) and "feedc0de" not in told(error, server)


def test_a_service_that_is_not_there_is_down() -> None:
    with LoopbackServer() as server:
        pass
    with pytest.raises(source_errors.ServiceDown, match=r"can't be reached, or drops"):
        ask(server)


def test_a_name_that_is_not_found_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def nowhere(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with pytest.raises(source_errors.ServiceDown, match=r"the name data\.example can't be found"):
        Http(policy=QUICK).get(URL)


def test_a_proxy_that_refuses_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with LoopbackServer() as server:
        monkeypatch.setenv("HTTPS_PROXY", server.url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        with pytest.raises(source_errors.ServiceDown, match="the proxy between here and"):
            Http(policy=QUICK).get(URL)


def test_no_proxy_stands_before_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with LoopbackServer() as server:
        server.always("/api/file", Reply(CSV))
        assert ask(server).content == CSV


def test_plain_http_is_for_this_machine_only() -> None:
    with pytest.raises(source_errors.RequestRefused, match="not https"):
        Http(policy=QUICK).get("http://data.example/file")
    with pytest.raises(source_errors.RequestRefused, match="not https"):
        Http(policy=QUICK, base_urls={"data.example": "http://mirror.example"}).get(URL)


# -- what comes right in the end ----------------------------------------------------------------


@pytest.mark.parametrize(
    "reply",
    [
        Reply(CSV),
        Reply(CSV, chunked=True),
        PACKED,
        Reply(CSV, part=50_000, pause=0.05),
        TWO_MEMBERS,
        replace(TWO_MEMBERS, part=100, pause=0.001),
        replace(TWO_MEMBERS, body=TWO_MEMBERS.body + bytes(512)),
    ],
    ids=[
        "plain",
        "chunked",
        "gzip",
        "in parts",
        "two gzip members",
        "two members in parts",
        "two members and padding",
    ],
)
def test_a_whole_answer_is_given_to_the_byte(reply: Reply) -> None:
    with LoopbackServer() as server:
        server.always("/api/file", reply)
        answer = ask(server)
    assert answer.content == CSV
    assert answer.url == f"{server.url}/api/file?x=1"
    assert server.asked[0].query == {"x": "1", "uid": SECRET}


@pytest.mark.parametrize(
    "fault",
    [Reply(b"", 500), Reply(b"", 429), Reply(drop=True), Reply(CSV, cut_after=10),
     Reply(CSV, before_headers=FOREVER)],
    ids=["500", "429", "dropped", "cut", "slow"],
)  # fmt: skip
def test_a_fault_that_passes_is_asked_through(fault: Reply) -> None:
    with LoopbackServer() as server:
        server.always("/api/file", Reply(CSV))
        server.fail("/api/file", [fault])
        policy = PATIENT if fault.before_headers else QUICK
        assert ask(server, policy=policy).content == CSV
    assert len(server.asked) == 2


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_wait_that_is_asked_for_is_kept(form: str) -> None:
    policy = HttpPolicy(backoff_seconds=0.0, most_retry_after_seconds=4.0, attempts=2)

    def ask_for_peace(asked: Asked) -> Reply:
        """Say so at the first request; a date, which has whole seconds only, is from then on."""
        if len(server.asked) > 1:
            return Reply(CSV)
        wait = "1" if form == "seconds" else once_later(2.0)
        return Reply(b"", 429, headers={"Retry-After": wait})

    with LoopbackServer({"/api/file": ask_for_peace}) as server:
        ask(server, policy=policy)
    assert server.times[1] - server.times[0] >= 0.95


def test_a_redirect_on_the_same_host_is_followed_and_its_secret_kept() -> None:
    with LoopbackServer() as server:
        server.always("/new", Reply(CSV))
        moved = {"Location": f"/new?x=1&uid={SECRET}"}
        server.always("/api/file", Reply(b"", 302, headers=moved))
        answer = ask(server)
    assert answer.url == f"{server.url}/new?x=1"
    assert server.asked[1].query["uid"] == SECRET


def spellings(key: str) -> list[str]:
    """A key as a service may send it back."""
    percent = quote(key, safe="")
    return [
        key, percent, percent.lower(), quote(percent, safe=""), key.upper(),
        key.replace("/", "\\/"), key.replace("/", "&#47;"), key.replace("/", "&#x2F;"),
        key.replace("+", "\\u002b"), "".join(f"%{byte:02X}" for byte in key.encode()),
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(len(spellings(SECRET))))
def test_a_key_is_nowhere_in_an_answer_or_an_error(
    number: int, caplog: pytest.LogCaptureFixture
) -> None:
    spelled = spellings(SECRET)[number]
    caplog.set_level(logging.DEBUG)
    rows = f"a,b\r\n1,https://x.example/?uid={spelled}&y=1\r\n".encode()
    said = (f"{'x' * 280} no such key: {spelled}" * 3).encode()
    kind = {"Content-Type": f"text/csv-{spelled}"}
    with LoopbackServer() as server:
        server.always("/api/file", Reply(rows, headers=kind))
        answer = ask(server)
        server.always("/api/file", Reply(said, 400))
        with pytest.raises(source_errors.RequestRefused) as refused:
            ask(server)
        server.always("/api/file", Reply(rows, headers={"Content-Encoding": spelled}))
        with pytest.raises(source_errors.Truncated) as packed:
            ask(server)
        server.always("/api/file", Reply(said))
        with pytest.raises(source_errors.NotData) as sentence:
            ask(server)
    assert answer.content == rows.replace(spelled.encode(), b"***")
    texts = [answer.content.decode(), answer.media_type, answer.url, caplog.text]
    texts += [str(error.value) for error in (refused, packed, sentence)]
    for text in texts:
        plain = unescape(unquote(unquote(text))).replace("\\", "").lower()
        assert "feedc" not in plain and "0xfe" not in plain, text


@pytest.mark.parametrize("length", range(4, len(SECRET)))
def test_a_quote_that_cuts_a_key_off_keeps_no_part_of_it(length: int) -> None:
    with LoopbackServer() as server:
        server.always("/api/file", Reply(f"unknown key {SECRET[:length]}".encode(), 400))
        with pytest.raises(source_errors.RequestRefused) as error:
            ask(server)
    assert "unknown key ***" in str(error.value)


def test_a_file_without_the_key_stays_as_it_was_received() -> None:
    received = bytes(range(256)) * 40 + b"\n1,2\n"
    with LoopbackServer() as server:
        server.always("/api/file", Reply(received))
        assert ask(server, "any").content == received


def test_the_time_of_a_whole_fetch_has_an_end() -> None:
    policy = replace(QUICK, whole_seconds=0.5, attempts=9, backoff_seconds=0.2)
    with LoopbackServer() as server:
        server.always("/api/file", Reply(b"", 500))
        http = Http(policy=policy, base_urls={"data.example": server.url})
        began = time.monotonic()
        with pytest.raises(source_errors.ServiceDown, match="the whole fetch may take 0 seconds"):
            http.get(URL)
        # waits of 0.1, 0.2 and 0.4 seconds at least; nine attempts would wait for 25
        assert len(server.asked) <= 3
        with pytest.raises(source_errors.ServiceDown, match="the whole fetch"):
            http.get(URL)
        assert len(server.asked) <= 6
        assert time.monotonic() - began < 12.0


def test_at_most_four_requests_at_a_host_at_once() -> None:
    from concurrent.futures import ThreadPoolExecutor

    four = threading.Barrier(4)

    def answer(asked: Asked) -> Reply:
        """Answer when four are there."""
        four.wait(30.0)
        return Reply(CSV, before_headers=0.05)

    with LoopbackServer({"/api/file": answer}) as server:
        http = Http(policy=HttpPolicy(), base_urls={"data.example": server.url})
        with ThreadPoolExecutor(12) as pool:
            list(pool.map(lambda _: http.get(URL), range(24)))
    assert server.most_at_once == 4


def test_what_is_asked_once_is_asked_once() -> None:
    from concurrent.futures import ThreadPoolExecutor

    with LoopbackServer() as server:
        server.always("/api/file", Reply(CSV, before_headers=0.05))
        http = Http(policy=HttpPolicy(), base_urls={"data.example": server.url})
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: http.get_once(URL), range(8)))
    assert len(server.asked) == 1


def test_a_question_in_vain_is_asked_once_too() -> None:
    with LoopbackServer() as server:
        server.always("/api/file", Reply(b"", 404))
        http = Http(policy=QUICK, base_urls={"data.example": server.url})
        for _ in range(3):
            with pytest.raises(source_errors.RequestRefused, match="nothing at this address"):
                http.get_once(URL)
    assert len(server.asked) == 1


def test_a_host_that_fails_again_and_again_is_asked_once_more_only() -> None:
    policy = HttpPolicy(attempts=4, backoff_seconds=0.01)
    with LoopbackServer() as server:
        server.always("/api/file", Reply(b"", 503))
        http = Http(policy=policy, base_urls={"data.example": server.url})
        asked = []
        for _ in range(5):
            with pytest.raises(source_errors.ServiceDown):
                http.get(URL)
            asked.append(len(server.asked))
        assert asked == [4, 8, 12, 13, 14]
        server.always("/api/file", Reply(CSV))
        http.get(URL)
        server.fail("/api/file", [Reply(b"", 503)])
        assert http.get(URL).content == CSV


def test_the_user_agent_says_who_asks_and_no_cookie_is_kept() -> None:
    with LoopbackServer() as server:
        server.always("/api/file", Reply(CSV, headers={"Set-Cookie": "a=b"}))
        http = Http(policy=QUICK, base_urls={"data.example": server.url})
        http.get(URL)
        http.get(URL)
    agents = {asked.headers["User-Agent"] for asked in server.asked}
    assert len(agents) == 1 and re.search(r"jsna/\d", agents.pop())
    assert "Cookie" not in server.asked[1].headers


def test_waits_grow_and_stay_bounded() -> None:
    policy = HttpPolicy(backoff_seconds=2.0, most_backoff_seconds=10.0)
    waits = [policy.backoff(n) for n in (1, 2, 3, 9)]
    for wait, whole in zip(waits, (2.0, 4.0, 8.0, 10.0), strict=True):
        assert whole / 2 <= wait <= whole
    assert len({policy.backoff(1) for _ in range(20)}) > 10


def test_giving_up_ends_what_is_under_way() -> None:
    with LoopbackServer() as server:
        server.always("/api/file", Reply(CSV, before_headers=FOREVER))
        http = Http(policy=HttpPolicy(), base_urls={"data.example": server.url})
        threading.Timer(0.3, http.stop).start()
        began = time.monotonic()
        with pytest.raises(source_errors.ServiceDown):
            http.get(URL)
        assert time.monotonic() - began < FOREVER / 2


# -- certificates -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("good", "is signed by itself or by an authority|does not know the authority"),
        ("expired", "it has expired"),
        ("other-host", "it belongs to another host"),
    ],
)
def test_a_certificate_that_is_not_trusted_is_refused(
    kind: str, words: str, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, authority = server_context(kind, tmp_path)
    if kind != "good":  # then all but the fault itself is in order
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority))
    with LoopbackServer(context=context) as server:
        server.always("/api/file", Reply(CSV))
        with pytest.raises(source_errors.CertificateRefused, match=words) as error:
            ask(server)
    assert "Verification can't be switched off" in str(error.value)
    assert "REQUESTS_CA_BUNDLE or SSL_CERT_FILE" in str(error.value)
    assert server.asked == []


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"])
def test_a_councils_own_authority_is_trusted_when_it_is_named(
    variable: str, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, authority = server_context("good", tmp_path)
    monkeypatch.setenv(variable, str(authority))
    with LoopbackServer(context=context) as server:
        server.always("/api/file", Reply(CSV))
        assert ask(server).content == CSV


def test_a_bundle_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/ca.pem")
    with pytest.raises(source_errors.CertificateRefused, match="REQUESTS_CA_BUNDLE names a file"):
        Http(policy=QUICK).get(URL)


def test_verification_can_not_be_switched_off(tmp_path) -> None:
    context, _ = server_context("good", tmp_path)
    http = Http(policy=QUICK)
    with LoopbackServer(context=context) as server:
        session = http._connections.session(server.url)
        with pytest.raises(Exception, match="CERTIFICATE_VERIFY_FAILED"):
            session.get(server.url, verify=False, timeout=2)


def test_nothing_in_the_package_switches_verification_off(project_root) -> None:
    files = (project_root / "src").rglob("*.py")
    off = re.compile(r"verify\s*=\s*False|CERT_NONE|_create_unverified|check_hostname\s*=\s*False")
    assert [f.name for f in files if off.search(f.read_text("utf-8"))] == []
