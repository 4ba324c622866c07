"""The council's own figures as they were kept for an area before: what may have been shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

import numpy as np
import pandas as pd

from jsna.disclosure.counts import with_counts
from jsna.disclosure.homes import with_homes
from jsna.disclosure.parts import Least
from jsna.errors import Problem, SourceError
from jsna.settings.indicator import Indicator
from jsna.snapshots.shown import ShownFile
from jsna.snapshots.store import SnapshotStore
from jsna.sources.council.local_csv import CELL, WITHOUT_VALUE, read_rows

ROUNDED_BEFORE: Final = r"rounded to (\d+)"
"""How files that do not have `rounded_to` yet say it, in their note."""


@dataclass(frozen=True, eq=False)
class EarlierFile:
    """A file of an earlier release.

    Attributes:
        name: What to call it: its title and the day on which it was received.
        rows: As `local_csv.LocalRows`, with what `with_counts` adds (known_count is NaN where it
            was hidden), `base` (what it was rounded to), `file` (the name) and `line`.
    """

    name: str
    rows: pd.DataFrame
    _placed: list[tuple[Least, pd.Series]] = field(default_factory=list, init=False, repr=False)

    def releases(self, indicator: str, least: Least) -> list[pd.DataFrame]:
        """Return its cells of one indicator, each of its editions as a release of its own."""
        own = self.rows[self.rows["indicator_id"] == indicator]
        homes = self._homes(least)[own.index]
        cells = own.assign(**{name: own[f"cell_{name}"] for name in CELL}, home=homes)
        return [edition for _, edition in cells.groupby("edition", sort=False)]

    def _homes(self, least: Least) -> pd.Series:
        """Return where each row's area lies, looked up once for all indicators that are asked."""
        if not self._placed or self._placed[0][0] is not least:
            self._placed[:] = [(least, with_homes(self.rows, least)["home"])]
        return self._placed[0][1]


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
    indicators: Mapping[str, Indicator],
) -> ShownBefore:
    """Return what earlier releases showed; a file that was never shown counts for nothing.

    Args:
        files: As `shown_files.shown_files` gives them.
        store: Where they are kept.
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
            read.append(earlier_file(content, file.title, file.retrieved, indicators))
        except SourceError as error:
            problems += [replace(p, file=_name(file.title, file.retrieved)) for p in error.problems]
    ids = frozenset(file.sha256 for file in counted)
    return ShownBefore(tuple(read), tuple(problems), ids)


def earlier_file(
    content: bytes,
    title: str,
    retrieved: datetime,
    indicators: Mapping[str, Indicator],
) -> EarlierFile:
    """Return a kept file as an earlier release shows it.

    Raises:
        SourceError: it can't be read.
    """
    rows = with_counts(read_rows(content, title).rows, indicators)
    name = _name(title, retrieved)
    before = rows["note"].str.extract(ROUNDED_BEFORE)[0].astype("float64").fillna(1)
    base = np.maximum(rows["rounded_to"], before).where(rows["counted"], 1).astype("int64")
    # a row without a count does not say to what its denominator was rounded: the others do
    base = base.where(rows["counted"], base.groupby(rows["indicator_id"]).transform("max"))
    count = rows["known_count"].mask(rows["status"].isin(WITHOUT_VALUE))
    return EarlierFile(
        name, rows.assign(known_count=count, base=base, file=name, line=rows.index + 2)
    )


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
