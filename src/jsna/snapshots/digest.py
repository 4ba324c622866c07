"""Hashes that name content: of bytes, of plain data and of a folder. The one home of SHA-256.

A cache's key is `data_digest` of all that its content depends on, so that the same inputs give
the same key on any machine and a change of any of them gives another.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from functools import cache
from io import FileIO
from pathlib import Path
from typing import Any


def sha256(content: bytes) -> str:
    """Return the SHA-256 of some bytes, 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def data_digest(data: Any) -> str:
    """Return one digest of plain data; the order of a mapping's keys does not count.

    What JSON cannot hold, such as a date, counts as Python writes it (its `repr`).
    """
    return sha256(json.dumps(data, sort_keys=True, default=repr).encode())


def files_digest(files: Mapping[str, Path]) -> str:
    """Return one digest of files' names and bytes."""
    lines = [f"{name} {sha256(file.read_bytes())}" for name, file in files.items()]
    return sha256("\n".join(lines).encode())


def folder_digest(folder: Path, pattern: str) -> str:
    """Return one digest of the names and bytes of a folder's files, at any depth."""
    lines = [f"{name} {digest}" for name, digest in digests_below(folder, pattern).items()]
    return sha256("\n".join(lines).encode())


@cache
def code_folder_digest(folder: Path, pattern: str) -> str:
    """Return `folder_digest` of code, worked out once: what runs is what was there at first."""
    return folder_digest(folder, pattern)


def digests_below(folder: Path, pattern: str = "*") -> dict[str, str]:
    """Return name below a folder -> SHA-256 of each of its files, at any depth, by name.

    A pack has thousands of files, each hashed several times: names are plain text here, since
    paths as objects cost more than the hashes. Folders that are links are not followed.

    Args:
        folder: Which; one that is not there has no files.
        pattern: Of the files' own names.
    """
    found = sorted(_below(str(folder), "", pattern), key=lambda name: name.split("/"))
    return {name: sha256(_content(f"{folder}/{name}")) for name in found}


def _content(path: str) -> bytes:
    with FileIO(path) as file:
        return file.readall()


def _below(folder: str, above: str, pattern: str) -> Iterator[str]:
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path, f"{above}{entry.name}/", pattern)
        elif fnmatch(entry.name, pattern) and entry.is_file():
            yield f"{above}{entry.name}"
