"""Whether a strategy's document has every appendix that it names."""

from collections.abc import Sequence
from typing import Final

from jsna.pack.made_pages import LACKING
from jsna.publish.html_page import HtmlPage
from jsna.settings.page_table import STRATEGY_DOCUMENT
from jsna.settings.strategy_document import DocumentOrder

FILE: Final = f"{STRATEGY_DOCUMENT}.html"


def appendix_faults(pages: Sequence[HtmlPage], order: DocumentOrder | None) -> list[str]:
    """Return a sentence for each appendix that a strategy's document names and lacks.

    Args:
        pages: The pack's.
        order: What the strategy's file says of its document; None of none. Without the page of one
            nobody can look, which is a fault too.
    """
    if order and order.appendices and FILE not in {page.name for page in pages}:
        return [f"{FILE}: the pack has no such page, which the strategy's file asks for."]
    return [
        f"{page.name}: {' '.join(line.text.split())} Take it out of `appendices`, or give it what"
        " it needs."
        for page in pages
        for block in page.root.all("div")
        if LACKING in block.get("class").split()
        for line in block.all("li")
    ]
