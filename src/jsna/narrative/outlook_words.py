"""Sentences of the population outlook: dependency ratios, and numbers if today's rates applied."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.analysis.numbers_affected import CONDITION
from jsna.narrative.english import capitalised
from jsna.narrative.numbers import format_number
from jsna.settings.indicator import Indicator

RESIDENTS: Final = "residents"
BASE: Final = "for every 100 aged 16 to 64"


@dataclass(frozen=True)
class Affected:
    """One indicator's numbers affected, as far as every sentence about them needs it.

    Attributes:
        place: Whose projected residents.
        edition: Of the projection, with its variant.
        rates_from: Whose rates and of when: "England, 2022".
        step: What totals are rounded to.
    """

    indicator: Indicator
    place: str
    edition: str
    rates_from: str
    step: float

    @property
    def noun(self) -> str:
        """What is counted: residents where the indicator is a share of people, else a year's."""
        return RESIDENTS if self.indicator.value_type == "proportion" else "a year"

    @property
    def measure(self) -> str:
        """The measure with its condition, in words that fit in a sentence."""
        return f"{self.indicator.short_title}, {CONDITION}"

    @property
    def caption(self) -> str:
        """Measure, condition, place, projection and rates."""
        return (
            f"{self.measure}: {self.place}, {self.edition} projection, rates of {self.rates_from}"
        )


def dependency_sentence(
    ratios: pd.DataFrame, area_code: str, names: Mapping[str, str], edition: str
) -> str:
    """Return what the ratios were and are projected to be, of the area and of England or others.

    Args:
        ratios: area_code, edition, year, when (in words), old_age_ratio, ratio; by year.
        area_code: The area.
        names: Code -> name of every place with ratios, the area first.
        edition: Of the projection.
    """
    own = ratios[ratios["area_code"] == area_code]
    now, last = _newest(own), own.iloc[-1]
    name, old, later = names[area_code], _one(now["old_age_ratio"]), _one(last["old_age_ratio"])
    kind = "an estimated" if now["edition"] == "" else "a projected"
    told = (
        f"{name} had {kind} {old} people aged 65 and over {BASE} in mid-{now['year']};"
        f" the {edition} projection has {later} in mid-{last['year']}."
    )
    both, then = _one(now["ratio"]), _one(last["ratio"])
    children = f" With children under 16 there were {both}, and {then} are projected."
    return told + _elsewhere(ratios, now["when"], last["when"], names) + children


def _elsewhere(ratios: pd.DataFrame, now: str, last: str, names: Mapping[str, str]) -> str:
    """The old-age ratio of the other places in the same two years, where they have both."""
    old = ratios.pivot_table(index="area_code", columns="when", values="old_age_ratio")
    old = old.reindex(list(names)[1:])[[now, last]].dropna()
    told = [
        f"{names[str(code)]} {_one(first)} and {_one(then)}"
        for code, first, then in old.itertuples(name=None)
    ]
    return f" In the same years: {'; '.join(told)}." if told else ""


def affected_headline(what: Affected, totals: pd.DataFrame) -> str:
    """Return the first and the last number with the condition, without a full stop."""
    first, last = totals.iloc[0], totals.iloc[-1]
    start, end = (number_words(row["affected"], what.step) for row in (first, last))
    return (
        f"{what.indicator.short_title}: {start} {what.noun} in {first['year']:.0f}, {end} in"
        f" {last['year']:.0f}, {CONDITION} ({what.edition})"
    )


def affected_sentence(what: Affected, totals: pd.DataFrame) -> str:
    """Return the first and the last number, the difference, the condition and the projection.

    Args:
        what: Whose numbers.
        totals: year and affected (rounded), ordered by year.
    """
    first, last = totals.iloc[0], totals.iloc[-1]
    start, end = (_about(row["affected"], what.step) for row in (first, last))
    difference = last["affected"] - first["affected"]
    size = f"{_whole(abs(difference))} {'more' if difference > 0 else 'fewer'}"
    return (
        f"{capitalised(CONDITION)}, {what.place} would count {start} {what.noun} in"
        f" mid-{first['year']:.0f} and {end} in mid-{last['year']:.0f} for"
        f' "{what.indicator.short_title}" ({what.edition} projection):'
        f" {size if difference else 'the same'}."
    )


def rates_sentence(what: Affected, source: str, *, by_sex: bool) -> str:
    """Return whose rates were applied, of when and where from, and what that is not."""
    each = "age and sex" if by_sex else "age"
    return (
        f"The rates at each {each} are those of {what.rates_from} ({source}). This is no forecast:"
        " it shows what more people, and older people, would mean if nothing else changed."
    )


def no_rates_sentence(passed_over: Mapping[str, str], source: str) -> str:
    """Return that no number is given, what the data hold instead, and what it would take."""
    held = " and ".join(f"{why} of {place}" for place, why in passed_over.items())
    return (
        f"No number is given: the data hold {held}. It takes one figure for each age, of the area"
        f" itself or of England ({source})."
    )


def rounding_note(step: float) -> str:
    """Return how totals are rounded and why."""
    return (
        f"Totals are rounded to the nearest {_whole(step)}: the rates and the projection carry no"
        " more digits."
    )


def number_words(value: float, step: float) -> str:
    """Return a rounded number; one that its step rounds away is "under 10" and not 0."""
    return _whole(value) if value else f"under {_whole(step)}"


def _about(value: float, step: float) -> str:
    words = number_words(value, step)
    return f"about {words}" if value else words


def _newest(rows: pd.DataFrame) -> pd.Series:
    """The newest estimate, or the first projected year where there is none."""
    estimated = rows[rows["edition"] == ""]
    return estimated.iloc[-1] if len(estimated) else rows.iloc[0]


def _one(value: float) -> str:
    return format_number(value, 1)


def _whole(value: float) -> str:
    return format_number(value, 0)
