"""What a command works on: the checkout's folders and settings, and the area and strategy named.

Names are resolved once, where a command or a notebook begins; all below is handed a project.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from jsna.settings.area import Area
from jsna.settings.load import Settings, load_settings
from jsna.settings.paths import Paths, find_paths
from jsna.settings.strategy import Strategy


@dataclass(frozen=True)
class Project:
    """The checkout, and as far as they are named one area and one of its strategies.

    Attributes:
        paths: The checkout's folders.
        settings: Every setting of the checkout.
        chosen_area: The area, if one was named; `area` is the same for code that needs one.
        chosen_strategy: The strategy, if one was named.
    """

    paths: Paths
    settings: Settings
    chosen_area: Area | None = None
    chosen_strategy: Strategy | None = None

    def of(self, area: str, strategy: str = "") -> "Project":
        """Return the project of an area and, if one is named, one of its strategies.

        Raises:
            UserFileError: an unknown area or strategy, with the nearest match, or a strategy of
                another area.
        """
        chosen = self.settings.area(area)
        own = self.settings.strategy(strategy, area) if strategy else None
        return replace(self, chosen_area=chosen, chosen_strategy=own)

    @property
    def area(self) -> Area:
        """The area; a project without one has no business here, so it is a LookupError."""
        if self.chosen_area is None:
            raise LookupError("no area was chosen: Project.of(area)")
        return self.chosen_area

    @property
    def strategy(self) -> Strategy:
        """The strategy; a LookupError for a project without one."""
        if self.chosen_strategy is None:
            raise LookupError("no strategy was chosen: Project.of(area, strategy)")
        return self.chosen_strategy

    @property
    def lock(self) -> Path:
        """The lock that pins the area's snapshots."""
        return self.paths.lock(self.area.slug)

    @property
    def facts_folder(self) -> Path:
        """The area's built tables."""
        return self.paths.facts(self.area.slug)

    @property
    def runs_folder(self) -> Path:
        """The executed chapters of the area and strategy."""
        return self.paths.runs(self.area.slug, self.strategy.slug)

    @property
    def pack_folder(self) -> Path:
        """The built pack of the area and strategy."""
        return self.paths.pack(self.area.slug, self.strategy.slug)


def open_project() -> Project:
    """Return the project of the checkout that this process works in.

    Raises:
        UserFileError: there is no checkout here, or with one problem for each thing that is
            wrong in any of its settings; a strategy's mistake is told once its area is named.
    """
    return project_at(find_paths())


def project_at(paths: Paths) -> Project:
    """Return the project of some folders; errors as `open_project`."""
    return Project(paths, load_settings(paths, set_aside=True))
