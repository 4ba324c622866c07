"""Sixty hostile strings through each escaper, read back by the program that reads its output."""

import csv
import html
import io
import json
import re

import pandas as pd
import pypandoc
import pytest

from hostile_strings import CELLS, HOSTILE, words_of
from jsna.narrative.html_text import escape_html
from jsna.narrative.markdown import attribute, escape_markdown, raw_html, web_link
from jsna.narrative.one_line import one_line
from jsna.publish.html_page import HtmlPage
from jsna.tables.csv_file import as_text, csv_file
from jsna.tables.html_table import html_table

TEXT = {"Str", "Space", "Quoted", "SingleQuote", "DoubleQuote"}


def blocks(markdown: str) -> list[dict]:
    """Return the blocks that Pandoc makes of it, bare addresses linked as Quarto does."""
    made = pypandoc.convert_text(markdown, "json", format="markdown+autolink_bare_uris")
    return json.loads(made)["blocks"]


def kinds(node: object) -> set[str]:
    """Return every kind of inline within a node."""
    if isinstance(node, dict):
        own = {node["t"]} if isinstance(node.get("t"), str) else set()
        return own | kinds(node.get("c"))
    return set().union(*map(kinds, node)) if isinstance(node, list) else set()


def said(node: object) -> str:
    if isinstance(node, dict):
        return node["c"] if node.get("t") == "Str" else said(node.get("c"))
    return "".join(map(said, node)) if isinstance(node, list) else ""


def is_text(inlines: list, words: str) -> bool:
    return kinds(inlines) <= TEXT and words_of(said(inlines)) == words_of(words)


def test_a_paragraph_a_heading_and_a_bullet_hold_the_words_alone() -> None:
    escaped = [escape_markdown(words) for words in HOSTILE]
    made = blocks("\n\n".join(f"{e}\n\n## {e}\n\n- {e}\n\nAfter **{e}.** it" for e in escaped))
    assert [b["t"] for b in made] == ["Para", "Header", "BulletList", "Para"] * len(HOSTILE)
    for words, (para, head, bullets, after) in zip(HOSTILE, _by_four(made), strict=True):
        assert is_text(para["c"], words), words
        assert is_text(head["c"][2], words), words
        (item,) = bullets["c"]
        assert [b["t"] for b in item] == ["Plain"] and is_text(item[0]["c"], words), words
        strong = after["c"][2]
        assert strong["t"] == "Strong" and is_text(strong["c"], words), words


def test_a_block_is_not_ended_and_an_attribute_holds_the_words_exactly() -> None:
    for words in HOSTILE:
        (div,) = blocks(f"::: {{.a summary={attribute(words)}}}\n{escape_markdown(words)}\n:::")
        (_, _, pairs), inside = div["c"]
        assert pairs == [["summary", one_line(words)]]
        assert is_text(inside[0]["c"], words) and len(inside) == 1


def test_html_in_a_chapter_shows_the_words_and_nothing_else() -> None:
    frame = pd.DataFrame({"Ward": HOSTILE, "Note": HOSTILE})
    table = html_table(frame, HOSTILE[0], {"Note": HOSTILE[2]}, "Ward")
    (raw,) = blocks(raw_html(table))
    assert raw["t"] == "RawBlock" and raw["c"] == ["html", table]
    root = HtmlPage("x", table).root
    assert {e.tag for e in root.walk()} == {
        "html", "head", "body", "table", "caption", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    shown = [cell.raw_text for cell in root.all("td")]
    assert shown == [one_line(words) for words in HOSTILE]
    for words in HOSTILE:
        (element,) = HtmlPage("x", f'<p title="{escape_html(words)}">').root.all("p")
        assert element.attributes == {"title": one_line(words)}


def test_metadata_of_a_page_are_words() -> None:
    for words in HOSTILE:
        front = json.dumps(escape_markdown(words), ensure_ascii=False)
        made = pypandoc.convert_text(f"---\nx: {front}\n---\n", "json", format="markdown")
        (value,) = json.loads(made)["meta"].values()
        assert value["t"] == "MetaInlines" and is_text(value["c"], words), words


@pytest.mark.parametrize(
    "address", [*HOSTILE, "javascript:ran=1", " JavaScript:x", "data:text/html,x", "vbscript:x",
                "//evil.example", "java\nscript:x", ""],
)  # fmt: skip
def test_only_an_address_of_the_web_becomes_a_link(address: str) -> None:
    assert web_link("Home", address) == "Home"


def test_an_address_keeps_what_it_needs_and_ends_where_it_ends() -> None:
    made = blocks(web_link("The [ONS]", "https://a.example/b?c=d&e=f)> [x](javascript:ran)#g"))
    (link,) = made[0]["c"]
    assert link["t"] == "Link" and said(link["c"][1]) == "The[ONS]"
    assert link["c"][2][0].startswith("https://a.example/b?c=d&e=f%29%3E%20%5Bx%5D%28javascript:")


def test_no_text_of_a_csv_is_a_formula_and_every_number_is_untouched() -> None:
    numbers = [-0.5, 1e-9, None, 3.0]
    frame = pd.DataFrame({"=name": HOSTILE[:4], "value": numbers, "n": pd.array([1, None, -3, 4])})
    rows = list(csv.reader(io.StringIO(csv_file(frame).decode("utf-8-sig"))))
    assert rows[0] == ["'=name", "value", "n"]
    assert [row[1:] for row in rows[1:]] == [["-0.5", "1"], ["1e-09", ""], ["", "-3"], ["3.0", "4"]]
    told = [as_text(words) for words in HOSTILE]
    assert not [words for words in told if re.match(r"[\s=+\-@\uff1d]", words)]
    assert [as_text(words) for words in CELLS] == [f"'{one_line(words)}" for words in CELLS]
    assert all("\n" not in words for words in told)


@pytest.mark.parametrize(
    "words", ["-0.4", "+5%", "-0.4 to 1.2", "-1,234", "-", "a=b", "2024-25", "\u22120.4", "-1e-9"]
)
def test_what_is_no_formula_is_left_as_it_is(words: str) -> None:
    assert as_text(words) == words


@pytest.mark.parametrize("words", ["-2+3", "-1 to +1 to =x", "+44 1234", "@me", " =1", "-x", "=1"])
def test_what_could_be_a_formula_is_text(words: str) -> None:
    assert as_text(words) == f"'{words.strip()}"


def test_control_characters_and_turned_directions_are_not_printed() -> None:
    assert one_line("a\x00b\x1b[31m\u202ec\x0bd\u2028e\ufffe") == "ab[31mc d e"
    assert escape_html("a\x07") == escape_markdown("a\x07") == as_text("a\x07") == "a"
    assert html.unescape(attribute("a\x07")) == '"a"'


def _by_four(made: list[dict]) -> list[list[dict]]:
    return [made[n : n + 4] for n in range(0, len(made), 4)]
