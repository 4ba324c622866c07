import pytest

from jsna.narrative.markdown import escape_markdown


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("Health & wellbeing + care", "Health & wellbeing + care"),
        ("a &lt; b, R&D; &#38;", r"a \&lt; b, R\&D; \&\#38;"),  # else an entity becomes its sign
        ("5 * 3_000 [a]", r"5 \* 3\_000 \[a\]"),
        ("two\n  lines", "two lines"),  # a second line could begin a heading or a block
        ("1. The first", r"1\. The first"),
        ("(iv) later", r"(iv\) later"),
        ("- no list", r"\- no list"),
        ("2026.11", "2026.11"),
        ("<b>", "&lt;b&gt;"),  # no tag for whatever reads the chapter as HTML
    ],
)
def test_markdown_prints_the_words_as_they_are(words, printed):
    assert escape_markdown(words) == printed
