"""What a strategy's own file can get wrong about ages and about numbers affected.

Each check yields the place in the file, what is wrong there and what is allowed; `load.py` tells
them with their lines.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from jsna.settings.indicator import Indicator
from jsna.settings.strategy import AgeBand, LifeStage, Strategy
from jsna.settings.yaml_file import Location

Fault = tuple[Location, str, str]
OPEN_END: Final = 999
ADDABLE: Final = ("proportion", "rate")
"""Value types whose product with a number of people is a number of people or events."""
NO_COUNT: Final = {
    "standardised-rate": "a standardised rate is no rate of any real people: times a population"
    " it is not a count",
}


def strategy_faults(strategy: Strategy, indicators: Mapping[str, Indicator]) -> Iterator[Fault]:
    """Yield each fault of a strategy's ages and of the indicators it applies to them.

    Args:
        strategy: As read from its file.
        indicators: The catalogue. An id that is not in it is told elsewhere.
    """
    for number, band in enumerate(strategy.age_bands):
        yield from _backwards(("age_bands", number), band)
    for number, stage in enumerate(strategy.life_stages):
        yield from _stage(("life_stages", number), stage)
    yield from _shared_ages(strategy.life_stages)
    for number, id in enumerate(strategy.numbers_affected):
        at: Location = ("numbers_affected", number)
        if id in strategy.numbers_affected[:number]:
            yield at, f"the indicator {id} is named twice.", ""
        if id in indicators:
            yield from _no_count(at, indicators[id])


def _stage(at: Location, stage: LifeStage) -> Iterator[Fault]:
    if stage.start is None:
        if stage.to is not None:
            yield (*at, "to"), "this life stage has a last age and no first (start).", ""
        return
    yield from _backwards(at, AgeBand(label=stage.title, start=stage.start, to=stage.to))
    said = [int(number) for number in re.findall(r"\d+", stage.ages)]
    if said and said != [age for age in (stage.start, stage.to) if age is not None]:
        what = f"the words {stage.ages!r} and the ages in numbers (start, to) differ."
        yield (*at, "ages"), what, "The same ages in both, or the words without figures."


def _backwards(at: Location, band: AgeBand) -> Iterator[Fault]:
    if band.to is not None and band.to < band.start:
        what = f"the last age, {band.to}, lies below the first, {band.start}."
        yield (*at, "to"), what, "A `to` from `start` on; without one the ages are open-ended."


def _shared_ages(stages: Sequence[LifeStage]) -> Iterator[Fault]:
    """Life stages divide a life, so that nobody may be counted in two; gaps are allowed."""
    counted = [(number, s) for number, s in enumerate(stages) if s.start is not None]
    for place, (number, stage) in enumerate(counted):
        for _, earlier in counted[:place]:
            if _first(stage) <= _last(earlier) and _first(earlier) <= _last(stage):
                what = f"{stage.title} shares ages with {earlier.title}."
                allowed = (
                    "Each age in one life stage at most. Ages may be left out; a stage without"
                    " start is not counted, and age_bands may overlap."
                )
                yield ("life_stages", number, "start"), what, allowed


def _first(stage: LifeStage) -> int:
    return stage.start or 0


def _last(stage: LifeStage) -> int:
    return OPEN_END if stage.to is None else stage.to


def _no_count(at: Location, indicator: Indicator) -> Iterator[Fault]:
    kind = indicator.value_type
    if kind not in ADDABLE:
        reason = NO_COUNT.get(kind, f"a {kind} times a population is not a number of people")
        what = f"numbers affected can't be worked out from {indicator.id}: {reason}."
        yield at, what, f"Indicators with rates at each age ({' or '.join(ADDABLE)})."
