"""What is to be reached, from when to when, and who says so: a goal of an indicator."""

from datetime import date
from typing import Literal

from pydantic import model_validator

from jsna.settings.model import SettingsModel, Text


class Goal(SettingsModel):
    """One number to reach, or a range; a figure is held against the goal of its own time.

    Attributes:
        value: The number, in the indicator's unit.
        lower: Or the lower end of a range, which belongs to it.
        upper: And the upper end, which does not.
        since: The first day on which the goal is in force.
        until: The last one; without it the goal goes on.
        by_interval: A value counts as on one side of the goal only with its whole interval.
        sex: Of which figures; without it of all.
        source: Whose goal it is and where that is said, as a sentence.
    """

    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    since: date
    until: date | None = None
    by_interval: bool = False
    sex: Literal["Persons", "Male", "Female", "Not applicable"] | None = None
    source: Text

    @model_validator(mode="after")
    def _one_number_or_a_range(self) -> "Goal":
        ends = [end for end in (self.lower, self.upper) if end is not None]
        if (self.value is None) == (not ends) or len(ends) == 1:
            raise ValueError("a goal has a value, or a lower and an upper end")
        if ends and ends[0] >= ends[1]:
            raise ValueError("lower is not below upper")
        if ends and self.by_interval:
            raise ValueError("by_interval goes with a value, not with a range")
        if self.until is not None and self.until < self.since:
            raise ValueError("until is before since")
        return self
