"""SMART, letter by letter: what a measure's description has for each, and what it lacks."""

from dataclasses import dataclass
from typing import Final

from jsna.analysis.measure_judgement import JudgedMeasure
from jsna.settings.measure_period import period_words
from jsna.settings.own_measures import OwnMeasure

LETTERS: Final = {
    "S": "Specific",
    "M": "Measurable",
    "A": "Achievable",
    "R": "Relevant",
    "T": "Time-bound",
}


@dataclass(frozen=True)
class SmartLetter:
    """One letter: whether it is met, and the reason."""

    letter: str
    met: bool
    reason: str


def smart_check(judged: JudgedMeasure) -> tuple[SmartLetter, ...]:
    """Return the five letters of a measure, in order."""
    measure = judged.measure
    return (
        _stated("S", measure.smart.specific, "the description does not say who or what is counted"),
        _measurable(judged),
        _achievable(measure),
        _relevant(measure),
        _time_bound(measure),
    )


def _stated(letter: str, words: str, lacking: str) -> SmartLetter:
    return SmartLetter(letter, bool(words), words or lacking)


def _lacking(letter: str, lacks: list[str], met: str) -> SmartLetter:
    if lacks:
        return SmartLetter(letter, False, f"it lacks {', '.join(lacks)}")
    return SmartLetter(letter, True, met)


def _measurable(judged: JudgedMeasure) -> SmartLetter:
    measure = judged.measure
    lacks = [] if measure.target is not None else ["a target"]
    lacks += [] if measure.source else ["a source"]
    lacks += [] if judged.newest is not None else ["figures"]
    return _lacking("M", lacks, f"a target, and figures from {measure.source}")


def _achievable(measure: OwnMeasure) -> SmartLetter:
    if measure.target is None:
        return SmartLetter("A", False, "no target")
    why = "nothing says why the target can be reached"
    return _stated("A", measure.smart.achievable, why)


def _relevant(measure: OwnMeasure) -> SmartLetter:
    if not measure.priority:
        return SmartLetter("R", False, "it is of no priority")
    return _stated("R", measure.smart.relevant, "nothing says what it tells of its priority")


def _time_bound(measure: OwnMeasure) -> SmartLetter:
    lacks = [] if measure.target_by else ["a date for the target"]
    lacks += [] if measure.review else ["a review date"]
    by = period_words(measure.interval(measure.target_by)) if measure.target_by else ""
    day = f"{measure.review.day} {measure.review:%B %Y}" if measure.review else ""
    return _lacking("T", lacks, f"target by {by}, review on {day}")
