"""Text as HTML that shows exactly it: nothing in it is markup, nor Markdown of the page around."""

from html import escape

from jsna.narrative.one_line import one_line


def escape_html(words: str) -> str:
    """Return `words` so that an element or an attribute in quotes holds them as they are.

    A back-tick or a brace could end the block of a chapter that the HTML stands in, or begin a
    shortcode; as a reference neither can.

    >>> escape_html("<b> `x` {y}")
    '&lt;b&gt; &#96;x&#96; &#123;y}'
    """
    return escape(one_line(words)).replace("`", "&#96;").replace("{", "&#123;")
