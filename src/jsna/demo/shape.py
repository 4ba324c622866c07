"""What the settings of an indicator say about the values to invent for it.

Nothing here knows an indicator by name: a typical value comes from the allowed range, its
periods from the year type and the wording, the size of the group from the age. So an indicator
that is added to the catalogue appears in the demonstration without a change.
"""

import re
import zlib
from dataclasses import dataclass

import numpy as np

from jsna.settings.indicator import Indicator, Stratum

LAST_YEAR = 2024
FEWEST_PERIODS, MOST_PERIODS = 8, 12
TYPICAL_FROM_ZERO, TYPICAL_OTHERWISE = 0.35, 0.5
"""Where in its allowed range a typical value lies; ranges from 0 reach further up than down."""
SPREAD = 0.075
ONE_YEAR_OF_AGE = 0.0118
"""Share of residents at a single year of age."""
BABIES = 0.0105
HOUSEHOLDS = 0.43
EVENTS = (("all deaths", 0.0095), ("of mothers", BABIES), ("staged cancers", 0.0035))
"""Wording -> how many a year for each resident, where a share is not one of residents."""
POOLED = (("three years", 3), ("five-year", 5))


@dataclass(frozen=True)
class Period:
    """A period as Fingertips writes it: label, first year and length in years."""

    label: str
    first: int
    length: int


def seed(*words: object) -> int:
    """Return a number that always is the same for the same words."""
    return zlib.crc32(" ".join(map(str, words)).encode())


def typical(indicator: Indicator) -> float:
    """Return a value in the unit of the indicator that an average authority might have."""
    low, high = indicator.allowed_range
    return low + (high - low) * (TYPICAL_FROM_ZERO if low == 0 else TYPICAL_OTHERWISE)


def spread(indicator: Indicator) -> float:
    """Return how far authorities usually are from the typical value."""
    low, high = indicator.allowed_range
    return (high - low) * SPREAD


def towards_worse(indicator: Indicator) -> int:
    """Return +1 if deprived places have higher values, -1 if they have lower ones."""
    known = {"low-is-good": 1, "high-is-good": -1}
    return known.get(indicator.polarity, 1 if seed(indicator.id) % 3 else -1)


def periods(indicator: Indicator) -> list[Period]:
    """Return the periods of a series, oldest first; pooled ones overlap, as published."""
    text = indicator.measures.lower()
    length = next((n for words, n in POOLED if words in text), 1)
    number = FEWEST_PERIODS + seed(indicator.id) % (MOST_PERIODS - FEWEST_PERIODS + 1)
    last = LAST_YEAR - length + 1
    firsts = range(last - number + 1, last + 1)
    return [Period(_label(year, length, indicator.year_type), year, length) for year in firsts]


def share_of_residents(indicator: Indicator, stratum: Stratum) -> float:
    """Return how many people or events a year the indicator is about, for each resident."""
    for words, share in EVENTS:
        if words in indicator.measures:
            return share
    half = 0.5 if stratum.sex in ("Male", "Female") else 1.0
    return half * _share_of_ages(stratum.age)


def _label(first: int, length: int, year_type: str) -> str:
    last = first + length - 1
    if year_type == "calendar":
        return f"{first}" if length == 1 else f"{first} - {last % 100:02d}"
    ends = f"{first}/{(first + 1) % 100:02d}"
    return ends if length == 1 else f"{ends} - {last % 100:02d}/{(last + 1) % 100:02d}"


def _share_of_ages(age: str) -> float:
    if "week" in age or age.startswith("<1 "):
        return BABIES
    if age == "Not applicable":
        return HOUSEHOLDS
    numbers = [int(n) for n in re.findall(r"\d+", age)]
    if not numbers:
        return 1.0
    if age.startswith("<"):
        return numbers[0] * ONE_YEAR_OF_AGE
    if "+" in age or age == str(numbers[0]):
        return max(1 - numbers[0] * ONE_YEAR_OF_AGE, 0.02)
    years = numbers[-1] - numbers[0]
    return float(np.clip(years, 1, 80)) * ONE_YEAR_OF_AGE
