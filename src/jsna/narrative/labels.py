"""Sex, age and period as words inside a sentence."""

import re
from typing import Final

SEX_WORDS: Final = {"Male": "males", "Female": "females"}
"""Persons and "Not applicable" need no word."""


def sex_words(sex: str) -> str:
    """Return "males", "females", or "" for everybody."""
    return SEX_WORDS.get(sex, "")


def age_words(age: str) -> str:
    """Return an age label as words: "aged 65 and over", "aged 10 to 24", "under 75".

    All ages give "". A label of another form is handed on as it is.
    """
    text = re.sub(r"\s*(yrs?|years?)\b", "", age).strip()
    if text in ("", "All ages", "Not applicable"):
        return ""
    if match := re.fullmatch(r"(\d+)\+", text):
        return f"aged {match[1]} and over"
    if match := re.fullmatch(r"(\d+)\s*-\s*(\d+)", text):
        return f"aged {match[1]} to {match[2]}"
    if match := re.fullmatch(r"<\s*(\d+)", text):
        return f"under {match[1]}"
    if match := re.fullmatch(r">=\s*(\d+) weeks gestational age at birth", text):
        return f"born at {match[1]} weeks or later"
    return f"aged {text}" if text.isdigit() else age


def stratum_words(sex: str, age: str, title: str = "") -> str:
    """Return sex and age as one phrase, "females aged 16 and over"; "" for everybody.

    An age whose figures the title has already is left out: nobody needs it twice.
    """
    figures = re.findall(r"\d+", age)
    in_title = bool(figures) and set(figures) <= set(re.findall(r"\d+", title))
    parts = (sex_words(sex), "" if in_title else age_words(age))
    return " ".join(part for part in parts if part)


def period_words(label: str) -> str:
    """Return a period label as words: "2022 - 24" gives "2022 to 2024"; "2022/23" stays."""
    match = re.fullmatch(r"(\d{4})\s*[-\u2013]\s*(\d{2}|\d{4})", label)
    if match:
        first, last = match[1], match[2]
        century = int(first[:2]) + (len(last) == 2 and int(last) < int(first[2:]))
        return f"{first} to {century}{last}" if len(last) == 2 else f"{first} to {last}"
    return re.sub(r"\s+[-\u2013]\s+", " to ", label)
