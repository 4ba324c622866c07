"""Which bytes of a pack the gate looked at, and what it held them against.

A manifest that names both proves that these very files passed; then, and only then, the gate need
not look again. A change of the pack, of the code, the settings, the look-up or of what earlier
releases showed is something to look at.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jsna.errors import CheckFailed, JsnaError, Problem
from jsna.fetching.shown_files import OWN_FILES, shown_files
from jsna.geo.kept_files import LOOKUP, NOTE
from jsna.pack.manifest import read_manifest, told_digest
from jsna.pack.rendered_pack import PROJECT, SITE
from jsna.pack.run_key import PACKAGE
from jsna.settings.project import Project
from jsna.snapshots.digest import code_folder_digest, files_digest, folder_digest, sha256
from jsna.snapshots.store import SnapshotStore

LOOKED_AT: Final = "looked_at"
CHECKED: Final = "checked"
MANIFEST: Final = "manifest"
MOST_TOLD: Final = 20


@dataclass(frozen=True)
class DisclosureGate:
    """Looks at a pack before it takes its place (`pack.render.Gate`)."""

    project: Project

    def passed(self, folder: Path) -> bool:
        """Return whether the manifest of a pack proves that these very bytes passed."""
        try:
            told = read_manifest(folder).get(LOOKED_AT)
        except (OSError, JsnaError):
            return False
        return bool(told) and told == seen(folder, self.project)

    def look(self, folder: Path) -> dict[str, str]:
        """Return what was looked at of a pack that is laid out.

        Raises:
            CheckFailed: a small count can be worked out of it, or something of it, or of what it
                must be held against, could not be looked at.
        """
        # what attacks a table is heavy, and an unchanged pack needs none of it
        from jsna.publish.disclosure import disclosure_faults

        area, settings, paths = self.project.area, self.project.settings, self.project.paths
        faults = disclosure_faults(read_manifest(folder), area, settings, paths, folder)
        if faults:
            raise _refused(self.project, faults)
        return seen(folder, self.project)


def seen(folder: Path, project: Project) -> dict[str, str]:
    """Return the digests of a pack's files, of its manifest, and of all that they are held against.

    Args:
        folder: The pack's folder.
        project: Of which area and strategy.
    """
    against = sha256("\n".join(_held_against(folder, project)).encode())
    return {"digest": pack_digest(folder), MANIFEST: told_digest(folder), "against": against}


def pack_digest(folder: Path) -> str:
    """Return one digest of all files of a pack's site and project, and of its locks."""
    locks = [f"{path.name} {sha256(path.read_bytes())}" for path in sorted(folder.glob("*.lock"))]
    parts = [folder_digest(folder / part, "*") for part in (SITE, PROJECT)]
    return sha256("\n".join([*parts, *locks]).encode())


def untouched_faults(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Return a sentence if the files of a pack, or its manifest, are not those of the gate's look.

    Checks take from the manifest what the pack lacks, whose data it holds and how they are to be
    named, and a release its date: an edited one would let pass what they are there to stop.
    """
    told = manifest.get(LOOKED_AT) or {}
    if MANIFEST not in told:
        return [
            "the disclosure gate did not pass these files, or never looked: render the pack again"
        ]
    if told.get("digest") != pack_digest(folder):
        return ["files of this pack were changed after the gate looked at them: render it again"]
    if told.get(MANIFEST) != told_digest(folder):
        return ["manifest.json was changed after the gate looked at the pack: render it again"]
    return []


def _held_against(folder: Path, project: Project) -> Iterator[str]:
    """Yield a digest of each thing that decides what comes of looking."""
    paths = project.paths
    # scripts too: a page's own is held to the letter to the package's
    for kind in ("*.py", "*.js", "*.css"):
        yield code_folder_digest(PACKAGE, kind)
    for settings in (paths.areas, paths.catalogue, paths.strategies):
        yield files_digest(settings.files("**/*"))
    yield folder_digest(project.runs_folder, "*")
    for file in (NOTE, LOOKUP, "neighbours.parquet"):
        yield _of_file(project.facts_folder / file)
    yield from _of_own_files(folder, project)


def _of_own_files(folder: Path, project: Project) -> Iterator[str]:
    """Yield the own files of the pack and of earlier releases, and whether each can be read."""
    paths, store = project.paths, SnapshotStore(project.paths.snapshots)
    try:
        own = [s for s in read_manifest(folder)["snapshots"] if s["source"] == OWN_FILES]
        listed = [(f.sha256, f.shown) for f in shown_files(paths, project.area.slug)] if own else []
        ids = sorted({*listed, *((s["sha256"], True) for s in own)})
        for sha256_, shown in ids:
            yield f"{sha256_} {shown} {_is_whole(store, sha256_)}"
    except (JsnaError, OSError, ValueError, KeyError) as error:
        yield f"not read: {error}"


def _is_whole(store: SnapshotStore, id_: str) -> bool:
    try:
        return bool(store.read(id_)) or True
    except (JsnaError, OSError):
        return False


def _of_file(path: Path) -> str:
    return sha256(path.read_bytes()) if path.is_file() else "none"


def _refused(project: Project, faults: list[str]) -> CheckFailed:
    more = len(faults) - MOST_TOLD
    told = [Problem(fault) for fault in faults[:MOST_TOLD]]
    last = f"{more} more faults are not printed." if more > 0 else ""
    summary = Problem(
        f"the disclosure gate refuses this pack of {project.area.slug} and"
        f" {project.strategy.slug}: nothing was put in its place. {last}".strip(),
        next_step="See docs/disclosure.md for what is promised, and mend what is named above.",
    )
    return CheckFailed(*told, summary)
