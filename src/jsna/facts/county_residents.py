"""A county's residents where the files hold those of its districts alone."""

import pandas as pd

from jsna.fact_schema import FACT_COLUMNS, FACT_KEY
from jsna.fetching.file_parts import POPULATION
from jsna.register.authorities import districts_of
from jsna.settings.area import Area


def with_county_residents(facts: pd.DataFrame, area: Area) -> pd.DataFrame:
    """Return population facts with a county's own (`county_residents`), in the order of FACT_KEY.

    Facts of an area that is no county come back as they are.
    """
    made = county_residents(facts, area)
    if made.empty:
        return facts
    together = pd.concat([facts, made], ignore_index=True)
    return together.sort_values(list(FACT_KEY), kind="stable", ignore_index=True)


def county_residents(facts: pd.DataFrame, area: Area) -> pd.DataFrame:
    """Return population facts of a county, summed over its districts where it has none.

    Only counts of people may be added up so, and only where every district in force has one of
    the same year, edition, sex and age: publishers give past years for today's districts. The
    sum names the snapshots of all. Of an area that is no county there are none.

    Args:
        facts: Columns of FACT_COLUMNS, one row per key.
        area: Whose facts; its districts are those of the register.
    """
    districts = {one.code for code in area.codes for one in districts_of(code) if not one.ends}
    key = [column for column in FACT_KEY if column not in ("area_code", "area_type")]
    people = facts[facts["indicator_id"].isin(POPULATION) & facts["value"].notna()]
    parts = people[people["area_code"].isin(districts)]
    own = pd.MultiIndex.from_frame(people.loc[people["area_code"] == area.code, key])
    parts = parts[~pd.MultiIndex.from_frame(parts[key]).isin(own)]
    if not districts or parts.empty:
        return facts.head(0)
    groups = parts.groupby(key, sort=False)
    whole = parts[groups["area_code"].transform("nunique") == len(districts)]
    if whole.empty:
        return facts.head(0)
    made = whole.groupby(key, sort=False, as_index=False).agg(
        value=("value", "sum"),
        snapshot_ids=("snapshot_ids", lambda ids: " ".join(sorted(set(" ".join(ids).split())))),
    )
    first = whole.drop_duplicates(key).drop(columns=["value", "snapshot_ids"])
    summed = made.merge(first, on=key, validate="one_to_one").assign(
        area_code=area.code, area_type="county", note=f"the sum of its {len(districts)} districts"
    )
    return summed[list(FACT_COLUMNS)]
