"""The gate of the equity audit: no small count can be worked out of its file, or of what shows it.

The kept file is attacked anew, and what the pack offers to download holds no other counts.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from jsna.disclosure.equity_counts import exposed_groups
from jsna.disclosure.equity_returns import KEY, rule_held
from jsna.errors import JsnaError
from jsna.narrative.one_line import one_line
from jsna.publish.published_counts import text_frame
from jsna.publish.published_files import PublishedFile, published_files
from jsna.settings.source import Disclosure
from jsna.snapshots.store import SnapshotStore
from jsna.sources.council.equity_audit_csv import NOTHING, SOURCE, read_audit

COUNTS: Final = ("users", "all_users")
DOWNLOAD: Final = ".equity-audit.csv"


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
