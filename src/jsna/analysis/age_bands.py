"""Age bands out of published ages: single years or five-year bands, never a guess between.

See docs/methods.md#age-bands. A band that the published ages cannot make is refused.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from jsna.errors import Problem, UserFileError
from jsna.settings.strategy import AgeBand

OPEN_END: Final = 999
ALL_AGES: Final = "All ages"
_GROUP: Final = ["area_code", "edition", "period", "sex"]


def band_totals(facts: pd.DataFrame, bands: Sequence[AgeBand]) -> pd.DataFrame:
    """Return people in each band.

    Args:
        facts: Population facts (projected or estimated) with published ages: single years
            (`0` to `89`, `90+`), five-year bands (`0-4` to `90+`) or both; "All ages" rows
            are not needed.
        bands: The bands to count.

    Returns:
        One row per area_code, edition, period, sex and band, in that order, bands in the order
        given: and start, to (NaN if open-ended), value (people; NaN where an age is missing).

    Raises:
        UserFileError: the published ages cannot make a band; it names every such band.
    """
    ages = published_ages(facts)
    parts = [_members(ages, band) for band in bands]
    refused = [band for band, part in zip(bands, parts, strict=True) if part.empty]
    if refused:
        raise UserFileError(_refusal(refused, ages))
    members = pd.concat([part.assign(order=n) for n, part in enumerate(parts)])
    groups = facts[_GROUP].drop_duplicates().sort_values(_GROUP)
    wanted = groups.merge(pd.DataFrame({"order": range(len(bands))}), how="cross")
    totals = wanted.merge(_totals(facts, members), on=[*_GROUP, "order"], how="left")
    return _describe(totals, bands)


def makeable(facts: pd.DataFrame, bands: Sequence[AgeBand]) -> list[AgeBand]:
    """Return the bands that the published ages of some facts can make, in the order given."""
    ages = published_ages(facts)
    return [band for band in bands if not _members(ages, band).empty]


def published_ages(facts: pd.DataFrame) -> pd.DataFrame:
    """Return the published ages as age (label), start, to (OPEN_END if open) and width."""
    labels = facts["age"].drop_duplicates()
    parts: pd.DataFrame = labels.str.extract(r"^(?P<start>\d+)(?:-(?P<to>\d+))?(?P<open>\+)?$")
    start = pd.to_numeric(parts["start"])
    to = pd.to_numeric(parts["to"]).fillna(start).mask(parts["open"].notna(), OPEN_END)
    ages = pd.DataFrame({"age": labels, "start": start, "to": to}).dropna(subset=["start"])
    ages["start"], ages["to"] = ages["start"].astype("int64"), ages["to"].astype("int64")
    return ages.sort_values(["start", "to"])


def _members(ages: pd.DataFrame, band: AgeBand) -> pd.DataFrame:
    """The ages that make up one band without gap or overlap: `way` 0 singles, 1 five-year."""
    to = OPEN_END if band.to is None else band.to
    inside = ages[(ages["start"] >= band.start) & (ages["to"] <= to)]
    single, open_end = inside["to"] == inside["start"], inside["to"] == OPEN_END
    chains = []
    for way, wanted in enumerate((single, ~single)):
        chain = inside[wanted | open_end].sort_values("start")
        # of two open ends (85+ and 90+) the older one lies inside the other: keep that one
        chain = chain[(chain["to"] != OPEN_END) | (chain["start"] == chain["start"].max())]
        if _makes(chain, band.start, to):
            chains.append(chain.assign(way=way))
    return pd.concat(chains) if chains else ages.iloc[:0]


def _makes(chain: pd.DataFrame, start: int, to: int) -> bool:
    if chain.empty or chain["start"].iloc[0] != start or chain["to"].iloc[-1] != to:
        return False
    joined = chain["start"].to_numpy()[1:] == chain["to"].to_numpy()[:-1] + 1
    return bool(np.all(joined))


def _totals(facts: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Sums by band, out of single years where an area has them all; missing is never 0."""
    keys = [*_GROUP, "order", "way"]
    rows = facts[[*_GROUP, "age", "value"]].merge(members[["age", "order", "way"]], on="age")
    totals = rows.groupby(keys)["value"].agg(["sum", "count"])
    sizes = members.groupby(["order", "way"]).size().rename("size")
    totals = totals.join(sizes, on=["order", "way"])
    totals["value"] = totals["sum"].where(totals["count"] == totals["size"])
    whole = totals["value"].dropna().reset_index().sort_values("way", kind="stable")
    return whole.drop_duplicates([*_GROUP, "order"])[[*_GROUP, "order", "value"]]


def _describe(totals: pd.DataFrame, bands: Sequence[AgeBand]) -> pd.DataFrame:
    words = pd.DataFrame(
        {
            "band": [band.label for band in bands],
            "start": [band.start for band in bands],
            "to": [np.nan if band.to is None else band.to for band in bands],
        }
    )
    described = totals.join(words, on="order")
    return described[[*_GROUP, "band", "start", "to", "value"]]


def _refusal(bands: Sequence[AgeBand], ages: pd.DataFrame) -> Problem:
    """What is wrong, once for all bands: the published ages are a long list."""
    names = [f'"{band.label}"' for band in bands]
    which = f"age band {names[0]}" if len(names) == 1 else f"age bands {', '.join(names)}"
    return Problem(
        f"the {which} cannot be made from the published ages.",
        allowed=f"Published: {', '.join(ages['age']) or 'none'}.",
        next_step="Give the band limits that these ages have, or add a single-year file.",
    )
