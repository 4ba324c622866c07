"""The gate of the equity audit: no small count can be worked out of its file, or of what shows it.

The kept file is attacked anew, what the pack offers to download holds no other counts, and no
table or sentence has a number of users beside a hidden group.
"""

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from jsna.disclosure.equity_counts import exposed_groups
from jsna.disclosure.equity_returns import KEY, TARGET, rule_held
from jsna.errors import JsnaError
from jsna.narrative.one_line import one_line
from jsna.publish.passages import Passage, straight
from jsna.publish.published_counts import text_frame
from jsna.publish.published_files import PublishedFile, published_files
from jsna.settings.source import Disclosure
from jsna.snapshots.store import SnapshotStore
from jsna.sources.council.equity_audit_csv import HIDDEN, NOTHING, SOURCE, read_audit

COUNTS: Final = ("users", "all_users")
DOWNLOAD: Final = ".equity-audit.csv"
OF_USERS: Final = re.compile(r"\busers\b|\b95%|\bfirst share\b|^(?:value|lower|upper|share)", re.I)
OF_OTHERS: Final = re.compile(r"^of all users$|\bof people\b|\ball_users\b", re.IGNORECASE)
ASCII_RUN: Final = re.compile(r"[A-Za-z0-9]+")
PLAIN: Final = (".csv", ".html", ".qmd", ".json", ".ipynb", ".svg", ".js")
"""Files whose words stand in them as they are."""


def equity_faults(
    manifest: Mapping[str, Any], store: SnapshotStore, folder: Path, runs: Path, rule: Disclosure
) -> Iterator[str]:
    """Yield a sentence for each count of an equity audit that a pack gives away.

    Args:
        manifest: Names the snapshots that the pack is made of.
        store: Where they are.
        folder: Where the pack is laid out.
        runs: Of its executed notebooks.
        rule: What the settings hide: a kept file that names a weaker rule is held to this one.
    """
    told = [s for s in manifest["snapshots"] if s["source"] == SOURCE.id]
    if not told:
        return
    kept: list[pd.DataFrame] = []
    for snapshot in told:
        try:
            kept.append(read_audit(store.read(snapshot["sha256"]), snapshot["title"]))
        except (JsnaError, OSError, ValueError) as error:
            yield f"{snapshot['title']}: can't be read: {' '.join(str(error).split())}"
            continue
        yield from _of_file(kept[-1], snapshot["title"], rule)
    for file in published_files(folder, runs):
        if file.name.endswith(DOWNLOAD) and kept:
            yield from _of_download(file, pd.concat(kept))


@dataclass(frozen=True)
class EquityWords:
    """Looks for numbers of users beside hidden groups (`read_through.Check`).

    Attributes:
        names: By what pages call the groups that are hidden.
    """

    names: frozenset[str]

    def wants(self, file: PublishedFile) -> bool:
        """Return whether a file may speak of them: of most kinds that needs no reading."""
        plain = file.path.suffix in PLAIN
        return bool(self.names) and not (
            plain and not any(_may_stand_in(file.content, name) for name in self.names)
        )

    def faults(self, file: PublishedFile, passages: Sequence[Passage]) -> Iterator[str]:
        """Yield a sentence if a table or a text has a number of users beside a hidden group."""
        if any(map(self._gives, passages)):
            yield f"{file.name}: a number stands beside a hidden group of the equity audit"

    def _gives(self, passage: Passage) -> bool:
        if passage.row or passage.column:
            told = passage.row in self.names and OF_USERS.search(passage.column)
            others = OF_OTHERS.search(passage.column)
            return bool(told and not others and re.search(r"\d", passage.text))
        return any(_says_users(passage.text, name) for name in self.names if name in passage.text)


def equity_words(manifest: Mapping[str, Any], store: SnapshotStore) -> EquityWords:
    """Return what looks for the hidden groups of a pack's audits; of none that can't be read."""
    kept: list[pd.DataFrame] = []
    for snapshot in (s for s in manifest["snapshots"] if s["source"] == SOURCE.id):
        with contextlib.suppress(JsnaError, OSError, ValueError):  # told by `equity_faults`
            kept.append(read_audit(store.read(snapshot["sha256"]), snapshot["title"]))
    return EquityWords(_hidden_names(pd.concat(kept)) if kept else frozenset())


def _hidden_names(rows: pd.DataFrame) -> frozenset[str]:
    """Return the names of groups that are hidden wherever a page can mean them by these."""
    alone = rows["group"].isin(["", TARGET])
    short = rows["service"].where(alone, rows["service"] + ": " + rows["group"])
    every = pd.concat([short, short + " (" + rows["partner"] + ")"]).map(one_line)
    status = pd.concat([rows["status"], rows["status"]])
    only = (status == HIDDEN).groupby(every.to_numpy()).all()
    return frozenset(straight(str(name)) for name, hidden in only.items() if hidden and name)


def _may_stand_in(content: bytes, name: str) -> bool:
    """Return whether plain words can have a name: each kind of file escapes other signs in it."""
    return all(run.encode() in content for run in ASCII_RUN.findall(name))


def _says_users(text: str, name: str) -> bool:
    after = text[text.index(name) + len(name) :]
    clause = re.split(r"[.;](?=\s|$)", after)[0]
    # the group of target areas goes by its service, of which a text may say other things
    at_once = re.match(r"\W{0,3}\d[\d,.]*(?:%|\s|$)", clause)
    return bool(at_once or re.search(r"\b\d[\d,]*(?: of [\d,]+)? users\b", clause))


def _of_file(rows: pd.DataFrame, title: str, rule: Disclosure) -> Iterator[str]:
    counted = rows[rows["status"] != NOTHING]
    why = exposed_groups(counted, rule_held(rows, rule))
    for at, wrong in why[why != ""].items():
        yield f"{title}, line {int(str(at)) + 2}: a count {wrong}"


def _of_download(file: PublishedFile, kept: pd.DataFrame) -> Iterator[str]:
    """Yield each line of the download with a count that the kept files do not show."""
    known = set(_cells(kept))
    try:
        shown = _cells(text_frame(file.content).fillna(""))
    except (ValueError, KeyError) as error:
        yield f"{file.name}: can't be read back: {' '.join(str(error).split())}"
        return
    for place, cells in enumerate(shown):
        if cells not in known:
            yield f"{file.name}, line {place + 2}: a count that may not be shown"


def _cells(rows: pd.DataFrame) -> list[tuple[Any, ...]]:
    counts = [pd.to_numeric(rows[name]).fillna(-1.0) for name in COUNTS]
    # a download has every cell on one line, and a mark before what a spreadsheet would work out
    names = [rows[name].astype("str").map(one_line).str.lstrip("'") for name in KEY]
    return list(zip(*names, *counts, strict=True))
