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
OLD_END: Final = b"\x1a"
"""What old programs write below the last line of a text."""
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
_SMALL_CODE: Final = re.compile(rb"(?<![A-Za-z0-9])[ewsnkj]\d{8}(?![A-Za-z0-9])")
"""The code of an area in a small letter, as some databases keep it."""


def plain_csv(content: bytes) -> bytes:
    """Return the rows in UTF-8 or Windows-1252 with commas between the columns.

    Bytes that are so already, and bytes that are no text, come back as they are; codes of areas
    in small letters have capitals.
    """
    content = from_utf16(content)
    if content.endswith(OLD_END):
        content = content.rstrip(OLD_END)
    if b"\0" in content[:HEADER_BYTES] or is_web_page(content):
        return content
    if b"\n" not in content and not content.startswith(NO_TEXT):
        content = content.replace(b"\r", b"\n")
    top = decode(content[:HEADER_BYTES])
    named = _SEPARATOR_LINE.fullmatch(top.partition("\n")[0].rstrip("\r"))
    if named:
        content = content.partition(b"\n")[2]
    separator = named[1] if named else _separator(top, cut=len(content) >= HEADER_BYTES)
    content = content if separator == "," else _with_commas(content, separator)
    return codes_in_capitals(content)


def decode(content: bytes) -> str:
    """Return the text of a CSV: UTF-16 with its mark, UTF-8, else Windows-1252."""
    content = from_utf16(content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def without_lines_below(content: bytes, *, rows_of_words: bool = False) -> tuple[bytes, list[str]]:
    """Return a CSV without blank rows and lines of words below its table, and those lines.

    A source, a note, a copyright: one cell of words in a table of several columns. What a broken
    download leaves of a row is none of them.

    Args:
        content: As `plain_csv` gives it.
        rows_of_words: Whether a row may hold words and nothing else, as a service without users
            does: then only what begins as a note is none.
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
        padded = rows_of_words and len(cells) > 1
        prose = bool(filled) and _is_prose(filled, line, rows_of_words=padded)
        if start == 0 or (filled and not prose):
            break
        below += filled[:1]
        end = start
    return content[:end], below[::-1]


def lines_above(content: bytes) -> int:
    """Return how many lines of a title stand above the header of a CSV; 0 if it begins with it."""
    rows = _rows_of(plain_csv(content[:HEADER_BYTES]))
    wide = [n for n, row in enumerate(rows[: TITLE_LINES + 1]) if _filled(row) >= WIDE]
    # a title may have commas too, and then other lines below it are not as wide as it is
    even = [n for n in wide if len(rows[n]) == len(next(filter(None, rows[n + 1 :]), rows[n]))]
    return next(iter(even or wide), 0)


def _filled(row: list[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _is_prose(filled: list[str], line: str, *, rows_of_words: bool) -> bool:
    if len(filled) > 1 and '"' not in line and "," in line:
        # a sentence with commas that nobody put in quotation marks
        return bool(_PROSE.match(filled[0])) and len(filled) < WIDE + 1
    words = filled[0]
    if len(filled) > 1:
        return False
    return bool(_PROSE.match(words) or (not rows_of_words and _WORDS.fullmatch(words)))


def _line_start(content: bytes, end: int) -> int:
    """Return where the line that ends at `end` begins."""
    return content.rfind(b"\n", 0, end - 1) + 1


def codes_in_capitals(content: bytes) -> bytes:
    """Return the bytes with every area's code in capitals, if the first ones are not."""
    if not _SMALL_CODE.search(content[: 2 * HEADER_BYTES]):
        return content
    return _SMALL_CODE.sub(lambda code: code[0].upper(), content)


def from_utf16(content: bytes) -> bytes:
    """Return bytes of UTF-16, with its mark or without, in UTF-8; others as they are."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace").encode()
    start = content[:200]
    if len(start) >= 20 and b"\0" in start:
        for offset, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
            if set(start[offset::2]) == {0} and 0 not in start[1 - offset :: 2]:
                return content.decode(codec, errors="replace").encode()
    return content


def _separator(top: str, *, cut: bool) -> str:
    """Return what separates the columns of the table whose header stands first.

    A title may hold any mark, and so may cells: what follows a header has its columns too.

    Args:
        top: The beginning of the text.
        cut: Whether its last line may be a part of one.
    """
    widths = {mark: _widths(top, mark, cut=cut) for mark in SEPARATORS}
    headers = {mark: _header(each) for mark, each in widths.items()}
    if not any(headers.values()):  # a header alone, or with little but words below it
        headers = {mark: _header(each, alone=True) for mark, each in widths.items()}
    # of two whose tables begin on one line the one with more columns
    places = {mark: (found[0], -found[1]) for mark, found in headers.items() if found}
    return min(places, key=lambda mark: places[mark], default=",")


def _header(widths: list[int], *, alone: bool = False) -> tuple[int, int] | None:
    """Return place and width of the first line of several columns that a table follows."""
    several = [width > 1 for width in widths]
    for place, width in enumerate(widths):
        if several[place] and (alone or _is_table(several[place + 1 :])):
            return place, width
    return None


def _is_table(several: list[bool]) -> bool:
    """Return whether the next line has several columns, and at least half of all below it."""
    return all(several[:1]) and 2 * sum(several) >= len(several)


def _widths(text: str, separator: str, *, cut: bool) -> list[int]:
    """Return how many cells each line has that has any."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    widths: list[int] = []
    try:
        widths += (len(row) for row in reader if row)
    except csv.Error:
        return widths
    return widths[:-1] if cut and len(widths) > 1 else widths


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
