"""Sentences about a population: what a projection expects, and how far it has drifted already."""

from collections.abc import Mapping
from typing import Final

from jsna.analysis.population import Drift, PopulationChange
from jsna.narrative.english import listed, possessive
from jsna.narrative.labels import age_words, sex_words
from jsna.narrative.numbers import format_number

DRIFTED: Final = 2.0
"""Per cent: a projection that has missed by more says so in every sentence that uses it."""


def change_sentence(area_name: str, change: PopulationChange) -> str:
    """Return the projected change with both years, people, percent and the edition.

    E.g. "The 2018-based projection puts Anytown at 47,000 people in 2043 against 40,000 in
    2018: 7,000 more (17.5%)."
    """
    start, end = format_number(change.start, 0), format_number(change.end, 0)
    people = format_number(abs(change.change), 0)
    percent = format_number(abs(change.percent), 1)
    difference = f"{people} {'more' if change.change > 0 else 'fewer'} ({percent}%)"
    return (
        f"The {change.edition} projection puts {area_name} at {end} "
        f"{_who(change.sex, change.age)} in {change.end_year} against {start} in "
        f"{change.start_year}: {difference if change.change else 'no change'}."
    )


def missed_by(percent: float, year: int) -> str:
    """Return "2.1% too high by mid-2023" where a projection missed by more than DRIFTED per cent.

    Args:
        percent: Projected less estimated, as a percentage of the estimate.
        year: Of the estimate.
    """
    if abs(percent) <= DRIFTED:
        return ""
    return f"{format_number(abs(percent), 1)}% too {'high' if percent > 0 else 'low'} by mid-{year}"


def ages_drift_sentence(year: int, edition: str, percent: Mapping[str, float]) -> str:
    """Return by how much a projection has missed some ages; "" where it is little for all.

    Args:
        year: Of the estimate that it is beside.
        edition: Of the projection.
        percent: Age band -> projected less estimated, as a percentage of the estimate.
    """
    told = [
        f"{missed_by(missed, year).removesuffix(f' by mid-{year}')} for people aged {age}"
        for age, missed in percent.items()
        if missed_by(missed, year)
    ]
    if not told:
        return ""
    return f"By mid-{year} the {edition} projection was {listed(told)}."


def drift_sentence(area_name: str, drift: Drift | None) -> str:
    """Return the newest estimate beside the same year of the projection; "" without one.

    E.g. "The newest estimate, for mid-2023, is 40,600 people; the 2018-based projection put
    Anytown's at 41,500 for that year, 900 too many (2.2%)."
    """
    if drift is None:
        return ""
    estimated, projected = format_number(drift.estimated, 0), format_number(drift.projected, 0)
    people = format_number(abs(drift.drift), 0)
    percent = format_number(abs(drift.percent), 1)
    wrong = f"{people} too {'many' if drift.drift > 0 else 'few'} ({percent}%)"
    return (
        f"The newest estimate, for mid-{drift.year}, is {estimated} {_who(drift.sex, drift.age)}; "
        f"the {drift.edition} projection put {possessive(area_name)} at {projected} for that year, "
        f"{wrong if drift.drift else 'the same number'}."
    )


def _who(sex: str, age: str) -> str:
    return " ".join(part for part in (sex_words(sex) or "people", age_words(age)) if part)
