"""Small counts of an equity audit's users: hidden, the rest rounded, before anything is kept.

A service's users are divided by each dimension into groups. Of each dimension the groups and their
sum are shown, rounded; a small group, one whose others are few, or of whose people few are not
users, is hidden, and further groups with it until nothing that is shown narrows such a number to
less than the rule's width. All dimensions of a service are attacked together, as of the same
people. See docs/methods.md#equity-audit.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jsna.disclosure.control import is_small, rounded
from jsna.settings.source import Disclosure

Numbers = NDArray[np.float64]
SERVICE: Final = ["partner", "service"]


@dataclass(frozen=True)
class Ranges:
    """What whoever sees what is shown can tell of one service; a row each, lowest and highest.

    Attributes:
        users: Of each row's group.
        rest: Of all other groups of its dimension.
        unknown: Users of no known group, by dimension; where other dimensions have everybody.
    """

    users: Numbers
    rest: Numbers
    unknown: dict[str, tuple[float, float]]


def protect_groups(rows: pd.DataFrame, rule: Disclosure) -> pd.DataFrame:
    """Return rows with `users` and `all_users` (of the dimension's groups) as they may be shown.

    Args:
        rows: One row per group: partner, service, dimension, group, users, population (NaN: not
            known), `unpublished` (a group that is shown to nobody), `not_known` (users of no
            known group) and `hidden_before` (an earlier release hid it).
        rule: What is small, and how the others are rounded.

    Returns:
        The rows of published groups, in their order: users rounded or NaN, all_users rounded or
        NaN, and `hidden`. A group that is shown has both.
    """
    parts = [_protected(own, rule) for _, own in rows.groupby(SERVICE, sort=False)]
    done = pd.concat(parts) if parts else rows.assign(all_users=np.nan, hidden=False)
    return done.loc[[at for at in rows.index if at in done.index]]


def exposed_groups(kept: pd.DataFrame, rule: Disclosure) -> pd.Series:
    """Return what is wrong with each kept row by itself and beside its dimension; "" for nothing.

    For whoever reads a kept file without trusting what wrote it.

    Args:
        kept: partner, service, dimension, group, users, all_users and population.
        rule: Of the file.
    """
    counts = kept[["users", "all_users"]]
    few = is_small(counts["users"], rule) | is_small(counts["all_users"], rule)
    exact = (counts % rule.round_to != 0).where(counts.notna(), False).any(axis=1)
    why = pd.Series("", kept.index, dtype="str").mask(exact, "is not rounded")
    why = why.mask(few, "is small")
    for _, own in kept.groupby([*SERVICE, "dimension"], sort=False):
        alone = _with_rest(own) if len(own) == 1 else own
        near = _too_near(alone, ranges_of(alone.assign(complete=False), rule), rule)
        told = own.index.intersection(alone.index[near & alone["users"].isna()])
        why[told] = why[told].mask(why[told] == "", "can be worked out")
    return why


def ranges_of(shown: pd.DataFrame, rule: Disclosure) -> Ranges:
    """Return what the shown numbers of one service tell: exact, as intervals along a tree of sums.

    Args:
        shown: dimension, users and all_users (rounded, NaN if hidden), population, and `complete`
            (whether the dimension has everybody: those that do add up to the same).
        rule: How numbers were rounded.
    """
    low, high = _behind(shown["users"], rule, shown["population"])
    dims = {str(name): np.flatnonzero(shown["dimension"] == name) for name in
            shown["dimension"].unique()}  # fmt: skip
    total = {name: _sum_of(shown, at, low, high, rule) for name, at in dims.items()}
    whole = [name for name, at in dims.items() if shown["complete"].iloc[at[0]]]
    everybody = (0.0, np.inf)
    if whole:
        most = min(total[name][1] for name in whole)
        everybody = (max(ends[0] for ends in total.values()), most)
        total = {
            name: everybody if name in whole else (ends[0], min(ends[1], most))
            for name, ends in total.items()
        }
    users, rest = np.column_stack([low, high]), np.column_stack([low, high])
    for name, at in dims.items():
        others = [_others(ends[at]) for ends in (low, high)]
        n = total[name]
        users[at, 0] = np.maximum(low[at], n[0] - others[1])
        users[at, 1] = np.minimum(high[at], n[1] - others[0])
        rest[at, 0] = np.maximum(others[0], n[0] - high[at])
        rest[at, 1] = np.minimum(others[1], n[1] - low[at])
    unknown = {
        name: (everybody[0] - ends[1], everybody[1] - ends[0])
        for name, ends in total.items()
        if whole and name not in whole
    }
    return Ranges(users, rest, unknown)


def _protected(own: pd.DataFrame, rule: Disclosure) -> pd.DataFrame:
    """Return one service's published groups as they may be shown."""
    groups = own[~own["not_known"]]
    by = groups["dimension"]
    n = groups["users"].groupby(by).transform("sum")
    lost = own.loc[own["not_known"], ["dimension", "users"]].groupby("dimension")["users"].sum()
    unknown = by.map(lost).fillna(0.0)
    most = (n + unknown).max()
    unknown = most - n  # a dimension that counts fewer leaves people out, and does not say so
    few = is_small(groups["users"], rule) | is_small(n - groups["users"], rule)
    few |= is_small(groups["population"] - groups["users"], rule)
    gone = is_small(n, rule) | (n == 0)
    hidden = few | groups["unpublished"] | groups["hidden_before"] | gone
    while True:
        shown = groups.assign(
            users=rounded(groups["users"], rule).mask(hidden),
            all_users=rounded(n, rule).mask(gone),
            complete=unknown == 0,
        )
        found = ranges_of(shown, rule)
        near = pd.Series(_too_near(groups, found, rule), groups.index) & ~gone
        lost_dims = [
            name
            for name, ends in found.unknown.items()
            if _small_one(float(unknown[by == name].iloc[0]), rule) and not _wide(ends, rule)
        ]
        if not near.any() and not (by.isin(lost_dims) & ~gone).any():
            break
        if (by.isin(lost_dims) & ~gone).any():
            gone |= by.isin(lost_dims)
        else:
            hidden, gone = _hide_one_more(groups, hidden, gone, by == by[near].iloc[0], rule)
        hidden |= gone
    open_ = shown[~groups["unpublished"]]
    return open_.assign(hidden=open_["users"].isna()).drop(columns="complete")


def _hide_one_more(
    groups: pd.DataFrame, hidden: pd.Series, gone: pd.Series, here: pd.Series, rule: Disclosure
) -> tuple[pd.Series, pd.Series]:
    """Hide the smallest group of a dimension that is wide enough; without any, all of it."""
    width = rule.highest_count - rule.lowest_count
    free = groups.loc[here & ~hidden & (groups["users"] > 0), "users"]
    if free.empty:
        return hidden | here, gone | here
    enough = free[free >= width]
    chosen = enough.idxmin() if len(enough) else free.idxmax()
    return hidden | (hidden.index == chosen), gone


def _too_near(groups: pd.DataFrame, found: Ranges, rule: Disclosure) -> NDArray[np.bool_]:
    """Return which rows hold a small number of people that is known too nearly.

    Where counts are hidden from us too, any that could be small counts as small.
    """
    true = groups["users"].to_numpy("float64")
    n = groups["users"].groupby(groups["dimension"]).transform("sum", min_count=len(groups))
    missing = np.isnan(true)
    few = is_small(groups["users"], rule).to_numpy()
    rest = is_small(n - groups["users"], rule).to_numpy()
    left = is_small(groups["population"] - groups["users"], rule).to_numpy()
    near_users = ~_are_wide(found.users, rule) & (few | left | missing)
    near_rest = ~_are_wide(found.rest, rule) & rest
    known_large = missing & ~_are_wide(found.users, rule) & (found.users[:, 0] > rule.highest_count)
    return np.asarray((near_users & ~known_large) | near_rest)


def _behind(
    shown: pd.Series, rule: Disclosure, population: pd.Series | None = None
) -> tuple[Numbers, Numbers]:
    """Return the lowest and highest number behind each shown one; hidden ones are any."""
    value = shown.to_numpy("float64")
    reach = rule.round_to // 2
    low = np.where(value == 0, 0.0, np.maximum(value - reach, rule.highest_count + 1))
    high = np.where(value == 0, 0.0, value + reach)
    low, high = np.where(np.isnan(value), 0.0, low), np.where(np.isnan(value), np.inf, high)
    if population is not None:
        # that a group of a handful has a handful of users, its population tells by itself
        people = population.to_numpy("float64")
        tells = people > 2 * rule.highest_count
        high = np.fmin(high, np.where(tells, people, np.inf))
    return low, high


def _sum_of(
    shown: pd.DataFrame, at: NDArray[np.intp], low: Numbers, high: Numbers, rule: Disclosure
) -> tuple[float, float]:
    own = _behind(shown["all_users"].iloc[at[:1]], rule)
    return max(low[at].sum(), own[0][0]), min(high[at].sum(), own[1][0])


def _others(ends: Numbers) -> Numbers:
    """Return the sum of all others for each; not by difference, which infinity has none of."""
    return np.asarray(np.where(np.eye(len(ends), dtype="bool"), 0.0, ends).sum(axis=1))


def _with_rest(own: pd.DataFrame) -> pd.DataFrame:
    """Return a dimension of one group with the others, who are shown to nobody."""
    rest = own.assign(users=np.nan, population=np.nan, group="the others")
    return pd.concat([own, rest.set_axis([-1])])


def _are_wide(ranges: Numbers, rule: Disclosure) -> NDArray[np.bool_]:
    width = rule.highest_count - rule.lowest_count
    return np.asarray(np.floor(ranges[:, 1]) - np.ceil(ranges[:, 0]) >= width)


def _wide(ends: tuple[float, float], rule: Disclosure) -> bool:
    return bool(_are_wide(np.array([ends]), rule)[0])


def _small_one(count: float, rule: Disclosure) -> bool:
    return rule.lowest_count <= count <= rule.highest_count
