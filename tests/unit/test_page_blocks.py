"""A chapter's Markdown is read once into blocks, which nest and lose nothing."""

from jsna.narrative.markdown import raw_html
from jsna.pack.page_blocks import every, read_blocks, under

CHAPTER = """Before.

## First {#one}

:::: {.pair}
::: {#fig-a .wide}
![](a.svg)

Caption.
:::

::: {.source .documents-only}
Source: X.
:::
::::

```{=html}
## no heading
::: {.no-block}
```

## Second

Last.
"""


def test_blocks_nest_and_each_has_its_source_whole() -> None:
    blocks = read_blocks(CHAPTER)
    (pair, raw) = under(blocks, "First")
    assert pair.has("pair") and pair.source in CHAPTER
    figure, source = pair.inside
    assert figure.id == "fig-a" and figure.has("wide") and not figure.has("wide", "other")
    assert figure.source == "::: {#fig-a .wide}\n![](a.svg)\n\nCaption.\n:::"
    assert source.has("documents-only", "source") and source.id == ""
    assert [text.source for text in figure.inside] == ["![](a.svg)\n\nCaption."]
    # what is raw is neither a heading nor a block
    assert raw.source.splitlines()[1:3] == ["## no heading", "::: {.no-block}"]
    assert [block.source for block in under(blocks, "Second")] == ["Last."]
    assert under(blocks, "Third") == ()


def test_blocks_are_walked_in_the_order_of_the_page_with_what_follows() -> None:
    walked = [(one.id or one.title, beside) for one, beside in every(read_blocks(CHAPTER))]
    assert [name for name, _ in walked if name] == ["First", "fig-a", "Second"]
    beside = dict(walked)["fig-a"]
    assert beside is not None and beside.has("source")


def test_a_block_without_an_end_ends_with_the_chapter_and_a_stray_end_is_text() -> None:
    (open_one,) = read_blocks("::: {.a}\ntext\n:::: {.b}\nmore")
    assert [one.source for one in open_one.inside] == ["text", ":::: {.b}\nmore"]
    (text,) = read_blocks(":::\n\ntext\n")
    assert text.attributes is None and text.source == ":::\n\ntext"
    assert read_blocks("") == ()


def test_fewer_backticks_within_what_is_raw_end_nothing() -> None:
    html = "x\n```\n## no heading\n::: {.no-block}"
    raw, head = read_blocks(f"{raw_html(html)}\n## After")
    assert raw.source == raw_html(html) and raw.attributes is None
    assert head.title == "After"
