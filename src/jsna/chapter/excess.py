"""A measure in numbers: how many more the area has than at England's level."""

from jsna.chapter.evidence import Measure
from jsna.chapter.measure_rows import MeasureRows
from jsna.narrative.excess_words import excess_sentence
from jsna.narrative.markdown import escape_markdown

METHOD = "[Method: excess cases](methods.qmd#excess-cases)"


def in_numbers(measure: Measure, rows: MeasureRows) -> str:
    """Return the excess over England's level; "" for what has no cases, or no count."""
    if rows.excess is None:
        return ""
    said = excess_sentence(measure.statement, rows.excess, measure.indicator.value_type)
    return f"{escape_markdown(said)} {METHOD}"
