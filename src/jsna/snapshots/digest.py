"""Hashes that name content: of bytes, of plain data and of a folder. The one home of SHA-256.

A cache's key is `data_digest` of all that its content depends on, so that the same inputs give
the same key on any machine and a change of any of them gives another.
"""

import hashlib
import json
from collections.abc import Mapping
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
    files = sorted(f for f in folder.rglob(pattern) if f.is_file())
    lines = [f"{f.relative_to(folder).as_posix()} {sha256(f.read_bytes())}" for f in files]
    return sha256("\n".join(lines).encode())
