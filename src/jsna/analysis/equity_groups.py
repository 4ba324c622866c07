"""The audit of kept counts: every group's share of users against its share of people.

The counts were rounded before they were kept; the same classes are worked out of what they may have
been, and where those differ the group says so. See docs/methods.md#equity-audit.
"""

from itertools import product
from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.equity_audit import (
    EQUAL,
    EQUITABLE,
    JUDGED,
    NO_COUNTS,
    NOT_JUDGED,
    UNEQUAL,
    equity_audit,
)

FIRST: Final = (UNEQUAL, EQUAL, EQUITABLE, NOT_JUDGED)
"""The order in which groups are listed: those that use a service less come first."""
PERCENT: Final = 100


def audit_groups(kept: pd.DataFrame) -> pd.DataFrame:
    """Return kept rows with what `equity_audit` says of each, the groups below their share first.

    Args:
        kept: `equity_audit_csv.COLUMNS`.

    Returns:
        The rows with its columns (status is the kept one, `found` the audit's), and
        `by_rounding`: whether another class is possible before the counts were rounded.
    """
    services = _services(kept)
    audit = equity_audit(services)
    taken = audit.drop(columns=["service", "users", "target_ratio"]).rename(
        columns={"status": "found"}
    )
    rows = kept.assign(**{str(name): taken[name] for name in taken})
    rows["by_rounding"] = _differs(services, audit["class"], kept["rounded_to"])
    order = rows["class"].map({name: place for place, name in enumerate(FIRST)})
    return (
        rows.assign(_order=order)
        .sort_values(["_order", "ratio"], kind="stable")
        .drop(columns="_order")
    )


def returns_of(kept: pd.DataFrame) -> pd.DataFrame:
    """Return how many services each partner was asked about, and of how many it returned counts.

    Returns:
        One row per partner in the order of the file: partner, services, returned, share (percent).
    """
    by_service = kept.assign(back=kept["status"] != NO_COUNTS)
    each = by_service.groupby(["partner", "service"], sort=False)["back"].any().reset_index()
    counts = each.groupby("partner", sort=False)["back"].agg(services="size", returned="sum")
    return counts.assign(share=PERCENT * counts["returned"] / counts["services"]).reset_index()


def classes_of(audited: pd.DataFrame) -> pd.DataFrame:
    """Return how many groups of each partner and dimension fall into each class.

    Returns:
        One row per partner and dimension: partner, dimension, and a column for each of FIRST.
    """
    counted = audited[audited["status"] != NO_COUNTS]
    table = counted.groupby(["partner", "dimension", "class"], sort=False).size()
    wide = table.unstack(fill_value=0)  # noqa: PD010
    return wide.reindex(columns=list(FIRST), fill_value=0).reset_index()


def _services(kept: pd.DataFrame) -> pd.DataFrame:
    people = PERCENT * kept["population"] / kept["all_population"]
    return pd.DataFrame(
        {
            "service": kept["service"],
            "users_from_target": kept["users"],
            "users": kept["all_users"],
            "expected_share": kept["expected_share"].fillna(people),
            "need_ratio": kept["need_ratio"],
            "target_ratio": kept["target_ratio"],
        }
    )


def _differs(services: pd.DataFrame, found: pd.Series, base: pd.Series) -> pd.Series:
    """Return whether counts that round to the same give another class."""
    reach = (base // 2).to_numpy()
    differs = np.zeros(len(services), dtype="bool")
    for few, many in product((-1, 1), repeat=2):
        users = services["users_from_target"] + few * reach
        every = services["users"] + many * reach
        corner = services.assign(users_from_target=users.clip(lower=0, upper=every), users=every)
        differs |= (equity_audit(corner)["class"] != found).to_numpy()
    return pd.Series(differs & (found != NOT_JUDGED).to_numpy(), services.index)


def judged(audited: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that could be judged."""
    return audited[audited["found"] == JUDGED]
