"""Persons where publishers give males and females in files of their own."""

import pandas as pd

from jsna.fact_schema import FACT_COLUMNS, FACT_KEY
from jsna.fetching.file_parts import POPULATION


def with_persons(facts: pd.DataFrame) -> pd.DataFrame:
    """Return population facts with Persons = Male + Female where both are there and it is not.

    Only counts of people may be added up so; the sum names the snapshots of both. Persons that
    their source states without a value stay without one.

    Args:
        facts: Columns of FACT_COLUMNS, one row per key.
    """
    people = facts[facts["indicator_id"].isin(POPULATION)]
    key = [column for column in FACT_KEY if column != "sex"]
    sexes = {sex: rows for sex, rows in people[people["value"].notna()].groupby("sex")}
    if not {"Male", "Female"} <= set(sexes):
        return facts
    both = sexes["Male"].merge(sexes["Female"][[*key, "value", "snapshot_ids"]], on=key)
    stated = pd.MultiIndex.from_frame(people.loc[people["sex"] == "Persons", key])
    both = both[~pd.MultiIndex.from_frame(both[key]).isin(stated)]
    if both.empty:
        return facts
    ids = both["snapshot_ids_x"] + " " + both["snapshot_ids_y"]
    summed = both.assign(
        sex="Persons",
        value=both["value_x"] + both["value_y"],
        snapshot_ids=ids.map({text: _unique(text) for text in ids.unique()}),
    )
    together = pd.concat([facts, summed[list(FACT_COLUMNS)]], ignore_index=True)
    return together.sort_values(list(FACT_KEY), kind="stable", ignore_index=True)


def _unique(ids: str) -> str:
    return " ".join(sorted(set(ids.split())))
