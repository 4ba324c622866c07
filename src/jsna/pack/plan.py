"""The plan: the list of runs that turns an area and a strategy into a pack."""

from collections.abc import Iterator
from dataclasses import dataclass

from jsna.errors import Problem, UserFileError
from jsna.pack.pages import PlannedPage, pages_of_pack
from jsna.settings.area import Area
from jsna.settings.page_table import PAGES
from jsna.settings.project import Project
from jsna.settings.strategy import Strategy
from jsna.settings.unknown_name import did_you_mean

Parameter = str | int | float | bool | list[str] | list[int] | list[float]


@dataclass(frozen=True)
class Run:
    """One execution of one notebook.

    Attributes:
        id: Unique in its plan; the name of the run's folder.
        page: The page it stands on: "index", "population-outlook" or a priority's id. The runs
            of one page follow each other in the plan, in the order of the page.
        notebook: Kind of chapter: the notebook's file name without `.ipynb`.
        parameters: What the notebook's `parameters` cell is given, complete.
        title: What the chapter is called when it failed and can't say so itself.
        all_indicators: Whether it shows every indicator of the facts, named by the strategy or
            not.
    """

    id: str
    page: str
    notebook: str
    parameters: dict[str, Parameter]
    title: str = ""
    all_indicators: bool = False

    @property
    def priority(self) -> str:
        """The priority's id, or "" for a chapter about the whole area."""
        return str(self.parameters.get("priority", ""))


@dataclass(frozen=True)
class Plan:
    """The runs of one pack, in the order of its pages."""

    project: Project
    runs: tuple[Run, ...]

    @property
    def area(self) -> Area:
        """The pack's area."""
        return self.project.area

    @property
    def strategy(self) -> Strategy:
        """The pack's strategy."""
        return self.project.strategy

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


def make_plan(project: Project) -> Plan:
    """Return the plan of an area and a strategy: one run a notebook, in the order of the pages."""
    pages = [page for page in pages_of_pack(project) if page.row.notebook]
    return Plan(project, tuple(run for page in pages for run in _runs(page, project)))


def _runs(page: PlannedPage, project: Project) -> Iterator[Run]:
    yield _run(page, page.run_id, page.row.notebook, project)
    if page.priority:
        for notebook in page.priority.chapters:
            yield _run(page, f"{page.id}.{notebook.replace('_', '-')}", notebook, project)


def _run(page: PlannedPage, id: str, notebook: str, project: Project) -> Run:
    row = next(row for row in PAGES if row.notebook == notebook)
    parameters: dict[str, Parameter] = {
        "area": project.area.slug,
        "strategy": project.strategy.slug,
        "priority": page.priority.id if page.priority else "",
    }
    # on a priority's page every chapter keeps to the priority's own indicators
    every = row.all_indicators and page.priority is None
    return Run(id, page.id, notebook, parameters, row.chapter_title, every)
