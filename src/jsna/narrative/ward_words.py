"""Words for a scan of wards: how many differ, from what, and what could not be tested.

A count of wards never stands without the number tested and what they were held against.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from jsna.analysis.data_age import CURRENT, DataAge
from jsna.analysis.outcome import Outcome
from jsna.analysis.worked_out_interval import FROM_COUNTS
from jsna.narrative.age_of_data import age_sentence, age_words
from jsna.narrative.english import counted, mid_sentence
from jsna.narrative.labels import period_words, sex_words, stratum_words
from jsna.narrative.numbers import format_interval, format_value
from jsna.narrative.sentences import WORKED_OUT
from jsna.settings.indicator import Indicator

FLAGS: Final = (Outcome.WORSE, Outcome.HIGHER, Outcome.BETTER, Outcome.LOWER)
TESTED: Final = (*FLAGS, Outcome.SIMILAR, Outcome.TOO_IMPRECISE)
UNTESTED: Final = (Outcome.NOT_TESTED, Outcome.NOT_COMPARABLE)
"""Outcomes of wards that were tested; the others, UNTESTED, say why they were not."""
SMALLEST_P: Final = 0.001
NOT_FLAGGED: Final = "not flagged"
"""What is said of a ward for `Outcome.SIMILAR`: of many wards that are tested together, one whose
own interval leaves England out may have no flag, and is not called similar."""
NOT_FLAGGED_LETTER: Final = "U"


@dataclass(frozen=True)
class Side:
    """What the wards were held against, and how many have each outcome.

    Attributes:
        name: "England" or "the rest of Anytown".
        value: England's; None for the rest, which differs from ward to ward.
        counts: Outcome -> number of wards.
        reason: Why a ward was not tested, of those with a value if any; "" where all were.
    """

    name: str
    value: float | None
    counts: Mapping[Outcome, int]
    reason: str

    @property
    def tested(self) -> int:
        """How many wards were tested."""
        return sum(self.counts.get(outcome, 0) for outcome in TESTED)

    @property
    def flagged(self) -> int:
        """How many differ."""
        return sum(self.counts.get(outcome, 0) for outcome in FLAGS)


@dataclass(frozen=True)
class WardScanWords:
    """What is said of one measure's wards.

    Attributes:
        sides: England, then the rest of the authority.
        lowest: The smallest value of a ward; highest the largest.
        data_age: Whether the wards' figures are old for their kind.
    """

    area_name: str
    indicator: Indicator
    sex: str
    age: str
    period_label: str
    sides: tuple[Side, Side]
    lowest: float
    highest: float
    data_age: DataAge = CURRENT

    @property
    def old_figures(self) -> str:
        """That the figures are old, as a sentence; "" where they are not."""
        return age_sentence(self.data_age, self.period_label)

    def headline(self) -> str:
        """Return the finding, without a full stop: how many of how many wards differ.

        Of old figures that they are old.
        """
        return self.aged(self._found())

    def aged(self, headline: str) -> str:
        """Return a headline of these figures, with their age behind it where they are old."""
        age = age_words(self.data_age, self.period_label)
        return f"{headline} ({age})" if age else headline

    def _found(self) -> str:
        group = sex_words(self.sex)
        what = ", ".join(p for p in (mid_sentence(self.indicator.short_title), group) if p)
        side = next((side for side in self.sides if side.tested), None)
        if side is None:
            return f"Wards run from {self._value(self.lowest)} to {self._value(self.highest)}" + (
                f" on {what}: not tested"
            )
        if not side.flagged:
            return f"None of {side.tested} wards is flagged against {side.name} on {what}"
        return f"{flagged_words(side)} on {what}"

    def sentence(self) -> str:
        """Return the finding in full sentences, ready to be quoted."""
        indicator = self.indicator
        group = stratum_words(self.sex, self.age, indicator.title)
        what = ", ".join(p for p in (indicator.title, group) if p)
        run = (
            f"{what}: in {period_words(self.period_label)} the wards of {self.area_name} run from"
            f" {self._value(self.lowest)} to {self._value(self.highest)}."
        )
        told = (run, *(self._told(side) for side in self.sides), self.old_figures)
        return " ".join(part for part in told if part)

    def untested_run(self) -> str:
        """Return the lowest and highest ward of a measure without a test, in full sentences."""
        group = sex_words(self.sex)
        what = ", ".join(p for p in (mid_sentence(self.indicator.short_title), group) if p)
        run = (
            f"Not tested: the wards of {self.area_name} run from {self._value(self.lowest)} to"
            f" {self._value(self.highest)} on {what}, {period_words(self.period_label)}."
        )
        return f"{run} {self.old_figures}".rstrip()

    def _told(self, side: Side) -> str:
        value = f" ({self._value(side.value)})" if side.value is not None else ""
        if not side.tested:
            return f"They were not tested against {side.name}: {side.reason}."
        words = (
            f"{flagged_words(side, value)}, with false discovery held to 5%"
            if side.flagged
            else f"None of {side.tested} tested is flagged against {side.name}{value}"
        )
        return f"{words}."

    def _value(self, value: float | None) -> str:
        return format_value(value, self.indicator.unit, self.indicator.decimals)


def flagged_words(side: Side, value: str = "") -> str:
    """Return "3 of 25 wards are worse than England and 2 are better"; no flag, no words."""
    parts = [(side.counts[o], o) for o in FLAGS if side.counts.get(o)]
    (first, flag), *others = parts
    wards = "ward" if side.tested == 1 else "wards"
    start = f"{first} of {side.tested} {wards} {_verb(first)} {flag.linking} {side.name}{value}"
    return start + "".join(f" and {n} {_verb(n)} {other}" for n, other in others)


def ward_outcome(outcome: Outcome, side: Side) -> str:
    """Return what one ward's outcome is called in short: "worse"; "not flagged among 25 wards".

    Args:
        outcome: Of the ward against one side.
        side: What all wards were held against.
    """
    return f"{NOT_FLAGGED} {_among(side)}" if outcome is Outcome.SIMILAR else str(outcome)


def flag_words(outcome: Outcome, reason: str, side: Side, *, named: bool = False) -> str:
    """Return what is said of one ward, measure and comparator.

    A ward is never called similar: it is "not flagged among 25 wards", since false discovery was
    held over all of those that were tested.

    Args:
        outcome: Of the ward.
        reason: Why it could not be tested.
        side: What all wards were held against.
        named: Whether a flag names the comparator: "worse than England, flagged among 25 wards".
    """
    if outcome in FLAGS:
        flag = f"{outcome.linking} {side.name}" if named else str(outcome)
        return f"{flag}, flagged {_among(side)}"
    if outcome is Outcome.TOO_IMPRECISE:
        return f"{NOT_FLAGGED} {_among(side)}: {outcome}"
    if outcome is Outcome.SIMILAR:
        return ward_outcome(outcome, side)
    return f"not tested: {reason}" if reason else "not tested"


def _among(side: Side) -> str:
    return f"among {counted(side.tested, 'ward')}"


def unflagged_words(tested: Sequence[int]) -> str:
    """Return what wards without a flag are called: "not flagged among 23 to 25 wards tested".

    Args:
        tested: How many wards were tested, for each measure.
    """
    few, many = min(tested), max(tested)
    number = f"{few} to {many}" if few < many else str(many)
    return f"{NOT_FLAGGED} among {number} {'ward' if many == 1 else 'wards'} tested"


def ward_interval(row: Mapping[Any, Any], indicator: Indicator) -> str:
    """Return a ward's 95% interval in words, and that it was worked out where it was; "" without.

    Args:
        row: Of a scan: lower_95, upper_95 and interval_from.
        indicator: For the unit.
    """
    words = format_interval(row["lower_95"], row["upper_95"], indicator.unit, indicator.decimals)
    return f"{words}, {WORKED_OUT}" if words and row["interval_from"] == FROM_COUNTS else words


def ward_letter(outcome: Outcome) -> str:
    """Return the letter of one ward's outcome, as a table of many wards has it."""
    return NOT_FLAGGED_LETTER if outcome is Outcome.SIMILAR else outcome.letter


def counts_words(side: Side) -> str:
    """Return the flags of one side in a table's cell: "3 worse, 2 better of 25"; or "not tested".

    "none of 25" where no ward is flagged.
    """
    if not side.tested:
        return "not tested"
    parts = [f"{side.counts[o]} {o}" for o in FLAGS if side.counts.get(o)]
    return f"{', '.join(parts) or 'none'} of {side.tested}"


def side_of(name: str, value: float | None, outcomes: list[str], reasons: list[str]) -> Side:
    """Return the counts of one side, out of the outcome and the reason of each ward.

    Args:
        name: What the wards were held against.
        value: England's value; None if it has none, or for the rest.
        outcomes: One word a ward, of `Outcome`.
        reasons: One a ward, the more telling ones first; "" for those with a verdict.
    """
    counts = Counter(Outcome(word) for word in outcomes)
    told = (r for o, r in zip(outcomes, reasons, strict=True) if o in UNTESTED)
    return Side(name, value, counts, next(told, ""))


def ward_page(code: str) -> str:
    """Return the id of a ward's page: its file without the ending, and its commentary's name.

    >>> ward_page("E05000001")
    'ward-e05000001'
    """
    return f"ward-{code.lower()}"


def p_words(p: float) -> str:
    """Return an adjusted p with three decimals, "under 0.001", or "not tested"."""
    if math.isnan(p):
        return "not tested"
    return f"under {SMALLEST_P}" if p < SMALLEST_P else f"{p:.3f}"


def _verb(number: int) -> str:
    return "is" if number == 1 else "are"
