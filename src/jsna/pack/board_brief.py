"""The two-page brief for a board: messages and a picture, one table, what nobody can tell.

It is taken from the chapters' own Markdown, so that it says nothing that the pages do not.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.narrative.english import capitalised, counted
from jsna.narrative.markdown import escape_markdown, raw_html
from jsna.tables.html_table import html_table

HEADING: Final = re.compile(r"^## +(.+?)(?: *\{[^}]*\})?$", re.MULTILINE)
FOLDED: Final = re.compile(r"^::: \{\.details .*?^:::\n?", re.MULTILINE | re.DOTALL)
FIGURE: Final = re.compile(
    r"^::: \{#(fig-[\w-]+)\}\n.*?\n:::$(?:\n\n::: \{\.source \.documents-only\}\n.*?\n:::$)?",
    re.MULTILINE | re.DOTALL,
)
"""A picture, and under it the line of its source that documents have."""
TABLE: Final = re.compile(
    r"^::: \{#tbl-[\w-]+\}\n.*?<table>.*?</table>.*?\n:::$", re.MULTILINE | re.DOTALL
)
REFERENCE: Final = re.compile(r" ?@((?:fig|tbl)-[\w-]+)")
ROW: Final = re.compile(r"<tr>.*?</tr>\n?", re.DOTALL)
BODY: Final = re.compile(r"(<tbody>\n?)(.*?)(</tbody>)", re.DOTALL)
LINK: Final = re.compile(r'<a href="[^"]*">(.*?)</a>')
NOT_MEASURED: Final = re.compile(r"\*\*Not measured:\*\*\n\n((?:- .*(?:\n(?!\n).*)*\n?)+)")
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


def priority_brief(markdown: str) -> Brief:
    """Return the brief of a priority from its own chapter.

    Its picture is the one that the first message names, else the first of the chapter.
    """
    messages, glance = _messages(markdown), _section(markdown, "At a glance")
    figure = _figure(markdown, messages)
    table, rows_left = _shortened(next(iter(TABLE.findall(glance)), ""))
    gaps, gaps_left = _first(_gaps(markdown), MOST_GAPS)
    kept = tuple(_only(message, figure) for message in messages[:MOST_MESSAGES])
    return Brief(kept, figure, table, gaps, _left_out(rows_left, gaps_left))


def pack_brief(area: str, deprivation: str, priorities: Sequence[tuple[str, str]]) -> Brief:
    """Return the brief of a whole pack.

    Args:
        area: Whose.
        deprivation: The deprivation chapter: its first map.
        priorities: Title and chapter of each priority: the first message and gap of each, and
            how many measures have which outcome.
    """
    firsts = [(title, _messages(text)[:1], _gaps(text)[:1]) for title, text in priorities]
    messages = [
        f"**{escape_markdown(title)}.** {_only(message, '')}"
        for title, found, _ in firsts
        for message in found
    ]
    gaps = [f"{escape_markdown(title)}: {gap}" for title, _, found in firsts for gap in found]
    figure = next((found[0] for found in FIGURE.finditer(deprivation)), "")
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


def _counts(area: str, priorities: Sequence[tuple[str, str]]) -> str:
    """Return a table of how many measures of each priority have which outcome."""
    rows = []
    for title, text in priorities:
        counts: Counter[str] = Counter()
        for number, words in COUNTED.findall(_section(text, "At a glance")):
            counts[capitalised(words.partition(",")[0].strip())] += int(number)
        rows.append({"Priority": title, **counts})
    frame = pd.DataFrame(rows)
    if len(frame.columns) < 2:
        return ""
    filled = frame.fillna(0)
    caption = f"Measures by outcome against England, {area}, newest periods"
    table = raw_html(html_table(filled, caption, {}, "Priority"))
    return f"::: {{#tbl-whole-pack-outcomes}}\n{table}\n:::"


def _messages(markdown: str) -> list[str]:
    return [found.strip() for found in _message_blocks(markdown)]


def _message_blocks(markdown: str) -> Iterator[str]:
    """Yield the inside of each message: its citation, folded within it, ends with `:::` too."""
    for part in re.split(r"^::: \{\.message\}$", _section(markdown, "Key messages"), flags=re.M)[
        1:
    ]:
        yield FOLDED.sub("", part).partition("\n:::")[0]


def _section(markdown: str, title: str) -> str:
    """Return what stands under a heading; "" without it."""
    heads = list(HEADING.finditer(markdown))
    for place, head in enumerate(heads):
        if head[1].strip() == title:
            end = heads[place + 1].start() if place + 1 < len(heads) else len(markdown)
            return markdown[head.end() : end]
    return ""


def _figure(markdown: str, messages: Sequence[str]) -> str:
    found = {figure[1]: figure[0] for figure in FIGURE.finditer(markdown)}
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


def _gaps(markdown: str) -> list[str]:
    found = NOT_MEASURED.search(markdown)
    items = re.split(r"^- ", found[1], flags=re.MULTILINE) if found else []
    return [" ".join(item.split()) for item in items if item.strip()]


def _first(items: Sequence[str], most: int) -> tuple[tuple[str, ...], int]:
    return tuple(items[:most]), max(len(items) - most, 0)


def _left_out(rows: int, gaps: int) -> str:
    things = ("more thing that is not measured", "more things that are not measured")
    parts = [counted(rows, "more measure")] if rows else []
    parts += [counted(gaps, *things)] if gaps else []
    return f"The priority's page has {' and '.join(parts)}." if parts else ""
