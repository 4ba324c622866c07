"""Sentences about movement: the recent trend, and change that a test has shown.

"Getting better" and "getting worse" come with polarity only, and no word of change without a
test: analysis/movement.py did both.
"""

from typing import Final

from jsna.analysis.change import DECREASED, INCREASED, NOT_SIGNIFICANT
from jsna.analysis.movement import Change, Movement
from jsna.analysis.recent_trend import CANNOT, NO_CHANGE
from jsna.narrative.labels import period_words
from jsna.narrative.numbers import format_value
from jsna.settings.indicator import Indicator

_SHORT: Final = {INCREASED: "rose", DECREASED: "fell"}
_BETTER: Final = {("high-is-good", INCREASED), ("low-is-good", DECREASED)}


def trend_sentence(movement: Movement, what: str = "") -> str:
    """Return the recent trend in one sentence, with the source's own beside it if it differs.

    "Recent trend: increasing and getting worse over five yearly figures, 2019 to 2023."; "No
    recent trend is given: the test is for figures of one year each."

    Args:
        movement: Of the series.
        what: The measure as it reads inside a sentence; "" leaves it out.
    """
    return f"{_ours(movement, what)}{_published(movement)}."


def _ours(movement: Movement, what: str) -> str:
    of = f" in {what.removesuffix(',')}" if what else ""
    if movement.trend == CANNOT:
        return f"No recent trend{of} is given: {movement.reason}"
    years = f"{period_words(movement.first)} to {period_words(movement.last)}"
    words = movement.trend[:1].lower() + movement.trend[1:]
    return f"Recent trend{of}: {words} over five yearly figures, {years}"


def movement_sentences(movement: Movement, indicator: Indicator, what: str) -> str:
    """Return what all tests of a series gave; of one that no test could be made of, why.

    Args:
        movement: Of the series.
        indicator: What is measured.
        what: The measure as it reads inside a sentence, so that no two sentences are the same.
    """
    changes = [c for c in (movement.since_last, movement.since_start) if c and c.since]
    if movement.trend != CANNOT or movement.published or any(not c.reason for c in changes):
        told = (trend_sentence(movement, what), change_sentences(movement, indicator))
        return " ".join(part for part in told if part)
    others = dict.fromkeys(c.reason for c in changes if c.reason != movement.reason)
    if not others:
        return f"No trend or change in {what} is tested: {movement.reason}."
    of_change = f"Nor is a change in {what.removesuffix(',')}: {'; '.join(others)}."
    return f"No trend in {what} is tested: {movement.reason}. {of_change}"


def change_sentences(movement: Movement, indicator: Indicator) -> str:
    """Return what the tests against earlier figures gave; "" where there is none to tell.

    "Between 2019 to 2021 (14.2%) and 2022 to 2024 (12.1%) it fell, a significant change for the
    better."; "... there was no significant change."
    """
    last, begun = movement.since_last, movement.since_start
    told = [change for change in (last, begun) if change is not None and change.since]
    if len(told) == 2 and told[1].reason and told[1].reason == told[0].reason:
        told.pop()
    return " ".join(changed_sentence(change, indicator) for change in told)


def trend_word(movement: Movement | None) -> str:
    """Return the movement in one or two words for a table's cell.

    The recent trend where there is one, else the test against the last figure of its own that
    shares no time: "getting worse", "rose", "no significant change", "not tested".
    """
    if movement is None:
        return "one figure"
    if movement.trend == CANNOT:
        last = movement.since_last
        return _SHORT.get(last.change, last.change) if last else "one figure"
    return movement.trend.partition(" and ")[2] or movement.trend.lower()


def _published(movement: Movement) -> str:
    source = movement.published
    if source in ("", movement.trend):
        return ""
    if source == CANNOT:
        return "; the source gives none"
    if movement.trend == CANNOT:
        return f'; the source prints "{source}", which the figures here are too few to confirm'
    return f'; the source prints "{source}", by its own rule and unrounded figures'


def changed_sentence(change: Change, indicator: Indicator) -> str:
    """Return what one test gave, with both figures."""
    earlier, newest = (
        f"{period_words(label)} ({format_value(value, indicator.unit, indicator.decimals)})"
        for label, value in ((change.since, change.earlier), (change.to, change.newest))
    )
    between = f"Between {earlier} and {newest}"
    if change.change == NOT_SIGNIFICANT:
        return f"{between} there was {NO_CHANGE.lower()}."
    if change.change in (INCREASED, DECREASED):
        verb = "rose" if change.change == INCREASED else "fell"
        return f"{between} it {verb}, a significant change{judged_words(change.change, indicator)}."
    # figures without a test beside them would be read as change
    return f"Change since {period_words(change.since)} was not tested: {change.reason}."


def judged_words(change: str, indicator: Indicator) -> str:
    """Return " for the better" or " for the worse" after a tested change; "" without polarity."""
    if indicator.polarity == "none":
        return ""
    better = (indicator.polarity, change) in _BETTER
    return f" for the {'better' if better else 'worse'}"
