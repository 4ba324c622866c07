"""A gap between deprivation groups as a statement, a headline and sentences.

The statement sets the most deprived group beside the least, by the test of a difference between
two estimates: no gap is called better or worse unless its interval leaves out none at all.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pandas as pd

from jsna.analysis.change import DECREASED, INCREASED
from jsna.analysis.data_age import DataAge
from jsna.analysis.gap_judgement import GAP_RULE, judge_gap
from jsna.analysis.gradient import Gradient
from jsna.analysis.outcome import Basis, Outcome
from jsna.analysis.rates import CALCULATED
from jsna.analysis.worked_out_interval import IN_FILE
from jsna.narrative.age_of_data import age_sentence
from jsna.narrative.gradient_words import LEAST, MOST, PARTS, end_words, headline_words
from jsna.narrative.headlines import shortened
from jsna.narrative.labels import period_words
from jsna.narrative.numbers import format_interval, format_number, format_value
from jsna.narrative.sentences import finding_alone
from jsna.narrative.statement import Comparator, Statement
from jsna.settings.indicator import Indicator

RATIO_TYPES: Final = ("proportion", "rate", "standardised-rate")
"""Kinds of value of which "twice as high" can be said."""

REASONS: Final = {
    "a deprivation group is missing": "the file leaves out a group",
    "a deprivation group is there twice": "the file gives a group twice",
    "a group has no population": "a group has no denominator",
    "a value cannot be transformed": "a group stands at 0 or at the whole, around which no values"
    " can be drawn",
    "a group has no valid interval": "the file used holds no interval",
}


def gap_statement(
    base: Statement,
    ends: pd.DataFrame,
    gap: pd.Series,
    gradient: Gradient,
    indicator: Indicator,
    age: DataAge,
) -> Statement:
    """Return the statement of the most deprived group, with the least as its comparator.

    Args:
        base: The area's own statement of the same measure: title, unit, source.
        ends: Facts of the two ends, the most deprived first; a missing one is a blank row.
        gap: From `analysis.inequality`.
        gradient: Whose.
        indicator: For polarity and the difference that would matter.
        age: Of the groups' figures, which may be of an earlier period than the area's.
    """
    area, least = base.area_name, f"the {LEAST} deprived {PARTS[gradient.groups]}"
    judged = judge_gap(ends, gap, indicator, least)
    most = ends.iloc[0]
    value, lower, upper = (_number(most[name]) for name in ("value", "lower_95", "upper_95"))
    return replace(
        base,
        area_name=end_words(gradient, area, MOST),
        area_code=gap["area_code"],
        period=gap["period"],
        period_label=most["period_label"],
        value=value,
        lower=lower,
        upper=upper,
        interval_from="" if lower is None and upper is None else IN_FILE,
        comparator=Comparator(least, gap["area_code"], _number(gap["least"])),
        comparison=judged["comparison"],
        outcome=Outcome(judged["outcome"]),
        basis=Basis(judged["basis"]),
        published="",
        reason=judged["reason"],
        rule=GAP_RULE,
        status=most["status"],
        note="",
        edition=gap["edition"],
        data_age=age,
        snapshot_ids=tuple(sorted(set(re.findall(r"[0-9a-f]+", " ".join(ends["snapshot_ids"]))))),
    )


def gap_headline(
    statement: Statement, gap: pd.Series, gradient: Gradient, area_name: str, indicator: Indicator
) -> str:
    """Return the gap as a headline.

    "The most deprived tenth of England's councils is worse on smoking: 1.6 times the least
    deprived"; without a verdict the two values. Which councils, the subtitle says.
    """
    whole = headline_words(gradient, area_name)
    part = f"{MOST} deprived {PARTS[gradient.groups]} of {whole}"
    place = f"The {part}"
    least = f"the {LEAST} deprived"
    if statement.value is None:
        return _say(statement, indicator, lambda what: f"No figure for the {part} on {what}")
    if statement.outcome is Outcome.SIMILAR:
        return _say(
            statement,
            indicator,
            lambda what: f"{place} is {Outcome.SIMILAR.linking} {least} on {what}",
        )
    if statement.outcome is Outcome.TOO_IMPRECISE:
        return _say(
            statement,
            indicator,
            lambda what: (
                f"The gap between the most and least deprived of {whole} is {statement.outcome}"
                f" on {what}"
            ),
        )
    if not statement.outcome.is_verdict:
        values = [
            format_value(value, statement.unit, statement.decimals)
            for value in (statement.value, _least(statement))
        ]
        return _say(
            statement,
            indicator,
            lambda what: f"{place} is at {values[0]} on {what}, {least} at {values[1]}",
        )
    far = how_far(statement, gap, indicator)
    return _say(
        statement, indicator, lambda what: f"{place} is {statement.outcome} on {what}: {far}"
    )


def how_far(statement: Statement, gap: pd.Series, indicator: Indicator) -> str:
    """Return "1.6 times the least deprived", or "7.3 years lower than the least deprived"."""
    times = gap["times"]
    if indicator.value_type in RATIO_TYPES and pd.notna(times) and abs(times - 1) >= 0.05:
        return f"{format_number(times, 1)} times the {LEAST} deprived"
    side = "higher" if gap["gap"] > 0 else "lower"
    amount = format_value(abs(gap["gap"]), gap_unit(statement.unit), statement.decimals)
    return f"{amount} {side} than the {LEAST} deprived"


def gap_sentence(statement: Statement, gap: pd.Series, indicator: Indicator) -> str:
    """Return the gap's size with its interval; "" where it cannot be judged at all."""
    if statement.outcome in (Outcome.SIMILAR, Outcome.TOO_IMPRECISE):
        low, high = (
            format_value(gap[name], gap_unit(statement.unit), statement.decimals)
            for name in ("gap_lower_95", "gap_upper_95")
        )
        return f"The gap may be anything from {low} to {high} (95% interval)."
    if not statement.outcome.is_verdict:
        return ""
    if indicator.value_type in RATIO_TYPES and pd.notna(gap["times"]):
        interval = format_interval(gap["times_lower_95"], gap["times_upper_95"], "", 2)
        return f"That is {format_number(gap['times'], 2)} times as high ({interval})."
    sign = 1 if gap["gap"] > 0 else -1
    low, high = sorted(sign * gap[name] for name in ("gap_lower_95", "gap_upper_95"))
    interval = format_interval(low, high, statement.unit, statement.decimals)
    amount = format_value(sign * gap["gap"], gap_unit(statement.unit), statement.decimals)
    return f"That is {amount} {'higher' if sign > 0 else 'lower'} ({interval})."


def gap_finding(statement: Statement, gap: pd.Series, indicator: Indicator) -> str:
    """Return both ends, the gap between them, and the age of old figures, in sentences."""
    said = (
        finding_alone(statement),
        gap_sentence(statement, gap, indicator),
        age_sentence(statement.data_age, statement.period_label),
    )
    return " ".join(part for part in said if part)


def slope_sentence(statement: Statement, gap: pd.Series) -> str:
    """Return why gap and slope index seem to differ, where all groups slope and the ends do not.

    "" where both say the same, or there is no index.
    """
    none_found = statement.outcome in (Outcome.SIMILAR, Outcome.TOO_IMPRECISE)
    if not (none_found and gap["slopes"]):
        return ""
    unit = gap_unit(statement.unit)
    index = format_value(gap["sii"], unit, statement.decimals)
    limits = (gap["sii_lower_95"], gap["sii_upper_95"])
    interval = format_interval(*limits, statement.unit, statement.decimals)
    return (
        "The gap rests on the two ends alone; the line through all groups does slope: from end to"
        f" end {index} ({interval})."
    )


def change_sentence(change: pd.Series | None, labels: dict[str, str], indicator: Indicator) -> str:
    """Return what the test of two gaps gave, with both; "" where there was none.

    Args:
        change: From `analysis.inequality.gap_change`.
        labels: Period -> its label.
        indicator: For unit and decimals.
    """
    if change is None:
        return ""
    earlier, newest = (
        f"{period_words(labels[change[when]])}"
        f" ({format_value(change[gap], gap_unit(indicator.unit), indicator.decimals)})"
        for when, gap in (("since", "earlier"), ("to", "newest"))
    )
    between = f"Between {earlier} and {newest}"
    if change["change"] not in (INCREASED, DECREASED):
        return f"{between} there was no significant change in the gap."
    if change["earlier"] < 0:
        return f"{between} the gap turned round, a significant change."
    verb = "widened" if change["change"] == INCREASED else "narrowed"
    return f"{between} the gap {verb}, a significant change."


def gap_unit(unit: str) -> str:
    """Return the unit of a difference: percentage points between two percentages."""
    return "percentage points" if unit == "%" else unit


def reason_words(status: str) -> str:
    """Return why an index was not calculated, in a reader's words; "" if it was."""
    return "" if status == CALCULATED else REASONS.get(status, status)


def _least(statement: Statement) -> float | None:
    return statement.comparator.value if statement.comparator else None


def _number(value: object) -> float | None:
    return None if pd.isna(value) else float(value)  # type: ignore[arg-type]


def _say(statement: Statement, indicator: Indicator, words: Callable[[str], str]) -> str:
    return shortened(words, indicator.short_title, statement)
