"""What earlier releases showed of a table, beside what a new one is about to show.

Whoever has both knows what either shows. A cell that was shown stays known, whatever is hidden
now; one that was hidden stays hidden, and must stay protected from both together. Releases that
agree are one table. One that does not was revised since: its cells are of another vintage, tied to
the new ones by what changed (`revisions.py`).
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from jsna.disclosure.attack import attack, band
from jsna.disclosure.control import is_small
from jsna.disclosure.parts import Least
from jsna.disclosure.ranges import own_ranges, possible_counts
from jsna.disclosure.shown import shown_table
from jsna.disclosure.table import NOW, tell_nothing_of_each_other
from jsna.settings.source import Disclosure

HALF: Final = 0.5
CELL: Final = ["area_code", "period", "sex", "age", "breakdown", "breakdown_value"]


def with_earlier(
    cells: pd.DataFrame,
    earlier: Sequence[pd.DataFrame],
    rule: Disclosure,
    least: Least | None = None,
) -> pd.DataFrame:
    """Return the cells of a new release with what is known of them and beside them.

    Args:
        cells: One row per cell of one indicator: CELL, count (before rounding; NaN: not known),
            denominator (NaN: not shown), hidden, and, if there are any, the `base` to which it
            is rounded and the `digit` of `with_counts`.
        earlier: Of each earlier release, the newest first, the cells of the same indicator, as
            `cells`: count is NaN where it was hidden; and `base`, to which it was rounded.
        rule: How the new counts are rounded.
        least: Code of an area -> the least areas it is made of.

    Returns:
        The rows of `cells` under their own index, then one row per cell that only an earlier
        release has, all with `base`, `releases` (one bit each, NOW first), `vintage` (0: agrees
        with the new one), and whether earlier releases show a cell (`fixed`: hiding it now hides
        nothing), have hidden it (`hid_before`), or tell it nearer than the band, shown or worked
        out (`known`). What any release shows is not `hidden`.
    """
    base = cells.get("base", rule.round_to)
    now = _limited(cells).assign(base=base, fixed=False, hid_before=False, releases=NOW)
    vintages = [now]
    for number, old in enumerate(earlier, 1):
        hidden = old["hidden"]
        known = _limited(old).assign(fixed=~hidden, hid_before=hidden, releases=NOW << number)
        joined = ((i, _joined(table, known, rule, least)) for i, table in enumerate(vintages))
        place, whole = next(((i, t) for i, t in joined if t is not None), (len(vintages), known))
        vintages[place : place + 1] = [whole]
    tables = [table.assign(vintage=i) for i, table in enumerate(vintages)]
    stacked = pd.concat(tables, ignore_index=True)
    nearly, exactly = _known(stacked, rule, least) if earlier else (False, False)
    stacked = stacked.assign(known=nearly, fixed=stacked["fixed"] | exactly)
    # numbers below those of the new rows, which may be a choice of a larger table's
    more = min([0, *cells.index]) - 1 - np.arange(len(stacked) - len(cells))
    return stacked.set_axis(pd.Index([*cells.index, *more]), axis="index")


def _limited(cells: pd.DataFrame) -> pd.DataFrame:
    """Return cells with what each can't exceed: its denominator unless said otherwise."""
    return cells if "limit" in cells else cells.assign(limit=cells["denominator"])


def _joined(
    table: pd.DataFrame, old: pd.DataFrame, rule: Disclosure, least: Least | None
) -> pd.DataFrame | None:
    """Return a table with an earlier release worked in; None if the two do not agree."""
    places = pd.MultiIndex.from_frame(table[CELL])
    found = pd.MultiIndex.from_frame(old[CELL]).get_indexer(places)
    both = pd.Series(found >= 0, table.index)
    other = old.iloc[np.maximum(found, 0)].set_axis(table.index, axis="index")
    shown = both & other["fixed"]
    slack = _within(table, (table["base"] // 2).mask(_is_new(table), 0))
    slack += _within(other, other["base"] // 2)
    revised = shown & ((table["count"] - other["count"]).abs() > slack)
    # known once to a coarser base or by its rate, and now nearer or to another: two things to know
    finer = (other["base"] > table["base"]) | (_as_shown(other) > _as_shown(table))
    finer_now = shown & ~table["fixed"] & _is_new(table) & finer
    # of a count that was shown, and now is brought in as a share alone, another number may be shown
    printed = (table["count"] / table["base"] + HALF).apply(np.floor) * table["base"]
    by_share = (table.get("digit", 0) > 0) & (other.get("digit", 0) == 0)
    same_base = other["base"] == table["base"]
    other_now = shown & ~table["fixed"] & _is_new(table) & by_share & same_base
    other_now &= printed != other["count"]
    if (revised | finer_now | other_now).any():
        return None
    closer = shown & (~table["fixed"] | (other["base"] <= table["base"]))
    limit = table["limit"].combine(other["limit"].where(both), np.fmin)
    joined = table.assign(
        releases=table["releases"] | other["releases"].where(both, 0),
        hidden=table["hidden"] & ~shown,
        hid_before=table["hid_before"] | (both & other["hid_before"]),
        fixed=table["fixed"] | shown,
        count=table["count"].where(table["count"].notna() | ~shown, other["count"]),
        base=table["base"].mask(closer, other["base"]),
        limit=limit.mask(limit < table["count"], table["limit"]),
    )
    further = old[~pd.MultiIndex.from_frame(old[CELL]).isin(places)]
    whole = pd.concat([joined, further], ignore_index=True)
    return whole if _agrees(whole, rule, least) else None


def _agrees(table: pd.DataFrame, rule: Disclosure, least: Least | None) -> bool:
    """Return whether counts of several releases can be those of one table."""
    exact = table["base"].mask(_is_new(table), 1)
    known = table.assign(hidden=table["count"].isna(), base=exact, limit=np.inf)
    if tell_nothing_of_each_other(known):
        return not np.isnan(own_ranges(known, rule)).any()
    return possible_counts(shown_table(known, rule, least)) is not None


def _within(cells: pd.DataFrame, rounding: pd.Series) -> pd.Series:
    """Return to within what each count is known: as it was rounded, or as its rate tells it."""
    return rounding.combine(cells["slack"], max) if "slack" in cells else rounding


def _as_shown(cells: pd.DataFrame) -> pd.Series:
    """Return to within what each count is known once it is shown, in its rate alone or itself."""
    return cells["base"] // 2 + cells.get("digit", 0)


def _is_new(table: pd.DataFrame) -> pd.Series:
    return (table["releases"] & NOW) > 0


def _known(
    stacked: pd.DataFrame, rule: Disclosure, least: Least | None
) -> tuple[pd.Series, pd.Series]:
    """Return which cells earlier releases alone tell nearer than the band, and which exactly.

    Shown or worked out. Hiding what is known exactly is of no use, unless it is small itself.
    """
    places = pd.MultiIndex.from_frame(stacked[CELL])
    new, nearly = stacked[_is_new(stacked)], pd.Series(False, stacked.index)
    exactly = nearly.copy()
    for vintage in sorted(set(stacked["vintage"])):
        own = stacked[(stacked["vintage"] == vintage) & (stacked["releases"] > NOW)]
        more = new[~pd.MultiIndex.from_frame(new[CELL]).isin(places[own.index])]
        asked = pd.concat([own.assign(hidden=~own["fixed"]), more.assign(hidden=True)])
        asked = asked.assign(vintage=0)
        told = attack(asked, rule, least, exact=False)
        shown = own[own["fixed"]]
        digit = shown.get("digit", 0)
        lowest = pd.concat([told["lowest"], shown["count"] - digit])
        highest = pd.concat([told["highest"], shown["count"] + digit])
        cells = pd.MultiIndex.from_frame(asked.loc[lowest.index, CELL])
        low, high = (s.set_axis(cells).reindex(places).to_numpy() for s in (lowest, highest))
        narrow, count = high - low < band(rule), stacked["count"]
        # far from it the count was revised, and where no whole number is left others were
        near = ~((count - low).abs() >= band(rule)) & ~((high - count).abs() >= band(rule))
        nearly |= near & narrow & (low <= high)
        exactly |= _is_new(stacked) & ~stacked["hidden"] & (count == low) & (count == high)
    return nearly, exactly & ~is_small(stacked["count"], rule)
