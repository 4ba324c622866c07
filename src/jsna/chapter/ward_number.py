"""A number of one ward as the council's own words quote it, judged together with all wards."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from jsna.analysis.outcome import Outcome
from jsna.chapter.area_number import NO_INTERVAL
from jsna.chapter.evidence import Evidence
from jsna.chapter.ward_scans import WardScan
from jsna.narrative.labels import period_words
from jsna.narrative.numbers import format_value
from jsna.narrative.ward_words import FLAGS, NOT_FLAGGED, flag_words, ward_interval

WARDS_PAGE: Final = "ward-inequalities.qmd"


@dataclass(frozen=True, eq=False)
class WardNumber:
    """One ward's figure of a measure.

    Its properties value to sentence are those of `narrative.live_name.OF_WARDS`.
    """

    evidence: Evidence
    scan: WardScan
    code: str

    @cached_property
    def _row(self) -> dict[str, Any]:
        rows = self.scan.rows
        found: dict[str, Any] = rows[rows["area_code"] == self.code].iloc[0].to_dict()
        return found

    @property
    def measure(self) -> str:
        """The measure and the ward."""
        return f"{self.scan.measure}, {self._row['area_name']} ward"

    @property
    def source(self) -> str:
        """The data set."""
        return self.evidence.source_of(self.scan.indicator.id)

    @property
    def period_key(self) -> str:
        """The period as facts write it."""
        return str(self._row["period"])

    @property
    def outcome(self) -> str:
        """The outcome against England if it is flagged; else that it is not."""
        outcome = Outcome(self._row["outcome_england"])
        return str(outcome) if outcome in FLAGS else NOT_FLAGGED

    @property
    def value(self) -> str:
        """The value with its unit; "not available" without one."""
        return self._number("value")

    @property
    def england(self) -> str:
        """England's value of the same period."""
        return self._number("comparator_value")

    @property
    def interval(self) -> str:
        """The 95% interval, or that there is none."""
        return ward_interval(self._row, self.scan.indicator) or NO_INTERVAL

    @property
    def period(self) -> str:
        """The period in words."""
        return period_words(str(self._row["period_label"]))

    @property
    def verdict(self) -> str:
        """Whether it is flagged among all wards tested, of which some differ by chance."""
        outcome, side = Outcome(self._row["outcome_england"]), self.scan.words.sides[0]
        return flag_words(outcome, self._row["reason_england"], side, named=True)

    @property
    def sentence(self) -> str:
        """Value, interval, period and verdict as a sentence."""
        return (
            f"{self.measure}: {self.value} ({self.interval}) in {self.period}, {self.verdict};"
            f" England's is {self.england}."
        )

    @property
    def target(self) -> str:
        """The page of wards."""
        return WARDS_PAGE

    def _number(self, column: str) -> str:
        indicator, number = self.scan.indicator, self._row[column]
        return format_value(float(number), indicator.unit, indicator.decimals)
