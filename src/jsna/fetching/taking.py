"""What every file of one folder shares while it is taken: for whom, when, and what is known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from jsna.settings.area import Area
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.snapshots.store import SnapshotStore

if TYPE_CHECKING:
    import pandas as pd

    from jsna.fetching.parsed_store import ParsedStore

Tell = Callable[[str], None]


def _say_nothing(_: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Taking:
    """For whom files are taken, and by what they are judged.

    Attributes:
        area: Whose facts are wanted.
        settings: The catalogue and the sources.
        store: Where snapshots are kept.
        now: The time of receipt, UTC.
        tell: Called with the name of each file before it is read.
        paths: Where it stands what earlier releases showed; without it they are not considered.
        pinned: Ids of the look-ups that the area has: a folder with new outlines alone holds none
            that would say which of them are the area's.
        lookups: Rows of look-ups that lie elsewhere: they place the areas of own figures too.
    """

    area: Area
    settings: Settings
    store: SnapshotStore
    now: datetime
    tell: Tell = _say_nothing
    paths: Paths | None = None
    lookups: Sequence["pd.DataFrame"] = ()
    pinned: tuple[str, ...] = ()

    @cached_property
    def parsed(self) -> "ParsedStore":
        """What files hold, as far as it is known already."""
        # tables are heavy, and a folder that is known by its hash needs none
        from jsna.fetching.parsed_store import parsed_store

        return parsed_store(self.store.folder, self.settings)
