"""What a strategy sets out beside its priorities: who leads, big issues, actions, what is counted.

Each part may name the line of the strategy's document that it was read from. All of it is
optional: a strategy without any is one of priorities alone.
"""

from typing import Annotated, Final, Literal

from pydantic import Field, field_validator, model_validator

from jsna.settings.indicator import IndicatorId
from jsna.settings.model import Month, SettingsModel, Slug, Text, Words

Line = Annotated[int, Field(ge=1)]
Progress = Literal["", "green", "amber", "red", "to-be-confirmed"]
PROGRESS: Final[dict[Progress, str]] = {
    "green": "green",
    "amber": "amber",
    "red": "red",
    "to-be-confirmed": "to be confirmed",
    "": "blank",
}
"""The words for each state of an action, in the order in which they are counted."""


class Unmeasured(SettingsModel):
    """Something that is wanted and that no indicator of the catalogue measures.

    Attributes:
        source: Who publishes or holds what would measure it; "" where nobody does.
    """

    what: Text
    why: Text
    source: Words = ""


class WantedOutcome(SettingsModel):
    """What would be seen if a priority worked, and the priority's indicators that tell of it.

    Attributes:
        what: In our own words.
        indicators: None where the strategy's file does not say which; empty where none does.
    """

    what: Text
    indicators: tuple[IndicatorId, ...] | None = None

    @model_validator(mode="before")
    @classmethod
    def _in_words_alone(cls, given: object) -> object:
        return {"what": given} if isinstance(given, str) else given


class MeasuresTogether(SettingsModel):
    """Two of a priority's indicators that its page sets beside each other, authority by authority.

    Attributes:
        indicators: That along the foot of the scatter, then that at its left.
        line: Where the document speaks of the two.
    """

    indicators: Annotated[tuple[IndicatorId, ...], Field(min_length=2, max_length=2)]
    line: Line | None = None

    @field_validator("indicators")
    @classmethod
    def _differ(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(given)) < len(given):
            raise ValueError(f"{given[0]} stands twice: two different indicators are compared")
        return given


class Body(SettingsModel):
    """An organisation, service or partnership that leads, supports or advises; never a person."""

    id: Slug
    title: Text


class Cell(SettingsModel):
    """Who is accountable for one priority at one stage of life.

    Attributes:
        life_stage: "" in a strategy that names none.
        lead: "" where the document names nobody: that is kept, and counted.
    """

    priority: Slug
    life_stage: Slug | Literal[""] = ""
    lead: Slug | Literal[""] = ""
    supporting: tuple[Slug, ...] = ()
    advising: tuple[Slug, ...] = ()
    line: Line | None = None


class BigIssue(SettingsModel):
    """A need that the strategy names, and what would tell whether it is still one.

    Attributes:
        priorities: Those that answer it, where the document says so; else those that have one of
            its indicators are taken for them.
    """

    id: Slug
    title: Text
    life_stage: Slug | Literal[""] = ""
    priorities: tuple[Slug, ...] = ()
    indicators: tuple[IndicatorId, ...] = ()
    unmeasured: tuple[Unmeasured, ...] = ()
    line: Line | None = None


class Objective(SettingsModel):
    """One thing that a priority is to reach, and the priority's indicators that tell of it."""

    id: Slug
    title: Text
    indicators: tuple[IndicatorId, ...] = ()
    line: Line | None = None


class Action(SettingsModel):
    """One thing that is to be done for a priority.

    Attributes:
        lead: Whose it is: bodies, never persons; none where the document leaves it blank.
        timescale: By when, as the document has it: "Mar-18", "ongoing".
        status: How far it was when the document was written; "" where that was left blank.
        progress: What it says of the progress, in our own words.
    """

    id: Slug
    title: Text
    lead: tuple[Slug, ...] = ()
    timescale: Words = ""
    status: Progress = ""
    progress: Words = ""
    line: Line | None = None


class StatedFigure(SettingsModel):
    """A figure that the document itself states, which is not checked against any data.

    Attributes:
        kind: Where things stood at the start, what is to be reached, or what was found since.
        period: As the document has it: "2015/16".
        value: In the metric's unit.
        numerator: What the value was worked out from, where the document says so.
        denominator: And out of, or for, how many.
    """

    kind: Literal["baseline", "target", "since"]
    period: Text
    value: float
    numerator: float | None = None
    denominator: Annotated[float, Field(gt=0)] | None = None
    line: Line | None = None

    @model_validator(mode="after")
    def _of_how_many(self) -> "StatedFigure":
        if (self.numerator is None) != (self.denominator is None):
            raise ValueError("numerator and denominator go together")
        return self


class Metric(SettingsModel):
    """Something by which the strategy says that it will be held to account.

    Attributes:
        headline: Whether the document lists it among its headline indicators.
        priority: Whose it is; "" for one of the whole strategy.
        unit: Of the figures: "%", "per 100,000", "admissions".
        owner: The body that answers for it; "" where the document names none.
        source: Where its figures come from, as the document says; "" where it does not.
        indicators: Of the catalogue, that tell of the same thing.
    """

    id: Slug
    title: Text
    headline: bool = False
    priority: Slug | Literal[""] = ""
    unit: Words = ""
    owner: Slug | Literal[""] = ""
    source: Words = ""
    indicators: tuple[IndicatorId, ...] = ()
    figures: tuple[StatedFigure, ...] = ()
    line: Line | None = None

    @property
    def baseline(self) -> tuple[StatedFigure, ...]:
        """Where things stood at the start, as the document states it; empty for most."""
        return tuple(figure for figure in self.figures if figure.kind == "baseline")

    @property
    def targets(self) -> tuple[StatedFigure, ...]:
        """What is to be reached, as the document states it."""
        return tuple(figure for figure in self.figures if figure.kind == "target")


class Milestone(SettingsModel):
    """Something that is to have happened by a month."""

    id: Slug
    title: Text
    priority: Slug | Literal[""] = ""
    due: Month
    line: Line | None = None
