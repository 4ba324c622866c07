"""The plan: the list of runs that turns an area and a strategy into a pack."""

from dataclasses import dataclass
from typing import Final

from jsna.errors import Problem, UserFileError
from jsna.settings.area import Area
from jsna.settings.load import Settings
from jsna.settings.strategy import Priority, Strategy
from jsna.settings.unknown_name import did_you_mean

Parameter = str | int | float | bool | list[str] | list[int] | list[float]

OVERVIEW: Final = "index"
"""The page that a reader opens first."""

AREA_CHAPTERS: Final = (
    ("overview", OVERVIEW, "area_profile"),
    ("population-outlook", "population-outlook", "population_outlook"),
    ("deprivation-map", "deprivation-map", "deprivation_map"),
    ("ward-inequalities", "ward-inequalities", "ward_inequalities"),
)
"""Run id, page and notebook of the chapters that are about the whole area."""

ABOUT_CHAPTERS: Final = (
    ("what-changed", "what-changed", "what_changed"),
    ("data-quality", "data-quality", "data_quality"),
)
"""The same of the chapters that are about the data; they come last."""

EVERY_INDICATOR: Final = ("ward-inequalities", *(id for id, _, _ in ABOUT_CHAPTERS))
"""Ids of the runs that show every indicator of the facts, named by the strategy or not."""


@dataclass(frozen=True)
class Run:
    """One execution of one notebook.

    Attributes:
        id: Unique in its plan; the name of the run's folder.
        page: The page it stands on: "index", "population-outlook" or a priority's id. The runs
            of one page follow each other in the plan, in the order of the page.
        notebook: Kind of chapter: the notebook's file name without `.ipynb`.
        parameters: What the notebook's `parameters` cell is given, complete.
    """

    id: str
    page: str
    notebook: str
    parameters: dict[str, Parameter]

    @property
    def priority(self) -> str:
        """The priority's id, or "" for a chapter about the whole area."""
        return str(self.parameters.get("priority", ""))


@dataclass(frozen=True)
class Plan:
    """The runs of one pack, in the order of its pages."""

    area: Area
    strategy: Strategy
    runs: tuple[Run, ...]

    def only(self, priority: str) -> tuple[Run, ...]:
        """Return the runs of one priority.

        Raises:
            UserFileError: the strategy has no such priority.
        """
        chosen = tuple(run for run in self.runs if run.priority == priority)
        if chosen:
            return chosen
        known = [p.id for p in self.strategy.priorities]
        raise UserFileError(
            Problem(
                f"{self.strategy.slug} has no priority {priority!r}.",
                allowed=f"Its priorities are: {', '.join(known)}.",
                next_step=did_you_mean(priority, known),
            )
        )


def make_plan(area: str, strategy: str, settings: Settings) -> Plan:
    """Return the plan for an area and a strategy: area chapters, priorities, about the data.

    Raises:
        UserFileError: an unknown area or strategy, one area's strategy asked for another, or a
            priority whose id is the name of an area chapter.
    """
    area_settings = settings.area(area)
    strategy_settings = settings.strategy(strategy, area)
    runs = _whole_area_runs(area, strategy, AREA_CHAPTERS)
    for priority in strategy_settings.priorities:
        runs += _priority_runs(area, strategy, priority)
    runs += _whole_area_runs(area, strategy, ABOUT_CHAPTERS)
    _check_ids(runs, strategy_settings)
    return Plan(area_settings, strategy_settings, tuple(runs))


def _whole_area_runs(
    area: str, strategy: str, chapters: tuple[tuple[str, str, str], ...]
) -> list[Run]:
    return [Run(id, page, notebook, _parameters(area, strategy)) for id, page, notebook in chapters]


def _priority_runs(area: str, strategy: str, priority: Priority) -> list[Run]:
    parameters = _parameters(area, strategy, priority.id)
    extra = [
        Run(f"{priority.id}.{chapter.replace('_', '-')}", priority.id, chapter, parameters)
        for chapter in priority.chapters
    ]
    return [Run(priority.id, priority.id, "priority_summary", parameters), *extra]


def _parameters(area: str, strategy: str, priority: str = "") -> dict[str, Parameter]:
    return {"area": area, "strategy": strategy, "priority": priority}


def _check_ids(runs: list[Run], strategy: Strategy) -> None:
    reserved = {OVERVIEW} | {run.id for run in runs if not run.priority}
    clashes = [p.id for p in strategy.priorities if p.id in reserved]
    if clashes:
        raise UserFileError(
            Problem(
                f"a priority may not have the id {clashes[0]!r}: a page of every pack has it.",
                file=f"reports/strategies/{strategy.slug}/strategy.yml",
                next_step="Give the priority another id.",
            )
        )
