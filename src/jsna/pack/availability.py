"""Whether a chapter is available to readers: what run, render, check and refresh all go by.

A chapter is available when its last run ended well, its files are those that the run wrote, to the
bit, and its notebook can be read. Else its page, the commands and the manifest say so with one and
the same reason. A section that lacks its data says that itself; the chapter around it is available.
"""

from pathlib import Path
from typing import Any, Final

from jsna.snapshots.digest import digests_below
from jsna.snapshots.json_text import parse_json

RECORD: Final = "run.json"
NOTEBOOK: Final = "chapter.ipynb"
NOT_RUN: Final = "This chapter has not been run yet."
NO_REASON: Final = "The reason was not recorded."
NOT_READABLE: Final = "Its notebook was not found or can't be read."
AGAIN: Final = "Run it again."


def why_not_available(folder: Path) -> str:
    """Return why the chapter in a run's folder is not available, as a sentence; "" if it is."""
    record = read_record(folder)
    if not record:
        return NOT_RUN
    if record.get("status") != "done":
        return str(record.get("reason") or NO_REASON)
    if why := _why_not_as_written(record.get("outputs", {}), run_digests(folder)):
        return why
    try:
        parse_json((folder / NOTEBOOK).read_text("utf-8"))
    except (OSError, ValueError):
        return NOT_READABLE
    return ""


def told(chapter_id: str, reason: str) -> str:
    """Return the words in which every command says that a chapter is not available."""
    return f"chapter {chapter_id} is not available: {reason}"


def read_record(folder: Path) -> dict[str, Any]:
    """Return a run's record: key, status, reason, seconds, outputs; empty if there is none.

    `outputs` is file -> sha256, relative to the folder; `details` the traceback of a failure. A
    record that is damaged counts as none.
    """
    try:
        record: Any = parse_json((folder / RECORD).read_text("utf-8"))
        outputs, seconds = record.get("outputs", {}), float(record.get("seconds", 0))
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    whole = isinstance(outputs, dict) and "status" in record
    return {**record, "seconds": seconds} if whole else {}


def run_digests(folder: Path) -> dict[str, str]:
    """Return file -> sha256 of all that a run wrote, but its record."""
    found = digests_below(folder).items()
    return {name: digest for name, digest in found if name.rpartition("/")[2] != RECORD}


def _why_not_as_written(written: dict[str, str], found: dict[str, str]) -> str:
    """Return which file of a run is gone, changed or added since; "" if all are as written."""
    if gone := sorted(written.keys() - found.keys()):
        return f"Its file {gone[0]} is gone. {AGAIN}"
    if changed := sorted(name for name in written if written[name] != found[name]):
        return f"Its file {changed[0]} was changed or damaged after the run. {AGAIN}"
    if added := sorted(found.keys() - written.keys()):
        return f"Its file {added[0]} is not from the run. {AGAIN}"
    return ""
