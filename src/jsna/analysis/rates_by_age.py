"""Which rates at each age to apply to a projection: the area's own, else England's.

See docs/methods.md#numbers-affected. Rates are taken from one place, one period and one way of
dividing people by sex; a place whose rates can't be added up is passed over, with the reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.analysis.age_bands import published_ages
from jsna.facts.select import newest_period

FEWEST: Final = 2
"""One age alone says nothing of a population whose ages change."""
BOTH: Final = ("Male", "Female")


@dataclass(frozen=True)
class RatesByAge:
    """The rates at each age (and sex) that were chosen, and why not others.

    Attributes:
        rows: Facts of one place and period, one per sex and age, ages written "16-24", "85+";
            no rows if there are no rates to apply.
        area_code: Whose; "" without any.
        passed_over: Code of each place before it in the order asked -> why not its rates.
    """

    rows: pd.DataFrame
    area_code: str
    passed_over: dict[str, str]


def rates_by_age(facts: pd.DataFrame, area_codes: Sequence[str]) -> RatesByAge:
    """Return the rates of the first of some places that has them, in its newest period.

    Args:
        facts: Facts of one indicator.
        area_codes: Places in the order in which they are asked: the area's own first.
    """
    passed_over: dict[str, str] = {}
    for code in area_codes:
        rows, why = _of_place(facts[(facts["area_code"] == code) & (facts["breakdown"] == "")])
        if not why:
            return RatesByAge(rows, code, passed_over)
        passed_over[code] = why
    return RatesByAge(facts.head(0), "", passed_over)


def _of_place(rows: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return a place's rates, or why they can't be applied; "" if they can."""
    if rows.empty:
        return rows, "no figure"
    aged = rows.assign(age=_plain_ages(rows["age"]))
    aged = aged[aged["age"].isin(published_ages(aged)["age"])]
    if aged["age"].nunique() < FEWEST:
        return aged, "no figures by age"
    newest = newest_period(aged)
    if not newest:
        return aged, "no figure by age with a value"
    aged = _one_way_of_sex(aged[aged["period"] == newest])
    return aged.sort_values(["sex", "age"], kind="stable"), _why_not(aged)


def _plain_ages(ages: pd.Series) -> pd.Series:
    """Return labels as population facts write them: "65+ yrs" as "65+", "<18 yrs" as "0-17"."""
    plain = ages.str.replace(r"\s*(?:yrs|years)$", "", regex=True)
    under = pd.to_numeric(plain.str.extract(r"^<\s*(\d+)$", expand=False)) - 1
    return plain.where(under.isna(), "0-" + under.astype("Int64").astype("str"))


def _one_way_of_sex(rows: pd.DataFrame) -> pd.DataFrame:
    """Return males and females where both have ages, else persons: never both ways at once."""
    by_sex = rows.groupby("sex")["age"].nunique()
    both = all(by_sex.get(sex, 0) >= FEWEST for sex in BOTH)
    return rows[rows["sex"].isin(BOTH if both else ["Persons"])]


def _why_not(rows: pd.DataFrame) -> str:
    ages = published_ages(rows)
    if len(ages) < FEWEST:
        return "no figures by age"
    if len(rows) != rows["sex"].nunique() * len(ages) or rows.duplicated(["sex", "age"]).any():
        return "figures whose ages differ between the sexes"
    if (ages["start"].to_numpy()[1:] <= ages["to"].to_numpy()[:-1]).any():
        return f"figures whose ages overlap ({', '.join(ages['age'])})"
    missing = rows.loc[rows["value"].isna(), "age"].drop_duplicates()
    if not missing.empty:
        return f"no value at every age (missing: {', '.join(missing)})"
    return ""
