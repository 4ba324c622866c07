"""A council's own file of the invented country: a census table of rates by sex and age."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from jsna.demo.country import LAYOUTS, Authority
from jsna.demo.residents import AGES, CENSUS_YEAR, FIRST_YEAR, OLDEST
from jsna.demo.shape import seed
from jsna.settings.indicator import Indicator

SEXES = ("Male", "Female")
BANDS = (
    ("0-15", 0, 15), ("16-24", 16, 24), ("25-34", 25, 34), ("35-49", 35, 49), ("50-64", 50, 64),
    ("65-74", 65, 74), ("75-84", 75, 84), ("85+", 85, OLDEST),
)  # fmt: skip
LOWEST, HIGHEST = 0.015, 0.55
STEEPNESS = 9.0
"""Years of age over which a rate multiplies by e, half way up."""
CENSUS_DAY = "-03-21/P1D"
NOTE = "SYNTHETIC: invented data"


def own_figures(
    indicators: Sequence[Indicator], authorities: Sequence[Authority], estimated: np.ndarray
) -> pd.DataFrame:
    """Return a council's own file: every local indicator that is a rate, by sex and age.

    Args:
        indicators: The catalogue.
        authorities: Those with residents, in the order of `estimated`.
        estimated: Residents by authority, sex, age and year.

    Returns:
        One row per indicator, sex and age, of the councils that fill such a file; no rows where
        there is no such council or indicator.
    """
    filled = [i for i in indicators if i.source.source == "local-csv"]
    filled = [i for i in filled if i.value_type in ("proportion", "rate")]
    places = [n for n, a in enumerate(authorities) if a.slug in LAYOUTS]
    places = [n for n in places if LAYOUTS[authorities[n].slug].own_figures]
    frames = [
        _by_sex_and_age(indicator, authorities[n], estimated[n, :, :, CENSUS_YEAR - FIRST_YEAR])
        for indicator in filled
        for n in places
    ]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def _by_sex_and_age(
    indicator: Indicator, authority: Authority, residents: np.ndarray
) -> pd.DataFrame:
    """Return one council's rates: an S-curve over age, its middle drawn for the indicator."""
    middle = np.random.default_rng(seed(indicator.id)).uniform(82, 90)
    share = LOWEST + (HIGHEST - LOWEST) / (1 + np.exp(-(AGES - middle) / STEEPNESS))
    edges = [(start, end + 1) for _, start, end in BANDS]
    people = np.array([[sex[a:b].sum() for a, b in edges] for sex in residents])
    events = np.array([[(sex * share)[a:b].sum() for a, b in edges] for sex in residents])
    people, events = np.rint(people), np.rint(events)
    value = indicator.multiplier * events / people
    return pd.DataFrame(
        {
            "indicator_id": indicator.id,
            "area_code": authority.code,
            "area_name": authority.name,
            "period": f"{CENSUS_YEAR}{CENSUS_DAY}",
            "period_label": f"Census {CENSUS_YEAR}",
            "sex": np.repeat(SEXES, len(BANDS)),
            "age": [label for label, _, _ in BANDS] * len(SEXES),
            "value": np.round(value, indicator.decimals).ravel(),
            "count": events.astype("int64").ravel(),
            "denominator": people.astype("int64").ravel(),
            "note": NOTE,
        }
    )
