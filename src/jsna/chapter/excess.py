"""A measure in numbers: how many more the area has than at England's level."""

from jsna.analysis.excess_of_area import excess_over_england
from jsna.chapter.evidence import Evidence, Measure
from jsna.chapter.measure_rows import MeasureRows
from jsna.fact_schema import ENGLAND
from jsna.narrative.excess_words import excess_sentence
from jsna.narrative.markdown import escape_markdown

METHOD = "[Method: excess cases](methods.qmd#excess-cases)"


def in_numbers(evidence: Evidence, measure: Measure, rows: MeasureRows) -> str:
    """Return the excess over England's level; "" for what has no cases, or no count."""
    statement, indicator = measure.statement, measure.indicator
    comparator = statement.comparator
    own = rows.trend[rows.trend["area_code"] == evidence.area.code]
    fact = own[own["period"] == statement.period]
    if comparator is None or comparator.area_code != ENGLAND or fact.empty:
        return ""
    excess = excess_over_england(fact.iloc[0], comparator.value, indicator)
    if excess is None:
        return ""
    said = excess_sentence(statement, excess, indicator.value_type)
    return f"{escape_markdown(said)} {METHOD}"
