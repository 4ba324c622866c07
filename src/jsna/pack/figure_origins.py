"""The snapshots that a figure rests on, as far as what is at hand describes them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jsna.errors import SourceError
from jsna.pack.find_figure import FoundFigure
from jsna.snapshots.json_text import parse_json
from jsna.snapshots.snapshot import Snapshot
from jsna.snapshots.store import SnapshotStore, snapshot_from

NOT_KEPT: Final = "They are not among this machine's snapshots: `jsna fetch AREA` brings them back."


@dataclass(frozen=True)
class FigureOrigins:
    """Where a figure's numbers come from.

    Attributes:
        snapshots: Those that are described here, in the order of the figure.
        not_here: The SHA-256 of the others.
        why: Why those are not described, as sentences; "" if none is missing.
    """

    snapshots: tuple[Snapshot, ...]
    not_here: tuple[str, ...]
    why: str


def origins_of(figure: FoundFigure, store: SnapshotStore | None) -> FigureOrigins:
    """Return what is known of a figure's snapshots: its pack's manifest, then `store`, tells it.

    Nothing of it is needed: what is described nowhere is told by its hash, with the reason.
    """
    ids: list[str] = figure.about["snapshot_ids"]
    described, why = _of_manifest(figure.manifest) if figure.manifest else ({}, "")
    if store:
        described = _of_store(ids, store) | described
    not_here = tuple(id for id in ids if id not in described)
    known = tuple(described[id] for id in ids if id in described)
    return FigureOrigins(known, not_here, (why or NOT_KEPT) if not_here else "")


def _of_manifest(file: Path) -> tuple[dict[str, Snapshot], str]:
    """Return id -> snapshot of a pack's manifest, and why there is none if so."""
    sources = "The site's sources.html lists them by the beginning of their hash."
    try:
        snapshots = [snapshot_from(s) for s in parse_json(file.read_text("utf-8"))["snapshots"]]
    except FileNotFoundError:
        return {}, f"The pack's {file.name} is not here; it stands beside the site. {sources}"
    except (OSError, ValueError, LookupError, TypeError):
        return {}, f"The pack's {file.name} can't be read. {sources}"
    return {s.sha256: s for s in snapshots}, f"The pack's {file.name} does not name them."


def _of_store(ids: list[str], store: SnapshotStore) -> dict[str, Snapshot]:
    found = {}
    for id in ids:
        try:
            found[id] = store.describe(id)
        except SourceError:
            continue
    return found
