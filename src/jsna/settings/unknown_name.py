"""A name that nothing has: which known one was meant."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name most like `name`, or "" if none is near.

    Codes and numbers are never near: those that look alike name different things.
    """
    if _is_code(name):
        return ""
    names = sorted(known)
    beginnings = [each for each in names if name and each.startswith(name)]
    matches = beginnings or get_close_matches(name, names, n=1, cutoff=0.6)
    return matches[0] if matches else ""


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return the next step for a name that is not known: `Did you mean 'x'?`.

    Args:
        name: As it was written.
        known: The names that there are; with what each names, where they are codes. Of these
            the ones that one slip of the hand makes of `name` are offered, with their titles, so
            that nobody takes another indicator for his own.
        otherwise: What to do where none is near.
    """
    if isinstance(known, Mapping) and _is_code(name):
        near_by = [code for code in sorted(known) if known[code] and is_slip(name, code)]
        slips = [f"{code!r} ({known[code]})" for code in near_by]
        return f"Did you mean {' or '.join(slips)}?" if slips and len(slips) <= FEW else otherwise
    near = nearest(name, known)
    return f"Did you mean {near!r}?" if near else otherwise


def is_slip(name: str, other: str) -> bool:
    """Return whether one sign was mistyped, left out, doubled, or changed place with the next.

    Of two signs nearly every other pair is one slip away: they tell nothing.
    """
    if min(len(name), len(other)) <= 2:
        return False
    if len(name) == len(other):
        apart = [n for n, (a, b) in enumerate(zip(name, other, strict=True)) if a != b]
        swapped = len(apart) == 2 and apart[1] - apart[0] == 1
        return len(apart) == 1 or (
            swapped and sorted(name[n] for n in apart) == sorted(other[n] for n in apart)
        )
    short, long = sorted((name, other), key=len)
    lost = (long[:n] + long[n + 1 :] for n in range(len(long)))
    return len(long) - len(short) == 1 and short in lost


def _is_code(name: str) -> bool:
    return any(sign.isdigit() for sign in name) and name == name.upper()


FEW = 3
"""More ids than this that are one slip away tell nobody anything."""
