"""A release: the site of a pack that passed every check, copied whole to its place."""

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from jsna.errors import CheckFailed, Problem, UserFileError
from jsna.pack.rendered_pack import SITE
from jsna.publish.check_result import CheckResult
from jsna.snapshots.digest import sha256
from jsna.snapshots.json_text import parse_json
from jsna.snapshots.write_folder import whole_folder

NOTE: Final = "release.json"
"""Says whose site stands in a folder, so that only an earlier one of it is replaced."""
MOST_TOLD: Final = 20


def target_of(folder: Path, area: str, strategy: str) -> Path:
    """Return where a site may be put.

    Raises:
        UserFileError: something else stands there.
    """
    target = folder.expanduser().absolute()
    if target.is_dir() and any(target.iterdir()) and not _is_of(target, area, strategy):
        what = f"this folder holds something else than an earlier site of {area} and {strategy}."
        step = "Name a new folder, an empty one, or one that `jsna publish` made for this pack."
        raise UserFileError(Problem(what, str(target), next_step=step))
    if target.exists() and not target.is_dir():
        raise UserFileError(Problem("this is a file, not a folder.", str(target)))
    return target


def refused_checks(results: Sequence[CheckResult], area: str, strategy: str) -> None:
    """Refuse to publish unless every check passed.

    Raises:
        CheckFailed: one did not; each fault is named.
    """
    failed = [result for result in results if not result.passed]
    if not failed:
        return
    faults = [f"{result.name}: {fault}" for result in failed for fault in result.faults]
    more = len(faults) - MOST_TOLD
    told = [*faults[:MOST_TOLD], *([f"{more} more faults are not printed."] if more > 0 else [])]
    summary = Problem(
        f"nothing was published: {len(failed)} of {len(results)} checks failed.",
        next_step=f"Mend what is named above, then `jsna refresh {area} {strategy}`.",
    )
    raise CheckFailed(*map(Problem, told), summary)


def copy_site(folder: Path, manifest: Mapping[str, Any], target: Path) -> list[str]:
    """Copy a site to a folder, whole or not at all, and return its files.

    Args:
        folder: The pack's folder.
        manifest: Names each file of the site with its hash.
        target: Takes the site's place; an earlier one is replaced.

    Raises:
        CheckFailed: what was copied is not what was checked.
    """
    files: Mapping[str, str] = manifest["files"]
    with whole_folder(target) as new:
        shutil.copytree(folder / SITE, new, dirs_exist_ok=True)
        copied = {f.relative_to(new).as_posix(): f for f in new.rglob("*") if f.is_file()}
        if {name: sha256(f.read_bytes()) for name, f in copied.items()} != files:
            what = "files of the site changed while they were copied, or since they were checked."
            raise CheckFailed(Problem(f"nothing was published: {what}", next_step="Render again."))
        names = ("release", "area", "strategy", "data_as_at")
        note = {name: manifest[name] for name in names}
        (new / NOTE).write_text(json.dumps(note, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return sorted(copied)


def _is_of(folder: Path, area: str, strategy: str) -> bool:
    try:
        note = parse_json((folder / NOTE).read_text("utf-8"))
        return bool(note["area"]["slug"] == area and note["strategy"]["slug"] == strategy)
    except (OSError, ValueError, KeyError, TypeError):
        return False
