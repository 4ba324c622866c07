"""The measures of a priority that have half a screen each, and the further ones, which fold."""

from collections.abc import Collection
from typing import Final

from jsna.chapter.evidence import Evidence, Measure
from jsna.chapter.key_messages import key_messages
from jsna.chapter.measure_block import further_block
from jsna.chapter.measure_figures import lead_figure, short_words
from jsna.chapter.page import Page
from jsna.chapter.words import block, sections
from jsna.narrative.english import counted
from jsna.narrative.markdown import escape_markdown

Key = tuple[str, str, str]
MOST: Final = 9
"""So many blocks keep a page under 1,200 words and 400 KB, and its PDF to 8 sheets (measured)."""
LEADING: Final = 6
"""How many of more than that have a block of their own."""


def leading_measures(
    evidence: Evidence, shown: list[Measure], written: Collection[Key] = ()
) -> list[Measure]:
    """Return the measures that have a block of their own, in the page's order.

    All of up to nine. Of more, six: those that the key messages tell of, then the first of the
    page's order (worse first, old figures last).

    Args:
        evidence: Of the priority's page.
        shown: Its measures in the page's order.
        written: Keys of those that the council has written about: their words stay in sight.
    """
    if len(shown) <= MOST:
        return shown
    told = {message.figure for message in key_messages(evidence)}

    def untold(measure: Measure) -> bool:
        return not (measure.has_data and lead_figure(evidence, measure) in told)

    first = sorted(shown, key=untold)[:LEADING]  # which keeps the order of the others
    stay = {measure.key for measure in first}.union(written)
    return [measure for measure in shown if measure.key in stay]


def further_measures(evidence: Evidence, page: Page, others: list[Measure]) -> str:
    """Return the measures that do not lead, folded one by one; "" of none.

    Documents name them: their values stand in the page's table.
    """
    if not others:
        return ""
    many = counted(len(others), "further measure")
    names = "; ".join(short_words(measure) for measure in others)
    printed = f"The site has the figures of {many} of the table: {names}."
    return sections(
        "### Further measures",
        block("site-only", f"{many[:1].upper()}{many[1:]} of the table, each with its figure:"),
        block("documents-only", escape_markdown(printed)),
        *(further_block(evidence, page, measure) for measure in others),
    )
