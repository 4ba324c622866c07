"""Population files of the invented country: ONS's wide layout, and the census by LSOA."""

import numpy as np
import pandas as pd

from jsna.demo.country import ENGLAND, Authority
from jsna.demo.residents import AGES, BASE_YEAR, CENSUS_YEAR, FIRST_YEAR, OLDEST

SEXES = ("males", "females")
CENSUS_BANDS = (
    (0, 15, "Aged 15 years and under"), (16, 24, "Aged 16 to 24 years"),
    (25, 34, "Aged 25 to 34 years"), (35, 49, "Aged 35 to 49 years"),
    (50, 64, "Aged 50 to 64 years"), (65, OLDEST, "Aged 65 years and over"),
)  # fmt: skip
YOUNGER_WHERE_DEPRIVED = 0.12


def estimates_file(authorities: list[Authority], estimated: np.ndarray) -> pd.DataFrame:
    """Return mid-year estimates in the wide layout: the councils, their region and England."""
    return _wide(authorities, estimated, FIRST_YEAR)


def projections_file(authorities: list[Authority], projected: np.ndarray) -> pd.DataFrame:
    """Return subnational projections in the wide layout, of the edition of their first year."""
    return _wide(authorities, projected, BASE_YEAR)


def census_file(
    small_areas: pd.DataFrame, authorities: list[Authority], estimated: np.ndarray
) -> pd.DataFrame:
    """Return usual residents of the councils' LSOAs in six age bands, one row for each."""
    parts = []
    for place, authority in enumerate(authorities):
        if authority.slug:
            ages = estimated[place, :, :, CENSUS_YEAR - FIRST_YEAR].sum(axis=0)
            own = small_areas[small_areas["district_code"] == authority.code]
            parts.append(_bands(own, ages))
    return pd.concat(parts, ignore_index=True)


def _wide(authorities: list[Authority], people: np.ndarray, first: int) -> pd.DataFrame:
    whole = np.rint(people).astype("int64")
    years = [str(first + n) for n in range(people.shape[-1])]
    frames = [_area(code, name, part, years) for code, name, part in _shown(authorities, whole)]
    return pd.concat(frames, ignore_index=True)


def _shown(authorities: list[Authority], people: np.ndarray) -> list[tuple[str, str, np.ndarray]]:
    """Return code, name and residents of the councils, their regions and England."""
    own = [(a.code, a.name, people[i]) for i, a in enumerate(authorities) if a.slug]
    regions = dict.fromkeys(a.region for a in authorities if a.slug)
    sums = [
        (*region, people[[a.region == region for a in authorities]].sum(axis=0))
        for region in regions
    ]
    return [*own, *sums, (*ENGLAND, people.sum(axis=0))]


def _area(code: str, name: str, people: np.ndarray, years: list[str]) -> pd.DataFrame:
    """Return one area's rows: females, then males, single ages, then all ages."""
    ages = [*(str(age) for age in AGES[:-1]), f"{OLDEST} and over", "All ages"]
    frames = []
    for sex in reversed(SEXES):
        one = people[SEXES.index(sex)]
        counts = np.vstack([one, one.sum(axis=0)])
        keys = {"AREA_CODE": code, "AREA_NAME": name, "COMPONENT": "Population", "SEX": sex}
        frame = pd.DataFrame({**keys, "AGE_GROUP": ages})
        frames.append(frame.join(pd.DataFrame(counts, columns=years)))
    return pd.concat(frames, ignore_index=True)


def _bands(lsoas: pd.DataFrame, ages: np.ndarray) -> pd.DataFrame:
    """Return each LSOA's residents by band: the council's ages, younger where deprived."""
    middle = np.array([(start + end) / 2 for start, end, _ in CENSUS_BANDS])
    share = np.array([ages[start : end + 1].sum() for start, end, _ in CENSUS_BANDS])
    tilt = np.exp(-YOUNGER_WHERE_DEPRIVED * np.outer(lsoas["deprivation"], (middle - 40) / 40))
    weights = share * tilt
    residents = lsoas["residents"].to_numpy()[:, None]
    counts = np.floor(weights / weights.sum(axis=1, keepdims=True) * residents).astype("int64")
    counts[:, 3] += residents[:, 0] - counts.sum(axis=1)
    size, bands = counts.shape
    code, name = "Lower layer Super Output Areas Code", "Lower layer Super Output Areas"
    return pd.DataFrame(
        {
            code: np.repeat(lsoas["lsoa_code"].to_numpy(), bands),
            name: np.repeat(lsoas["lsoa_name"].to_numpy(), bands),
            "Age (6 categories) Code": np.tile(np.arange(1, bands + 1), size),
            "Age (6 categories)": [label for _, _, label in CENSUS_BANDS] * size,
            "Observation": counts.ravel(),
        }
    )
