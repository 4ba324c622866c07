"""A pack that stands as it would be laid out now, told by hashes: nothing of it is read anew.

Its state is all that a pack can be made of: settings, the strategy's own files, template, lock,
tables, notebooks, code, libraries and renderer. That is more than any one pack shows. Where the
state is that of the last time and the gate's own proof holds for the very bytes (which covers the
chapters, site and project), there is nothing to do; else `render.py` lays the project out and
compares that. A pack with a chapter that is not available is always looked at again.
"""

import json
import platform
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from jsna.facts.read_digests import EVERYTHING, ReadDigests
from jsna.pack import render_embedded, render_quarto
from jsna.pack.manifest import checkout_commit, laid_out_digest
from jsna.pack.rendered_pack import (
    FIRST_PAGE,
    MADE_WITH,
    SITE,
    Gate,
    RenderedPack,
    RendererName,
    checked_formats,
)
from jsna.pack.run_key import DRAWN_WITH, PACKAGE
from jsna.settings.project import Project
from jsna.snapshots.digest import code_folder_digest, data_digest, files_digest, sha256
from jsna.snapshots.json_text import parse_json
from jsna.snapshots.lock import read_lock
from jsna.snapshots.store import SnapshotStore
from jsna.snapshots.verified_folder import changed_files
from jsna.snapshots.write_file import write_whole

OF_PACKAGE = ("*.py", "*.js", "*.css", "*.csv", "*.html")


@dataclass(frozen=True)
class PackState:
    """What one pack would be made of now.

    Attributes:
        project: Of which area and strategy.
        digest: Of all of it.
        renderer: Name and version of what would render it.
    """

    project: Project
    digest: str
    renderer: str

    @classmethod
    def now(cls, project: Project, formats: Iterable[str], renderer: RendererName) -> "PackState":
        """Return the state as it is now.

        Raises:
            UserFileError: an unknown format, or an area without a lock.
            SourceError: the lock names a snapshot that is not on this machine.
            ToolMissing: Quarto was asked for and is not installed.
        """
        version = _version(renderer)
        wanted = sorted(set(checked_formats(formats)))
        made_of = [*_made_of(project), version, wanted]
        return cls(project, data_digest(made_of), version)

    def find_standing(self, gate: Gate) -> RenderedPack | None:
        """Return the pack if it stands, made of just this and passed by the gate; else None."""
        began = time.perf_counter()
        folder, noted = self.project.pack_folder, self._noted()
        if noted.get("state") != self.digest or changed_files(self.project.facts_folder):
            return None
        if not gate.passed(folder) or noted.get("manifest") != laid_out_digest(folder):
            return None
        return RenderedPack(
            folder,
            folder / SITE / FIRST_PAGE,
            tuple(noted["files"]),
            self.renderer,
            unchanged=True,
            failed=(),
            warnings=tuple(noted["warnings"]),
            edited=(),
            seconds=time.perf_counter() - began,
        )

    def note(self, pack: RenderedPack) -> None:
        """Note that a pack was laid out, or found unchanged, from this state."""
        if pack.failed:
            self._note.unlink(missing_ok=True)
            return
        noted = {
            "state": self.digest,
            "manifest": laid_out_digest(pack.folder),
            "files": pack.files,
            "warnings": pack.warnings,
        }
        self._note.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._note, (json.dumps(noted, indent=1) + "\n").encode())

    @property
    def _note(self) -> Path:
        project = self.project
        return project.paths.standing(project.area.slug, project.strategy.slug)

    def _noted(self) -> dict[str, Any]:
        try:
            noted = parse_json(self._note.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return noted if isinstance(noted, dict) else {}


def _version(renderer: RendererName) -> str:
    quarto = renderer == "quarto" or (renderer == "auto" and render_quarto.find_quarto())
    return render_quarto.version() if quarto else render_embedded.version()


def _made_of(project: Project) -> Iterator[Any]:
    """Yield all that a pack can be made of, but its chapters."""
    paths, store = project.paths, SnapshotStore(project.paths.snapshots)
    yield [one.model_dump(mode="json") for one in (project.area, project.strategy)]
    yield ReadDigests(project).of(EVERYTHING)
    yield [store.describe(entry.sha256) for entry in read_lock(project.lock)]
    yield files_digest(paths.notebooks.files("*.ipynb"))
    yield _digest_of(paths.methods)
    yield _logo(project)
    yield [code_folder_digest(PACKAGE, kind) for kind in OF_PACKAGE]
    yield [f"{name} {installed(name)}" for name in sorted({*MADE_WITH, *DRAWN_WITH})]
    yield platform.python_version()
    yield checkout_commit(paths.root)


def _logo(project: Project) -> str:
    brand = project.area.brand
    return _digest_of(project.paths.areas / brand.logo) if brand and brand.logo else ""


def _digest_of(file: Path) -> str:
    """Return a file's digest; "" if it is not there, which laying the pack out tells."""
    return sha256(file.read_bytes()) if file.is_file() else ""
