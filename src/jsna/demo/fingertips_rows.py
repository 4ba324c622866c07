"""The rows of Fingertips files for the invented country: the 27 columns, gaps and verdicts.

As in real downloads there are blanks with their reasons, small counts are suppressed, small
authorities lack some indicators, and tenths of deprivation stand under England's code and, for
a few indicators, under a drawn council's own.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jsna.demo.fingertips_values import Basis, Values, invent, is_survey, split
from jsna.demo.places import Places
from jsna.demo.shape import Period, periods, seed
from jsna.demo.verdicts import NOT_COMPARED, uses_wider_interval, words
from jsna.demo.within_area import SMALLEST_COUNT, within_area_rows
from jsna.settings.indicator import Indicator, Stratum

COLUMNS = (
    "Indicator ID", "Indicator Name", "Parent Code", "Parent Name", "Area Code", "Area Name",
    "Area Type", "Sex", "Age", "Category Type", "Category", "Time period", "Value",
    "Lower CI 95.0 limit", "Upper CI 95.0 limit", "Lower CI 99.8 limit", "Upper CI 99.8 limit",
    "Count", "Denominator", "Value note", "Recent Trend",
    "Compared to England value or percentiles", "Compared to Region value or percentiles",
    "Time period Sortable", "New data", "Compared to goal", "Time period range",
)  # fmt: skip
FIGURES = COLUMNS[12:19]
TO_ENGLAND, TO_REGION = COLUMNS[21], COLUMNS[22]
INVENTED = "SYNTHETIC: invented for demonstration"
NOTES = (
    INVENTED,
    f"Value suppressed for disclosure control due to small count. {INVENTED}",
    f"Value missing in source data. {INVENTED}",
)
SMALL_AUTHORITY = 60_000
ONE_IN = {"missing indicator": 6, "missing value": 90, "tenths": 3, "groups": 7}
GROUPS = "Ethnic groups"
GROUPS_OF_PEOPLE = ("Asian", "Black", "Mixed", "White", "Other")
SHARES = (0.09, 0.04, 0.03, 0.77, 0.02)
"""Of a council's people who are in each group; of the others no group is recorded."""
LIKELIER = (0.85, 0.7, 0.95, 1.03, 0.8)
"""How much more often than all people each group is counted."""
TENTHS = (
    "Most deprived decile", "Second most deprived decile", "Third more deprived decile",
    "Fourth more deprived decile", "Fifth more deprived decile", "Fifth less deprived decile",
    "Fourth less deprived decile", "Third less deprived decile", "Second least deprived decile",
    "Least deprived decile",
)  # fmt: skip
SPREAD_OF_TENTHS = 1.6


@dataclass(frozen=True)
class _Series:
    """What the rows of one call are of."""

    indicator: Indicator
    stratum: Stratum
    when: list[Period]


def series_rows(
    indicator: Indicator, stratum: Stratum, authorities: Places, wards: Places
) -> list[pd.DataFrame]:
    """Return the rows of one indicator, sex and age: authorities, then tenths, then wards.

    Rows run from the oldest period to the newest, in each from England down, as the API writes.
    """
    when = periods(indicator)
    values = invent(indicator, stratum, when, authorities.basis, authorities.sums)
    england = values.value[0] if "england" in indicator.levels else np.full(len(when), np.nan)
    kept = authorities.at_levels(indicator) & ~_absent(indicator, authorities)
    parts = [_rows(_Series(indicator, stratum, when), authorities, values, england, kept)]
    if "england" in indicator.levels and seed("tenths", indicator.id) % ONE_IN["tenths"] == 0:
        parts.append(_tenths(indicator, stratum, when[-1:], authorities, england[-1:]))
    parts.append(within_area_rows(indicator, parts[0], authorities, TENTHS, NOTES[:2]))
    if _has_groups(indicator, stratum):
        drawn = np.flatnonzero(kept & authorities.frame["drawn"].to_numpy())
        parts += [
            _groups(indicator, stratum, when[-1:], authorities, values, int(n)) for n in drawn
        ]
    if "ward" in indicator.levels:
        own = invent(indicator, stratum, when, wards.basis, wards.sums)
        every = wards.at_levels(indicator)
        parts.append(_rows(_Series(indicator, stratum, when), wards, own, england, every))
    return parts


def _rows(
    series: _Series,
    places: Places,
    values: Values,
    england: np.ndarray,
    kept: np.ndarray,
) -> pd.DataFrame:
    """Return one row per period and place that is `kept`, in the order of the API."""
    frame = places.frame[kept]
    gap = _gaps(series.indicator, values.count[kept], frame["level"])
    figures = {
        name: np.where(gap > 0, np.nan, getattr(values, field)[kept])
        for name, field in zip(FIGURES, Values.__dataclass_fields__, strict=True)
    }
    verdicts = _verdicts(series.indicator, places.frame, values, england)
    shown = {name: np.where(gap > 0, NOT_COMPARED, v[kept]) for name, v in verdicts.items()}
    arrays = {**figures, **shown, "Value note": np.array(NOTES)[gap]}
    flat = {name: array.T.ravel() for name, array in arrays.items()}
    return pd.DataFrame({**_keys(series, frame), **flat})


def _verdicts(
    indicator: Indicator, places: pd.DataFrame, values: Values, england: np.ndarray
) -> dict[str, np.ndarray]:
    """Return the words beside England's value and beside the region's, where there is one."""
    wide = uses_wider_interval(indicator)
    lower = values.lower_998 if wide else values.lower_95
    upper = values.upper_998 if wide else values.upper_95
    parent = places["parent_row"].to_numpy()
    region = np.where((parent > 0)[:, None], values.value[parent], np.nan)
    nation = np.where((places["level"] == "england").to_numpy()[:, None], np.nan, england)
    return {
        TO_ENGLAND: words(indicator, lower, upper, nation),
        TO_REGION: words(indicator, lower, upper, region),
    }


def _keys(series: _Series, places: pd.DataFrame) -> dict[str, object]:
    indicator, stratum, when = series.indicator, series.stratum, series.when
    steps, size = len(when), len(places)
    keys = {
        "Indicator ID": indicator.source.id, "Indicator Name": indicator.title,
        "Sex": stratum.sex, "Age": stratum.age, "Category Type": "", "Category": "",
        "New data": "", "Compared to goal": "",
        "Time period range": f"{when[0].length}y",
    }  # fmt: skip
    across = {
        "Parent Code": "parent_code", "Parent Name": "parent_name", "Area Code": "code",
        "Area Name": "name", "Area Type": "type",
    }  # fmt: skip
    columns = {name: np.tile(places[source].to_numpy(), steps) for name, source in across.items()}
    columns["Time period"] = np.repeat([period.label for period in when], size)
    columns["Time period Sortable"] = np.repeat([f"{period.first}0000" for period in when], size)
    columns["Recent Trend"] = np.repeat([*[""] * (steps - 1), "Cannot be calculated"], size)
    return {**keys, **columns}


def _absent(indicator: Indicator, places: Places) -> np.ndarray:
    """Return the small authorities that this indicator leaves out, as small ones often are."""
    small = places.sums @ places.basis.residents < SMALL_AUTHORITY
    small &= "ward" not in indicator.levels
    drawn = [
        seed(indicator.id, code) % ONE_IN["missing indicator"] for code in places.frame["code"]
    ]
    return np.asarray(small & (np.array(drawn) == 0))


def _gaps(indicator: Indicator, count: np.ndarray, level: pd.Series) -> np.ndarray:
    """Return which of NOTES each value gets: 0 for none missing, 1 too small, 2 lost."""
    local = ~level.isin(["england", "region", "tenth"]).to_numpy()[:, None]
    chance = np.random.default_rng(seed("gaps", indicator.id)).random(count.shape)
    lost = np.where(local & (chance < 1 / ONE_IN["missing value"]), 2, 0)
    return np.where(local & (count < SMALLEST_COUNT), 1, lost)


def _has_groups(indicator: Indicator, stratum: Stratum) -> bool:
    """Whether the file gives groups of the drawn councils' people: of few measures, of persons."""
    counted = indicator.value_type in ("proportion", "rate") and not is_survey(indicator)
    drawn = seed("groups", indicator.id) % ONE_IN["groups"] == 0
    return counted and drawn and stratum.sex == "Persons" and indicator.interval_method != "none"


def _groups(
    indicator: Indicator,
    stratum: Stratum,
    when: list[Period],
    places: Places,
    values: Values,
    row: int,
) -> pd.DataFrame:
    """Return a council's newest value by group of people, under the council's own code."""
    count, size = float(values.count[row, -1]), float(values.denominator[row, -1])
    parts = split(indicator, count, size, np.array(SHARES), np.array(LIKELIER))
    council = places.frame.iloc[[row] * len(SHARES)].reset_index(drop=True)
    groups = Places(council.assign(parent_row=-1), np.eye(len(SHARES)), places.basis)
    nothing, every = np.full(len(when), np.nan), np.ones(len(SHARES), dtype="bool")
    rows = _rows(_Series(indicator, stratum, when), groups, parts, nothing, every)
    return rows.assign(**{"Category Type": GROUPS, "Category": GROUPS_OF_PEOPLE})


def _tenths(
    indicator: Indicator,
    stratum: Stratum,
    when: list[Period],
    places: Places,
    england: np.ndarray,
) -> pd.DataFrame:
    """Return England's newest value by tenth of deprivation, under England's own code."""
    residents = np.full(len(TENTHS), places.basis.residents.sum() / len(TENTHS))
    steps = np.linspace(SPREAD_OF_TENTHS, -SPREAD_OF_TENTHS, len(TENTHS))
    basis = Basis(steps, residents, "tenths")
    values = invent(indicator, stratum, when, basis, np.eye(len(TENTHS)))
    frame = places.frame.iloc[[0] * len(TENTHS)].reset_index(drop=True)
    tenths = Places(frame.assign(level="tenth", parent_row=-1), np.eye(len(TENTHS)), basis)
    every = np.ones(len(TENTHS), dtype="bool")
    rows = _rows(_Series(indicator, stratum, when), tenths, values, england, every)
    unit = "District & UA" if "district" in indicator.levels else "County & UA"
    kind = f"{unit} deprivation deciles in England (IMD2019, 4/23 geography)"
    return rows.assign(**{"Category Type": kind, "Category": TENTHS})
