"""The deprivation gradients that the facts of a measure hold for an area, each by itself.

A measure may be published by deprivation inside the area, over England's neighbourhoods and over
England's authorities, in several groupings. None is ever mixed with another: each comes as a
frame of its own, the one that says most of the area first. See docs/methods.md#deprivation-gaps.
"""

from typing import Final

import pandas as pd

from jsna.analysis.gradient import Gradient, gradient_of, with_quantile
from jsna.fact_schema import ENGLAND
from jsna.facts.periods import period_end
from jsna.facts.select import newest_period

SCOPES: Final = ("within the area", "neighbourhoods of England", "authorities of England")
"""In order of what they say of the area: the first is its own."""

DRAWN_SHARE: Final = 0.5
"""A gradient is shown if this share of its groups has a value, else its reason is told."""

GROUP_COLUMNS: Final = (
    "quantile", "breakdown_value", "period_label", "value", "lower_95", "upper_95", "denominator",
    "status", "snapshot_ids",
)  # fmt: skip


def area_gradients(
    facts: pd.DataFrame, area_code: str, area_type: str, sex: str, age: str
) -> list[pd.DataFrame]:
    """Return one frame per gradient, the preferred first; none where the facts have no group.

    Of each scope only the groupings with its newest period are kept. A gradient that half its
    groups lack a value for comes after all others; then the area's own comes before England's
    neighbourhoods and those before authorities, the authorities of the area's tier first.

    Args:
        facts: Facts of one indicator, every area, period and breakdown.
        area_code: The area; only its own rows tell a gradient inside it, only England's rows
            one of England (an area's row under a group's name says which group it is in).
        area_type: county, unitary or district.
        sex: As published.
        age: As published.

    Returns:
        Facts of one breakdown and one sex and age, all periods; see `newest_groups`.
    """
    rows = facts[(facts["sex"] == sex) & (facts["age"] == age)]
    rows = rows[rows["area_code"].isin([area_code, ENGLAND]) & (rows["breakdown"] != "")]
    found = {name: gradient_of(name) for name in rows["breakdown"].unique()}
    parts = []
    for name, gradient in found.items():
        if gradient is None:
            continue
        code = area_code if gradient.scope == SCOPES[0] else ENGLAND
        part = rows[(rows["breakdown"] == name) & (rows["area_code"] == code)]
        part = part[part["edition"] == part["edition"].max()]
        if len(part):
            parts.append((gradient, part.reset_index(drop=True)))
    newest: dict[str, pd.Timestamp] = {}
    for gradient, part in parts:
        newest[gradient.scope] = max(newest.get(gradient.scope, pd.Timestamp.min), _end(part))
    kept = [(g, p) for g, p in parts if _end(p) == newest[g.scope]]
    return [part for _, part in sorted(kept, key=lambda pair: _order(pair[0], pair[1], area_type))]


def newest_groups(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the groups of a gradient's newest period with a value; of the last without any.

    Args:
        rows: One frame of `area_gradients`.
    """
    period = newest_period(rows) or rows["period"].iloc[int(period_end(rows["period"]).argmax())]
    return rows[rows["period"] == period].reset_index(drop=True)


def every_group(groups: pd.DataFrame, number: int) -> pd.DataFrame:
    """Return one row per group, 1 the most deprived, with `GROUP_COLUMNS`.

    A group that the file leaves out, or names twice, has no value: its status is not-available.

    Args:
        groups: One frame of `newest_groups`.
        number: How many groups the gradient has.
    """
    named = with_quantile(groups)
    named = named[named["quantile"].notna() & ~named["quantile"].duplicated(keep=False)]
    whole = named.set_index("quantile").reindex(range(1, number + 1))
    whole["status"] = whole["status"].fillna("not-available")
    whole["period_label"] = groups["period_label"].iloc[0]
    words = ["breakdown_value", "snapshot_ids"]
    whole[words] = whole[words].fillna("")
    return whole.rename_axis("quantile").reset_index()[list(GROUP_COLUMNS)]


def is_drawn(groups: pd.DataFrame) -> bool:
    """Return whether enough groups have a value and a known place for a figure."""
    named = with_quantile(groups)
    known = named["value"].notna() & named["quantile"].notna()
    gradient = gradient_of(str(groups["breakdown"].iloc[0]))
    return gradient is not None and bool(known.sum() >= DRAWN_SHARE * gradient.groups)


def unplaced(groups: pd.DataFrame) -> list[str]:
    """Return the words of groups that no known word places, as the source has them."""
    named = with_quantile(groups)
    return sorted(named.loc[named["quantile"].isna(), "breakdown_value"].unique())


def _end(part: pd.DataFrame) -> pd.Timestamp:
    return period_end(newest_groups(part)["period"]).iloc[0]


def _order(
    gradient: Gradient, part: pd.DataFrame, area_type: str
) -> tuple[bool, int, bool, list[int], str]:
    tier = "district" if area_type == "district" else "county"
    other_tier = gradient.scope == SCOPES[2] and not gradient.unit.lower().startswith(tier)
    # later letters and figures first: LSOA21 before LSOA11, IMD2025 before IMD2019
    later = [-ord(letter) for letter in f"{gradient.unit} {gradient.edition}"]
    words = str(part["breakdown"].iloc[0])
    lacks = not is_drawn(newest_groups(part))
    return lacks, SCOPES.index(gradient.scope), other_tier, later, words
