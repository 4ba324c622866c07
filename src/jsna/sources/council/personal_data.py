"""Find what could identify a person in a file that should hold only aggregates."""

import re

import numpy as np
import pandas as pd

HEADERS = re.compile(
    r"(?:fore|first|middle|sur|last|family|given|full|patient|client|pupil|person)?_?names?"
    r"|dob|(?:date|day)_of_birth|birth_?dates?"
    r"|(?:new_)?nhs(?:_?(?:number|num|no))?|uprn|upn"
    r"|(?:home_|patient_)?(?:post_?code|address.*)"
)
NHS_NUMBER = r"(?<!\d)(\d{3}[ -]?\d{3}[ -]?\d{4})(?!\d)"
POSTCODE = r"(?i)\b[A-PR-UWYZ][A-Z]?\d[A-Z\d]?\s*\d[A-Z]{2}\b"
ORDINAL = r"\b[A-Z]{1,2}\d[A-Z\d]?\s+\d*(?:1st|2nd|3rd|\dth)\b"
"""Words of a note: "W1 2nd release", in capitals and small letters, is no postcode's spelling."""
DATE = r"\b(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{1,2}-\d{1,2})\b"
BORN = rf"(?i)\b(?:born|d\.?o\.?b\.?|date of birth)\b.*?{DATE}"
BETWEEN = "\0"
"""No letter, digit or space: what is found across it is looked at again in each cell."""
DESCRIBES_PEOPLE = ("sex", "age", "breakdown", "breakdown_value", "area_name")
"""Columns in which no group of people is described by a single day."""


def identifying_columns(names: list[str]) -> list[str]:
    """Return the columns named for a person's name, birth date, NHS number or address."""
    plain = {name: re.sub(r"[^a-z]+", "_", name.lower()).strip("_") for name in names}
    return [name for name in names if HEADERS.fullmatch(plain[name])]


def identifying_cells(frame: pd.DataFrame) -> pd.Index:
    """Return the index of rows that hold an NHS number, a full postcode or a date of birth.

    A day is a date of birth where people are described, or where it is called one: that a note
    names the day of an extract identifies nobody. An NHS number is ten digits of which the
    last is the check digit (modulus 11), so that a count of ten digits is only rarely taken
    for one.
    """
    found = pd.Series(False, index=frame.index)
    for column in frame.select_dtypes(include=["str", "object"]):
        text = frame[column].fillna("").astype("str")
        day = DATE if column in DESCRIBES_PEOPLE else BORN
        # each text is looked for once, in all that the column says together
        every = BETWEEN.join(text.unique())
        if re.search(POSTCODE, re.sub(ORDINAL, " ", every)):
            plain = text.str.replace(ORDINAL, " ", regex=True)
            found |= plain.str.contains(POSTCODE, regex=True)
        if re.search(day, every):
            found |= text.str.contains(day, regex=True)
        if re.search(NHS_NUMBER, every):
            found |= _has_nhs_number(text)
    return frame.index[found]


def _has_nhs_number(text: pd.Series) -> pd.Series:
    digits = text.str.extract(NHS_NUMBER)[0].str.replace(r"\D", "", regex=True)
    some = digits.dropna()
    table = some.str.extract(r"(\d)" * 10).astype("int64").to_numpy()
    check = 11 - (table[:, :9] @ np.arange(10, 1, -1)) % 11
    valid = pd.Series(np.where(check == 11, 0, check) == table[:, 9], index=some.index)
    return valid.reindex(text.index, fill_value=False)
