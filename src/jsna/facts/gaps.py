"""What an area has no figure for: a gap is told, never filled and never 0."""

from collections.abc import Collection, Iterable

import pandas as pd

from jsna.fact_schema import ENGLAND, SMALL
from jsna.facts.assemble import quality_rows
from jsna.settings.area import Area
from jsna.settings.indicator import Indicator

SERIES = ["indicator_id", "sex", "age"]


def gaps(
    facts: pd.DataFrame, indicators: Iterable[Indicator], area: Area, own: Collection[str]
) -> pd.DataFrame:
    """Return one row of quality per indicator without a figure, and per series with holes.

    Args:
        facts: The area's facts, assembled.
        indicators: The catalogue; an indicator that is not published for the area's kind of
            authority, nor below, is no gap, and one that is shown on request is one only on the
            pages of a strategy that names it.
        area: Whose gaps.
        own: Codes of the area and of the small areas inside it.
    """
    headline = facts[(facts["breakdown"] == "") & facts["value"].notna()]
    held = set(headline.loc[headline["area_code"].isin(own), "indicator_id"])
    levels = {area.tier, *SMALL}
    expected = sorted(i.id for i in indicators if levels & set(i.levels) and not i.on_request)
    without = pd.DataFrame({"indicator_id": [i for i in expected if i not in held]}, dtype="str")
    without = without.assign(area_code=area.code)
    words = pd.Series("no figure in any file that was fetched", index=without.index, dtype="str")
    nothing = quality_rows("gap", without, words, "")
    return pd.concat([nothing, _holes(headline, area)], ignore_index=True)


def _holes(headline: pd.DataFrame, area: Area) -> pd.DataFrame:
    """Tell the periods, from the area's first to England's last, that only England has."""
    keys = [*SERIES, "edition", "period"]
    ours = headline.loc[headline["area_code"] == area.code, keys]
    first = ours.groupby(SERIES)["period"].min().rename("_first").reset_index()
    england = headline[headline["area_code"] == ENGLAND].merge(first, on=SERIES)
    england = england[england["period"] >= england["_first"]]
    missing = england.merge(ours, on=keys, how="left", indicator=True)
    missing = missing[missing["_merge"] == "left_only"].sort_values(keys)
    told = missing.groupby(SERIES)["period_label"].agg([", ".join, "size"]).reset_index()
    detail = (
        told["sex"] + ", " + told["age"] + ": no figure in " + told["size"].astype("str")
        + told["size"].map({1: " period"}).fillna(" periods") + " that England has: " + told["join"]
    )  # fmt: skip
    return quality_rows("gap", told.assign(area_code=area.code), detail, "")
