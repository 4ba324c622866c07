"""Sentences: what a statement says, in one full sentence, with everything a number carries.

No word of judgement stands here without the outcome that allows it, and no word of change:
a sentence speaks of one period.
"""

from typing import Final

from jsna.analysis.goal_judgement import GOAL_RULE
from jsna.analysis.outcome import Outcome
from jsna.analysis.worked_out_interval import FROM_COUNTS
from jsna.narrative.age_of_data import age_sentence
from jsna.narrative.english import mid_sentence, possessive
from jsna.narrative.labels import period_words, stratum_words
from jsna.narrative.numbers import format_interval, format_number, format_value
from jsna.narrative.statement import Statement

WORKED_OUT: Final = "worked out from count and denominator"
OF_WORKED_OUT: Final = (
    "Worked out: from count and denominator, since the file used holds no interval."
)
"""Under a table whose cells say it in short."""


def finding(statement: Statement) -> str:
    """Return the statement as one full sentence, and one of its age where it is old.

    It carries the value with its unit, 95% interval, period and the comparator's value, and
    says whose an outcome is where it is the source's, and why there is none. Why a difference was
    not tested, or the source's verdict stands for a test, stands in `verdict`.
    """
    said = finding_alone(statement)
    if statement.value is None:
        return said
    return f"{said} {age_sentence(statement.data_age, statement.period_label)}".rstrip()


def finding_alone(statement: Statement) -> str:
    """Return the finding without the sentence of its age, for where that stands elsewhere."""
    if statement.value is None:
        return _no_figure(statement)
    value = format_value(statement.value, statement.unit, statement.decimals)
    interval = interval_words(statement)
    shown = f"{value} ({interval})" if interval else value
    period = period_words(statement.period_label)
    return f"{subject(statement)} stood at {shown} in {period}{_against(statement)}."


def subject(statement: Statement) -> str:
    """Return what is measured and where: "Suicide rate, males aged 10 and over, in Anytown"."""
    title = statement.indicator_title or f"Indicator {statement.indicator_id}"
    group = stratum_words(statement.sex, statement.age, title)
    edition = f"{statement.edition} edition" if statement.edition else ""
    extra = [part for part in (group, statement.group, edition) if part]
    where = f"in {statement.area_name}"
    # a title that holds a comma needs one after it, or its end reads as part of the place
    return ", ".join([title, *extra, where]) if extra or "," in title else f"{title} {where}"


def verdict(statement: Statement) -> str:
    """Return the outcome with a capital where the comparator stands beside it already.

    "Worse"; "Goal met"; "Too imprecise to judge"; "Better, the source's verdict: the file ...";
    "Not comparable: the file used ...".
    """
    if statement.rule == GOAL_RULE:
        text = goal_words(statement)
    elif statement.basis.after_verdict:
        text = f"{statement.outcome}, {statement.basis.after_verdict}: {statement.reason}"
    elif statement.outcome in (Outcome.NOT_TESTED, Outcome.NOT_COMPARABLE):
        text = f"{statement.outcome}: {statement.reason}"
    else:
        text = str(statement.outcome)
    return text[:1].upper() + text[1:]


def goal_words(statement: Statement) -> str:
    """Return whether a goal is met, in words: a goal has no better and no worse."""
    if statement.outcome is Outcome.TOO_IMPRECISE:
        return f"cannot tell whether the goal is met: {statement.reason}"
    words = _GOAL_WORDS[statement.outcome]
    alone = ", by the value alone: the interval holds the goal" if _open(statement) else ""
    return f"{words}{alone}"


def _open(statement: Statement) -> bool:
    """Whether a goal that is judged by the value lies inside the value's interval."""
    goal = statement.comparator.value if statement.comparator else None
    if goal is None or statement.lower is None or statement.upper is None:
        return False
    return statement.lower < goal < statement.upper


_GOAL_WORDS: Final = {
    Outcome.BETTER: "goal met",
    Outcome.WORSE: "goal not met",
    Outcome.SIMILAR: "within the range of the goal, not beyond it",
}


def _against(statement: Statement) -> str:
    theirs = _comparator_value(statement)
    if statement.rule == GOAL_RULE:
        return _against_goal(statement)
    if statement.outcome.is_verdict:
        return f", {statement.outcome.linking} {theirs}{_whose_verdict(statement)}"
    if statement.outcome is Outcome.TOO_IMPRECISE:
        return f": {statement.outcome} against {theirs}, as it {_could_be(statement)}"
    if statement.outcome is Outcome.NOT_TESTED:
        return f" against {theirs}, {statement.outcome}"
    against = f" with {statement.comparator.name}" if statement.comparator else ""
    return f"; not compared{against}, because {statement.reason}"


def _whose_verdict(statement: Statement) -> str:
    words = statement.basis.after_verdict
    return f" ({words})" if words else ""


def _against_goal(statement: Statement) -> str:
    name, value = _comparator(statement)
    could_be = ""
    if statement.outcome is Outcome.TOO_IMPRECISE:
        could_be = f"; it {_could_be(statement)}"
    return f", against {name} of {value}: {goal_words(statement)}{could_be}"


def _could_be(statement: Statement) -> str:
    if statement.lower is None or statement.upper is None:
        raise ValueError(f"a statement that is {statement.outcome} carries its interval")
    low, high = (
        format_number(limit, statement.decimals) for limit in (statement.lower, statement.upper)
    )
    return f"could be as low as {low} or as high as {high}"


def _no_figure(statement: Statement) -> str:
    when = f", {period_words(statement.period_label)}" if statement.period_label else ""
    what = mid_sentence(subject(statement))
    return f"There is no figure for {what}{when}: {statement.reason}."


def interval_words(statement: Statement) -> str:
    """Return "95% interval 57.8 to 71.9", and that it was worked out where it was; "" without."""
    words = format_interval(statement.lower, statement.upper, statement.unit, statement.decimals)
    return f"{words}, {WORKED_OUT}" if words and worked_out(statement) else words


def limits_words(statement: Statement, none: str) -> str:
    """Return an interval as a table's cell: "57.8 to 71.9", "57.8 to 71.9, worked out"; `none`."""
    if statement.lower is None or statement.upper is None:
        return none
    low, high = (
        format_number(limit, statement.decimals) for limit in (statement.lower, statement.upper)
    )
    return f"{low} to {high}{', worked out' if worked_out(statement) else ''}"


def worked_out(statement: Statement) -> bool:
    """Return whether the value's own interval was worked out here: the file holds none."""
    return statement.interval_from == FROM_COUNTS


def _comparator_value(statement: Statement) -> str:
    name, value = _comparator(statement)
    return f"{possessive(name)} {value}"


def _comparator(statement: Statement) -> tuple[str, str]:
    if statement.comparator is None:
        return "the comparator", format_value(None, "", 0)
    value = statement.comparator.value
    return statement.comparator.name, format_value(value, statement.unit, statement.decimals)
