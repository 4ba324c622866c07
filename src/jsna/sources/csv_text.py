"""The text of a CSV whatever a spreadsheet made of it: encoding, separator, lines below the table.

Every reader of text takes its bytes through `plain_csv`: UTF-8 with commas comes back as it is,
UTF-16 ("Unicode text"), lines that end as on old Macintoshes and columns that semicolons, tabs or
upright strokes separate as the same rows with commas.
"""

import codecs
import csv
import io
import re
from typing import Final

from jsna.http.web_page import is_web_page

HEADER_BYTES: Final = 8192
SEPARATORS: Final = ",;\t|"
TITLE_LINES: Final = 10
"""How far down a header may stand below a title."""
TAIL_BYTES: Final = 8192
"""How far from its end lines below a table are looked for."""
NO_TEXT: Final = (b"PK", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")
"""Begin what is no text at all: archives, workbooks, documents."""
WIDE: Final = 3
"""A table of fewer columns has no line that is plainly not of it."""
_SEPARATOR_LINE: Final = re.compile(r"\s*\"?sep=(.)\"?\s*", re.I)
_PROSE: Final = re.compile(
    r"\W*(?:source|notes?|footnotes?|copyright|crown|\u00a9|\(c\)|contains|produced|published"
    r"|prepared|extracted|downloaded|accessed|created|exported|licen[cs]ed|this|these|figures"
    r"|data|statistics|for more|see|end of|key)(?![\w-])|\W*\[?[a-z]\]?\s*[=:]",
    re.I,
)
_WORDS: Final = re.compile(r"\S+(?:\s+\S+){3,}")


def plain_csv(content: bytes) -> bytes:
    """Return the rows in UTF-8 or Windows-1252 with commas between the columns.

    Bytes that are so already, and bytes that are no text, come back as they are.
    """
    content = _from_utf16(content)
    if b"\0" in content[:HEADER_BYTES] or is_web_page(content):
        return content
    if b"\n" not in content and not content.startswith(NO_TEXT):
        content = content.replace(b"\r", b"\n")
    lines = decode(content[:HEADER_BYTES]).splitlines()
    named = _SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
    if named:
        content = content[content.index(b"\n") + 1 :] if b"\n" in content else b""
        lines = lines[1:]
    separator = named[1] if named else _separator(lines)
    return content if separator == "," else _with_commas(content, separator)


def decode(content: bytes) -> str:
    """Return the text of a CSV: UTF-16 with its mark, UTF-8, else Windows-1252."""
    content = _from_utf16(content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def without_lines_below(content: bytes) -> tuple[bytes, list[str]]:
    """Return a CSV without blank rows and lines of words below its table, and those lines.

    A source, a note, a copyright: one cell of words in a table of several columns. What a broken
    download leaves of a row is none of them.
    """
    rows = _rows_of(content[:HEADER_BYTES])
    width = len(next((row for row in rows if any(row)), []))
    if width < WIDE:
        return content, []
    below: list[str] = []
    end = len(content)
    while end > max(0, len(content) - TAIL_BYTES):
        start = _line_start(content, end)
        line = decode(content[start:end])
        if line.count('"') % 2:  # the end of a cell of several lines
            break
        cells = [cell.strip() for row in _rows_of(content[start:end]) for cell in row]
        filled = [cell for cell in cells if cell]
        if start == 0 or (filled and not _is_prose(filled, line)):
            break
        below += filled[:1]
        end = start
    return content[:end], below[::-1]


def lines_above(content: bytes) -> int:
    """Return how many lines of a title stand above the header of a CSV; 0 if it begins with it."""
    rows = _rows_of(plain_csv(content[:HEADER_BYTES]))[: TITLE_LINES + 1]
    widths = [sum(bool(cell.strip()) for cell in row) for row in rows]
    place = next((n for n, width in enumerate(widths) if width >= WIDE), 0)
    return place


def _is_prose(filled: list[str], line: str) -> bool:
    if len(filled) > 1 and '"' not in line and "," in line:
        # a sentence with commas that nobody put in quotation marks
        return bool(_PROSE.match(filled[0])) and len(filled) < WIDE + 1
    words = filled[0]
    return len(filled) == 1 and bool(_PROSE.match(words) or _WORDS.fullmatch(words))


def _line_start(content: bytes, end: int) -> int:
    """Return where the line that ends at `end` begins."""
    return content.rfind(b"\n", 0, end - 1) + 1


def _from_utf16(content: bytes) -> bytes:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace").encode()
    start = content[:200]
    if len(start) >= 20 and b"\0" in start:
        for offset, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
            if set(start[offset::2]) == {0} and 0 not in start[1 - offset :: 2]:
                return content.decode(codec, errors="replace").encode()
    return content


def _separator(lines: list[str]) -> str:
    """Return what separates the columns of the first line that has several."""
    for line in lines:
        found = {mark: len(_split(line, mark)) for mark in SEPARATORS}
        if max(found.values()) > 1:
            return max(found, key=lambda mark: found[mark])
    return ","


def _split(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


def _with_commas(content: bytes, separator: str) -> bytes:
    text = io.StringIO(decode(content), newline="")
    written = io.StringIO(newline="")
    try:
        csv.writer(written, lineterminator="\n").writerows(csv.reader(text, delimiter=separator))
    except csv.Error:
        return content
    return written.getvalue().encode()


def _rows_of(content: bytes) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(decode(content), newline="")))
    except csv.Error:
        return []
