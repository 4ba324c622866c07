"""Whether a strategy's document has every appendix that it names."""

from collections.abc import Sequence

from jsna.pack.made_pages import LACKING
from jsna.publish.html_page import HtmlPage


def appendix_faults(pages: Sequence[HtmlPage]) -> list[str]:
    """Return a sentence for each appendix that a strategy's document names and lacks."""
    return [
        f"{page.name}: {' '.join(line.text.split())} Take it out of `appendices`, or give it what"
        " it needs."
        for page in pages
        for block in page.root.all("div")
        if LACKING in block.get("class").split()
        for line in block.all("li")
    ]
