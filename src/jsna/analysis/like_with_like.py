"""Like with like: each fact beside its comparator's fact of the same kind, or why there is none.

Two values may be held against each other only when they are of the same indicator, edition,
sex, age and period. See docs/methods.md#like-with-like.
"""

from typing import Final

import numpy as np
import pandas as pd

STRATUM: Final = ["indicator_id", "edition", "sex", "age"]
MATCH: Final = [*STRATUM, "period"]


def beside_comparator(rows: pd.DataFrame, comparator: pd.DataFrame) -> pd.DataFrame:
    """Return `rows` with the comparator's value of the same indicator, stratum and period.

    Args:
        rows: Facts of the areas to judge.
        comparator: Facts of one comparator; breakdown rows (such as England's deprivation
            deciles, which carry England's code) are left out here.

    Returns:
        One row per row of `rows`, same index, with comparator_value, comparator_snapshot_ids
        ("" if none) and comparator_gap: "" where there is a value, else what is missing:
        indicator, edition, stratum, period or value.
    """
    headline = comparator[comparator["breakdown"] == ""].drop_duplicates(MATCH)
    right = headline[[*MATCH, "value", "snapshot_ids"]]
    right = right.rename(
        columns={"value": "comparator_value", "snapshot_ids": "comparator_snapshot_ids"}
    )
    joined = rows.merge(right, on=MATCH, how="left", validate="many_to_one")
    joined.index = rows.index
    joined["comparator_snapshot_ids"] = joined["comparator_snapshot_ids"].fillna("")
    joined["comparator_gap"] = _gap(joined, headline)
    return joined


def _gap(joined: pd.DataFrame, headline: pd.DataFrame) -> pd.Series:
    """What is the first thing that the comparator lacks, from the widest to the narrowest."""
    gap = pd.Series("", index=joined.index, dtype="str")
    missing = joined[joined["comparator_value"].isna()]
    if missing.empty:
        return gap
    levels = {
        "indicator": ["indicator_id"],
        "edition": ["indicator_id", "edition"],
        "stratum": STRATUM,
        "period": MATCH,
    }
    lacks = [~_known(missing, headline, keys) for keys in levels.values()]
    gap.loc[missing.index] = np.select(lacks, list(levels), default="value")
    return gap


def _known(joined: pd.DataFrame, headline: pd.DataFrame, keys: list[str]) -> np.ndarray:
    wanted = pd.MultiIndex.from_frame(joined[keys])
    return np.asarray(wanted.isin(pd.MultiIndex.from_frame(headline[keys].drop_duplicates())))
