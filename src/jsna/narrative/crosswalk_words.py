"""Words on the commissioning groups with which an area's residents were registered."""

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from jsna.analysis.board_crosswalk import Sum
from jsna.narrative.english import counted, listed, possessive
from jsna.narrative.numbers import format_value

WHAT_IT_IS: Final = (
    "It counts with whose practices residents were registered, not where they were treated, and"
    " it has no counts of people. Commissioning groups (CCGs) have since been replaced by"
    " integrated care boards, so it tells of then."
)


def registered_headline(area_name: str, groups: pd.DataFrame, years: str) -> str:
    """Return with which group most residents were registered, and how many with others.

    Args:
        area_name: The area.
        groups: As `board_crosswalk.registered_with`, with a row.
        years: Which the table is for; "" where it does not say.
    """
    first, others = groups.iloc[0], groups.iloc[1:]
    when = f", {years}" if years else ""
    who = f"{_share(first['of_board'])} of {possessive(area_name)} registered residents were with"
    if others.empty:
        return f"{who} {first['ccg_name']}{when}"
    second = others.iloc[0]
    rest = f"{second['ccg_name']} ({_share(second['of_board'])})"
    if len(others) > 1:
        few = counted(len(others), "other group")
        rest = f"{few}, the largest {rest}"
    return f"{who} {first['ccg_name']}, and some with {rest}{when}"


def elsewhere_sentence(area_name: str, groups: pd.DataFrame) -> str:
    """Return how many of the groups have most of their patients in another board's area."""
    away = groups[~groups["here"]]
    if away.empty:
        return f"Each of these groups has most of its patients in {area_name}."
    first = groups.iloc[0]
    which = f"{len(away)} of the {len(groups)} groups"
    if len(away) == len(groups):
        which = "The group" if len(groups) == 1 else f"All {len(groups)} groups"
    has = "has most of its" if len(away) == 1 else "have most of their"
    said = f"{which} {has} patients in another board's area"
    if first["here"]:
        return f"{said}."
    main = f"{first['ccg_name']} has them mostly in {first['main_board']}"
    return f"{said}: {main}, and {_share(first['of_ccg'])} of them in {area_name}."


def sum_sentence(found: Sum, whose: str) -> str:
    """Return that printed shares do not add up to 100%, and whether rounding can explain it.

    Args:
        found: What they add up to.
        whose: What they are shares of, as a sentence has it.

    Returns:
        A sentence; "" where they add up.
    """
    if found.whole:
        return ""
    said = f"As printed, the {counted(found.parts, 'share')} of {whose} add up to"
    return f"{said} {_share(found.total)}, {_why([found])}."


def sums_sentence(sums: Mapping[str, Sum]) -> str:
    """Return which groups' shares do not add up to 100%, those that rounding can't explain apart.

    Args:
        sums: Group -> what the shares of its patients add up to.
    """
    odd = {name: one for name, one in sums.items() if not one.whole}
    kinds = [{n: o for n, o in odd.items() if o.by_rounding is kind} for kind in (True, False)]
    told = [
        f"{listed([f'{name} {_share(one.total)}' for name, one in kind.items()])},"
        f" {_why(list(kind.values()))}"
        for kind in kinds
        if kind
    ]
    start = "As printed, shares of a group's patients do not add up to"
    return f"{start} {_share(100)}: {'; '.join(told)}." if told else ""


def _why(sums: Sequence[Sum]) -> str:
    if all(one.by_rounding for one in sums):
        return "which rounding each to a decimal can explain"
    return "more than rounding can explain: the table is not whole, or not right"


def _share(value: float) -> str:
    return format_value(value, "%", 1)
