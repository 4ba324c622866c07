"""What several commands take as arguments, refused where it can't be meant."""

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Final

HIGHEST_PORT: Final = 65535
MOST_WORKERS: Final = 256


def a_path(text: str) -> Path:
    """Return the path that an argument names; an empty one would mean the current folder."""
    if not text.strip():
        raise ArgumentTypeError("it is empty: name a file or a folder ('.' is the current folder)")
    if "\0" in text:
        raise ArgumentTypeError("it holds a sign that no name may have")
    path = Path(text)
    if text.endswith('"') and not path.exists():
        # what Windows makes of "C:\\My files\\": the backslash takes the mark into the name
        raise ArgumentTypeError("it ends in a quotation mark: leave out the backslash before it")
    return _from_home(path)


def _from_home(path: Path) -> Path:
    """Return a path with the user's folder for a leading ~, which not every shell writes out."""
    if path.parts[:1] != ("~",) or path.exists():
        return path
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def some_words(text: str) -> str:
    """Return words that are there: none would mean all, as of a script's variable not set."""
    if not all(part.strip() for part in text.split(",")):
        raise ArgumentTypeError("it is empty: name what is meant, or leave the argument out")
    return text


def a_day(text: str) -> date:
    """Return the day that an argument names."""
    from jsna.narrative.one_line import one_line

    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        told = f"{one_line(text)!r} is no day: write YYYY-MM-DD"
        raise ArgumentTypeError(told) from None


def a_number_of_workers(text: str) -> int:
    """Return how many runs go side by side; 0 means as many as there are cores."""
    if not text.isascii() or not text.isdigit() or int(text[:9]) > MOST_WORKERS:
        raise ArgumentTypeError(f"{text!r} is not a whole number from 0 to {MOST_WORKERS}")
    return int(text)


def a_port(text: str) -> int:
    """Return the number of a port of this machine; 0 means any that is free."""
    if not text.isascii() or not text.isdigit() or int(text[:9]) > HIGHEST_PORT:
        raise ArgumentTypeError(f"{text!r} is not a port: a whole number from 0 to {HIGHEST_PORT}")
    return int(text)


def a_ratio(text: str) -> float:
    """Return a ratio: a finite number above 0."""
    try:
        ratio = float(text)
    except ValueError:
        ratio = 0.0
    if not 0 < ratio < float("inf"):
        raise ArgumentTypeError(f"{text!r} is not a number above 0, such as 0.95")
    return ratio
