"""Whether a chapter is available to readers: what run, render, check and refresh all go by.

A chapter is available when its last run ended well, all its files are still there and its notebook
can be read. Else its page, the commands and the manifest say so with one and the same reason. A
section that lacks its data says that itself; the chapter around it is available.
"""

import json
from pathlib import Path
from typing import Any, Final

RECORD: Final = "run.json"
NOTEBOOK: Final = "chapter.ipynb"
NOT_RUN: Final = "This chapter has not been run yet."
NO_REASON: Final = "The reason was not recorded."
NOT_READABLE: Final = "Its notebook was not found or can't be read."


def why_not_available(folder: Path) -> str:
    """Return why the chapter in a run's folder is not available, as a sentence; "" if it is."""
    record = read_record(folder)
    if not record:
        return NOT_RUN
    if record.get("status") != "done":
        return str(record.get("reason") or NO_REASON)
    if gone := sorted(name for name in record.get("outputs", ()) if not (folder / name).is_file()):
        return f"Its file {gone[0]} is gone. Run it again."
    try:
        json.loads((folder / NOTEBOOK).read_text("utf-8"))
    except (OSError, ValueError):
        return NOT_READABLE
    return ""


def told(chapter_id: str, reason: str) -> str:
    """Return the words in which every command says that a chapter is not available."""
    return f"chapter {chapter_id} is not available: {reason}"


def read_record(folder: Path) -> dict[str, Any]:
    """Return a run's record: key, status, reason, seconds, outputs; empty if there is none.

    `outputs` is file -> sha256, relative to the folder; `details` the traceback of a failure.
    """
    try:
        record: dict[str, Any] = json.loads((folder / RECORD).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return record
