"""A measure in numbers: how many more the area has than at England's level."""

from jsna.chapter.evidence import Evidence, Measure
from jsna.chapter.measure_rows import MeasureRows
from jsna.narrative.excess_words import NOT_PREVENTABLE, excess_sentence
from jsna.narrative.markdown import escape_markdown

METHOD = "[Method: excess cases](methods.qmd#excess-cases)"


def with_warning_once(evidence: Evidence, said: str) -> str:
    """Return a sentence on excess cases; what it is not stands once on a page."""
    warning = evidence.said_once(NOT_PREVENTABLE)
    return said if warning else said.replace(NOT_PREVENTABLE, "").strip()


def in_numbers(measure: Measure, rows: MeasureRows) -> str:
    """Return the excess over England's level; "" for what has no cases, or no count."""
    if rows.excess is None:
        return ""
    said = excess_sentence(measure.statement, rows.excess, measure.indicator.value_type)
    said = with_warning_once(rows.evidence, said)
    return f"{escape_markdown(said)} {METHOD}"
