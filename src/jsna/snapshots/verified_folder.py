"""A folder whose files are held to the hashes with which they were written.

`digests.json` inside it names every file with its SHA-256. A file that is read through here is the
one that was written, to the bit, or an error: a flipped bit, an edited table and half a file are
told apart from data.
"""

import json
from pathlib import Path
from typing import Final

from jsna.errors import Problem, UserFileError
from jsna.snapshots.digest import digests_below, sha256
from jsna.snapshots.json_text import parse_json
from jsna.snapshots.write_file import write_whole

DIGESTS: Final = "digests.json"


def write_digests(folder: Path) -> None:
    """Write the hash of every file of a folder, at any depth, beside them."""
    text = json.dumps(file_digests(folder), indent=1, sort_keys=True) + "\n"
    write_whole(folder / DIGESTS, text.encode())


def file_digests(folder: Path) -> dict[str, str]:
    """Return name below the folder -> SHA-256 of each file but `digests.json` itself."""
    return {name: digest for name, digest in digests_below(folder).items() if name != DIGESTS}


def changed_files(folder: Path) -> list[str]:
    """Return the files of a folder that are not as they were written, gone or added, sorted.

    A folder without its hashes was written by an earlier version, or damaged: `digests.json`
    itself is what differs.
    """
    written = _written(folder)
    return [DIGESTS] if written is None else differing(written, file_digests(folder))


def differing(written: dict[str, str], found: dict[str, str]) -> list[str]:
    """Return the names whose digests differ, or that only one of the two has, sorted."""
    names = {*written, *found}
    return sorted(name for name in names if written.get(name) != found.get(name))


def read_verified(file: Path, next_step: str) -> bytes:
    """Return the bytes of a file, which are those that were written.

    Args:
        file: A file of a folder with `digests.json`.
        next_step: What its reader should do if they are not.

    Raises:
        UserFileError: the file was changed, damaged or removed since, or its folder has no hashes.
    """
    written = _written(file.parent)
    if written is None:
        what = "nothing says with which bytes these files were written: damaged, or made by an"
        raise UserFileError(Problem(f"{what} earlier version.", _named(file), 0, "", next_step))
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise UserFileError(Problem("this file is gone.", _named(file), 0, "", next_step)) from None
    if written.get(file.name) != sha256(content):
        raise changed_on_disk(file, next_step)
    return content


def changed_on_disk(file: Path, next_step: str) -> UserFileError:
    """Return the error for a file that is not as it was written."""
    what = "this file was changed or damaged on disk after it was written; nothing is read from it."
    return UserFileError(Problem(what, _named(file), 0, "", next_step))


def _written(folder: Path) -> dict[str, str] | None:
    try:
        told = parse_json((folder / DIGESTS).read_bytes())
    except (OSError, ValueError):
        return None
    return {str(k): str(v) for k, v in told.items()} if isinstance(told, dict) else None


def _named(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"
