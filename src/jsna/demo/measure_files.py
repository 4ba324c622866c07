"""Figures of the invented council's own measures, each with a story for a dashboard to tell."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from jsna.demo.shape import seed
from jsna.settings.measure_period import interval_at, month_number
from jsna.settings.own_measures import PERCENT, OwnMeasure, interval_after

COUNCILS: Final = ("exampleshire",)
HEAD: Final = "measure,period,numerator,denominator,value,note"
NOTE: Final = "SYNTHETIC: invented data"


@dataclass(frozen=True)
class Story:
    """How a measure's figures go.

    Attributes:
        first: Its first period, as its description would write it.
        periods: How many there are.
        level: What it starts from.
        size: Its usual denominator; 0 for a count.
        later: What it goes on at, from `since`; as before without.
        since: The number of the period from which it does.
        drift: What is added in each period from `since` on.
        noise: How far one figure usually lies from the level, in its unit; chance alone without.
    """

    first: str
    periods: int
    level: float
    size: int = 0
    later: float | None = None
    since: int = 0
    drift: float = 0.0
    noise: float = 0.0


STORIES: Final = {
    # improving by more than chance from the autumn of the second year
    "quits-at-four-weeks": Story("2023-04", 32, 46, 240, 54, 19),
    # common cause, while its trajectory goes down
    "delayed-days": Story("2023-04", 33, 432, noise=22),
    # always above its target
    "new-birth-visits": Story("2023-04", 32, 94, 420),
    # worse and worsening
    "adaptation-wait": Story("2021/22 Q1", 19, 71, 60, None, 13, 3.6, noise=2.5),
    # hidden where it is small
    "alcohol-admissions-under-18": Story("2022/23 Q1", 14, 9, noise=3),
    # a declared step; no figure since the summer
    "activity-referrals": Story("2023-04", 27, 7.5, 205000, 10.5, 15),
}
"""Measure -> its story; one without has no figure."""


def measures_csv(measures: dict[str, OwnMeasure]) -> bytes:
    """Return a file of figures of the measures that have a story."""
    lines = [line for id, one in measures.items() if id in STORIES for line in _lines(one)]
    return ("\n".join([HEAD, *lines]) + "\n").encode()


def _lines(measure: OwnMeasure) -> Iterator[str]:
    story = STORIES[measure.id]
    rng = np.random.default_rng(seed(measure.id))
    period = measure.interval(story.first)
    step = month_number(interval_after(period)) - month_number(period)
    for number in range(story.periods):
        start = interval_at(month_number(period) + number * step, measure.frequency)
        told = _figure(measure, story, number, rng)
        yield f"{measure.id},{start},{told},{NOTE}"


def _figure(measure: OwnMeasure, story: Story, number: int, rng: np.random.Generator) -> str:
    """Return numerator, denominator and value of one period, as cells."""
    after = number >= story.since and (story.later is not None or story.drift)
    level = story.level if story.later is None or not after else story.later
    level += story.drift * (number - story.since + 1) if after else 0.0
    if not story.size:
        return f"{max(round(rng.normal(level, story.noise)), 0)},,"
    people = round(rng.normal(story.size, 0.04 * story.size))
    if measure.kind == "mean":
        return f",{people},{rng.normal(level, story.noise):.1f}"
    if measure.kind == "share":
        return f"{rng.binomial(people, level / PERCENT)},{people},"
    return f"{rng.poisson(level * people / measure.multiplier)},{people},"
