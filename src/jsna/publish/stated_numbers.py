"""What a strategy states of its own measures beside their figures: targets, trajectories, plans.

They are what should be, and no number of people: a page may print them beside a hidden figure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jsna.settings.load import Settings
from jsna.settings.own_measures import Line, OwnMeasure, ReturnTable


@dataclass(frozen=True)
class Stated:
    """What is stated of one measure.

    Attributes:
        numbers: As they may be printed, with none to three decimals.
        people: The unit of what counts people one by one; "" of another value.
        unit: In small letters.
    """

    numbers: frozenset[str]
    people: str
    unit: str = ""


def stated_of(settings: Settings, area: str) -> Mapping[str, Stated]:
    """Return measure -> what the area's own strategies state of it.

    Args:
        settings: Every setting of the checkout.
        area: The area's slug.
    """
    returns = [table for one in settings.strategies_of(area) for table in one.own_measures.returns]
    return {
        id: Stated(
            _printed([*_of_measure(one), *_of_returns(id, returns)]),
            _people(one),
            one.unit.lower(),
        )
        for id, one in settings.own_measures_of(area).items()
    }


def _of_measure(measure: OwnMeasure) -> Iterator[float]:
    if measure.target is not None:
        yield measure.target
    yield from measure.planned.values()
    if isinstance(measure.trajectory, Line):
        yield from (measure.trajectory.start.value, measure.trajectory.end.value)


def _of_returns(id: str, returns: list[ReturnTable]) -> Iterator[float]:
    plans = [plan for table in returns for row in table.rows if row.measure == id
             for plan in row.plans]  # fmt: skip
    for plan in plans:
        yield from (part for part in (plan.numerator, plan.denominator) if part is not None)


def _people(measure: OwnMeasure) -> str:
    return measure.unit if measure.kind == "count" and measure.counts == "people" else ""


def _printed(numbers: list[float]) -> frozenset[str]:
    told = {f"{number:.{digits}f}" for number in numbers for digits in range(4)}
    return frozenset(told | {f"{number:g}" for number in numbers})
