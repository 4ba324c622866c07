"""What changed in a register since its last release: rows that are new, gone, or say otherwise."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

COLUMNS: Final = ["change", "row", "place", "column", "before", "now"]
NEW, GONE, CHANGED = "new", "gone", "changed"


def changes(
    before: pd.DataFrame, now: pd.DataFrame, row: str, keys: Sequence[Sequence[str]]
) -> pd.DataFrame:
    """Return what changed between two states of a register, as they may be shown.

    Rows that say the same throughout are the same, wherever they stand. Of the others two are
    taken for one by the first of some keys that they share, and where several share it, by their
    order: a row that got another reference and kept its title has changed, and is not new.

    Args:
        before: The state at the last release: text columns.
        now: The state now.
        row: The column that names a row.
        keys: Columns that tell one row from another, the surest first.

    Returns:
        change (new, gone, changed), row (its name; as it was where it is gone), place (of the row
        in its state, from 0), column, before and now ("" for a row that is new or gone): one row a
        changed cell, in the order of now and then of before.
    """
    shared = [name for name in now if name in before]
    left = pd.DataFrame({"old": range(len(before))}), pd.DataFrame({"new": range(len(now))})
    pairs = []
    for ids in (shared, *keys):
        if ids and set(ids) <= set(shared):
            found = _paired(before, now, left, list(ids))
            left = (
                left[0][~left[0]["old"].isin(found["old"])],
                left[1][~left[1]["new"].isin(found["new"])],
            )
            pairs.append(found)
    both = pd.concat(pairs).sort_values("new") if pairs else pd.DataFrame(columns=["old", "new"])
    told = [_whole(now, row, left[1]["new"], NEW), _cells(before, now, row, both, shared),
            _whole(before, row, left[0]["old"], GONE)]  # fmt: skip
    some = [one for one in told if len(one)]
    return pd.concat(some, ignore_index=True)[COLUMNS] if some else pd.DataFrame(columns=COLUMNS)


def _paired(
    before: pd.DataFrame,
    now: pd.DataFrame,
    left: tuple[pd.DataFrame, pd.DataFrame],
    ids: list[str],
) -> pd.DataFrame:
    """Rows that are one by some columns, of which not all may be blank: old and new places."""
    told = []
    for state, places, name in ((before, left[0], "old"), (now, left[1], "new")):
        own = state[ids].iloc[places[name].to_numpy()].reset_index(drop=True)
        own = own.set_axis([f"_{number}" for number in range(len(ids))], axis="columns")
        own = own.astype("object").assign(**{name: places[name].to_numpy()})
        own = own[own[own.columns[:-1]].ne("").any(axis="columns")]
        own["_again"] = own.groupby(list(own.columns[:-1]), sort=False).cumcount()
        told.append(own)
    on = [name for name in told[0].columns if name != "old"]
    return told[0].merge(told[1], on=on)[["old", "new"]].astype("int64")


def _whole(state: pd.DataFrame, row: str, places: pd.Series, change: str) -> pd.DataFrame:
    names = state[row].iloc[places.to_numpy()].to_numpy()
    return pd.DataFrame(
        {"change": change, "row": names, "place": places.to_numpy(), "column": "", "before": "",
         "now": ""}
    )  # fmt: skip


def _cells(
    before: pd.DataFrame, now: pd.DataFrame, row: str, both: pd.DataFrame, columns: list[str]
) -> pd.DataFrame:
    new = both["new"].to_numpy(dtype="int64")
    was = before[columns].iloc[both["old"].to_numpy(dtype="int64")].to_numpy()
    is_now = now[columns].iloc[new].to_numpy()
    rows, places = np.nonzero(was != is_now)
    return pd.DataFrame(
        {
            "change": CHANGED,
            "row": now[row].to_numpy()[new][rows],
            "place": new[rows],
            "column": np.array(columns, dtype="object")[places],
            "before": was[rows, places],
            "now": is_now[rows, places],
        }
    )
