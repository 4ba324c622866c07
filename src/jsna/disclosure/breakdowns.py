"""Whether the values of a breakdown divide everybody, which hiding supposes."""

from collections.abc import Iterator
from typing import Final

import pandas as pd

from jsna.errors import Problem

OTHERS: Final = ["cell_area_code", "cell_period", "cell_sex", "cell_age"]
WHOLE: Final = 0.5


def overlapping_values(rows: pd.DataFrame) -> Iterator[Problem]:
    """Yield one problem for each breakdown whose values come to more than everybody.

    Args:
        rows: Rows of one indicator, with their cells, known_count, slack, file and line.
    """
    once = rows.drop_duplicates([*OTHERS, "cell_breakdown", "cell_breakdown_value"])
    # rounded numbers are known to about as much and one half, and a number that was worked out of
    # a share to one more than the whole people in its last digit
    of_share = once["count"].isna() & once["denominator"].notna()
    loose = once["slack"] + (WHOLE * (once["slack"] > 0)).mask(of_share, 1)
    most = once.assign(known_count=once["known_count"] - loose)
    total = once.assign(loose=loose.clip(lower=WHOLE))
    total = total[once["cell_breakdown"] == ""].set_index(OTHERS)
    for name, own in most[most["cell_breakdown"] != ""].groupby("cell_breakdown"):
        sums = own.groupby(OTHERS)["known_count"].sum()
        both = total.join(sums.rename("parts"), how="inner")
        over = both[both["parts"] > both["known_count"] + both["loose"]]
        if len(over):
            first = own[own.set_index(OTHERS).index.isin(over.index)].iloc[0]
            yield Problem(
                f"the values of {name} come to more than everybody: they overlap.",
                str(first["file"]), int(first["line"]),
                "The values of one breakdown divide everybody.",
                "Give each group that overlaps others a breakdown of its own.",
            )  # fmt: skip
