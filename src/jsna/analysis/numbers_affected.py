"""Numbers affected in years to come, if today's rates at each age and sex applied.

See docs/methods.md#numbers-affected. This is the projected population seen through today's rates,
not a forecast: no rate is expected to stay. It needs rates at each age: a standardised rate, or
one for all ages, times a population is not a count, and is refused.
"""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.analysis.age_bands import ALL_AGES, band_totals, published_ages
from jsna.analysis.population import PROJECTED, Drift, estimate_beside, years_of
from jsna.errors import Problem, SourceError, UserFileError
from jsna.settings.indicator import Indicator, ValueType
from jsna.settings.strategy import AgeBand

CONDITION: Final = "if today's rates applied"
_ADDABLE: Final = ("proportion", "rate")


@dataclass(frozen=True)
class NumbersAffected:
    """How many people, in each year of one edition of the projection, if today's rates applied.

    Attributes:
        numbers: One row per year, sex and age band: year, sex, band, rate (per person), people
            (projected), affected (people).
        totals: One row per year: year, affected (NaN where a part is missing), people.
        edition: Of the projection, with its variant, as the facts name it.
        condition: What must stand beside every one of these numbers.
        rates_from: The rates' source, area and period, in words.
        drift: The newest estimate beside the projection; None if there is none.
    """

    numbers: pd.DataFrame
    totals: pd.DataFrame
    edition: str
    condition: str
    rates_from: str
    drift: Drift | None


def numbers_affected(
    facts: pd.DataFrame,
    rates: pd.DataFrame,
    indicator: Indicator,
    area_code: str,
    edition: str,
    rates_from: str,
) -> NumbersAffected:
    """Return the sum over ages and sexes of today's rate times the projected people.

    No interval: projections come in variants, not with one.

    Args:
        facts: Population facts of the area: projected, and estimated if there are any.
        rates: Columns sex, age ("16-24", "65+", a single year) and value; one row per sex and
            age, without overlap, "Persons" or both sexes.
        indicator: Of the rates: a proportion or a rate (crude, at each age), per its multiplier.
        area_code: Whose population.
        edition: Which edition, with its variant.
        rates_from: Whose rates and of when, in words ("England, 2022").

    Raises:
        UserFileError: standardised rates, rates without ages, overlapping ages, or ages that the
            published ones cannot make.
        SourceError: the facts hold no such projection of the area.
    """
    _refuse(rates, indicator.value_type)
    bands = _bands(rates)
    rows = facts[(facts["indicator_id"] == PROJECTED) & (facts["area_code"] == area_code)]
    rows = rows[(rows["edition"] == edition) & rows["sex"].isin(list(rates["sex"]))]
    if rows.empty:
        raise SourceError(f"the facts hold no {edition} projection for {area_code}.")
    people = band_totals(rows, bands).rename(columns={"value": "people"})
    people["year"] = years_of(people)
    joined = people.merge(
        rates[["sex", "age", "value"]], left_on=["sex", "band"], right_on=["sex", "age"]
    )
    numbers = joined.assign(rate=joined["value"] / indicator.multiplier)
    numbers["affected"] = numbers["rate"] * numbers["people"]
    numbers = numbers[["year", "sex", "band", "rate", "people", "affected"]]
    totals = numbers.groupby("year")[["affected", "people"]].sum(skipna=False).reset_index()
    drift = estimate_beside(facts, area_code, edition)
    return NumbersAffected(
        numbers.reset_index(drop=True), totals, edition, CONDITION, rates_from, drift
    )


def _refuse(rates: pd.DataFrame, value_type: ValueType) -> None:
    if value_type == "standardised-rate":
        raise UserFileError(
            Problem(
                "a standardised rate times a population is not a number of people.",
                allowed="Rates or proportions at each age (and sex).",
                next_step="Take the rates at each age that the standardised rate is made of.",
            )
        )
    if value_type not in _ADDABLE:
        raise UserFileError(
            Problem(f"a {value_type} times a population is not a number of people.")
        )
    if rates.empty or rates["age"].isin([ALL_AGES, ""]).any():
        raise UserFileError(
            Problem(
                "a rate for all ages says nothing of a population whose ages change.",
                allowed='Rates with ages such as "16-24" or "65+".',
            )
        )
    both, one = set(rates["sex"]) - {"Persons"}, "Persons" in set(rates["sex"])
    if both and one:
        raise UserFileError(
            Problem("rates of all persons and of one sex would count people twice.")
        )


def _bands(rates: pd.DataFrame) -> list[AgeBand]:
    """The age bands of the rates, which are the same for both sexes and do not overlap."""
    ages = published_ages(rates)
    if unread := sorted(set(rates["age"]) - set(ages["age"])):
        raise UserFileError(Problem(f"ages that cannot be read: {', '.join(unread)}."))
    repeated = rates.duplicated(["sex", "age"]).any()
    overlap = (ages["start"].to_numpy()[1:] <= ages["to"].to_numpy()[:-1]).any()
    if repeated or overlap or len(rates) != rates["sex"].nunique() * len(ages):
        raise UserFileError(
            Problem(
                "the ages of the rates overlap, repeat or differ between the sexes.",
                allowed="Each age once for each sex.",
            )
        )
    kept = zip(ages["age"], ages["start"], ages["to"], strict=True)
    return [
        AgeBand(label=label, start=start, to=None if label.endswith("+") else to)
        for label, start, to in kept
    ]
