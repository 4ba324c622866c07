"""A name that nothing has: which known one was meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name most like `name`, or "" if none is near."""
    names = sorted(known)
    beginnings = [each for each in names if name and each.startswith(name)]
    matches = beginnings or get_close_matches(name, names, n=1, cutoff=0.6)
    return matches[0] if matches else ""


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return the next step for a name that is not known: `Did you mean 'x'?`.

    Args:
        name: As it was written.
        known: The names that there are.
        otherwise: What to do where none is near.
    """
    near = nearest(name, known)
    return f"Did you mean {near!r}?" if near else otherwise
