"""What is found of own measures, in words: the icons' meaning is said, never drawn alone."""

from typing import Final

import numpy as np

from jsna.analysis.control_rules import RULES
from jsna.analysis.measure_judgement import (
    CHANCE,
    COMMON,
    HIGHER,
    HIT,
    IMPROVING,
    LOWER,
    MISS,
    NO_DATA,
    NO_PLAN,
    NO_TARGET,
    NOT_TOLD,
    OFF_BY_CHANCE,
    OFF_PLAN,
    ON_PLAN,
    TOO_FEW,
    WORSENING,
    JudgedMeasure,
)
from jsna.analysis.year_projection import YearProjection
from jsna.narrative.numbers import format_number, format_value
from jsna.settings.measure_period import period_words
from jsna.settings.own_measures import OwnMeasure

VARIATION: Final = {
    IMPROVING: "improving: more than common cause",
    WORSENING: "worsening: more than common cause",
    HIGHER: "higher: more than common cause",
    LOWER: "lower: more than common cause",
    COMMON: "common cause: no change beyond chance",
    TOO_FEW: "too few figures to tell",
    NO_DATA: "no figure",
}
"""What stands for the variation icon."""
ASSURANCE: Final = {
    HIT: "will hit the target",
    MISS: "will miss the target",
    CHANCE: "may hit or miss the target by chance",
    NO_TARGET: "no target",
    NOT_TOLD: "not told",
}
"""What stands for the assurance icon: what happens if nothing changes."""
NEWEST: Final = ("the newest figure meets it", "the newest figure does not meet it")
"""What is said of a target of which no forecast is made: met, missed."""
NARROW: Final = (
    "Its limits may be too narrow: its figures lie {times} times as far apart as chance alone"
    " gives."
)
PLAN: Final = {
    ON_PLAN: "on trajectory",
    OFF_PLAN: "off trajectory",
    OFF_BY_CHANCE: "behind its trajectory, within chance",
    NO_PLAN: "no trajectory",
}
WORSE_AND_WORSENING, OFF, MISSED, SPECIAL, OVERDUE, NOTHING, REVIEW = (
    "Worse and worsening", "Off trajectory", "Target missed", "Special cause", "Overdue", "No data",
    "Review is past",
)  # fmt: skip
MEANING: Final = {
    WORSE_AND_WORSENING: "They change for the worse by more than common cause, and are not where"
    " they should be",
    OFF: "They are behind their trajectory by more than chance gives, or with too few figures to"
    " tell",
    MISSED: "By their limits they will miss their target if nothing changes, or their newest figure"
    " misses one that it was to meet",
    SPECIAL: "Their newest figure breaks a rule of its control chart, whichever way",
    OVERDUE: "The next figure should have been here",
    NOTHING: "No figure has come in, or none that may be shown",
    REVIEW: "Target and measure should have been looked at again",
}
"""Kinds of exception, in their order."""


def value_words(judged: JudgedMeasure) -> str:
    """Return the newest value and its period: "49.3% in December 2025"; why there is none.

    Of a value that is not the newest news it says so.
    """
    if judged.newest is None:
        return "every figure is hidden" if judged.hidden else "no figure"
    measure = judged.measure
    value = format_value(judged.newest["value"], measure.unit, measure.decimals)
    age = " (newer figures are hidden)" if judged.newer_hidden else " (old)" if judged.old else ""
    return f"{value} in {period_words(judged.newest['period'])}{age}"


def limits_words(judged: JudgedMeasure) -> str:
    """Return between what the newest figure varies by common cause: "38.1% to 52.0%"; "none"."""
    measure, newest = judged.measure, judged.newest
    if newest is None or np.isnan(newest["centre"]):
        return "none"
    sign = "%" if measure.unit == "%" else ""
    low, high = (format_value(newest[n], sign, measure.decimals) for n in ("lower", "upper"))
    return f"{low} to {high}"


def assurance_words(judged: JudgedMeasure) -> str:
    """Return whether the target is hit; without limits whether the newest figure meets it."""
    if judged.assurance != NOT_TOLD or judged.newest is None or judged.measure.polarity == "none":
        return ASSURANCE[judged.assurance]
    return NEWEST[judged.missed]


def plan_words(judged: JudgedMeasure) -> str:
    """Return how a measure stands to its trajectory."""
    if judged.plan == NO_PLAN and not np.isnan(judged.planned):
        return ASSURANCE[NOT_TOLD]
    if judged.plan == NO_PLAN and judged.measure.planned:
        return "none for this period"
    return PLAN[judged.plan]


def target_words(judged: JudgedMeasure) -> str:
    """Return a target, by when, and whether it is hit; "no target" without one."""
    measure = judged.measure
    if measure.target is None:
        return ASSURANCE[judged.assurance]
    words = format_value(measure.target, measure.unit, measure.decimals)
    by = f" by {target_period(measure)}" if measure.target_by else ""
    return f"{words}{by}: {assurance_words(judged)}"


def target_period(measure: OwnMeasure) -> str:
    """Return the period by which a target is to be reached, as it is printed."""
    return period_words(measure.interval(measure.target_by))


def finding_words(judged: JudgedMeasure) -> str:
    """Return the finding that stands over a chart, without a full stop."""
    value = value_words(judged)
    if judged.newest is None:
        return value
    parts = [value, VARIATION[judged.variation].partition(":")[0]]
    if judged.assurance in (HIT, MISS, CHANCE):
        parts.append(ASSURANCE[judged.assurance])
    return "; ".join(parts)


def finding_sentence(judged: JudgedMeasure) -> str:
    """Return what a reader should know of a measure, in sentences."""
    measure = judged.measure
    limits = limits_words(judged)
    within = "" if limits == "none" else f", limits {limits}"
    said = [f"{measure.title}: {value_words(judged)}{within}{_change_words(judged)}."]
    if judged.newest is not None and measure.target is not None:
        said.append(_target_sentence(judged))
    if judged.plan in (OFF_PLAN, OFF_BY_CHANCE):
        said.append(_plan_sentence(judged))
    if not np.isnan(judged.apart):
        said.append(NARROW.format(times=format_number(judged.apart, 1)))
    return " ".join(said)


def _change_words(judged: JudgedMeasure) -> str:
    """Return how it changes, to follow the value: words of its own, since a page has many."""
    if judged.rule:
        word = VARIATION[judged.variation].partition(":")[0]
        return f", {word} by more than common cause ({RULES[judged.rule]})"
    if judged.variation == TOO_FEW:
        return ", too few figures to tell a change"
    if judged.variation != COMMON:
        return ""
    signal = judged.last_signal
    if signal is None:
        return ", by common cause alone"
    when, rule = period_words(signal["period"]), RULES[signal["rule"]]
    return f", back within common cause; the last signal was in {when} ({rule})"


def _target_sentence(judged: JudgedMeasure) -> str:
    measure = judged.measure
    target = format_value(measure.target, measure.unit, measure.decimals)
    by = f" by {target_period(measure)}" if measure.target_by else ""
    if measure.polarity == "none":
        return f"The target is {target}{by}; nothing says which side of it is good."
    if judged.assurance == NOT_TOLD:
        side = "does not meet" if judged.missed else "meets"
        return f"The newest figure {side} the target of {target}{by}."
    steady = "If nothing changes, it" if judged.variation == COMMON else "By its limits, it"
    end = " by chance" if judged.assurance == CHANCE else ""
    return f"{steady} {ASSURANCE[judged.assurance].removesuffix(end)} of {target}{by}{end}."


def _plan_sentence(judged: JudgedMeasure) -> str:
    measure = judged.measure
    planned = format_value(judged.planned, measure.unit, measure.decimals)
    if judged.plan == OFF_BY_CHANCE:
        return f"Its trajectory has {planned}: behind it, by no more than chance gives."
    if np.isnan(judged.newest["sigma"]) if judged.newest is not None else True:
        return f"Its trajectory has {planned}; too few figures say whether that is chance."
    return f"Its trajectory has {planned}: behind it by more than chance gives."


def projection_sentence(found: YearProjection, judged: JudgedMeasure) -> str:
    """Return how the year may end, with its interval."""
    measure = judged.measure
    value, lower, upper = (
        format_value(number, measure.unit, measure.decimals)
        for number in (found.value, found.lower, found.upper)
    )
    of = "in all" if measure.kind == "count" else "on average"
    return (
        f"If it goes on as it is, {found.year} ends at {value} {of} (95% interval {lower} to"
        f" {upper}; {found.known} of {found.of} periods are known)."
    )


def exceptions_of(judged: JudgedMeasure, *, review_past: bool) -> list[str]:
    """Return the kinds of exception that a measure is, in their order."""
    off = judged.plan == OFF_PLAN
    found = {
        WORSE_AND_WORSENING: judged.is_worse,
        OFF: off,
        # both say it of the target too, in the same sentence
        MISSED: judged.misses and not (judged.is_worse or off),
        SPECIAL: bool(judged.rule),
        OVERDUE: judged.overdue,
        NOTHING: judged.newest is None,
        REVIEW: review_past,
    }
    return [name for name, is_one in found.items() if is_one]
