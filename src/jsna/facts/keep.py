"""Which rows an area's facts keep: the places a pack compares with, and its own small areas."""

from collections.abc import Collection, Iterable

import pandas as pd

from jsna.fact_schema import ENGLAND, FACT_KEY, SMALL
from jsna.facts.assemble import empty_quality, quality_rows
from jsna.facts.periods import period_end
from jsna.fetching.among import among
from jsna.fetching.file_parts import shared
from jsna.geo.ward_vintage import wards_that_fit
from jsna.settings.area import Area
from jsna.settings.indicator import Indicator


def near_codes(area: Area) -> frozenset[str]:
    """Return whose population is kept by age: the area's, and theirs with whom it is compared."""
    others = (*area.codes, *area.neighbours, *area.districts)
    return frozenset({ENGLAND, area.region.code, *others})


def keep_kinds(facts: pd.DataFrame, area: Area) -> pd.DataFrame:
    """Return the rows of England, the regions, every authority and of all small areas.

    Ranks need every authority; practices and other kinds of area have no place in a pack. Of the
    population of others only all ages are kept, save for the area's neighbours, its districts,
    its region and England.
    """
    near = near_codes(area)
    small = facts["area_type"].isin(SMALL)
    return facts[shared(facts) | small | among(facts["area_code"], near)]


def keep_own(facts: pd.DataFrame, own: Collection[str]) -> pd.DataFrame:
    """Return the rows without small areas that are not the area's own.

    Args:
        facts: As `keep_kinds` gives them.
        own: Codes of the area and of the small areas inside it.
    """
    return facts[~facts["area_type"].isin(SMALL) | among(facts["area_code"], own)]


def vanished_wards(
    facts: pd.DataFrame, own: Collection[str], ward_codes: Collection[str], ward_year: str
) -> pd.DataFrame:
    """Return a row of quality for each ward whose facts are left out since no look-up has it.

    Where the look-ups know the area's own wards alone, a ward that they lack may well stand
    elsewhere: one row then says how many there are.

    Args:
        facts: One or more files' rows, all wards.
        own: Codes of the area and of the small areas inside it.
        ward_codes: The wards of every look-up and boundary file.
        ward_year: The newest look-up's year of wards.
    """
    wards = facts[(facts["area_type"] == "ward") & ~facts["area_code"].isin(own)]
    if wards.empty or not ward_codes:
        return empty_quality()
    _, left = wards_that_fit(wards, pd.Series(sorted(ward_codes), dtype="str"), ward_year)
    if left.empty:
        return empty_quality()
    if set(ward_codes) <= set(own):
        count = left["area_code"].nunique()
        what = f"{count} wards are in no look-up: they are elsewhere, or of another year"
        one = pd.DataFrame({"indicator_id": [""], "area_code": [""]})
        return quality_rows("vanished-ward", one, pd.Series([what]), "", count)
    files = wards.groupby("area_code")["snapshot_ids"].agg(lambda ids: " ".join(sorted(set(ids))))
    left = left.assign(indicator_id="")
    snapshots = left["area_code"].map(files).astype("str")
    return quality_rows("vanished-ward", left, left["reason"], snapshots)


def without_retired(
    facts: pd.DataFrame, changes: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the facts without authorities that were abolished where a successor has the fact.

    Publishers go on with old authorities beside the new ones: the same people would count twice.
    Only periods that end after the old authority did are left out: before that it is the one
    that stood, and where a county became a unitary authority under a code that the facts put in
    place of its own, its districts stood beside it.

    Args:
        facts: Columns of FACT_COLUMNS.
        changes: Columns old_code, new_code and until (the old one's last day), one row per old
            authority and successor.

    Returns:
        The facts that stay; and one row of quality per indicator and abolished authority.
    """
    key = [column for column in FACT_KEY if column not in ("area_code", "area_type")]
    old = facts[facts["area_code"].isin(changes["old_code"])]
    if old.empty:
        return facts, empty_quality()
    new = facts.loc[facts["area_code"].isin(changes["new_code"]), [*key, "area_code"]]
    pairs = old[[*key, "area_code"]].reset_index(names="_row")
    columns = ["old_code", "new_code", "until"]
    pairs = pairs.merge(changes[columns], left_on="area_code", right_on="old_code")
    pairs = pairs[period_end(pairs["period"]) > pairs["until"]]
    found = pairs.drop(columns="area_code").merge(
        new, left_on=[*key, "new_code"], right_on=[*key, "area_code"]
    )
    gone = facts.loc[facts.index.isin(found["_row"])]
    counts = gone.groupby(["indicator_id", "area_code"]).size().reset_index(name="rows")
    return facts.drop(gone.index), told_retired(counts)


def told_retired(counts: pd.DataFrame) -> pd.DataFrame:
    """Return one row of quality per indicator and abolished authority whose rows are left out.

    Args:
        counts: Columns indicator_id, area_code and rows; of a pair that stands twice the sum is
            told.
    """
    whole = counts.groupby(["indicator_id", "area_code"])["rows"].sum().reset_index()
    detail = "abolished authority left out where its successor has the fact: "
    detail += whole["rows"].astype("str") + " rows"
    return quality_rows("abolished", whole, detail, "", whole["rows"])


def within_levels(
    facts: pd.DataFrame, indicators: Iterable[Indicator]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the facts of no smaller areas than the catalogue allows, and what was left out.

    An indicator's `levels` say how small its areas may be: suicides and inquests are never kept
    below the authority, whoever counted them.

    Args:
        facts: Columns indicator_id and area_type; of small areas (SMALL) only those are kept
            whose kind is among the indicator's levels.
        indicators: The catalogue.

    Returns:
        The facts that stay; and one row of quality per indicator and kind of area, which names
        no place and no figure.
    """
    allowed = {f"{i.id} {level}" for i in indicators for level in i.levels}
    small = facts["area_type"].isin(SMALL)
    below = small & ~(facts["indicator_id"] + " " + facts["area_type"]).isin(allowed)
    counts = facts[below].groupby(["indicator_id", "area_type"]).size().reset_index(name="n")
    kinds = counts["area_type"].map({"ward": "wards", "msoa": "MSOAs", "lsoa": "LSOAs"})
    detail = counts["n"].astype("str") + " rows of " + kinds
    detail += ": the catalogue does not allow this indicator for areas so small"
    return facts[~below], quality_rows(
        "refused", counts.assign(area_code=""), detail, "", counts["n"]
    )


def in_range(
    facts: pd.DataFrame, indicators: Iterable[Indicator]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the facts whose value may be right, and a row of quality for each that may not.

    The range is the catalogue's `allowed_range`.
    """
    ranges = {i.id: i.allowed_range for i in indicators}
    lowest = facts["indicator_id"].map({k: v[0] for k, v in ranges.items()}).astype("float64")
    highest = facts["indicator_id"].map({k: v[1] for k, v in ranges.items()}).astype("float64")
    wrong = (facts["value"] < lowest) | (facts["value"] > highest)
    bad = facts[wrong]
    limits = _as_text(lowest[wrong]) + " to " + _as_text(highest[wrong])
    value = _as_text(bad["value"])
    detail = bad["period_label"] + ": " + value + " is outside the allowed range " + limits
    return facts[~wrong], quality_rows("refused", bad, detail, bad["snapshot_ids"])


def _as_text(numbers: pd.Series) -> pd.Series:
    # the map of no numbers would stay a column of numbers
    return numbers.map("{:g}".format).astype("str")
