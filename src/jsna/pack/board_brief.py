"""The two-page brief for a board: messages and a picture, one table, what nobody can tell.

It is taken from the blocks of the chapters, so that it says nothing that the pages do not.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.narrative.english import capitalised, counted
from jsna.narrative.markdown import escape_markdown, raw_html
from jsna.pack.page_blocks import Block, every, under
from jsna.tables.html_table import html_table

REFERENCE: Final = re.compile(r" ?@((?:fig|tbl)-[\w-]+)")
ROW: Final = re.compile(r"<tr>.*?</tr>\n?", re.DOTALL)
BODY: Final = re.compile(r"(<tbody>\n?)(.*?)(</tbody>)", re.DOTALL)
LINK: Final = re.compile(r'<a href="[^"]*">(.*?)</a>')
NOT_MEASURED: Final = re.compile(r"^\*\*Not measured:\*\*\n\n(- .*?)(?:\n\n|\Z)", re.M | re.S)
"""The list of what is not measured, in text."""
COUNTED: Final = re.compile(r"^- \[\*\*(\d+)\*\* ([^\]]+)\]\{\.[\w-]+\}", re.MULTILINE)
"""How many measures have an outcome, as a priority's page lists them."""
MOST_MESSAGES: Final = 6
MOST_ROWS: Final = 12
"""Rows of the brief's table: more would be too small to read on one sheet."""
MOST_GAPS: Final = 5
NOTHING: Final = "Nothing has been written down yet of what is not measured."


@dataclass(frozen=True)
class Brief:
    """What a brief says.

    Attributes:
        messages: Markdown, one paragraph each.
        figure: The block of its picture; "" without one.
        table: The block of its table; "" without one.
        gaps: What can't be told, one line each.
        more: What of the table or the gaps is left out, as a sentence; "" if nothing is.
    """

    messages: tuple[str, ...]
    figure: str
    table: str
    gaps: tuple[str, ...]
    more: str


def priority_brief(chapter: Sequence[Block]) -> Brief:
    """Return the brief of a priority from the blocks of its own chapter.

    Its picture is the one that the first message names, else the first of the chapter.
    """
    messages = _messages(chapter)
    figure = _figure(chapter, messages)
    table, rows_left = _shortened(_first_table(under(chapter, "At a glance")))
    gaps, gaps_left = _first(_gaps(chapter), MOST_GAPS)
    kept = tuple(_only(message, figure) for message in messages[:MOST_MESSAGES])
    return Brief(kept, figure, table, gaps, _left_out(rows_left, gaps_left))


def pack_brief(
    area: str, deprivation: Sequence[Block], priorities: Sequence[tuple[str, Sequence[Block]]]
) -> Brief:
    """Return the brief of a whole pack.

    Args:
        area: Whose.
        deprivation: The blocks of the deprivation chapter: its first map.
        priorities: Number and title, and the blocks of the chapter, of each: the first message of
            each that no other has said, its first gap, and how many measures have which outcome.
    """
    found = [[_only(message, "") for message in _messages(held)] for _, held in priorities]
    said = _first_unsaid(found)
    messages = [
        f"**{escape_markdown(title)}.** {message}"
        for (title, _), message in zip(priorities, said, strict=True)
        if message
    ]
    # by their numbers: the titles, which may be long, stand in the table above
    gaps = [
        f"Priority {title.partition(' ')[0]}: {gap}"
        for title, held in priorities
        for gap in _gaps(held)[:1]
    ]
    figure = next(iter(_figures(deprivation).values()), "")
    # the messages of a pack are many: its map takes the room that they leave
    figure = figure.replace("}", " .modest}", 1) if figure else ""
    left = max(len(messages) - MOST_MESSAGES, 0)
    further = counted(left, "more priority has", "more priorities have")
    more = f"{further} a page." if left else ""
    table = _counts(area, priorities)
    return Brief(tuple(messages[:MOST_MESSAGES]), figure, table, tuple(gaps[:MOST_GAPS]), more)


def sheets(brief: Brief) -> dict[str, str]:
    """Return what stands on the first and on the second sheet, in the page grammar."""
    messages = "\n\n".join(f"::: {{.message}}\n{text}\n:::" for text in brief.messages)
    gaps = "\n".join(f"- {gap}" for gap in brief.gaps) or NOTHING
    first = [f"## Key messages\n\n{messages}" if messages else "", brief.figure]
    second = [
        f"## At a glance\n\n{brief.table}" if brief.table else "",
        f"## What we can't tell\n\n{gaps}",
        brief.more,
    ]
    parts = {"first": first, "second": second}
    return {name: "\n\n".join(filter(None, part)) for name, part in parts.items()}


def _counts(area: str, priorities: Sequence[tuple[str, Sequence[Block]]]) -> str:
    """Return a table of how many measures of each priority have which outcome."""
    rows = []
    for title, held in priorities:
        counts: Counter[str] = Counter()
        glance = "\n".join(block.source for block in under(held, "At a glance"))
        for number, words in COUNTED.findall(glance):
            counts[capitalised(words.partition(",")[0].strip())] += int(number)
        rows.append({"Priority": title, **counts})
    frame = pd.DataFrame(rows)
    if len(frame.columns) < 2:
        return ""
    filled = frame.fillna(0)
    caption = f"Measures by outcome against England, {area}, newest periods"
    table = raw_html(html_table(filled, caption, {}, "Priority"))
    return f"::: {{#tbl-whole-pack-outcomes}}\n{table}\n:::"


def _messages(chapter: Sequence[Block]) -> list[str]:
    """The words of each message; its citation folds within it."""
    found = (block for block, _ in every(under(chapter, "Key messages")) if block.has("message"))
    return ["\n\n".join(_texts(block.inside)).strip() for block in found]


def _first_unsaid(messages: Sequence[Sequence[str]]) -> list[str]:
    """The first message of each that none before it gave; "" where it has no other.

    Priorities that rest on the same indicators have the same messages.
    """
    given: dict[str, None] = {}
    chosen = []
    for found in messages:
        new = next((message for message in found if message not in given), "")
        given[new] = None
        chosen.append(new)
    return chosen


def _texts(blocks: Iterable[Block]) -> list[str]:
    return [block.source for block in blocks if block.attributes is None]


def _figures(chapter: Sequence[Block]) -> dict[str, str]:
    """Return id -> a picture, and under it the line of its source that documents have."""
    found = {}
    for block, following in every(chapter):
        if block.id.startswith("fig-"):
            sourced = following is not None and following.has("source", "documents-only")
            line = [following.source] if following and sourced else []
            found[block.id] = "\n\n".join([block.source, *line])
    return found


def _first_table(blocks: Sequence[Block]) -> str:
    found = (block.source for block, _ in every(blocks) if block.id.startswith("tbl-"))
    return next(found, "")


def _figure(chapter: Sequence[Block], messages: Sequence[str]) -> str:
    found = _figures(chapter)
    named = [name for message in messages for name in REFERENCE.findall(message)]
    wanted = [name for name in named if name in found] or list(found)
    return found[wanted[0]] if wanted else ""


def _only(message: str, figure: str) -> str:
    """Return a message that refers to no figure but the brief's own."""
    return REFERENCE.sub(lambda found: found[0] if f"#{found[1]}}}" in figure else "", message)


def _shortened(table: str) -> tuple[str, int]:
    """Return a table without links and with its first rows, and how many were left out."""
    body = BODY.search(table)
    if body is None:
        return table, 0
    rows = ROW.findall(body[2])
    kept = "".join(rows[:MOST_ROWS])
    short = table[: body.start(2)] + kept + table[body.end(2) :]
    return LINK.sub(r"\1", short), max(len(rows) - MOST_ROWS, 0)


def _gaps(chapter: Sequence[Block]) -> list[str]:
    lists = (NOT_MEASURED.search(text) for text in _texts(chapter))
    found = next(filter(None, lists), None)
    items = re.split(r"^- ", found[1], flags=re.MULTILINE) if found else []
    return [" ".join(item.split()) for item in items if item.strip()]


def _first(items: Sequence[str], most: int) -> tuple[tuple[str, ...], int]:
    return tuple(items[:most]), max(len(items) - most, 0)


def _left_out(rows: int, gaps: int) -> str:
    things = ("more thing that is not measured", "more things that are not measured")
    parts = [counted(rows, "more measure")] if rows else []
    parts += [counted(gaps, *things)] if gaps else []
    return f"The priority's page has {' and '.join(parts)}." if parts else ""
