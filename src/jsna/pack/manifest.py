"""The manifest of a pack: what it is made of, as one JSON file beside the site.

Times stand only here: everything else that a pack is made of is the same, byte for byte, for the
same snapshots and the same code.
"""

from __future__ import annotations

import json
import platform
import subprocess
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import jsna
from jsna.errors import Problem, UserFileError
from jsna.pack.lacking import lacking_sections
from jsna.settings.paths import Paths
from jsna.snapshots.digest import data_digest, digests_below
from jsna.snapshots.json_text import parse_json
from jsna.snapshots.verified_folder import differing
from jsna.snapshots.write_file import write_whole

if TYPE_CHECKING:
    from jsna.pack.assemble import Chapter
    from jsna.pack.pack_facts import PackFacts

FILE: Final = "manifest.json"
PACKAGES: Final = (
    "folium", "geopandas", "matplotlib", "numpy", "pandas", "pandera", "papermill", "pyarrow",
    "pyproj", "shapely",
)  # fmt: skip

LOOKED: Final[Mapping[str, type]] = {"checks": list, "checked": dict, "looked_at": dict}
"""What is written of a pack after it was laid out."""
REWRITTEN: Final = frozenset(("commit", "seconds"))
"""What is written anew of a pack that stands as it was laid out."""
SHAPE: Final = (
    ("release", str), ("data_as_at", str), ("area", dict), ("strategy", dict),
    ("snapshots", list), ("files", dict), ("chapters", list),
)  # fmt: skip
CHAPTER: Final = frozenset(("id", "page", "status", "reason"))
SNAPSHOT: Final = frozenset(("sha256", "source", "attribution"))


def write_manifest(
    folder: Path,
    pack: PackFacts,
    chapters: Sequence[Chapter],
    renderer: str,
    render_seconds: float,
    paths: Paths,
) -> Path:
    """Write `manifest.json` into a pack's folder and return it.

    Checks are those of `record_checks`, as long as the files that they were of are unchanged: a
    pack that is laid out anew has none.
    """
    files = _digests(folder / "site")
    content = {
        "release": pack.release,
        "data_as_at": pack.as_at.isoformat(),
        "area": {"slug": pack.area.slug, "name": pack.area.name, "code": pack.area.code},
        "strategy": {
            "slug": pack.strategy.slug,
            "title": pack.strategy.title,
            "status": pack.status,
        },
        "synthetic": pack.area.synthetic,
        "commit": checkout_commit(paths.root),
        "versions": _versions(renderer),
        "snapshots": [_snapshot(s) for s in pack.snapshots],
        "files": files,
        "chapters": [_chapter(chapter) for chapter in chapters],
        **_kept_checks(folder, files),
        "seconds": _seconds(chapters, render_seconds),
    }
    return _write(folder, content)


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a pack's folder.

    Raises:
        FileNotFoundError: the folder has none: the pack was never rendered.
        UserFileError: it is not as it was written.
    """
    try:
        content: Any = parse_json((folder / FILE).read_text("utf-8"))
    except (UnicodeDecodeError, ValueError):
        content = None
    if not _is_whole(content):
        what = "this manifest is damaged: it is not as a render wrote it."
        raise UserFileError(Problem(what, f"{folder.name}/{FILE}", next_step="Render again."))
    manifest: dict[str, Any] = content
    return manifest


def laid_out_digest(folder: Path) -> str:
    """Return a digest of what a manifest says of the pack as it was laid out, not of its checks.

    "" for a pack that was never rendered, or whose manifest can't be read.
    """
    try:
        told = read_manifest(folder)
    except (OSError, UserFileError):
        return ""
    return _digest_but(told, LOOKED.keys())


def told_digest(folder: Path) -> str:
    """Return a digest of what a manifest says of a pack itself: its data, files and chapters.

    Not of its checks, nor of when and from which checkout it was laid out. "" for a manifest that
    can't be read.
    """
    try:
        return _digest_but(read_manifest(folder), LOOKED.keys() | REWRITTEN)
    except (OSError, UserFileError):
        return ""


def edited_files(folder: Path) -> list[str]:
    """Return the files of a pack's site that are not as its manifest says, sorted.

    Nothing of a pack that was never rendered, or whose manifest can't be read.
    """
    try:
        written = read_manifest(folder)["files"]
    except (OSError, UserFileError):
        return []
    return differing(written, _digests(folder / "site"))


def record_checks(
    folder: Path, checks: Sequence[Mapping[str, Any]], seen: Mapping[str, str]
) -> Path:
    """Write the results of the checks, and of what bytes they are, into a pack's manifest."""
    return _write(folder, read_manifest(folder) | {"checks": list(checks), "checked": dict(seen)})


def record_look(folder: Path, seen: Mapping[str, str]) -> Path:
    """Write which bytes the disclosure gate passed into a pack's manifest; {} if it did not."""
    return _write(folder, read_manifest(folder) | {"looked_at": dict(seen)})


def _digest_but(told: Mapping[str, Any], left_out: Collection[str]) -> str:
    return data_digest({name: told[name] for name in told if name not in left_out})


def _kept_checks(folder: Path, files: Mapping[str, str]) -> dict[str, Any]:
    """Return the checks, and which bytes they and the gate looked at, of an unchanged site."""
    none = {name: kind() for name, kind in LOOKED.items()}
    try:
        before = read_manifest(folder)
    except (OSError, UserFileError):
        return none
    if before.get("files") != files:
        return none
    return {name: before.get(name, empty) for name, empty in none.items()}


def _is_whole(content: Any) -> bool:
    """Return whether a manifest has all that is read of it, in its shape."""
    if not isinstance(content, dict) or not all(isinstance(content.get(k), t) for k, t in SHAPE):
        return False
    lists = {"chapters": CHAPTER, "snapshots": SNAPSHOT}
    return all(
        isinstance(row, dict) and keys <= row.keys()
        for name, keys in lists.items()
        for row in content[name]
    )


def _snapshot(snapshot: Any) -> dict[str, Any]:
    return asdict(snapshot) | {"retrieved": snapshot.retrieved.isoformat()}


def _chapter(chapter: Chapter) -> dict[str, Any]:
    result = chapter.result
    return {
        "id": result.run.id,
        "page": result.run.page,
        "notebook": result.run.notebook,
        "status": "available" if result.available else "not available",
        "reason": result.reason,
        "lacks": list(lacking_sections(chapter.markdown)),
    }


def _seconds(chapters: Sequence[Chapter], render_seconds: float) -> dict[str, Any]:
    results = (chapter.result for chapter in chapters)
    seconds = {result.run.id: round(result.seconds, 2) for result in results}
    return {
        "chapters": seconds,
        "run": round(sum(seconds.values()), 2),
        "render": round(render_seconds, 2),
    }


def _versions(renderer: str) -> dict[str, str]:
    return {
        "jsna": jsna.__version__,
        "python": platform.python_version(),
        "renderer": renderer,
        **{name: version(name) for name in PACKAGES},
    }


def _digests(site: Path) -> dict[str, str]:
    """Return file -> SHA-256 of everything in the site, figures and their data included."""
    return digests_below(site)


def checkout_commit(root: Path) -> str:
    """Return the git commit of the checkout, or "" where there is none."""
    try:
        run = subprocess.run(
            ["git", "-C", str(root), "rev-parse", "HEAD"],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return ""
    return run.stdout.strip() if run.returncode == 0 else ""


def _write(folder: Path, content: Mapping[str, Any]) -> Path:
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    write_whole(folder / FILE, text.encode())
    return folder / FILE
