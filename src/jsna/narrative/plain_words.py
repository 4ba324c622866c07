"""The plain-language version of what own measures tell: short words, short sentences."""

from typing import Final

from jsna.analysis.measure_judgement import (
    CHANCE,
    COMMON,
    HIT,
    IMPROVING,
    MISS,
    NO_DATA,
    TOO_FEW,
    WORSENING,
    JudgedMeasure,
)
from jsna.narrative.numbers import format_number, format_value
from jsna.settings.measure_period import NAMES, period_words
from jsna.settings.own_measures import PERCENT

CHANGE: Final = {
    IMPROVING: "This is getting better.",
    WORSENING: "This is getting worse.",
    COMMON: "This has not really changed.",
    TOO_FEW: "We can't say yet if this has changed.",
    "higher": "This is going up.",
    "lower": "This is going down.",
}
GOAL: Final = {
    HIT: "We will reach our goal of {target} if we go on like this.",
    MISS: "We will not reach our goal of {target} if we go on like this.",
    CHANCE: "Some months we reach our goal of {target}, and some months we don't.",
}
BETTER, WORSE, SAME, UNKNOWN = (
    "What got better", "What got worse", "What stayed the same", "What we do not know",
)  # fmt: skip


def plain_group(judged: JudgedMeasure) -> str:
    """Return under which heading a measure stands."""
    if judged.variation in (NO_DATA, TOO_FEW):
        return UNKNOWN
    return {IMPROVING: BETTER, WORSENING: WORSE}.get(judged.variation, SAME)


def plain_sentences(judged: JudgedMeasure) -> str:
    """Return a measure in a few short sentences."""
    measure = judged.measure
    if judged.newest is None:
        hidden = (
            "The numbers are too small to show." if judged.hidden else "Nobody has told us yet."
        )
        return f"{measure.title}: {hidden}"
    value = _plain_value(judged.newest["value"], judged)
    said = [f"{measure.title}: {value} in {_plain_period(judged.newest['period'])}."]
    said.append(CHANGE[judged.variation])
    if judged.assurance in GOAL and measure.target is not None:
        words = GOAL[judged.assurance].format(target=_plain_value(measure.target, judged))
        if measure.frequency != "month":
            words = words.replace("Some months", "Sometimes").replace("some months", "sometimes")
        by = measure.interval(measure.target_by) if measure.target_by else ""
        by = f" We want to get there by {_plain_period(by)}." if by else ""
        said.append(words + by)
    return " ".join(said)


def _plain_period(interval: str) -> str:
    """Return a period in plain words: a quarter by its months, a year of two as it is."""
    if not interval.endswith("/P3M"):
        return period_words(interval)
    year, first = int(interval[:4]), int(interval[5:7]) - 1
    return f"{NAMES[first]} to {NAMES[first + 2]} {year}"


def _plain_value(value: float, judged: JudgedMeasure) -> str:
    """Return a value in plain words: "55 in every 100", "92 days"."""
    measure = judged.measure
    if measure.kind == "share":
        return f"{format_number(value, 0)} in every {PERCENT:g}"
    return format_value(value, measure.unit, measure.decimals)
