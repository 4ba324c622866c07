"""What a pack says of itself: whose it is, as at which day, from which snapshots."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path

import pandas as pd

from jsna.errors import Problem, UserFileError
from jsna.facts.parquet import read_parquet
from jsna.facts.periods import period_end
from jsna.narrative.english import capitalised
from jsna.settings.area import Area
from jsna.settings.project import Project
from jsna.settings.strategy import Strategy
from jsna.snapshots.lock import read_lock
from jsna.snapshots.snapshot import Snapshot
from jsna.snapshots.store import SnapshotStore


@dataclass(frozen=True)
class PackFacts:
    """One pack's area, strategy and the snapshots that its area's lock names.

    Attributes:
        facts: The area's table of facts; None where none is read.
    """

    area: Area
    strategy: Strategy
    snapshots: tuple[Snapshot, ...]
    facts: Path | None = None

    @classmethod
    def read(cls, project: Project) -> "PackFacts":
        """Return the facts of a pack from its area's lock.

        Raises:
            UserFileError: the area has no lock, or one without a file.
            SourceError: a snapshot of the lock is not on this machine.
        """
        store = SnapshotStore(project.paths.snapshots)
        entries = read_lock(project.lock)
        if not entries:
            step = f"Run `jsna fetch {project.area.slug}`, with --from DIR for a folder of files."
            raise UserFileError(Problem("this lock names no file.", project.lock.name, 0, "", step))
        snapshots = tuple(store.describe(entry.sha256) for entry in entries)
        facts = project.paths.facts(project.area.slug) / "facts.parquet"
        return cls(project.area, project.strategy, snapshots, facts if facts.is_file() else None)

    @property
    def title(self) -> str:
        """What the pack is called in its banner and in every page's title."""
        return f"{self.area.name} evidence pack"

    @property
    def sheet_header(self) -> str:
        """What stands at the top of every sheet of a Word file."""
        return "SYNTHETIC: invented data" if self.area.synthetic else ""

    @property
    def sheet_footer(self) -> str:
        """What stands at the bottom of every sheet of a Word file, before its number."""
        return f"{self.title}. {capitalised(self.reach)}."

    @cached_property
    def as_at(self) -> date:
        """The day the newest snapshot was received; never the clock's."""
        return max(snapshot.retrieved for snapshot in self.snapshots).date()

    @cached_property
    def reach(self) -> str:
        """To when the strategy's figures reach: "figures to March 2025"; not when files came.

        Where no facts are at hand it is not known, and all that is said is when files came.
        """
        last = _newest_end(self)
        return f"figures to {last:%B %Y}" if last else f"files received by {long_date(self.as_at)}"

    @property
    def timestamp(self) -> datetime:
        """The as-at day at noon, UTC: the date that Word and PDF files carry."""
        return datetime.combine(self.as_at, time(12), UTC)

    @property
    def release(self) -> str:
        """YYYY.MM of the data."""
        return f"{self.as_at:%Y.%m}"

    @property
    def status(self) -> str:
        """Whether the strategy is in force as at the data's day."""
        return self.strategy.status_on(self.as_at)

    @property
    def attribution(self) -> tuple[str, ...]:
        """The lines that the licences of the used sources ask for, each once."""
        return tuple(dict.fromkeys(snapshot.attribution for snapshot in self.snapshots))


def _newest_end(pack: PackFacts) -> date | None:
    """The last day of the newest period in which the area has a value of the strategy's."""
    if pack.facts is None:
        return None
    facts = read_parquet(pack.facts)
    ours = (facts["area_code"] == pack.area.code) & facts["value"].notna()
    chosen = facts[ours & facts["indicator_id"].isin(list(pack.strategy.indicator_ids))]
    ends = period_end(chosen["period"])
    past = ends[ends <= pd.Timestamp(pack.as_at)]  # what is projected is no figure yet
    return None if past.empty else past.max().date()


def long_date(day: date) -> str:
    """Return a date as a reader writes it.

    >>> long_date(date(2026, 1, 5))
    '5 January 2026'
    """
    return f"{day.day} {day:%B %Y}"
