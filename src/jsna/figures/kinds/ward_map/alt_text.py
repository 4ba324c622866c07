"""The alt text of a map of wards: the three at either end, and how many have no value."""

from typing import Final

import pandas as pd

from jsna.figures.about import About
from jsna.figures.alt_text import area_value
from jsna.figures.kinds.deprivation_map.alt_text import LONGEST_MAP, without_value
from jsna.figures.kinds.ward_map.options import WardMapOptions
from jsna.narrative.english import listed

NAMED: Final = 3


def ward_map_alt(data: pd.DataFrame, about: About, options: WardMapOptions) -> str:
    """Return which wards have the highest and which the lowest values, the darker end first."""
    start = f"Map of {about.place}: {about.measure}, {len(data)} {options.areas}"
    missing = "".join(f", {words}" for words in without_value(data))
    known = data[data["value"].notna()]
    ordered = known.sort_values(
        ["value", "area_name"], ascending=[not options.highest_first, True], ignore_index=True
    )
    # where there are few wards none is at both ends
    named = min(NAMED, len(ordered) // 2) or 1
    ends = ("highest", "lowest") if options.highest_first else ("lowest", "highest")
    for number in range(named, 0, -1):
        first, last = ordered.head(number), ordered.tail(number).iloc[::-1]
        told = f"; {ends[0]} in {_wards(first, about)}"
        told += f", {ends[1]} in {_wards(last, about)}" if len(ordered) > 1 else ""
        if len(start) + len(told) + len(missing) < LONGEST_MAP:
            break
    return f"{start}{told}{missing}."


def _wards(rows: pd.DataFrame, about: About) -> str:
    return listed([area_value(rows.iloc[0], about), *rows["area_name"].iloc[1:]])
