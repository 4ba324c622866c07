"""Write a folder whole or not at all; for one file see snapshots/write_file.py."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

UNFINISHED: Final = ".unfinished-"
"""Begins the name of a folder that is still being written, beside its place."""


@dataclass(frozen=True)
class Draft:
    """A new folder beside the place that it may take.

    Attributes:
        folder: Where to write; gone after the block unless it took its place.
        place: What it may replace.
    """

    folder: Path
    place: Path

    def take_place(self) -> None:
        """Put the new folder where the old one stood."""
        take_place(self.folder, self.place)


@contextmanager
def draft_folder(place: Path) -> Iterator[Draft]:
    """Give a new empty folder beside `place`, which takes it only when it is told to.

    What a killed process left beside it is removed first; if it was killed between two renames,
    the old folder comes back.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    retired = _retired(place)
    if retired.is_dir() and not place.exists():
        retired.rename(place)
    remove_unfinished(place.parent, place.name)
    new = unfinished_folder(place)
    try:
        yield Draft(new, place)
    finally:
        shutil.rmtree(new, ignore_errors=True)


@contextmanager
def whole_folder(place: Path) -> Iterator[Path]:
    """Give a new empty folder that takes `place` when the block ends well.

    What stood at `place` stays until then, and stays if the block is left by an error, Ctrl-C
    included.
    """
    with draft_folder(place) as draft:
        yield draft.folder
        draft.take_place()


def unfinished_folder(place: Path) -> Path:
    """Make and return an empty folder beside `place`, for `take_place` once it is whole."""
    new = place.with_name(f"{UNFINISHED}{os.getpid()}-{place.name}")
    new.mkdir()
    return new


def take_place(new: Path, place: Path) -> None:
    """Move a whole folder to its place; a folder that stands there makes way first."""
    retired = _retired(place)
    shutil.rmtree(retired, ignore_errors=True)
    if place.exists():
        place.rename(retired)
    new.rename(place)
    shutil.rmtree(retired, ignore_errors=True)


def remove_unfinished(home: Path, name: str = "") -> None:
    """Remove what killed processes left in `home`, but nothing of a process that is at work.

    Args:
        home: The folder in which the places are.
        name: Of the one place whose leftovers go; "" for all.
    """
    import psutil

    for folder in home.glob(f"{UNFINISHED}*"):
        pid, _, of = folder.name.removeprefix(UNFINISHED).partition("-")
        at_work = pid.isdigit() and int(pid) != os.getpid() and psutil.pid_exists(int(pid))
        if not at_work and name in ("", of):
            shutil.rmtree(folder, ignore_errors=True)


def _retired(place: Path) -> Path:
    return place.with_name(f".{place.name}.retired")
