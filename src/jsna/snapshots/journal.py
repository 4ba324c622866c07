"""What a fetch has finished so far, so that one that was killed goes on where it stopped.

A small file beside the lock, one line per request that was answered and kept whole. A line is
written in one go: whatever is cut off is no line. Two fetches of an area may write to it at the
same time; the worst that can happen is that something is asked for twice.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsna.snapshots.digest import data_digest
from jsna.snapshots.json_text import parse_json

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FRESH = timedelta(hours=24)


@dataclass(frozen=True)
class Journal:
    """The journal of an area's fetch (`Paths.journal`)."""

    path: Path

    def finished(self, now: datetime) -> dict[str, tuple[str, ...]]:
        """Return the requests answered within the last day: key -> ids of their snapshots."""
        try:
            lines = self.path.read_bytes().splitlines()
        except FileNotFoundError:
            return {}
        records = [record for line in lines if (record := _record(line))]
        return {
            str(r["request"]): tuple(r["snapshots"])
            for r in records
            if timedelta(0) <= now - datetime.fromisoformat(r["at"]) <= FRESH
        }

    def add(self, request: str, snapshots: Sequence[str], at: datetime) -> None:
        """Note that a request was answered and that its snapshots are kept."""
        record = {"request": request, "snapshots": list(snapshots), "at": at.isoformat()}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # a line before it too: what a killed process left of its last line ends there
        line = f"\n{json.dumps(record)}\n".encode()
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            os.write(handle, line)
        finally:
            os.close(handle)

    def remove(self) -> None:
        """Forget: the lock is written, which says all."""
        self.path.unlink(missing_ok=True)


def request_key(request: "DataclassInstance") -> str:
    """Return what tells a request from every other: a hash of all that it asks for."""
    return data_digest([type(request).__name__, asdict(request)])


def _record(line: bytes) -> dict[str, Any] | None:
    try:
        record = parse_json(line)
        if datetime.fromisoformat(record["at"]).tzinfo is None:
            return None
        return {**record, "snapshots": [str(s) for s in record["snapshots"]]}
    except (ValueError, TypeError, LookupError, AttributeError):
        return None
