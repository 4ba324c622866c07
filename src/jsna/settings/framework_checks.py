"""What a strategy's framework can get wrong: links to nothing, doubles, lines past the end.

Each check yields the place in the file and what is wrong there; `load.py` tells them with their
lines and, for a link, the nearest name that there is.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple, Protocol

from jsna.settings.strategy import Priority, Strategy
from jsna.settings.strategy_checks import Fault
from jsna.settings.yaml_file import Location

SPAN: Final = re.compile(r"(\d+)-(\d+)")
"""The lines of one document: `1-459`."""
NO_STAGES: Final = "the strategy names no life stages, so that a cell can have none."
PARTS: Final = ("matrix", "big_issues", "metrics", "milestones")
OF_A_PRIORITY: Final = ("objectives", "actions", "together")
TOLD_OF: Final = ("objectives", "outcomes", "together")
"""Parts of a priority that name those of its indicators that tell of them, or stand together."""


class Link(NamedTuple):
    """A name at a place of the file that has to be one of some others."""

    at: Location
    name: str
    what: str
    known: Collection[str]


class _Named(Protocol):
    @property
    def id(self) -> str: ...


def framework_links(strategy: Strategy, indicator_ids: Collection[str]) -> Iterator[Link]:
    """Yield each link of the framework to a priority, life stage, body or indicator."""
    bodies = {body.id for body in strategy.bodies}
    priorities = {priority.id for priority in strategy.priorities}
    stages = {stage.id for stage in strategy.life_stages}
    for at, part in _parts(strategy):
        for key, what, known in (
            ("priority", "priority", priorities),
            ("priorities", "priority", priorities),
            ("life_stage", "life stage", stages),
            ("lead", "body", bodies),
            ("supporting", "body", bodies),
            ("advising", "body", bodies),
            ("owner", "body", bodies),
            ("indicators", "indicator", indicator_ids),
        ):
            yield from _links((*at, key), getattr(part, key, ()), what, known)


def framework_faults(strategy: Strategy) -> Iterator[Fault]:
    """Yield what is wrong within the framework itself, apart from links to nothing."""
    yield from _twice(("bodies",), strategy.bodies, "bodies")
    yield from _twice(("big_issues",), strategy.big_issues, "big issues")
    yield from _twice(("metrics",), strategy.metrics, "metrics")
    yield from _twice(("milestones",), strategy.milestones, "milestones")
    for number, priority in enumerate(strategy.priorities):
        at: Location = ("priorities", number)
        yield from _twice((*at, "objectives"), priority.objectives, "objectives of a priority")
        yield from _twice((*at, "actions"), priority.actions, "actions of a priority")
        for key in TOLD_OF:
            for place, part in enumerate(getattr(priority, key)):
                yield from _not_of(priority, part.indicators or (), (*at, key, place))
    yield from _cells(strategy)
    yield from _lines(strategy)


def _not_of(priority: Priority, indicators: Iterable[str], at: Location) -> Iterator[Fault]:
    for each, id in enumerate(indicators):
        if id not in priority.indicators:
            what = f"the indicator {id} is not among those of its priority."
            allowed = f"Of {priority.id}: {', '.join(priority.indicators) or 'none'}."
            yield (*at, "indicators", each), what, allowed


def _parts(strategy: Strategy) -> Iterator[tuple[Location, object]]:
    """Every part of the framework with its place in the file."""
    for key in PARTS:
        for number, part in enumerate(getattr(strategy, key)):
            yield (key, number), part
    for number, priority in enumerate(strategy.priorities):
        for key in OF_A_PRIORITY:
            for place, part in enumerate(getattr(priority, key)):
                yield ("priorities", number, key, place), part


def _links(
    at: Location, named: str | Sequence[str], what: str, known: Collection[str]
) -> Iterator[Link]:
    if isinstance(named, str):
        if named:
            yield Link(at, named, what, known)
        return
    for number, name in enumerate(named):
        yield Link((*at, number), name, what, known)


def _twice(at: Location, parts: Iterable[_Named], what: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, part in enumerate(parts):
        if part.id in seen:
            yield (*at, number, "id"), f"two {what} have the id {part.id!r}.", ""
        seen.add(part.id)


def _cells(strategy: Strategy) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for number, cell in enumerate(strategy.matrix):
        at: Location = ("matrix", number)
        if (cell.priority, cell.life_stage) in seen:
            what = f"the cell {cell.priority}, {cell.life_stage or 'all ages'} stands twice."
            yield at, what, ""
        seen.add((cell.priority, cell.life_stage))
        if strategy.life_stages and not cell.life_stage:
            stages = ", ".join(stage.id for stage in strategy.life_stages)
            yield (
                at,
                "this cell names no life_stage, and the strategy has them.",
                f"One of {stages}.",
            )
        named = [name for name in (cell.lead, *cell.supporting, *cell.advising) if name]
        for body in sorted({name for name in named if named.count(name) > 1}):
            yield at, f"{body} stands twice in one cell.", "Leading, supporting or advising."


def _lines(strategy: Strategy) -> Iterator[Fault]:
    """A line belongs to the document, where its file says which lines that has."""
    span = SPAN.fullmatch(strategy.document.lines.strip())
    if not span:
        return
    first, last = int(span[1]), int(span[2])
    for at, part in _parts(strategy):
        found = [(at, part)]
        found += [((*at, "figures", i), f) for i, f in enumerate(getattr(part, "figures", ()))]
        for place, each in found:
            line = getattr(each, "line", None)
            if line is not None and not first <= line <= last:
                what = f"line {line} is not in the document, which has the lines {first} to {last}."
                yield (*place, "line"), what, ""
