"""What changed in a register since its last release: rows that are new, gone, or say otherwise."""

from typing import Final

import numpy as np
import pandas as pd

COLUMNS: Final = ["change", "row", "column", "before", "now"]
NEW, GONE, CHANGED = "new", "gone", "changed"


def changes(before: pd.DataFrame, now: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return what changed between two states of a register, as they may be shown.

    Rows are taken for the same by their key, and where several share one, by their order.

    Args:
        before: The state at the last release: text columns.
        now: The state now.
        key: The column that tells one row from another.

    Returns:
        change (new, gone, changed), row (its key), column, before and now ("" for a row that is
        new or gone): one row a changed cell, in the order of now and then of before.
    """
    old, new = _keyed(before, key), _keyed(now, key)
    told = [_whole(new.index.difference(old.index, sort=False), NEW),
            _cells(old, new),
            _whole(old.index.difference(new.index, sort=False), GONE)]  # fmt: skip
    found = pd.concat(told, ignore_index=True)
    return found[COLUMNS] if len(found) else pd.DataFrame(columns=COLUMNS)


def _keyed(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    number = rows.groupby(key, sort=False).cumcount()
    return rows.set_index(pd.MultiIndex.from_arrays([rows[key], number]))


def _whole(index: pd.Index, change: str) -> pd.DataFrame:
    rows = [key for key, _ in index]
    return pd.DataFrame({"change": change, "row": rows, "column": "", "before": "", "now": ""})


def _cells(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    both = new.index[new.index.isin(old.index)]
    columns = [name for name in new if name in old]
    was, is_now = (state.reindex(both)[columns] for state in (old, new))
    rows, places = np.nonzero(was.to_numpy() != is_now.to_numpy())
    return pd.DataFrame(
        {
            "change": CHANGED,
            "row": both.get_level_values(0)[rows],
            "column": np.array(columns, dtype="object")[places],
            "before": was.to_numpy()[rows, places],
            "now": is_now.to_numpy()[rows, places],
        }
    )
