"""The council's Markdown: what is markup is what is meant to be, and all else is text."""

import json

import pypandoc
import pytest

from hostile_strings import HOSTILE, words_of
from jsna.narrative.commentary_blocks import block_markdown, blocks_of, parts_of
from jsna.narrative.commentary_inline import Piece, cited, inline_markdown, pieces_of

TEXT = {"Str", "Space", "SoftBreak", "Quoted", "SingleQuote", "DoubleQuote"}

HOSTILE_BLOCKS = {
    "a script": "<script>ran=1</script>",
    "a script over lines": "<script>\nran=1\n</script>",
    "a note that goes on": "<!-- note --> <script>ran=1</script>",
    "a note that never ends": "<!-- note\n<script>ran=1</script>",
    "an iframe": "<iframe src=javascript:ran=1></iframe>",
    "an event": "<img src=x onerror=ran=1>",
    "raw HTML": "```{=html}\n<script>ran=1</script>\n```",
    "raw HTML in a line": "`<script>ran=1</script>`{=html}",
    "raw Typst": '```{=typst}\n#panic("ran")\n```',
    "raw Typst in a line": '`#panic("ran")`{=typst} #eval("panic(1)")',
    "raw Word": "```{=openxml}\n<w:p/>\n```",
    "LaTeX": "\\input{/etc/passwd} $\\immediate\\write18{id}$",
    "code that runs": "```{python}\nimport os; os._exit(1)\n```",
    "code": "    indented\n    code",
    "an include": "{{< include /etc/passwd >}}",
    "a shortcode": "{{< env HOME >}} {{< video https://evil.example/x >}}",
    "a fenced div": "::: {.lede onclick=ran=1}\nwords\n:::",
    "the end of our div": ":::\n\n::::::",
    "attributes": "[words]{.mark onclick=ran=1 style='x'}",
    "a heading with attributes": "Words\n===\n{#content .x}",
    "a link to a script": "[click](javascript:ran=1)",
    "a link to data": "[click](data:text/html,<script>ran=1</script>)",
    "a link in brackets": "<javascript:ran=1> <https://evil.example/>",
    "a reference link": "[click][x]\n\n[x]: javascript:ran=1",
    "a picture": "![alt](https://evil.example/x.png) ![alt](x.svg){fig-alt=x}",
    "a footnote": "words^[a note] [^1]\n\n[^1]: more",
    "a definition of a citation": "[@a]: javascript:ran=1",
    "a citation made a link": "[@a](javascript:ran=1)",
    "metadata": "---\ntitle: planted\n---",
    "a table": "| a | b |\n|---|---|\n| 1 | 2 |",
    "a caption": "Table: planted {#tbl-x}\n\n: planted",
    "rules": "* * *\n\n***\n\n___",
    "a cross-reference": "@fig-none @tbl-none @sec-none and -@nobody",
    "a number unclosed": "{{ 1.value \n\n}} {{{ 1.value }}} {{}}",
    "a control character": "a\x00b\x07c \u202e d **\x07**",
}


def ast(markdown: str) -> list[dict]:
    made = pypandoc.convert_text(markdown, "json", format="markdown+autolink_bare_uris")
    return json.loads(made)["blocks"]


def kinds(node: object) -> set[str]:
    if isinstance(node, dict):
        own = {node["t"]} if isinstance(node.get("t"), str) else set()
        return own | kinds(node.get("c"))
    return set().union(*map(kinds, node)) if isinstance(node, list) else set()


def printed(body: str) -> str:
    """A body as its page has it, numbers left as they are named."""
    shown = [block_markdown(b, lambda piece: f"LIVE({piece.text})") for b in blocks_of(body)]
    return "\n\n".join(shown)


def line(text: str) -> str:
    return inline_markdown(pieces_of(text), lambda piece: f"LIVE({piece.text})")


def test_headings_divide_a_body_into_parts_with_their_lines():
    one = "Before.\n\n## One\nText one,\non two lines.\n\n- a\n- b\n  goes on\n\n"
    body = f"{one}### Two ##\n## Three\nText."
    found = [(p.heading, p.line, [(b.kind, b.line, len(b.items)) for b in p.blocks])
             for p in parts_of(body)]  # fmt: skip
    assert found == [
        ("", 0, [("paragraph", 0, 1)]),
        ("One", 2, [("paragraph", 3, 1), ("bullets", 6, 2)]),
        ("Two", 10, []),
        ("Three", 11, [("paragraph", 12, 1)]),
    ]


def test_a_list_begins_below_a_paragraph_without_a_blank_line_too():
    assert [b.kind for b in blocks_of("Words:\n- one\n- two\n1. first\n2. second")] == [
        "paragraph", "bullets", "numbers",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("note", "left"),
    [
        ("<!-- a question? -->", 0),
        ("<!-- over\n\nlines -->", 0),
        ("<!-- one -->\n<!-- two -->\nWords.", 1),
        ("<!-- one --> and words", 1),
        ("Words <!-- not alone -->", 1),
        ("<!-- it never ends\n\nWords.", 2),
    ],
)
def test_a_note_for_the_writer_is_not_printed_and_nothing_hides_in_one(note, left):
    assert len(blocks_of(note)) == left


def test_a_paragraph_is_known_again_by_its_words_not_by_its_lines():
    one, two, other = (blocks_of(text)[0].digest for text in ("a b\nc", "a  b c", "a b d"))
    assert one == two != other


def test_what_is_markup_stays_markup():
    text = (
        "**Bold {{ 1.value }}** and *slant* or _this_, [a page](https://a.example/b?c=d#e),"
        " [mail](mailto:team@a.example), [@key-1, p. 3; @b] and {{ 2(Female).sentence }}!"
    )
    (para,) = ast(line(text))
    assert kinds(para["c"]) - TEXT == {"Strong", "Emph", "Link", "Cite"}
    assert line(text).count("LIVE(") == 2


def test_numbers_and_citations_know_their_line():
    pieces = pieces_of("a\nb {{ 1.value }}\n**c\n{{ 2.value }}** [@k]")
    inside = [p for piece in pieces for p in (piece, *piece.inside)]
    assert [(p.text, p.line) for p in inside if p.kind in ("live", "cite")] == [
        ("1.value", 1), ("2.value", 3), ("@k", 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("@a", ["a"]),
        ("@a-1_b:c/d.e, p. 3", ["a-1_b:c/d.e"]),
        ("@a; @b, pp. 1-2", ["a", "b"]),
        ("@", []),
        ("@a b", []),
        ("see @a", []),
        ("@a; ", []),
        ("@{a}", []),
    ],
)
def test_a_citation_is_its_form_or_text(text, keys):
    assert [one.key for one in cited(Piece("cite", text, 0))] == keys


@pytest.mark.parametrize("body", HOSTILE_BLOCKS.values(), ids=HOSTILE_BLOCKS)
def test_hostile_blocks_are_text(body):
    made = ast(f"::: {{.council-words}}\n{printed(body)}\n:::\n\nAfter.")
    assert [block["t"] for block in made] == ["Div", "Para"]
    assert made[0]["c"][0] == ["", ["council-words"], []]
    inside = made[0]["c"][1]
    assert {block["t"] for block in inside} <= {"Para", "BulletList", "OrderedList"}
    allowed = TEXT | {"Para", "Plain", "Cite", "Decimal", "Period"}
    allowed |= {"BulletList", "OrderedList"}
    assert kinds(inside) <= allowed


def test_sixty_hostile_strings_are_text_wherever_they_stand():
    for words in HOSTILE:
        shown = printed(f"{words}\n\n- {words}\n\n**{words}**\n\n> {words}\n\nBefore! {words}")
        assert kinds(ast(shown)) <= TEXT | {
            "Para", "Plain", "BulletList", "Strong", "Emph", "BlockQuote", "Cite",
            "OrderedList", "Decimal", "Period",
        }, words  # fmt: skip


def test_the_words_of_hostile_text_are_all_there():
    for words in ("<b>bold</b> & {x} [y](z) $1", "{{< include x >}}", "a_b_c 5 * 3 ~x~ ^y^"):
        made = pypandoc.convert_text(printed(words), "plain", format="markdown")
        assert words_of(made) == words_of(words)


def test_an_escaped_sign_is_itself():
    assert line(r"5 \* 3 \{\{ 1.value \}\}") == r"5 \* 3 \{\{ 1.value \}\}"


def test_a_long_line_of_openings_is_read_at_once():
    for opening in ("**", "[", "{{ ", "_a ", "<!--", "[@", "![", "\\"):
        printed(opening * 30_000)
