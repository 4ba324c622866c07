"""Small words of figures: axis titles, lists, what is missing."""

import re

import pandas as pd

from jsna.narrative.english import listed
from jsna.narrative.labels import period_words
from jsna.tables.html_table import MISSING_WORDS


def axis_title(unit: str) -> str:
    """Return the words over an axis: `Years`, `Per cent`, `Per 100,000`."""
    words = {"%": "Per cent", "": "Value"}.get(unit, unit)
    return words[0].upper() + words[1:]


def axis_period(label: str) -> str:
    """Return a period label as short as an axis needs: "2011 - 13" without blanks, with a dash.

    The hyphen of "mid-2023" is part of a word, and stays.
    """
    return re.sub(r"(?<=\d)\s*[-\u2013]\s*(?=\d)", "\u2013", label)


def status_words(status: str) -> str:
    """Return why a value is missing, as printed; another status as it is."""
    return MISSING_WORDS.get(status, status)


def missing_words(frame: pd.DataFrame) -> str:
    """Return which periods of one area have no value and why, or an empty text."""
    missing = frame[frame["value"].isna()]
    parts = []
    for status, rows in missing.groupby("status", sort=True):
        labels = [period_words(label) for label in rows["period_label"]]
        which = listed(labels) if len(labels) <= 4 else f"{len(labels)} periods"
        parts.append(f"{status_words(str(status))} in {which}")
    return "; ".join(parts)


def missing_areas(frame: pd.DataFrame) -> list[str]:
    """Return one note per status that leaves areas without a value: "Suppressed: A and B."."""
    missing = frame[frame["value"].isna()]
    return [
        f"{status_words(str(status)).capitalize()}: {listed(rows['area_name'].tolist())}."
        for status, rows in missing.groupby("status", sort=True)
    ]
