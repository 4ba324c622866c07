"""The area's rows of look-ups that no map needs: what became of LSOAs, who commissions its care."""

from collections.abc import Mapping, Sequence

import pandas as pd

from jsna.geo.geography import FurtherLookup
from jsna.geo.vintage import Lookup
from jsna.settings.area import Area

FORMER = "former_lsoa"


def lsoa_changes(
    lookups: Sequence[Lookup], lookup: pd.DataFrame, vintages: Mapping[str, str]
) -> FurtherLookup:
    """Return the pairs of codes by which the LSOAs of the census before became the area's.

    Args:
        lookups: All that there are; of several the newest received is taken.
        lookup: The area's look-up: lsoa_code.
        vintages: Area type -> year; the changes must lead to the LSOAs of that year.

    Returns:
        Every pair of a former LSOA of which a part is the area's now, so that those that reach
        beyond the area can be told; and every pair of what such a part is made of.
    """
    fitting = [
        one for one in lookups
        if FORMER in one[1].vintages and one[1].vintages["lsoa"] == vintages.get("lsoa")
    ]  # fmt: skip
    if not fitting:
        return FurtherLookup()
    snapshot, parsed = max(fitting, key=lambda one: (one[0].retrieved, one[0].sha256))
    rows = parsed.rows[["former_lsoa_code", "former_lsoa_name", "lsoa_code", "lsoa_name", "change"]]
    ours = rows["lsoa_code"].isin(lookup["lsoa_code"])
    reach = rows[rows["former_lsoa_code"].isin(rows.loc[ours, "former_lsoa_code"])]
    kept = rows[rows["lsoa_code"].isin(reach["lsoa_code"])]
    if kept.empty:
        return FurtherLookup()
    years = {kind: parsed.vintages[kind] for kind in ("lsoa", FORMER)}
    return FurtherLookup(kept.reset_index(drop=True), years, (snapshot.sha256,))


def board_crosswalk(area: Area, lookups: Sequence[Lookup]) -> FurtherLookup:
    """Return the rows of every commissioning group of the area's board; of others none.

    Args:
        area: None of an area whose settings name no document with the table.
        lookups: All that there are; of several the newest received is taken.
    """
    having = [one for one in lookups if {"board_code", "ccg_code"} <= set(one[1].rows)]
    if not (area.board_crosswalk and having):
        return FurtherLookup()
    snapshot, parsed = max(having, key=lambda one: (one[0].retrieved, one[0].sha256))
    ours = parsed.rows["board_code"].isin(list(area.codes))
    rows = parsed.rows[parsed.rows["ccg_code"].isin(parsed.rows.loc[ours, "ccg_code"])]
    if rows.empty:
        return FurtherLookup()
    return FurtherLookup(rows.reset_index(drop=True), dict(parsed.vintages), (snapshot.sha256,))
