"""Hide small counts of people, and as many others as it takes that none can be worked out.

A count is hidden when it, or its complement (the people without the event), is small; then further
cells are hidden one by one until the attack leaves every hidden count a range at least as wide
as the band that the rule protects. See docs/methods.md#disclosure-control.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jsna.disclosure.absent import absent_cells
from jsna.disclosure.attack import extreme, is_revised
from jsna.disclosure.parts import DIMENSIONS, Least
from jsna.disclosure.pattern import Pattern, Patterns
from jsna.disclosure.ranges import feasible_ranges, possible_counts, whole
from jsna.disclosure.shown import Shown, bases, shown_table, slacks
from jsna.disclosure.table import (
    NOW,
    SEVERAL,
    Group,
    breakdowns,
    linear_table,
    tell_nothing_of_each_other,
)
from jsna.disclosure.too_near import (
    TooNear,
    Wide,
    groups_told_before,
    too_near,
    width_of,
)
from jsna.settings.source import Disclosure

SHOWN, SMALL, WITH_OTHERS, NOT_PROTECTED = "", "small", "with others", "not protected"
Bounds = NDArray[np.float64]
Places = NDArray[np.intp]
MOST_ROUNDS: Final = 20
LOOKED_AT: Final = (
    *DIMENSIONS, "breakdown", "home", "count", "denominator", "limit", "hidden", "fixed", "known",
    "hid_before", "base", "slack", "releases", "vintage",
)  # fmt: skip


def is_small(counts: pd.Series, rule: Disclosure) -> pd.Series:
    """Return which counts the rule hides; a missing count is not small."""
    return (counts >= rule.lowest_count) & (counts <= rule.highest_count)


@dataclass(frozen=True, eq=False)
class Hidden:
    """What is hidden of a table.

    Attributes:
        why: As `suppress`.
        unprotected: Of counts that are not in the table and that what is shown elsewhere gives
            away, the cell of which each is a part.
    """

    why: pd.Series
    unprotected: pd.Index


def suppress(cells: pd.DataFrame, rule: Disclosure, least: Least | None = None) -> pd.Series:
    """Return why each cell of one table is hidden; "" for those that may be shown.

    The arguments are those of `hide`.

    Returns:
        One of "", "small" (the count or its complement), "with others" (to protect those) and
        "not protected" (what is shown elsewhere gives it away). Indexed as `cells`.
    """
    return hide(cells, rule, least).why


def hide(cells: pd.DataFrame, rule: Disclosure, least: Least | None = None) -> Hidden:
    """Return what has to be hidden of one table, and what can't be protected any more.

    The cell that is hidden with others is, of those that hold a small count in too narrow a
    range, the one with the smallest count that is wide enough.

    Source: primary and secondary suppression as in Hundepool and others 2012, Statistical
    Disclosure Control, chapter 4; the greedy choice by the prices of the attacker's programme
    is in the spirit of Fischetti and Salazar 2000.

    Args:
        cells: One row per cell: area_code, sex, age, period, count (NaN: not known to us, hidden
            already), and if there are any: denominator (of a proportion: its complement counts
            people too), limit (what of it is shown), hidden (already), fixed (shown already
            elsewhere: hiding it now would hide nothing), and what else `with_earlier` adds: what
            was hidden before stays hidden.
        rule: What is small, and how counts that are shown are rounded.
        least: Code of an area -> the least areas it is made of, where that is known.
    """
    frame = _with_limits(cells)
    small = _primary(frame, rule)
    if not (small.any() or frame["hid_before"].any() or is_revised(frame)) and (
        tell_nothing_of_each_other(frame)
    ):
        return Hidden(pd.Series(SHOWN, cells.index, dtype="str"), pd.Index([]))
    frame["hidden"] = (small | (frame["hid_before"] & ~frame["known"])) & ~frame["fixed"]
    links = _true_counts(frame, rule)
    frame["count"] = _with_possible(frame, rule, least)
    frame = with_absent(frame, links, rule, least)
    small = small.reindex(frame.index, fill_value=True)
    truth = shown_table(_rounded(frame, rule), rule, least, links=links)
    open_ = truth.hidden & ~frame["known"].to_numpy()
    lost = _protect(truth, frame, width_of(frame, rule), np.flatnonzero(open_))
    frame["hidden"] = truth.hidden
    away, wide = set[Group](), Wide()
    for rounds_left in reversed(range(MOST_ROUNDS)):
        gone, more = frame.index[lost | frame["known"]], False
        # with less shown less need have been revised, which can narrow what was wide enough
        may_narrow = is_revised(frame) and any(wide.values())
        for found in list(too_near(_rounded(frame, rule), rule, least, wide)):
            new = [group for group in found.groups if group not in away]
            near = replace(found, cells=found.cells.difference(gone), groups=new)
            before = groups_told_before(_rounded(frame, rule), near, rule, least)
            near = replace(near, groups=[group for group in new if group not in before])
            away |= before
            if not (len(near.cells) or near.groups):
                continue
            more = True
            if rounds_left:
                unable, unseen = _hide_around(frame, near, rule, least)
            else:
                unable, unseen = frame.index.isin(near.cells), set(near.groups)
            lost, away = lost | unable, away | unseen
        if not (more or may_narrow):
            break
        if not more:
            wide.clear()
    why = np.select([frame["hidden"] & small, frame["hidden"]], [SMALL, WITH_OTHERS], SHOWN)
    given_away = lost | (small & (frame["fixed"] | frame["known"])).to_numpy()
    why = pd.Series(np.where(given_away, NOT_PROTECTED, why), frame.index, dtype="str")
    unprotected = frame.loc[given_away & frame["sums"].notna(), "whole"]
    return Hidden(why[cells.index], pd.Index(unprotected))


def _true_counts(frame: pd.DataFrame, rule: Disclosure) -> pd.Series:
    """Return the counts as they are; NaN for those that only an earlier release has, rounded."""
    before = frame["fixed"]
    if "releases" in frame:
        before &= (frame["releases"] & NOW) == 0
    base = np.where(before, bases(frame, rule), 1)
    return frame["count"].where(slacks(frame.assign(base=base), rule) == 0)


def with_absent(
    frame: pd.DataFrame, links: pd.Series, rule: Disclosure, least: Least | None
) -> pd.DataFrame:
    """Return the cells and, after them, the small counts that are not among them.

    Those that the others give by difference: see `absent_cells`. `sums` says of which cells each
    is the sum and difference, and `whole` which cell it is a part of. None of several breakdowns:
    each has its own.
    """
    if len(breakdowns(frame)) >= SEVERAL:
        return frame.assign(sums=None, whole=None)
    own = (frame["vintage"] == 0 if "vintage" in frame else pd.Series(True, frame.index)).to_numpy()
    counts, sums = absent_cells(frame.assign(count=links)[own], rule, least)
    risky = np.flatnonzero(is_small(pd.Series(counts), rule).to_numpy())
    frame = frame.assign(sums=None, whole=None)
    if not len(risky):
        return frame
    table = linear_table(frame.assign(count=links), least).cells[np.flatnonzero(own)]
    # parts that exceed their whole are no parts of it
    left = {at: sums[[at]] @ table for at in risky}
    kept = [at for at, row in left.items() if row.min() >= 0 and row.max() > 0]
    if not kept:
        return frame
    place = np.flatnonzero(own)
    terms = [sums[[at]] for at in kept]
    more = frame.iloc[[0] * len(kept)].assign(
        count=counts[kept], hidden=True, fixed=False, known=False, hid_before=False,
        limit=np.inf, denominator=np.nan,
        sums=[(place[term.indices], term.data) for term in terms],
        whole=[frame.index[place[term.indices[term.data > 0][0]]] for term in terms],
    )  # fmt: skip
    more = more.assign(base=1) if "base" in frame else more
    names = min([0, *frame.index]) - 1 - np.arange(len(kept))
    return pd.concat([frame, more.set_axis(names, axis="index")])


def rounded(counts: pd.Series, rule: Disclosure) -> pd.Series:
    """Return counts rounded to the rule's base, halves up."""
    return _to_base(counts, np.full(len(counts), rule.round_to))


def _to_base(counts: pd.Series, base: NDArray[np.int64]) -> pd.Series:
    return (counts / base + 0.5).apply(np.floor) * base


def pooling(cells: pd.DataFrame, rule: Disclosure) -> pd.DataFrame:
    """Return, for each group with a small count, how many years together would not be small.

    Args:
        cells: area_code, sex, age, period (single years), count.
        rule: What is small.

    Returns:
        One row per area, sex and age that has a small count in some single year, and periods of
        which enough were given: area_code, sex, age, years (the fewest such that no run of so many
        years in a row is small; NaN if even all together are), available (years given).
    """
    years = cells[cells["period"].str.endswith("/P1Y") & cells["count"].notna()]
    years = years.sort_values("period")
    group = ["area_code", "sex", "age"]
    small = years[is_small(years["count"], rule)][group].drop_duplicates()
    several = years.merge(small, on=group).assign(year=lambda f: f.groupby(group).cumcount())
    wide = several.set_index([*group, "year"])["count"].unstack()  # noqa: PD010
    available = wide.notna().sum(axis="columns")
    needed = pd.Series(np.nan, index=wide.index)
    for length in range(wide.shape[1], 1, -1):
        sums = wide.T.rolling(length).sum().T
        sums = sums.where(sums.notna())
        safe = ~((sums >= rule.lowest_count) & (sums <= rule.highest_count)).any(axis="columns")
        needed = needed.mask(safe & (available >= length), float(length))
    result = pd.DataFrame({"years": needed, "available": available}).reset_index()
    return result[result["available"] > 1].reset_index(drop=True)


def _with_limits(cells: pd.DataFrame) -> pd.DataFrame:
    # all that is looked at here: a copy of everything else would be made again and again
    frame = cells[[name for name in LOOKED_AT if name in cells]]
    frame = frame.astype({name: "object" for name in (*DIMENSIONS, "home") if name in frame})
    for name in ("hidden", "fixed", "known", "hid_before"):
        frame[name] = frame[name].astype("bool") if name in frame else False
    if "limit" not in frame:
        frame["limit"] = frame.get("denominator", np.nan)
    frame["denominator"] = frame.get("denominator", np.nan)
    return frame


def _primary(frame: pd.DataFrame, rule: Disclosure) -> pd.Series:
    without = frame["denominator"] - frame["count"]
    slack = frame.get("slack", 0)
    near = (frame["count"] + slack >= rule.lowest_count) & (
        frame["count"] - slack <= rule.highest_count
    )
    small = near | is_small(without, rule)
    return small | frame["hidden"] | frame["count"].isna()


def _with_possible(frame: pd.DataFrame, rule: Disclosure, least: Least | None) -> pd.Series:
    """Return the counts, those that are not known to us as they could be beside the others."""
    unknown = frame["count"].isna()
    if not unknown.any():
        return frame["count"]
    base = np.where(frame["fixed"], bases(frame, rule), 1)
    shown = shown_table(frame.assign(hidden=unknown, base=base), rule, least)
    possible = possible_counts(shown)
    if possible is None:
        return frame["count"]
    return frame["count"].mask(unknown, pd.Series(possible, frame.index))


def _rounded(frame: pd.DataFrame, rule: Disclosure) -> pd.DataFrame:
    return frame.assign(count=_to_base(frame["count"], bases(frame, rule)))


def _protect(
    shown: Shown, frame: pd.DataFrame, width: int, cells: Places, *, revised: bool = False
) -> NDArray[np.bool_]:
    """Hide further cells until these have their range; return those that can't have it.

    What was found to be possible stays possible when more is hidden: each solved programme is
    kept as a witness for every cell that it is over.
    """
    counts, known = frame["count"].to_numpy("float64"), frame["known"].to_numpy("bool")
    fixed = frame["fixed"].to_numpy("bool")
    # the true count is one that is possible, unless more was revised than can be seen
    unknown = np.isnan(counts) | revised
    seen = np.column_stack([np.where(unknown, np.inf, counts), np.where(unknown, -np.inf, counts)])
    lost, waiting = np.zeros(len(frame), dtype="bool"), list(cells)
    patterns = Patterns(shown, counts, fixed, known)
    found = feasible_ranges(shown, waiting, width)
    seen[waiting] = np.stack([np.fmin(seen[waiting, 0], found[:, 0]),
                              np.fmax(seen[waiting, 1], found[:, 1])], axis=1)  # fmt: skip
    while waiting:
        cell = int(waiting.pop())
        while not _is_wide(seen[cell], width):
            binding = _look(shown, cell, seen, width)
            if _is_wide(seen[cell], width):
                break
            pattern = patterns.cheapest(cell, width)
            chosen = _to_hide(pattern, shown, seen)
            if not chosen.size:
                chosen = _choose(binding, shown, counts, fixed, width)
            if not chosen.size:
                lost[cell] = True
                break
            for other in chosen:
                shown.hide(int(other))
            # what earlier releases tell nearly is only kept from being told exactly
            waiting.extend(chosen[~known[chosen]])
    return lost


def _to_hide(found: Pattern | None, shown: Shown, seen: Bounds) -> NDArray[np.intp]:
    """Return the shown cells that a pattern hides, and keep the table that shows it."""
    if found is None:
        return np.array([], dtype="int64")
    seen[found.rows, 0] = np.fmin(seen[found.rows, 0], found.counts)
    seen[found.rows, 1] = np.fmax(seen[found.rows, 1], found.counts)
    return np.asarray(found.moved[~shown.hidden[found.moved]])


def _look(shown: Shown, cell: int, seen: Bounds, width: int) -> NDArray[np.intp]:
    """Attack one cell, keep what was seen, and return the shown cells that hold it.

    Its largest value often tells alone whether it is wide: the smallest is not asked then.
    """
    binding = []
    for side, sign in ((1, -1.0), (0, 1.0)):
        found = extreme(shown, cell, sign)
        seen[cell, side] = found.value
        if found.counts.size:
            seen[found.rows, 0] = np.fmin(seen[found.rows, 0], found.counts)
            seen[found.rows, 1] = np.fmax(seen[found.rows, 1], found.counts)
        binding.append(found.binding)
        if np.isnan(found.value):
            # counts that contradict each other protect nothing: hide until they no longer do
            seen[cell] = (np.inf, -np.inf)
            return np.asarray(shown.part(cell).rows)
        least = np.array([shown.low[cell], seen[cell, 1]])
        if _is_wide(seen[cell], width) or not _is_wide(least, width):
            break
    return np.unique(np.concatenate(binding))


def _is_wide(seen: Bounds, width: int) -> bool:
    low, high = whole(seen.reshape(1, 2))[0]
    return bool(high - low >= width)


def _choose(
    binding: NDArray[np.intp],
    shown: Shown,
    counts: Bounds,
    fixed: NDArray[np.bool_],
    width: int,
) -> NDArray[np.intp]:
    """Return the next cell to hide, if any: the smallest that is enough, else the largest."""
    free = binding[~shown.hidden[binding] & ~fixed[binding]]
    if not free.size:
        return np.asarray(free)
    enough = counts[free] >= width
    order = np.where(enough, counts[free], np.inf) if enough.any() else -counts[free]
    return np.asarray(free[[np.argmin(order)]])


def _hide_around(
    frame: pd.DataFrame, near: TooNear, rule: Disclosure, least: Least | None
) -> tuple[NDArray[np.bool_], set[Group]]:
    """Hide further cells, in place, as the table looks to whoever sees only what is shown.

    Returns:
        Which cells, and which groups without a row, can't be protected.
    """
    groups = near.groups
    seen = shown_table(_rounded(frame, rule), rule, least, supposed=near.supposed, groups=groups)
    size, more, revised = len(frame), len(groups), is_revised(frame)
    cells = [*frame.index.get_indexer(near.cells), *range(size, size + more)]
    unknown = pd.DataFrame({"count": np.nan, "known": False, "fixed": False}, range(more))
    whole = pd.concat([frame[list(unknown)], unknown], ignore_index=True)
    width = width_of(frame, rule, near.supposed)
    lost = _protect(seen, whole, width, np.asarray(cells), revised=revised)
    frame["hidden"] = seen.hidden[:size]
    gone = {group for group, away in zip(groups, lost[size:], strict=True) if away}
    return lost[:size], gone
