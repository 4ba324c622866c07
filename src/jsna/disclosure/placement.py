"""Which labels of a table nothing tells apart or places: a file with one of them is refused.

A small area that no look-up places could be a part of any count in the table, so that hiding would
not know what gives what away (docs/disclosure.md, "One table, or none").
"""

from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd

from jsna.disclosure.parts import AUTHORITY, DEPTH, authorities_of
from jsna.errors import Problem
from jsna.sources.council.group_labels import ALL_AGES, read_age

REGION, DISTRICT, MSOA = (DEPTH[kind] for kind in ("E12", "E07", "E02"))
ADD_LOOK_UP: Final = (
    "Put a look-up of these areas beside the file (`jsna fetch AREA --list` names them), or leave"
    " the rows out."
)
ONE_SCALE: Final = "A table has ages or school years, not both: bring two indicators."


def placement_problems(
    rows: pd.DataFrame, least: Mapping[str, frozenset[str]]
) -> Iterator[Problem]:
    """Yield one problem for each kind of label of one indicator that can't be placed.

    Args:
        rows: Rows of one indicator: area_code, home (`parts.homes_of`), age, file and line.
        least: Code of an area -> the least areas it is made of, where that is known.
    """
    depth = rows["area_code"].str[:3].map(DEPTH)
    inside = frozenset[str]().union(*least.values())
    placed = rows["area_code"].isin([*least, *inside])
    loose = (depth > AUTHORITY) & ~placed
    several = len(authorities_of(rows["area_code"])) > 1
    wrong = {
        "is in one of several authorities of this table, and no look-up says in which": loose
        & ((rows["home"] == "") & several | _in_a_district(rows, depth, loose)),
        "is made of some of the LSOAs of this table, and no look-up says of which": loose
        & depth.between(DISTRICT + 1, MSOA)
        & (depth > MSOA).any(),
        "is a part of one of the wards or MSOAs of this table, and no look-up says of which": loose
        & (depth > MSOA)
        & depth.between(DISTRICT + 1, MSOA).any(),
        "is in one of several regions of this table, and no look-up says in which": depth.between(
            AUTHORITY, DISTRICT
        )
        & ~placed
        & (len(set(rows.loc[depth == REGION, "area_code"])) > 1),
    }
    for why, which in wrong.items():
        if which.any():
            yield _told(rows[which], f"{{area_code}} {why}", ADD_LOOK_UP)
    school, years = _scales(rows)
    if school.any() and years.any():
        yield _told(rows[school], "{age} is a school year, and other rows have ages", ONE_SCALE)


def _in_a_district(rows: pd.DataFrame, depth: pd.Series, loose: pd.Series) -> pd.Series:
    """Return which small areas could be in a district of the table or in its county."""
    districts = set(rows.loc[depth == DISTRICT, "area_code"])
    return loose & (depth > DISTRICT) & (len(districts - set(rows["home"])) > 0)


def _scales(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return which rows are of school years, and which of ages (all ages are neither)."""
    read = {label: read_age(label) for label in rows["age"].unique()}
    school = [label for label, age in read.items() if age and age.scale != "years"]
    whole = [label for label, age in read.items() if age == read_age(ALL_AGES)]
    return rows["age"].isin(school), ~rows["age"].isin([*school, *whole])


def _told(rows: pd.DataFrame, what: str, next_step: str) -> Problem:
    first, more = rows.iloc[0], rows["area_code"].nunique() - 1
    others = f" (and {more} more)" if more and "{area_code}" in what else ""
    return Problem(
        f"{what.format(**first)}{others}.", str(first["file"]), int(first["line"]),
        "Hiding would not know what gives a small count away, so that nothing is kept.", next_step,
    )  # fmt: skip
