"""The council's own words within a line: what of them is markup, and what is only text.

Little is: **bold**, *slanting*, [a link](https://...), [@a-reference] and {{ a.number }}. All else,
HTML, shortcodes and attributes among it, is text, and comes out as it was written.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from jsna.narrative.markdown import escape_markdown, web_link
from jsna.narrative.one_line import one_line
from jsna.settings.model import EMAIL_ADDRESS

Kind = Literal["text", "strong", "emphasis", "link", "cite", "live"]

MARKUP: Final = re.compile(
    r"\\(?P<literal>[!-/:-@\[-`{-~])"
    r"|\{\{(?!<)\s*(?P<live>[^{}\n]*?)\s*\}\}"
    r"|\[(?P<cite>@[^\[\]\n]+)\]"
    r"|(?<!!)\[(?P<words>[^\[\]]+)\]\((?P<address>[^()\s]*)\)"
    r"|\*\*(?=\S)(?P<strong>[^*]+)(?<=\S)\*\*"
    r"|(?<![\w*])\*(?=\S)(?P<star>[^*]+)(?<=\S)\*(?![\w*])"
    r"|(?<!\w)_(?=\S)(?P<underline>[^_]+)(?<=\S)_(?!\w)"
)
KEY: Final = r"[A-Za-z0-9][A-Za-z0-9_:./-]*[A-Za-z0-9]|[A-Za-z0-9]"
CITED: Final = re.compile(rf"\s*@(?P<key>{KEY})(?:\s*,\s*(?P<place>[^@;]+?))?\s*")


@dataclass(frozen=True)
class Piece:
    """A part of a line.

    Attributes:
        kind: What it is.
        text: Its words; of a reference or a number what stands between the brackets.
        line: How many lines below the first one it begins.
        address: Of a link.
        inside: Of bold and slanting words: their own pieces.
    """

    kind: Kind
    text: str
    line: int
    address: str = ""
    inside: tuple["Piece", ...] = ()


@dataclass(frozen=True)
class Cited:
    """One reference of a citation: its key, and the place in it ("p. 3"; "" for none)."""

    key: str
    place: str


def pieces_of(text: str, line: int = 0) -> tuple[Piece, ...]:
    """Return the pieces of a paragraph, text between them merged.

    Args:
        text: As written; its lines are divided by line breaks.
        line: The line that it begins on.
    """
    found: list[Piece] = []
    end = 0
    for match in MARKUP.finditer(text):
        _add_text(found, text[end : match.start()], line + text.count("\n", 0, end))
        _add(found, match, line + text.count("\n", 0, match.start()))
        end = match.end()
    _add_text(found, text[end:], line + text.count("\n", 0, end))
    return tuple(found)


def every_piece(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces and those inside them."""
    for piece in pieces:
        yield piece
        yield from every_piece(piece.inside)


def cited(piece: Piece) -> tuple[Cited, ...]:
    """Return the references that a citation names; () where its form is none."""
    found = [CITED.fullmatch(part) for part in piece.text.split(";")]
    whole = [match for match in found if match]
    if len(whole) < len(found):
        return ()
    return tuple(Cited(match["key"], one_line(match["place"] or "")) for match in whole)


def inline_markdown(pieces: Sequence[Piece], live: Callable[[Piece], str]) -> str:
    """Return pieces as Markdown of a chapter, on one line.

    Args:
        pieces: Of `pieces_of`.
        live: Returns what is printed for a number.
    """
    parts = [_printed(piece, live) for piece in pieces]
    made = ""
    for number, (piece, part) in enumerate(zip(pieces, parts, strict=True)):
        made += _after_markup(part) if number and piece.kind == "text" else part
        follows = "".join(parts[number + 1 :])[:1]
        if piece.kind == "text" and made.endswith("!") and follows == "[":
            made = f"{made[:-1]}\\!"  # a link after it would become a picture
    return made.strip()


def _add(found: list[Piece], match: re.Match[str], line: int) -> None:
    given = match.groupdict()
    if given["literal"] is not None:
        _add_text(found, given["literal"], line)
    elif given["live"] is not None:
        found.append(Piece("live", given["live"], line))
    elif given["cite"] is not None:
        piece = Piece("cite", given["cite"], line)
        _add_text(found, match[0], line) if not cited(piece) else found.append(piece)
    elif given["words"] is not None:
        piece = Piece("link", given["words"], line, given["address"])
        _add_text(found, match[0], line) if not _is_address(piece) else found.append(piece)
    else:
        strong = given["strong"] is not None
        text = given["strong"] or given["star"] or given["underline"] or ""
        inside = pieces_of(text, line)
        found.append(Piece("strong" if strong else "emphasis", text, line, "", inside))


def _add_text(found: list[Piece], text: str, line: int) -> None:
    if not text:
        return
    if found and found[-1].kind == "text":
        before = found.pop()
        found.append(Piece("text", before.text + text, before.line))
    else:
        found.append(Piece("text", text, line))


def _is_address(piece: Piece) -> bool:
    """Whether a link leads to the web or to a mailbox: of all others the words are printed."""
    mail = piece.address.removeprefix("mailto:")
    if piece.address.startswith("mailto:"):
        return bool(mail) and re.match(EMAIL_ADDRESS, mail) is not None
    return web_link("x", piece.address) != "x"


def _printed(piece: Piece, live: Callable[[Piece], str]) -> str:
    if piece.kind == "text":
        return _text(piece.text)
    if piece.kind == "live":
        return live(piece)
    if piece.kind == "cite":
        return f"[{'; '.join(_cited(one) for one in cited(piece))}]"
    if piece.kind == "link":
        if piece.address.startswith("mailto:"):
            return f"[{escape_markdown(piece.text)}](<{piece.address}>)"
        return web_link(piece.text, piece.address)
    inside = inline_markdown(piece.inside, live)
    sign = "**" if piece.kind == "strong" else "*"
    return f"{sign}{inside}{sign}" if inside else ""


def _cited(one: Cited) -> str:
    return f"@{{{one.key}}}" + (f", {escape_markdown(one.place)}" if one.place else "")


def _text(text: str) -> str:
    """Escape a text; the space at its ends, which divides it from its neighbours, stays."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() else ""
    words = escape_markdown(text)
    return f"{before}{words}{after}" if words else before


def _after_markup(text: str) -> str:
    """A bracket or a colon right behind a reference would make a link or its target of it."""
    return {"(": "&#40;", ":": "&#58;"}.get(text[:1], text[:1]) + text[1:]
