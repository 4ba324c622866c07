"""Which rows of a column are of some codes, asked of many files about the same codes."""

from collections.abc import Collection
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import pyarrow as pa


def among(column: pd.Series, codes: Collection[str]) -> pd.Series:
    """Return whether each text of a column is one of some codes, as `isin` does.

    pandas turns the codes into a table for each question, which took longer than the answer.
    """
    import pyarrow as pa
    from pyarrow import compute

    text = pa.array(column.astype("str"), type=pa.large_string())
    found = compute.is_in(text, value_set=_values(frozenset(codes)))
    return pd.Series(found.to_numpy(zero_copy_only=False), index=column.index, dtype="bool")


@lru_cache(maxsize=8)
def _values(codes: frozenset[str]) -> "pa.Array":
    import pyarrow as pa

    return pa.array(sorted(codes), type=pa.large_string())
