"""The pages of one pack: the rows of the table that it has, a priority's once for each priority."""

from collections.abc import Iterator
from dataclasses import dataclass

from jsna.settings.page_table import PAGES, PackPage
from jsna.settings.project import Project
from jsna.settings.strategy import Priority


@dataclass(frozen=True)
class PlannedPage:
    """One page of one pack.

    Attributes:
        row: What the table says of it.
        priority: Whose page it is; None for a page of the whole pack.
    """

    row: PackPage
    priority: Priority | None = None

    @property
    def id(self) -> str:
        """Its file without the ending."""
        return self.priority.id if self.priority else self.row.id

    @property
    def run_id(self) -> str:
        """The id of the run that makes its chapter."""
        return self.priority.id if self.priority else self.row.run_id

    @property
    def printed(self) -> bool:
        """Whether it is a Word file and a PDF too."""
        return self.row.printed or self.priority is not None

    @property
    def title(self) -> str:
        """Its heading."""
        priority = self.priority
        return f"Priority {priority.number}: {priority.title}" if priority else self.row.title

    @property
    def short_title(self) -> str:
        """Its words in the navigation."""
        priority = self.priority
        return f"{priority.number} {priority.title}" if priority else self.row.title


def pages_of_pack(project: Project) -> list[PlannedPage]:
    """Return the pages of a pack, in the order of its navigation."""
    rows = [row for row in PAGES if row.stands(project.area, project.strategy)]
    return [page for row in rows for page in _planned(row, project)]


def _planned(row: PackPage, project: Project) -> Iterator[PlannedPage]:
    if row.scope == "pack":
        yield PlannedPage(row)
    else:
        yield from (PlannedPage(row, priority) for priority in project.strategy.priorities)
