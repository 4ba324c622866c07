"""Whether the bytes of an answer are whole, and the kind of file that was asked for.

A service that says 200 may still have sent nothing, a sign-in page, half a file, or an error
dressed as data: each is told apart here, before anything is kept.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from typing import Any, Final, Literal

from jsna.errors import Problem
from jsna.http.archive_size import why_too_large
from jsna.http.broken_archive import BROKEN_ARCHIVE
from jsna.http.errors import EmptyAnswer, NotData, TooLarge, Truncated
from jsna.http.web_page import is_web_page
from jsna.snapshots.json_text import parse_json

Expect = Literal["csv", "json", "geojson", "zip", "xlsx", "ods", "any"]
PACKED: Final = ("zip", "xlsx", "ods")
WORDS: Final = {
    "csv": "a CSV", "json": "JSON", "geojson": "GeoJSON", "zip": "a zip archive",
    "xlsx": "a workbook (.xlsx)", "ods": "a workbook (.ods)",
}  # fmt: skip
LONGEST_QUOTE: Final = 300
PROXY: Final = (
    "A web page instead of data often comes from the network's own filter or sign-in: open the"
    " address in a browser, and ask for the host to be allowed."
)
LATER: Final = "Run the same command again later; if it stays so, tell the publisher."


class Unpacker:
    """Undoes the compression of an answer as it arrives, and knows whether it is complete.

    The library that asks would take a gzip stream that breaks off for a whole one. One of several
    members, as servers that append to a file send it, is read to its last.
    """

    def __init__(self, encoding: str, url: str, largest: int) -> None:
        encoding = encoding.strip().lower()
        self._url = url
        self._largest = largest
        self.size = 0
        self._inflate = _gzip() if encoding in ("gzip", "x-gzip") else None
        if encoding not in ("", "identity", "gzip", "x-gzip"):
            what = f'the answer is packed in a way that was not asked for ("{encoding}").'
            raise Truncated(Problem(what, url, next_step=LATER))

    def feed(self, part: bytes) -> bytes:
        """Return what these bytes unpack to; raises Truncated or TooLarge."""
        try:
            return b"".join(self._members(part)) if self._inflate else self._counted(part)
        except zlib.error:
            what = "the answer says that it is compressed (gzip) and can't be unpacked."
            raise Truncated(Problem(what, self._url, next_step=LATER)) from None

    def finish(self) -> None:
        """Raise Truncated unless the compressed answer has its end."""
        if self._inflate and self.size and not self._inflate.eof:
            what = "the answer breaks off: its compressed data (gzip) has no end."
            raise Truncated(Problem(what, self._url, next_step=LATER))

    def _members(self, part: bytes) -> Iterator[bytes]:
        """Yield what each member holds of these bytes; zeros after the last are padding."""
        while part and self._inflate:
            if self._inflate.eof:
                part = part.lstrip(b"\0")
                if not part:
                    return
                self._inflate = _gzip()
            yield self._counted(self._inflate.decompress(part, self._room()))
            if self._inflate.unconsumed_tail:
                raise too_large(self._url, self._largest)
            part = self._inflate.unused_data

    def _counted(self, plain: bytes) -> bytes:
        self.size += len(plain)
        if self.size > self._largest:
            raise too_large(self._url, self._largest)
        return plain

    def _room(self) -> int:
        return self._largest - self.size + 1


def _gzip() -> Any:
    return zlib.decompressobj(wbits=47)


def too_large(url: str, largest: int) -> TooLarge:
    """Return the error for an answer that is larger than is allowed."""
    what = f"the answer is larger than {_megabytes(largest)}, which no file that is read is."
    step = "Ask for less at once, or download it by hand and look at it."
    return TooLarge(Problem(what, url, next_step=step))


def check_content(content: bytes, expect: Expect, url: str) -> None:
    """Raise unless the bytes are the kind of file that was asked for.

    Args:
        content: The answer, unpacked.
        expect: What was asked for; "any" is only held not to be empty or a web page.
        url: Where it came from, for the message.

    Raises:
        EmptyAnswer: no bytes, or a header and no rows.
        NotData: a web page, or another kind of file.
        Truncated: JSON or an archive that breaks off.
    """
    if not content.strip():
        what = "the service answered that all is well (200) and sent nothing."
        raise EmptyAnswer(Problem(what, url, next_step=LATER))
    if is_web_page(content):
        told = quote(content)
        what = "the service sent a web page instead of data" + (f": {told!r}." if told else ".")
        raise NotData(Problem(what, url, next_step=PROXY))
    if expect in PACKED:
        _check_archive(content, expect, url)
    elif expect in ("json", "geojson"):
        _check_json(content, expect, url)
    elif expect == "csv":
        _check_csv(content, url)


def quote(content: bytes) -> str:
    """Return the beginning of what a service says in words, without tags and on one line."""
    text = content[:20_000].decode("utf-8", errors="replace")
    text = re.sub(r"(?is)<(script|style|head)\b.*?</\1>", " ", text)
    plain = " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())
    plain = "".join(c for c in plain if c.isprintable()).strip()
    return plain if len(plain) <= LONGEST_QUOTE else plain[:LONGEST_QUOTE] + " ..."


def _check_csv(content: bytes, url: str) -> None:
    if content.startswith((b"{", b"[", b"PK\x03\x04")) or b"\0" in content[:8192]:
        raise NotData(Problem(f"this is no CSV: {quote(content)!r}.", url, next_step=LATER))
    if b"\n" not in content.strip():
        if b"," not in content:
            what = f"the service sent a sentence instead of data: {quote(content)!r}."
            raise NotData(Problem(what, url, next_step=LATER))
        what = "the service answered that all is well (200) and sent a header without any rows."
        raise EmptyAnswer(Problem(what, url, next_step=LATER))


def _check_json(content: bytes, expect: str, url: str) -> None:
    try:
        parse_json(content)
    except ValueError:
        began = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))
        if began:
            what = f"the answer breaks off: it begins as {WORDS[expect]} and does not end."
            raise Truncated(Problem(what, url, next_step=LATER)) from None
        what = f"this is not {WORDS[expect]}: {quote(content)!r}."
        raise NotData(Problem(what, url, next_step=LATER)) from None


def _check_archive(content: bytes, expect: str, url: str) -> None:
    if not content.startswith(b"PK"):
        what = f"this is not {WORDS[expect]}: {quote(content)!r}."
        raise NotData(Problem(what, url, next_step=PROXY))
    if why := why_too_large(content):
        raise TooLarge(Problem(f"{why}.", url, next_step="Tell the publisher."))
    try:
        damaged = zipfile.ZipFile(io.BytesIO(content)).testzip()
    except BROKEN_ARCHIVE:
        damaged = "its end"
    if damaged:
        what = f"the answer is {WORDS[expect]} that is not whole ({damaged})."
        raise Truncated(Problem(what, url, next_step=LATER))


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):,.0f} MiB" if size >= 1 << 20 else f"{size:,} bytes"
