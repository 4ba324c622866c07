"""A strategy's `measures.yml`: read beside its `strategy.yml`, each problem told with its line."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from jsna.settings.measure_period import ALLOWED, Frequency, read_measure_period
from jsna.settings.own_measures import OwnMeasure, OwnMeasures, ReturnTable
from jsna.settings.owner import owner_of
from jsna.settings.source import SourceSettings
from jsna.settings.strategy import Strategy
from jsna.settings.unknown_name import did_you_mean
from jsna.settings.yaml_file import Location, Problems, line_of, read_model

FILE: Final = "measures.yml"
LOCAL: Final = "local-csv"
"""The source whose rules hide small counts."""
OF_ONE_COUNCIL: Final = (
    "measures are of one council: this strategy serves any area, and can't have them."
)
LIST_IT: Final = "List a body with such a name among the strategy's bodies."
IN_THEIR_FILE: Final = f"a strategy's own measures stand in {FILE} beside it."


def with_own_measures(
    strategies: Mapping[Path, Strategy], problems: Problems
) -> dict[Path, Strategy]:
    """Return the strategies with the measures that stand beside their files.

    Args:
        strategies: By their file.
        problems: Where what is wrong in a file of measures is gathered.
    """
    return {file: _with_own(file, strategy, problems) for file, strategy in strategies.items()}


def check_own_measures(
    strategies: Mapping[Path, Strategy],
    indicators: set[str],
    sources: Mapping[Path, SourceSettings],
    problems: Problems,
) -> None:
    """Tell what is wrong in files of measures beside what each model says of itself."""
    rules = {name for f, s in sources.items() if f.stem == LOCAL for name in s.disclosure_rules}
    seen: dict[tuple[str, str], Path] = {}
    for strategy_file, strategy in strategies.items():
        own, file = strategy.own_measures, strategy_file.parent / FILE
        if (own.measures or own.returns) and not strategy.area:
            problems.add(OF_ONE_COUNCIL, file, 1)
        for number, measure in enumerate(own.measures):
            at: Location = ("measures", number)
            named = [one.id for one in own.measures[:number]]
            if measure.id in named:
                what = f"two measures have the id {measure.id!r}."
                problems.add(what, file, line_of(file, (*at, "id")))
            elif other := seen.get((strategy.area, measure.id)):
                what = f"the measure {measure.id!r} stands in {problems.name_of(other)} too."
                problems.add(what, file, line_of(file, (*at, "id")))
            seen[strategy.area, measure.id] = file
            for place, what, allowed, step in _faults(measure, strategy, indicators, rules):
                line = line_of(file, (*at, *place))
                problems.add(what, file, line, allowed=allowed, next_step=step)
        for number, table in enumerate(own.returns):
            if table.id in [one.id for one in own.returns[:number]]:
                what = f"two returns have the id {table.id!r}."
                problems.add(what, file, line_of(file, ("returns", number, "id")))
            for place, what, allowed, step in _return_faults(table, own):
                line = line_of(file, ("returns", number, *place))
                problems.add(what, file, line, allowed=allowed, next_step=step)


def _with_own(file: Path, strategy: Strategy, problems: Problems) -> Strategy:
    if strategy.own_measures != OwnMeasures():
        problems.add(IN_THEIR_FILE, file, line_of(file, ("own_measures",)))
    beside = file.parent / FILE
    if not beside.exists():
        return strategy
    found = read_model(beside, OwnMeasures, problems) or OwnMeasures()
    return strategy.with_own_measures(found)


Fault = tuple[Location, str, str, str]


def _faults(
    measure: OwnMeasure, strategy: Strategy, indicators: set[str], rules: set[str]
) -> Iterator[Fault]:
    """Yield place, what is wrong, what is allowed and what to do, for one measure."""
    priorities = {priority.id for priority in strategy.priorities}
    if measure.id in indicators:
        yield ("id",), f"{measure.id!r} is the id of an indicator of the catalogue.", "", ""
    if measure.priority and measure.priority not in priorities:
        yield from _unknown(("priority",), measure.priority, priorities, "priority")
    if measure.disclosure_rule and measure.disclosure_rule not in rules:
        yield from _unknown(("disclosure_rule",), measure.disclosure_rule, rules, "rule")
    bodies = {word.casefold() for body in strategy.bodies for word in (body.id, body.title)}
    if owner_of(measure.owner, bodies) == "person":
        what = f"the owner {measure.owner!r} reads like a person's name."
        yield ("owner",), what, "A role or a body.", LIST_IT


def _return_faults(table: ReturnTable, own: OwnMeasures) -> Iterator[Fault]:
    for number, row in enumerate(table.rows):
        at: Location = ("rows", number, "measure")
        if row.measure not in own.by_id:
            yield from _unknown(at, row.measure, set(own.by_id), "measure")
            continue
        frequency = own.by_id[row.measure].frequency
        for part, plan in enumerate(row.plans):
            if read_measure_period(plan.period, frequency) is None:
                place: Location = ("rows", number, "plans", part, "period")
                yield place, f"the period {plan.period!r} is not known.", ALLOWED[frequency], ""
    frequencies: set[Frequency] = {
        own.by_id[row.measure].frequency for row in table.rows if row.measure in own.by_id
    }
    for number, column in enumerate(table.columns):
        if frequencies and not any(read_measure_period(column.period, f) for f in frequencies):
            allowed = " ".join(ALLOWED[f] for f in sorted(frequencies))
            what = f"the period {column.period!r} is none of any measure of this return."
            yield ("columns", number, "period"), what, allowed, ""


def _unknown(at: Location, name: str, known: set[str], what: str) -> Iterator[Fault]:
    listed = ", ".join(sorted(known)) or "none"
    yield at, f"there is no {what} {name!r}.", f"Known are: {listed}.", did_you_mean(name, known)
