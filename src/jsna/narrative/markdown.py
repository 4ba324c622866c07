"""Text in Markdown that prints exactly it: nothing in it is markup.

What comes from settings or files goes into a chapter or a page by these functions alone.
"""

import re
from typing import Final
from urllib.parse import quote

from jsna.narrative.html_text import escape_html
from jsna.narrative.one_line import one_line
from jsna.settings.model import WEB_ADDRESS

_SPECIAL: Final = re.compile(r"([\\`*_\[\]$@#|~^{}]|&(?=#?\w+;)|(?<=\w):(?=\S)|(?<=-)-|(?<=\.)\.)")
"""What is markup wherever it stands; an ampersand where it begins an entity, a colon where it
could end a scheme, of which an address in the text would become a link, a sign twice where
another would be made of both."""

_LIST: Final = re.compile(r"^(\(?(?:\d+|[ivxlcdm]+|[a-z]))([.)])(?=\s|$)", re.IGNORECASE)
"""What would begin a list."""

_BEGINNING: Final = re.compile(r"^(table)?([-+:=%])", re.IGNORECASE)
"""What would begin a list, a definition, a caption, a block, a rule or a page's settings."""


def escape_markdown(words: str) -> str:
    r"""Return `words` so that Markdown prints them as they are, on one line.

    >>> escape_markdown("5 * 3_000 [a] <b>")
    '5 \\* 3\\_000 \\[a\\] &lt;b&gt;'
    """
    text = _SPECIAL.sub(r"\\\1", one_line(words))
    text = _BEGINNING.sub(r"\1\\\2", _LIST.sub(r"\1\\\2", text))
    # as a reference: what reads a chapter as HTML meets no tag, and Quarto no shortcode
    return text.replace("<", "&lt;").replace(">", "&gt;")


def attribute(words: str) -> str:
    """Return `words` as the value of an attribute, in quotes.

    >>> attribute('a "b" {c}')
    '"a &quot;b&quot; &#123;c&#125;"'
    """
    return f'"{escape_html(words)}"'.replace("\\", "&#92;").replace("}", "&#125;")


def web_link(words: str, address: str) -> str:
    """Return a link to a web address; the words alone where it is none.

    >>> web_link("Home", "https://a.example/b c"), web_link("Home", "javascript:x")
    ('[Home](<https://a.example/b%20c>)', 'Home')
    """
    target = quote(address.strip(), safe="/:?#@!$&*+,;=%-._~")
    text = escape_markdown(words)
    return f"[{text}](<{target}>)" if target and re.match(WEB_ADDRESS, target) else text


def raw_html(html: str) -> str:
    """Return HTML as a block of a chapter; nothing in it ends the block."""
    longest = max((len(ticks) for ticks in re.findall(r"`+", html)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{{=html}}\n{html}\n{fence}"
