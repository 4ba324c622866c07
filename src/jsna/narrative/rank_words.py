"""What must stand under a rank: the direction, who has no value, and who stands for whom."""

from collections.abc import Collection, Sequence
from typing import Final

from jsna.analysis.rank import Rank
from jsna.analysis.tier import ABOLISHED, LATER, LOWER
from jsna.narrative.english import capitalised, counted, listed

NAMED: Final = 12
"""More names than these are a list that nobody reads in a sentence: they are counted."""

KINDS: Final = {
    "county": ("county", "counties"),
    "district": ("district", "districts"),
    "unitary authority": ("unitary authority", "unitary authorities"),
    "metropolitan borough": ("metropolitan borough", "metropolitan boroughs"),
    "london borough": ("London borough", "London boroughs"),
    "city corporation": ("city corporation", "city corporations"),
}
_SHORT: Final = {
    "district": "districts",
    "metropolitan borough": "boroughs",
    "london borough": "boroughs",
    "unitary authority": "unitary authorities",
}
TIMES: Final = {
    ABOLISHED: ("that ended before this period did", "those that followed"),
    LATER: ("that began after this period", "those of the time"),
}


def tier_words(tier: str, kinds: Collection[str]) -> str:
    """Return the authorities of a list as a sentence names them: "London boroughs".

    A borough or a unitary authority is no lower tier of anything: such a list is named by the
    kinds that are in it.

    Args:
        tier: `analysis.tier.UPPER` or LOWER.
        kinds: The kinds of authority in the list, as the register has them.
    """
    # the City of London stands among the London boroughs in every list
    named = set(kinds) - {"city corporation"} or set(kinds)
    only = next(iter(named)) if len(named) == 1 else ""
    there = dict.fromkeys(words for kind, words in _SHORT.items() if kind in kinds)
    mixed = listed(list(there)) if tier == LOWER and there else tier
    return KINDS[only][1] if only in KINDS else mixed


def rank_note(rank: Rank) -> str:
    """Return what must stand under a ranked figure, as sentences; "" for nothing.

    What 1 means stands with the place itself (`ranked_bars.headline.place_words`).
    """
    return " ".join(rank_notes(rank))


def rank_notes(rank: Rank) -> list[str]:
    """Return the same, sentence by sentence: each may be what a page has said already."""
    tie = "Areas with the same value share a rank." if rank.joint else ""
    return [part for part in (_missing(rank), *_stand_ins(rank), tie) if part]


def _missing(rank: Rank) -> str:
    """Who has no value, by kind: "2 unitary authorities have no value in this file: ..."."""
    if not rank.missing:
        return ""
    parts = [
        _of_kind(kind, names, all_of_them=len(names) == rank.kinds[kind])
        for kind, names in rank.missing.items()
    ]
    verb = "has" if rank.without_value == 1 else "have"
    return capitalised(f"{listed(parts)} {verb} no value in this file and no rank.")


def _of_kind(kind: str, names: Sequence[str], *, all_of_them: bool) -> str:
    words = counted(len(names), *KINDS[kind])
    if all_of_them and len(names) > 1:
        words = f"all {words}"
    return words if len(names) > NAMED else f"{words} ({listed(names)})"


def _stand_ins(rank: Rank) -> list[str]:
    """That the source gives authorities of another time, which people would not expect here."""
    return [
        f"As published, the list has {counted(len(names), 'authority', 'authorities')}"
        f" {TIMES[when][0]}{_names(names)} in place of {TIMES[when][1]}."
        for when, names in rank.stand_ins.items()
    ]


def _names(names: Sequence[str]) -> str:
    return f" ({listed(names)})" if len(names) <= NAMED else ""
