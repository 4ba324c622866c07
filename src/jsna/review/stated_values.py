"""What a draft states of an indicator of the facts: area, period and value, where it is certain."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.facts.periods import period_end
from jsna.facts.select import series
from jsna.narrative.citation import data_sets
from jsna.narrative.labels import period_words, stratum_words
from jsna.narrative.numbers import format_interval, format_value
from jsna.review.check import Known
from jsna.review.draft import Draft
from jsna.review.goals import is_goal
from jsna.review.measures import POPULATION, indicator_of
from jsna.review.numbers import Number, numbers_in
from jsna.review.sentences import Sentence, sentences
from jsna.review.years import periods_in, plain_label
from jsna.settings.indicator import Indicator

OTHERS: Final = re.compile(
    r"\b(?:England|national(?:ly)?|regional(?:ly)?|average|region|neighbours?|benchmark)(?:'s|\u2019s)?"
    r"[^,;.]{0,25}$",
    re.IGNORECASE,
)
CAPTION: Final = re.compile(r"\W*(?:table|figure|map|chart|box)\s+\d", re.IGNORECASE)
OTHERS_AFTER: Final = re.compile(r"^[^,;.]{0,12}\b(?:in|for|across) (?:England|the region)\b")


@dataclass(frozen=True, eq=False)
class StatedValue:
    """A number of a sentence that is the area's value of an indicator.

    Attributes:
        sentence: Where it stands.
        number: The number.
        indicator: Of what it is a value.
        period: As `years.periods_in` gives it; "" where the sentence names none.
        rows: The area's facts of it, in order of time: one row per period.
        known: Whose area, facts and sources they are.
    """

    sentence: Sentence
    number: Number
    indicator: Indicator
    period: str
    rows: pd.DataFrame
    known: Known

    @property
    def words(self) -> str:
        """The number as it is written."""
        return self.sentence.text[self.number.start : self.number.end].strip()

    @property
    def of_period(self) -> pd.DataFrame:
        """The rows of the period that is named; none where none is, or facts have none."""
        return self.rows[self.rows["period_label"].map(_year_of_label) == self.period]

    @property
    def newest(self) -> pd.Series:
        """The newest row."""
        return self.rows.iloc[-1]

    def same(self, rows: pd.DataFrame) -> pd.Series:
        """Return of each row whether its value is the number, as finely as that is given."""
        return (rows["value"] - self.number.value).abs() <= self.number.step / 2 + 1e-9

    def value_of(self, row: pd.Series) -> str:
        """Return a row's value with its unit and interval, as finely as the draft has it."""
        unit, decimals = (
            self.indicator.unit,
            max(self.number.decimals, self.indicator.decimals),
        )
        interval = format_interval(row["lower_95"], row["upper_95"], unit, decimals)
        value = format_value(row["value"], unit, decimals)
        return f"{value} ({interval})" if interval else value

    def measure_of(self, row: pd.Series) -> str:
        """Return what a row is a value of: measure, group, area, period, and who says so."""
        title, area = self.indicator.title, self.known.area
        group = stratum_words(row["sex"], row["age"], title)
        parts = [title, group, area.name, period_words(row["period_label"])]
        return f"{', '.join(part for part in parts if part)}. Source: {self._source(row)}."

    def _source(self, row: pd.Series) -> str:
        ids = str(row["snapshot_ids"]).split()
        held = sorted({self.known.snapshots[id] for id in ids if id in self.known.snapshots})
        named = data_sets(self.indicator, held, self.known.sources)
        return f"in the form of {named}, invented" if self.known.area.synthetic else named


def stated_values(draft: Draft, known: Known) -> Iterator[StatedValue]:
    """Yield the numbers of a draft that are certainly the area's, of an indicator with facts."""
    here = re.compile(rf"\b{re.escape(known.area.name)}\b")
    for sentence in sentences(draft):
        # a title's measure, an aim or another place's number is none of the area's
        if not here.search(sentence.text) or is_goal(sentence.text) or _is_title(sentence):
            continue
        periods = periods_in(sentence.text)
        parts = [sentence, *(c for c in sentence.clauses() if here.search(c.text))]
        for part in parts:
            own = periods_in(part.text) or periods
            if len(own) <= 1 and (found := _stated(part, here, "".join(own), known)):
                yield found
                break


def _is_title(sentence: Sentence) -> bool:
    return sentence.passage.heading or bool(CAPTION.match(sentence.passage.text))


def _stated(part: Sentence, here: re.Pattern[str], period: str, known: Known) -> StatedValue | None:
    indicator = indicator_of(here.sub(" ", part.text), known.indicators)
    number = _areas_number(part.text, indicator) if indicator else None
    if indicator is None or number is None:
        return None
    rows = _rows(known, indicator)
    return StatedValue(part, number, indicator, period, rows, known) if len(rows) else None


def _areas_number(text: str, indicator: Indicator) -> Number | None:
    """Return the one number of a sentence that can be the area's value; None if it is not one."""
    low, high = indicator.allowed_range
    fitting = [
        number
        for number in numbers_in(text)
        if number.unit == _unit(indicator)
        and low <= number.value <= high
        and not OTHERS.search(text[: number.start])
        and not OTHERS_AFTER.search(text[number.end :])
    ]
    if indicator.id == POPULATION:
        fitting = [number for number in fitting if "," in text[number.start : number.end]]
    return fitting[0] if len(fitting) == 1 else None


def _unit(indicator: Indicator) -> str:
    plain = indicator.unit.replace(",", "")
    return plain if plain in ("%", "years") or plain.startswith("per ") else ""


def _rows(known: Known, indicator: Indicator) -> pd.DataFrame:
    """Return the area's values of the first stratum that pages show, in order of time."""
    facts = known.facts if known.facts is not None else pd.DataFrame()
    first = indicator.strata[0]
    strata = {one.sex for one in indicator.strata}
    if len(strata) > 1 and indicator.id != POPULATION:
        return facts.head(0)
    rows = series(facts, indicator.id, sorted(known.area.codes), first.sex, first.age)
    rows = rows[rows["value"].notna()]
    return rows.loc[period_end(rows["period"]).sort_values(kind="stable").index]


def _year_of_label(label: str) -> str:
    return plain_label(str(label).removeprefix("mid-"))
