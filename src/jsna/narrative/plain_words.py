"""The plain-language version of what own measures tell: short words, short sentences."""

from typing import Final

from jsna.analysis.measure_judgement import (
    CHANCE,
    HIGHER,
    HIT,
    IMPROVING,
    LOWER,
    MISS,
    NO_DATA,
    NOT_TOLD,
    TOO_FEW,
    WORSENING,
    JudgedMeasure,
)
from jsna.narrative.numbers import format_number, format_value
from jsna.settings.measure_period import NAMES, month_number, period_words
from jsna.settings.own_measures import PERCENT, interval_after

GOAL: Final = {
    HIT: "If we go on like this, we will reach our goal of {goal}.",
    MISS: "If we go on like this, we will not reach our goal of {goal}.",
    CHANCE: "{some} we reach our goal of {target}, and {some_small} we don't.",
}
BETTER, WORSE, CHANGED, SAME, UNKNOWN = (
    "What got better", "What got worse", "What changed", "What stayed the same",
    "What we do not know",
)  # fmt: skip
GROUPS: Final = {IMPROVING: BETTER, WORSENING: WORSE, HIGHER: CHANGED, LOWER: CHANGED}
MORE: Final = {
    TOO_FEW: ", too few numbers to say more", HIGHER: ", more than before",
    LOWER: ", less than before",
}  # fmt: skip
"""What is said of a change that stands under no heading of its own."""
HIDDEN: Final = "The numbers are hidden, so that nobody can be picked out."


def plain_group(judged: JudgedMeasure) -> str:
    """Return under which heading a measure stands."""
    if judged.variation in (NO_DATA, TOO_FEW):
        return UNKNOWN
    return GROUPS.get(judged.variation, SAME)


def plain_sentences(judged: JudgedMeasure) -> str:
    """Return a measure in a few short sentences."""
    measure = judged.measure
    if judged.newest is None:
        return f"{measure.title}: {HIDDEN if judged.hidden else 'Nobody has told us yet.'}"
    value = _plain_value(judged.newest["value"], judged)
    more = MORE.get(judged.variation, "")
    said = [f"{measure.title}: {value} in {_plain_period(judged.newest['period'])}{more}."]
    if judged.newer_hidden or judged.old:
        said.append("Newer numbers are hidden." if judged.newer_hidden else "This number is old.")
    if judged.assurance == NOT_TOLD and measure.target is not None and measure.polarity != "none":
        met = "misses" if judged.missed else "meets"
        said.append(f"This {met} our goal of {_plain_value(measure.target, judged)}.")
    if judged.assurance in GOAL and measure.target is not None:
        goal = target = _plain_value(measure.target, judged)
        if measure.target_by:
            goal += f" by the end of {_plain_end(measure.interval(measure.target_by))}"
        some = "Some months" if measure.frequency == "month" else "Sometimes"
        words = GOAL[judged.assurance]
        said.append(words.format(goal=goal, target=target, some=some, some_small=some.lower()))
    return " ".join(said)


def _plain_period(interval: str) -> str:
    """Return a period in plain words: a quarter by its months, a year of two as it is."""
    if not interval.endswith("/P3M"):
        return period_words(interval)
    year, first = int(interval[:4]), int(interval[5:7]) - 1
    return f"{NAMES[first]} to {NAMES[first + 2]} {year}"


def _plain_end(interval: str) -> str:
    """Return the month in which a period ends; a year as it is written."""
    if interval.endswith("/P1Y"):
        return period_words(interval)
    month = month_number(interval_after(interval)) - 1
    return f"{NAMES[month % len(NAMES)]} {month // len(NAMES)}"


def _plain_value(value: float, judged: JudgedMeasure) -> str:
    """Return a value in plain words: "55 in every 100", "92 days".

    What is neither none nor all is never rounded to it.
    """
    measure = judged.measure
    if measure.kind == "share":
        whole = float(format_number(value, 0))
        if whole in (0.0, PERCENT) and value != whole:
            return f"{'less than 1' if whole == 0 else 'more than 99'} in every {PERCENT:g}"
        return f"{format_number(value, 0)} in every {PERCENT:g}"
    return format_value(value, measure.unit, measure.decimals)
