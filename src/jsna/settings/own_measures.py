"""What a council or partner counts itself: `reports/strategies/<strategy>/measures.yml`.

The file says what each measure is and what it should reach; its figures are CSV files of
`data/local/measures`, and what is found of them is worked out in `analysis`.
"""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field, model_validator

from jsna.settings.measure_period import (
    ALLOWED,
    Frequency,
    interval_at,
    month_number,
    read_measure_period,
)
from jsna.settings.model import SettingsModel, Slug, Text, Words

Kind = Literal["count", "share", "rate", "mean"]
Polarity = Literal["high-is-good", "low-is-good", "none"]
PERCENT: Final = 100.0
PeriodText = Annotated[
    Text, BeforeValidator(lambda given: str(given) if isinstance(given, int) else given)
]
"""A period as it is written; YAML takes a bare year for a number."""
Figure = Annotated[float, Field(allow_inf_nan=False)]


class Point(SettingsModel):
    """What a measure should be in one period."""

    period: PeriodText
    value: Figure


class Line(SettingsModel):
    """A trajectory as a straight line from one period to another, both included."""

    start: Point
    end: Point


class Span(SettingsModel):
    """From one period to another, both included."""

    first: PeriodText
    last: PeriodText


class Step(SettingsModel):
    """A change that is known, from which limits are worked out anew: never without a reason.

    Attributes:
        since: The first period of the new way.
        why: What changed, as a sentence.
    """

    since: PeriodText
    why: Text


class Smart(SettingsModel):
    """What only people can say of a measure's letters; the others are read off the measure itself.

    Attributes:
        specific: Who or what is counted, and out of whom.
        achievable: Why the target can be reached.
        relevant: What it tells of the priority.
    """

    specific: Words = ""
    achievable: Words = ""
    relevant: Words = ""


class OwnMeasure(SettingsModel):
    """One measure of a council's or partner's own.

    Attributes:
        id: Names it in the CSV files and in figures' ids.
        priority: Whose it is; "" for one of the whole strategy.
        unit: As printed after a number: "%", "days", "per 1,000 births".
        kind: A count; a share (numerator of denominator, in per cent); a rate (numerator for
            each `per` of the denominator); or a mean (numerator shared out over the denominator).
        per: What a rate is per.
        counts: Whether numerators count people, or events that befall them, so that small ones are
            hidden; or things, whose numerators and denominators are not kept at all.
        disclosure_rule: A rule of the catalogue's `disclosure_rules`, for another collection.
        target: What is to be reached; with `target_by` the period by which.
        trajectory: What it should be on the way: points by period, or a line between two.
        baseline: The periods by which limits are set, once and for all until a declared step; the
            first ones unless given.
        owner: A role or a body, never a person's name.
        source: Where the figures come from.
        due_after: How many days after a period its figure should be there.
        review: When target and measure are looked at again.
        steps: Known changes, from which limits are worked out anew.
        chart: Which control chart: by its kind unless given ("xmr" for shares and rates whose
            values vary by more than chance alone gives).
        line: Of the strategy's document.
    """

    id: Slug
    title: Text
    priority: Slug | Literal[""] = ""
    unit: Text
    kind: Kind
    per: Annotated[Figure, Field(gt=0)] = 1.0
    decimals: Annotated[int, Field(ge=0, le=3)] = 0
    polarity: Polarity
    frequency: Frequency
    counts: Literal["people", "things"] = "people"
    disclosure_rule: Slug | Literal[""] = ""
    target: Figure | None = None
    target_by: PeriodText | Literal[""] = ""
    trajectory: tuple[Point, ...] | Line = ()
    baseline: Span | None = None
    owner: Words = ""
    source: Words = ""
    due_after: Annotated[int, Field(ge=0, le=730)] = 60
    review: date | None = None
    steps: tuple[Step, ...] = ()
    chart: Literal["by-kind", "xmr"] = "by-kind"
    smart: Smart = Smart()
    line: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> "OwnMeasure":
        if "per" in self.model_fields_set and self.kind != "rate":
            raise ValueError(f"`per` is for a rate, and this is a {self.kind}")
        if self.target is None and self.target_by:
            raise ValueError("there is a target_by and no target")
        for text in self.every_period:
            if read_measure_period(text, self.frequency) is None:
                raise ValueError(
                    f"the period {text!r} is not known. {ALLOWED[self.frequency][:-1]}"
                )
        for name, first, last in self._spans:
            if month_number(first) >= month_number(last):
                raise ValueError(f"{name} ends before it begins")
        for name, periods in self._listed:
            if list(periods) != sorted(set(periods)):
                raise ValueError(f"{name}: each period once, in the order of time")
        return self

    @property
    def multiplier(self) -> float:
        """What numerator by denominator is multiplied with."""
        return {"share": PERCENT, "rate": self.per}.get(self.kind, 1.0)

    @property
    def every_period(self) -> tuple[str, ...]:
        """Every period that the description names, as it is written there."""
        named = [self.target_by] if self.target_by else []
        if isinstance(self.trajectory, Line):
            named += [self.trajectory.start.period, self.trajectory.end.period]
        else:
            named += [point.period for point in self.trajectory]
        named += [self.baseline.first, self.baseline.last] if self.baseline else []
        return (*named, *(step.since for step in self.steps))

    def interval(self, text: str) -> str:
        """Return a period that the description names as an ISO interval."""
        found = read_measure_period(text, self.frequency)
        assert found is not None  # looked at when it was read
        return found

    @property
    def planned(self) -> dict[str, float]:
        """ISO interval -> what the measure should be in it, by its trajectory."""
        if not isinstance(self.trajectory, Line):
            return {self.interval(point.period): point.value for point in self.trajectory}
        start, end = self.trajectory.start, self.trajectory.end
        first, last = (month_number(self.interval(p.period)) for p in (start, end))
        step = month_number(interval_after(self.interval(start.period))) - first
        slope = (end.value - start.value) / (last - first)
        return {
            interval_at(month, self.frequency): start.value + slope * (month - first)
            for month in range(first, last + 1, step)
        }

    @property
    def _spans(self) -> list[tuple[str, str, str]]:
        spans = []
        if isinstance(self.trajectory, Line):
            ends = (self.trajectory.start.period, self.trajectory.end.period)
            spans.append(("trajectory", *map(self.interval, ends)))
        if self.baseline:
            ends = (self.baseline.first, self.baseline.last)
            spans.append(("baseline", *map(self.interval, ends)))
        return spans  # type: ignore[return-value]

    @property
    def _listed(self) -> list[tuple[str, list[str]]]:
        points = () if isinstance(self.trajectory, Line) else self.trajectory
        listed = (
            ("trajectory", [p.period for p in points]),
            ("steps", [s.since for s in self.steps]),
        )
        return [(name, [self.interval(text) for text in texts]) for name, texts in listed]


def interval_after(interval: str) -> str:
    """Return the period that follows one of a measure's."""
    length = interval.partition("/P")[2]
    months = int(length[:-1]) * (12 if length.endswith("Y") else 1)
    frequency: Frequency = {1: "month", 3: "quarter", 12: "year"}[months]  # type: ignore[assignment]
    return interval_at(month_number(interval) + months, frequency)


class ReturnColumn(SettingsModel):
    """One column of a return: a period, as a plan or as it came out."""

    title: Text
    period: PeriodText
    shows: Literal["plan", "actual"] = "actual"


class ReturnRow(SettingsModel):
    """One measure of a return, with what the layout calls its value, numerator and denominator.

    Attributes:
        numerator: The heading of its line of numerators; "" for a layout without one.
        plans: Numerator and denominator of planned periods, which a trajectory does not hold.
    """

    measure: Slug
    value: Words = "Value"
    numerator: Words = ""
    denominator: Words = ""
    plans: tuple["PlannedParts", ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The headings of its lines, in their order."""
        return tuple(filter(None, (self.value, self.numerator, self.denominator)))


class PlannedParts(SettingsModel):
    """What a plan for one period is made of, as the return prints it."""

    period: PeriodText
    numerator: Figure | None = None
    denominator: Figure | None = None


class ReturnTable(SettingsModel):
    """A table that is sent in each quarter or year, laid out as its receiver asks.

    Attributes:
        note: What the receiver says of it, or where the layout comes from.
    """

    id: Slug
    title: Text
    columns: Annotated[tuple[ReturnColumn, ...], Field(min_length=1)]
    rows: Annotated[tuple[ReturnRow, ...], Field(min_length=1)]
    note: Words = ""
    line: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _each_cell_once(self) -> "ReturnTable":
        titles = [column.title for column in self.columns]
        lines = [(row.measure, line) for row in self.rows for line in row.lines]
        for what, names in (("columns", titles), ("lines of a measure", lines)):
            if len(set(names)) < len(names):
                raise ValueError(f"two {what} have one heading, so that one would hide the other")
        return self


class AnnualReport(SettingsModel):
    """What only people can say in the annual report.

    Attributes:
        year: Which year it is of, as it is written: "2025/26".
        opening: A few sentences that stand first.
        plain: The same for the plain-language version, in short words.
        next_year: What the board wants to do in the year that follows.
    """

    year: Text
    opening: Words = ""
    plain: Words = ""
    next_year: tuple[Text, ...] = ()


class OwnMeasures(SettingsModel):
    """The whole of `measures.yml`."""

    measures: tuple[OwnMeasure, ...] = ()
    returns: tuple[ReturnTable, ...] = ()
    annual_report: AnnualReport | None = None

    @property
    def by_id(self) -> dict[str, OwnMeasure]:
        """Id -> measure."""
        return {measure.id: measure for measure in self.measures}


ReturnRow.model_rebuild()
