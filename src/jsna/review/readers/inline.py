"""The inside of a line of text or Markdown: markup out; links and marks of notes noted."""

import re
from dataclasses import dataclass
from typing import Final

from jsna.review.draft import Link, Mark, Passage

RAISED: Final = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"
DIGITS: Final = {ord(sign): str(digit) for digit, sign in enumerate(RAISED)}
MARKUP: Final = re.compile(
    r"(?P<link>\[(?P<label>[^\]\[]*)\]\((?P<address>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\))"
    r"|<(?P<auto>https?://[^>\s]+)>"
    r"|(?P<bare>(?:https?://|www\.)[^\s<>\"\u201d|]*[^\s<>\"\u201d|.,;:)\]*])"
    r"|(?P<strong>\*{1,3}|(?<!\w)__|__(?!\w)|`)"
)
CITED: Final = re.compile(
    rf"(?<!CI )(?<!CI: )\[(?P<numbers>\d{{1,3}}(?:\s*,\s*\d{{1,3}})*)\]"
    rf"|\[\^(?P<foot>[^\]\s]+)\]"
    rf"|(?<![\d\u00b2\u00b3])(?P<raised>[{RAISED}]+)"
)
SQUARE: Final = re.compile(r"(?<![A-Za-z])(?:[kcdm]?m|mi|ft|in|yd|sq)$")
NOTE: Final = re.compile(
    rf"\s*(?:\[(\d{{1,3}})\]|\[\^([^\]\s]+)\]:|([{RAISED}]+)(?=\s?[A-Z<h]))\s*"
)


@dataclass(frozen=True)
class Line:
    """A line without markup, and the addresses in it."""

    text: str
    links: tuple[Link, ...]


def plain_line(raw: str) -> Line:
    """Return a line without its markup."""
    text, links, last = "", [], 0
    for match in MARKUP.finditer(raw):
        text += raw[last : match.start()]
        words = match["label"] or match["auto"] or match["bare"] or ""
        address = match["address"] or match["auto"] or match["bare"] or ""
        if address and not address.startswith("#"):
            links.append(Link(address, len(text), len(text) + len(words)))
        text, last = text + words, match.end()
    return Line(text + raw[last:], tuple(links))


def marks_in(text: str, after: int = 0) -> tuple[Mark, ...]:
    """Return the references to notes of a text: "[5]", "[^5]" and raised digits.

    Args:
        text: Without markup.
        after: Where they may begin: a note begins with its own mark.
    """
    found = []
    for match in CITED.finditer(text, after):
        if match["raised"] and SQUARE.search(text[: match.start()]):
            continue
        found += [Mark(key, match.start(), match.end()) for key in _keys(match)]
    return tuple(found)


def note_of(text: str) -> tuple[str, int]:
    """Return the key of the note that a text gives, and where its words begin; "" if none."""
    match = NOTE.match(text)
    if not match:
        return "", 0
    key = f"[{match[1]}]" if match[1] else f"[^{match[2]}]" if match[2] else raised(match[3])
    return key, match.end()


def raised(signs: str) -> str:
    """Return the key of a raised number."""
    return f"footnote {signs.translate(DIGITS)}"


def passage_of(number: int, lines: list[tuple[int, str]], *, page: int = 0) -> Passage:
    """Return the passage of these lines.

    Args:
        number: Its number.
        lines: Number of the line in the file (0: it has none), and its raw words.
        page: Of a PDF.
    """
    text, links, starts = "", [], []
    for line, raw in lines:
        plain = plain_line(raw.strip())
        starts += [(len(text), line)] if line else []
        links += [Link(x.address, x.start + len(text), x.end + len(text)) for x in plain.links]
        text += plain.text + " "
    text = text.rstrip()
    key, after = note_of(text)
    return Passage(
        number, text, tuple(starts), page, key, links=tuple(links), marks=marks_in(text, after)
    )


def _keys(match: re.Match[str]) -> list[str]:
    if match["numbers"]:
        return [f"[{one.strip()}]" for one in match["numbers"].split(",")]
    return [f"[^{match['foot']}]"] if match["foot"] else [raised(match["raised"])]
