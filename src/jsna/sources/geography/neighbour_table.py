"""Tables of neighbours: a row for each authority, a column for each place, the most alike first."""

import re
from collections.abc import Sequence
from typing import Final

import pandas as pd

from jsna.errors import FormatChanged, Problem

CODE: Final = re.compile(r"[EWSN]\d{8}")


def neighbour_rows(frame: pd.DataFrame, places: Sequence[str], file: str) -> pd.DataFrame:
    """Return one row per authority and neighbour: NEIGHBOUR_COLUMNS, the names blank.

    An authority may have fewer neighbours than there are places: its last cells are blank then.

    Args:
        frame: One row per authority, indexed by its line: its code in the first column.
        places: The columns of its neighbours, the most alike first.
        file: What to call the file in an error.

    Raises:
        FormatChanged: a cell that is no code, an authority that stands twice, or a neighbour that
            is the authority itself or stands twice in its row.
    """
    cells = frame[[frame.columns[0], *places]].fillna("").apply(lambda column: column.str.strip())
    wide = cells.set_axis(["area_code", *range(1, len(places) + 1)], axis="columns")
    long = wide.melt("area_code", var_name="place", value_name="neighbour_code", ignore_index=False)
    blank = (long["neighbour_code"] == "").sort_index(kind="stable")
    after = blank[::-1].groupby(level=0).cummin()[::-1]
    long = long.sort_index(kind="stable")[~after]
    faults = [
        (~long["area_code"].str.fullmatch(CODE), "a row does not begin with an authority's code"),
        (~long["neighbour_code"].str.fullmatch(CODE), "a neighbour is no authority's code"),
        (long["area_code"] == long["neighbour_code"], "an authority is its own neighbour"),
        (long.duplicated(["area_code", "neighbour_code"], keep=False), "a neighbour stands twice"),
    ]
    for wrong, why in faults:
        if wrong.any():
            one = long[wrong].iloc[0]
            what = f"{why}: {one['neighbour_code']!r} beside {one['area_code']!r}."
            raise FormatChanged(Problem(what, file, int(long.index[wrong][0])))
    return long.assign(
        area_name="", neighbour_name="", place=long["place"].astype("int64")
    ).sort_values(["area_code", "place"], ignore_index=True)
