"""With which commissioning groups (CCGs) a board's residents were registered, and whose else's.

Two shares of one overlap: of the board's registered residents, those who are the group's patients;
and of the group's patients, those who live in the board's area. Shares are as printed: what does
not add up is told and never made to. See docs/methods.md#registered-with.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import pandas as pd

HALF_OF_LAST_DIGIT: Final = 0.05
"""By which one share printed to one decimal can differ from what it was rounded from."""


@dataclass(frozen=True)
class Sum:
    """What printed shares that are parts of one whole add up to, in per cent.

    Attributes:
        total: Their sum.
        parts: How many there are.
    """

    total: float
    parts: int

    @property
    def whole(self) -> bool:
        """Whether they add up to 100 as printed."""
        return abs(self.total - 100) < HALF_OF_LAST_DIGIT

    @property
    def by_rounding(self) -> bool:
        """Whether rounding each part can explain that they do not."""
        return abs(self.total - 100) <= HALF_OF_LAST_DIGIT * self.parts + 1e-9


def registered_with(crosswalk: pd.DataFrame, board: Collection[str]) -> pd.DataFrame:
    """Return the groups of a board's residents, the largest share first.

    Args:
        crosswalk: One row per board and group: board_code, board_name, ccg_code, ccg_name,
            of_ccg and of_board (%).
        board: The codes that the board's authority has or had.

    Returns:
        One row per group: ccg_code, ccg_name, of_board (share of the residents), of_ccg (share
        of its patients who live here), main_board (where most of its patients live) and here
        (True: that is this board). No rows where the board is not in the table.
    """
    ours = crosswalk[crosswalk["board_code"].isin(list(board))]
    of_groups = crosswalk[crosswalk["ccg_code"].isin(ours["ccg_code"])]
    largest = of_groups.loc[of_groups.groupby("ccg_code")["of_ccg"].idxmax()].set_index("ccg_code")
    rows = ours.assign(
        main_board=ours["ccg_code"].map(largest["board_name"]),
        here=ours["ccg_code"].map(largest["board_code"]).isin(list(board)),
    )
    columns = ["ccg_code", "ccg_name", "of_board", "of_ccg", "main_board", "here"]
    ordered = rows.sort_values(["of_board", "ccg_name"], ascending=[False, True])
    return ordered[columns].reset_index(drop=True)


def patients_of(crosswalk: pd.DataFrame, groups: Collection[str]) -> pd.DataFrame:
    """Return where the patients of some groups live, each group's largest share first.

    Args:
        crosswalk: As for `registered_with`.
        groups: Codes, in the order wanted.

    Returns:
        One row per group and board: ccg_code, ccg_name, board_code, board_name, of_ccg (%).
    """
    order = {code: place for place, code in enumerate(groups)}
    rows = crosswalk[crosswalk["ccg_code"].isin(order)]
    rows = rows.assign(place=rows["ccg_code"].map(order))
    rows = rows.sort_values(["place", "of_ccg", "board_name"], ascending=[True, False, True])
    return rows[["ccg_code", "ccg_name", "board_code", "board_name", "of_ccg"]].reset_index(
        drop=True
    )


def sum_of(shares: pd.Series) -> Sum:
    """Return what shares of one whole add up to."""
    return Sum(round(float(shares.sum()), 6), len(shares))
