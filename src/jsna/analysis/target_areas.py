"""People and users of an equity audit's target areas: out of the census, and out of users by place.

The share that is expected of a service is that of people of its own ages; who lives where comes
from census residents by LSOA. See docs/methods.md#equity-audit.
"""

from collections.abc import Collection
from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.age_bands import ALL_AGES, OPEN_END, published_ages
from jsna.errors import Problem, UserFileError

IN_TARGET, ELSEWHERE = "in the target areas", "elsewhere in the area"
UNKNOWN_PLACE: Final = "outside the area, or not known"
_SPAN: Final = r"^(?P<start>\d+)(?:\s*(?:-|to)\s*(?P<to>\d+))?\s*(?P<open>\+|and over)?$"


def with_populations(
    services: pd.DataFrame, residents: pd.DataFrame, target: Collection[str], about: str
) -> pd.DataFrame:
    """Return the services with people of the target areas and of the whole area, of their ages.

    What a service has of its own (populations, or an expected share) is left as it is. Where the
    census groups of age do not make a service's ages, the groups that cover them are taken, and
    `population_age` says so; `population_sex` says that the census counts are of persons.

    Args:
        services: One row per service: age ("18+", "0-17"; blank for all), sex,
            target_population, population, expected_share, population_age, population_sex and
            denominator.
        residents: Census residents of every LSOA of the area: area_code, sex, age, value.
        target: Codes of the LSOAs that are the target.
        about: What the populations are, in words ("Census 2021, LSOAs").

    Returns:
        `services` on its index with those columns filled in.

    Raises:
        UserFileError: no LSOA of the target has residents, or a service's ages can't be read.
    """
    people = residents[residents["sex"] == "Persons"]
    known = set(people["area_code"])
    if absent := sorted(set(target) - known):
        what = f"{len(absent)} LSOAs of the target have no residents here: {', '.join(absent[:5])}."
        raise UserFileError(Problem(what, next_step="Use LSOA codes of the census of the facts."))
    given = services["expected_share"].notna() | (
        services["target_population"].notna() & services["population"].notna()
    )
    if given.all():
        return services
    open_rows = services[~given]
    spans = {age: _groups(age, people) for age in open_rows["age"].unique()}
    counts = {age: _counts(people, groups, target) for age, (groups, _) in spans.items()}
    words = open_rows["age"].map({age: label for age, (_, label) in spans.items()})
    filled = pd.DataFrame(
        {
            "target_population": open_rows["age"].map({a: c[0] for a, c in counts.items()}),
            "population": open_rows["age"].map({a: c[1] for a, c in counts.items()}),
            "population_age": words.where(words != open_rows["age"].replace("", ALL_AGES), ""),
            "population_sex": np.where(open_rows["sex"].isin(["", "Persons"]), "", "Persons"),
            "denominator": "residents aged " + words + f" ({about})",
        }
    )
    filled["denominator"] = filled["denominator"].str.replace(f"aged {ALL_AGES}", "of all ages")
    out = services.copy()
    for name in filled:
        out.loc[filled.index, name] = filled[name]
    return out


def placed_users(
    users: pd.DataFrame, target: Collection[str], area: Collection[str]
) -> pd.DataFrame:
    """Return each service's users by where they live.

    Args:
        users: One row per service and place: service, place (an LSOA, or a postcode sector) and
            users.
        target: The places that are the target.
        area: Every place of the area.

    Returns:
        One row per service, in order of first appearance: service, users_from_target, users (of
        the area) and users_elsewhere (whose place is outside the area, or not known): these are
        in neither of the two.
    """
    inside, near = users["place"].isin(list(target)), users["place"].isin(list(area))
    where = np.select([inside, near], [IN_TARGET, ELSEWHERE], UNKNOWN_PLACE)
    table = users.assign(where=where).pivot_table(
        index="service", columns="where", values="users", aggfunc="sum", fill_value=0, sort=False
    )
    table = table.reindex(columns=[IN_TARGET, ELSEWHERE, UNKNOWN_PLACE], fill_value=0)
    order = users["service"].drop_duplicates()
    table = table.reindex(order)
    return pd.DataFrame(
        {
            "service": order.to_numpy(),
            "users_from_target": table[IN_TARGET].to_numpy(dtype="float64"),
            "users": (table[IN_TARGET] + table[ELSEWHERE]).to_numpy(dtype="float64"),
            "users_elsewhere": table[UNKNOWN_PLACE].to_numpy(dtype="float64"),
        }
    )


def _groups(age: str, people: pd.DataFrame) -> tuple[list[str], str]:
    """The published groups that cover a service's ages, and what they are together."""
    ages = published_ages(people)
    if age in ("", ALL_AGES):
        return ages["age"].tolist(), ALL_AGES
    found = pd.Series([age]).str.extract(_SPAN).iloc[0]
    if found.isna()["start"] or ages.empty:
        what = f'the ages of a service can\'t be read: "{age}".'
        raise UserFileError(Problem(what, allowed='Ages such as "18+" or "0-17", or none for all.'))
    start = int(found["start"])
    to = (
        OPEN_END
        if pd.notna(found["open"])
        else int(found["to"] if pd.notna(found["to"]) else start)
    )
    over = ages[(ages["to"] >= start) & (ages["start"] <= to)]
    first, last = int(over["start"].min()), int(over["to"].max())
    return over["age"].tolist(), f"{first}+" if last == OPEN_END else f"{first}-{last}"


def _counts(
    people: pd.DataFrame, groups: list[str], target: Collection[str]
) -> tuple[float, float]:
    rows = people[people["age"].isin(groups)]
    inside = rows["area_code"].isin(list(target))
    return float(rows.loc[inside, "value"].sum(skipna=False)), float(
        rows["value"].sum(skipna=False)
    )
