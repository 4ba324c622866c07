"""One spelling for a column's name, whatever a program between publisher and reader made of it.

fingertipsR takes the spaces out, R puts dots for them, a database underscores and small letters, a
spreadsheet a space at the end: letters and digits are what is left of each.
"""

import re
from collections.abc import Iterable, Sequence

_NO_SIGN = re.compile(r"[^a-z0-9]+")


def column_key(name: str) -> str:
    """Return the letters and digits of a name, in small letters."""
    return _NO_SIGN.sub("", name.lower())


def as_known(names: Iterable[str], known: Sequence[str]) -> list[str]:
    """Return each name as `known` spells it; as it is where none is like it, or another has it.

    Of two columns that are like one known name the one that is spelled so has it, else the first.
    """
    spelled = {column_key(name): name for name in known}
    every = list(names)
    taken = set(every) & set(known)
    found = []
    for name in every:
        like = name if name in known else spelled.get(column_key(name), name)
        found.append(name if like in taken else like)
        taken.add(found[-1])
    return found
