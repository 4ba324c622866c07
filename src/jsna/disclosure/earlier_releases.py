"""The council's own figures as they were kept for an area before: what may have been shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import pandas as pd

from jsna.disclosure.counts import known_counts
from jsna.errors import Problem, SourceError
from jsna.settings.indicator import Indicator
from jsna.settings.source import Disclosure, SourceSettings
from jsna.snapshots.shown import ShownFile
from jsna.snapshots.store import SnapshotStore
from jsna.sources.council.local_csv import read_rows

HIDDEN: Final = "suppressed"


@dataclass(frozen=True, eq=False)
class EarlierFile:
    """A file of an earlier release.

    Attributes:
        name: What to call it: its title and the day on which it was received.
        rows: As `local_csv.read_rows`, without refused ones, with `known_count` (NaN where it
            was hidden), `base` (what it was rounded to), `file` (the name) and `line`.
    """

    name: str
    rows: pd.DataFrame

    def of(self, indicator: str, edition: str) -> pd.DataFrame:
        """Return its rows of one indicator and edition, whatever their rule."""
        same = (self.rows["indicator_id"] == indicator) & (self.rows["edition"] == edition)
        return self.rows[same]


@dataclass(frozen=True)
class ShownBefore:
    """What is known of earlier releases.

    Attributes:
        files: Those that can be read, the newest first.
        problems: One for each that can't: what it showed is not known.
        ids: The snapshots of all of them.
    """

    files: tuple[EarlierFile, ...] = ()
    problems: tuple[Problem, ...] = ()
    ids: frozenset[str] = frozenset()


NOTHING_SHOWN: Final = ShownBefore()


def shown_before(
    files: Iterable[ShownFile],
    store: SnapshotStore,
    about: SourceSettings,
    indicators: Mapping[str, Indicator],
) -> ShownBefore:
    """Return what earlier releases showed; a file that was never shown counts for nothing.

    Args:
        files: As `shown_files.shown_files` gives them.
        store: Where they are kept.
        about: Whose rules say to what a row was rounded.
        indicators: The catalogue: what a value means.

    Raises:
        SourceError: one was changed on disk.
    """
    read: list[EarlierFile] = []
    problems = []
    newest_first = sorted(files, key=lambda f: (f.retrieved, f.sha256), reverse=True)
    counted = [file for file in newest_first if file.shown]
    for file in counted:
        if not store.has(file.sha256):
            problems.append(_missing(file))
            continue
        content = store.read(file.sha256)
        try:
            read.append(earlier_file(content, file.title, file.retrieved, about, indicators))
        except SourceError as error:
            problems += [replace(p, file=_name(file.title, file.retrieved)) for p in error.problems]
    ids = frozenset(file.sha256 for file in counted)
    return ShownBefore(tuple(read), tuple(problems), ids)


def earlier_file(
    content: bytes,
    title: str,
    retrieved: datetime,
    about: SourceSettings,
    indicators: Mapping[str, Indicator],
) -> EarlierFile:
    """Return a kept file as an earlier release shows it.

    Raises:
        SourceError: it can't be read.
    """
    _, rows, reasons = read_rows(content, title)
    rules = {"": about.disclosure or Disclosure(), **about.disclosure_rules}
    bases = {name: rule.round_to for name, rule in rules.items()}
    name = _name(title, retrieved)
    rows["known_count"] = known_counts(rows, indicators).mask(rows["status"] == HIDDEN)
    # of a rule that there no longer is nothing says that its counts were rounded
    rows["base"] = rows["disclosure_rule"].map(bases).fillna(1).astype("int64")
    return EarlierFile(name, rows[reasons == ""].assign(file=name, line=lambda f: f.index + 2))


def _name(title: str, retrieved: datetime) -> str:
    return f"{title}, received {retrieved.date()}"


def _missing(file: ShownFile) -> Problem:
    return Problem(
        "this earlier release is not on this machine, so that nothing guards what it showed.",
        _name(file.title, file.retrieved),
        next_step=f"Copy its folder of data/snapshots ({file.sha256[:2]}/{file.sha256[:12]}...)"
        " from where it was fetched, or, if it was never published, say so in data/locks with"
        " `shown: false`.",
    )
