"""Write a council's own file as it may be kept: without what is hidden, and rounded."""

import re
from typing import Final

import numpy as np
import pandas as pd

from jsna.disclosure.counts import half_unit
from jsna.sources.council.local_csv import NUMBERS, WITHOUT_VALUE

HIDDEN_NOTE: Final = "Hidden: it could give away a small number of people."
ROUNDED_NOTE: Final = "Counts are rounded to {}."
NUMBER_IN_TEXT: Final = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
OF_PEOPLE: Final = re.compile(
    r"(?<![\w.,/])(\d+) (?:more |other )?(?:of (?:them|whom|these|those)|people|persons?|residents?"
    r"|cases?|patients?|children|child|pupils?|carers?|bab(?:y|ies)|adults?|men|women|man|woman|boys?"
    r"|girls?|deaths?|users?|were|was|had|are|is|aged)\b"
    r"|\b(?:(?:of|among) (?:whom|them|which|these|those),?|including|excluding|except) (\d+)\b",
    re.IGNORECASE,
)
"""A number in a note that is one of people, as likely as not of those of its row."""
CONSISTENT: Final = 0.02
"""How far a value may lie from count by denominator, and still be made of the rounded ones."""


def kept_rows(written: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one file as they may be kept, as text.

    Args:
        written: The rows as written.
        rows: The same as facts type them, and: known_count; multiplier (of a count by a
            denominator, NaN of another value); counted (whether there is a count); implied
            (whether value and interval give one back); measure (whether the value is no share,
            rate or count of people); base; why (hidden unless blank); few (whether the
            denominator is hidden too); rule (what to say of a rule that is not the default);
            lowest and highest (what it takes for small).
    """
    hidden = (rows["why"] != "") | (rows["status"] == "suppressed")
    frame = _without_marks(written, rows)
    frame = _rounded(frame, rows, (rows["base"] > 1) & ~hidden)
    for column in (column for column in NUMBERS if column in frame):
        # few people are few in a row that has no number of its own too
        gone = rows["few"] if column == "denominator" else hidden
        frame[column] = frame[column].mask(gone)
    frame = _put(frame, "status", hidden, "suppressed")
    frame = _put(frame, "rounded_to", hidden, np.nan)
    note = _without_numbers(written.get("note", pd.Series("", rows.index)).fillna(""), rows)
    said = _said(rows, note)
    note = (_sentences(note, said) + said).where(~hidden, HIDDEN_NOTE)
    return _put(frame, "note", (note != "") | pd.Series("note" in frame, rows.index), note)


def as_csv(frame: pd.DataFrame) -> bytes:
    """Return the bytes of a kept file."""
    return frame.to_csv(index=False, lineterminator="\n").encode()


def rounded_to_base(counts: pd.Series, base: pd.Series) -> pd.Series:
    """Return counts rounded to the nearest multiple of a base, halves up."""
    return (counts / base + 0.5).apply(np.floor) * base


def _without_marks(written: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with blanks for marks, which the status tells."""
    numbers = [column for column in NUMBERS if column in written]
    frame = written.assign(**{c: written[c].where(rows[c].notna()) for c in numbers})
    return _put(frame, "status", rows["status"].isin(WITHOUT_VALUE), rows["status"])


def _rounded(frame: pd.DataFrame, rows: pd.DataFrame, which: pd.Series) -> pd.DataFrame:
    """Return the rows with counts, denominators and values rounded, and without intervals.

    A limit gives a count back. A mean or a score is no count of people, and stays: beside its
    denominator with no more digits than leave each denominator open that is rounded to the same.
    """
    counted = which & rows["counted"]
    near, people = (rounded_to_base(rows[c], rows["base"]) for c in ("known_count", "denominator"))
    new = {"value": _rounded_values(rows, near, people), "count": _text(near)}
    for column in (column for column in new if column in frame):
        shown = counted & frame[column].notna() & ~(rows["measure"] & (column == "value"))
        frame[column] = frame[column].mask(shown, new[column])
    loose = which & ~rows["counted"] & ~rows["measure"] & rows["value"].notna()
    frame["value"] = frame["value"].mask(
        loose & ~rows["implied"], rows["value"].map("{:.3g}".format)
    )
    beside = which & rows["measure"] & rows["value"].notna() & rows["denominator"].notna()
    frame["value"] = frame["value"].mask(beside, _coarse(rows["value"], rows, people))
    for limit in (limit for limit in ("lower_95", "upper_95") if limit in frame):
        frame[limit] = frame[limit].mask(counted | (loose & ~rows["implied"]))
    if "denominator" in frame:
        # of a hidden row too, if it is not hidden itself
        stated = frame["denominator"].notna() & (rows["base"] > 1)
        frame["denominator"] = frame["denominator"].mask(stated, _text(people))
    return _put(frame, "rounded_to", counted, _text(rows["base"]))


def _rounded_values(rows: pd.DataFrame, near: pd.Series, people: pd.Series) -> pd.Series:
    """Return each value as the rounded numbers give it, as text, without a trace of the others.

    Without a denominator a value is made smaller or larger as its count is, and keeps two digits.
    """
    exact = rows["multiplier"] * rows["known_count"] / rows["denominator"]
    half = half_unit(rows["value"])
    alike = (exact - rows["value"]).abs() <= CONSISTENT * rows["value"].abs() + half
    made = (rows["multiplier"] * near / people.where(people > 0)).where(alike)
    some = rows["known_count"].where(rows["known_count"] > 0)
    coarse = (rows["value"] * near / some).where(some.notna(), rows["value"])
    short = [_shortened(new, old) for new, old in zip(coarse, rows["value"], strict=True)]
    text = made.map("{:.6g}".format).where(made.notna(), pd.Series(short, rows.index))
    return text.where(rows["value"] != rows["known_count"], _text(near))


def _coarse(values: pd.Series, rows: pd.DataFrame, people: pd.Series) -> pd.Series:
    """Return means as text, each with so few decimals that any of its people could have it.

    24 days of 7 people are 3.42857 and of nobody else's; a mean of n people to within half of 1/n
    is one that any number of days, whole or not, gives of each larger number of people.
    """
    fewest = np.maximum(people - rows["base"] // 2, 1)
    decimals = np.floor(np.log10(fewest)).fillna(0).astype("int64")
    pairs = zip(values, decimals, strict=True)
    return pd.Series([f"{round(v, d):.12g}" for v, d in pairs], values.index)


def _shortened(new: float, old: float) -> str:
    """Return a value with as many digits as it had, two at the most.

    More would tell by how much it was made smaller or larger, and so the count.
    """
    digits = len(f"{abs(old):.10g}".replace(".", "").lstrip("0"))
    return f"{new:.{min(2, max(1, digits))}g}"


def _text(numbers: pd.Series) -> pd.Series:
    return numbers.map("{:.12g}".format)


def _said(rows: pd.DataFrame, note: pd.Series) -> pd.Series:
    """Return what is said of how a row was treated, unless its note says so already."""
    rounded = (rows["base"] > 1) & rows["counted"]
    said = _text(rows["base"]).map(ROUNDED_NOTE.format).where(rounded, "")
    said = said.where(rows["rule"] == "", rows["rule"])
    again = [bool(own) and own in old for own, old in zip(said, note, strict=True)]
    return said.mask(pd.Series(again, rows.index), "")


def _sentences(notes: pd.Series, said: pd.Series) -> pd.Series:
    """Return notes, with a full stop and a space where a sentence follows."""
    ended = notes.str.strip().str.replace(r"(?<=[^.!?])$", ".", regex=True)
    return notes.str.strip().where((said == "") | (notes.str.strip() == ""), ended + " ")


def _without_numbers(notes: pd.Series, rows: pd.DataFrame) -> pd.Series:
    """Return notes, blank where one holds a number of its row that is not shown as it is.

    Or, of a row that counts people, a small number of people.
    """
    rest = rows["denominator"] - rows["known_count"]
    names = ["known_count", "denominator", "value", "lower_95", "upper_95"]
    own = rows[names].assign(rest=rest).to_numpy("float64")
    told = [bool(_numbers(note) & set(row)) for note, row in zip(notes, own, strict=True)]
    of_people = rows["counted"] | rows["denominator"].notna()
    ends = zip(rows["lowest"], rows["highest"], strict=True)
    few = [_has_small(note, *between) for note, between in zip(notes, ends, strict=True)]
    return notes.mask(pd.Series(told, notes.index) | (pd.Series(few, notes.index) & of_people), "")


def _has_small(note: str, lowest: int, highest: int) -> bool:
    told = [int(before or after) for before, after in OF_PEOPLE.findall(note)]
    return any(max(lowest, 1) <= number <= highest for number in told)


def _numbers(text: str) -> set[float]:
    return {float(found.replace(",", "")) for found in NUMBER_IN_TEXT.findall(text)}


def _put(frame: pd.DataFrame, column: str, where: pd.Series, text: object) -> pd.DataFrame:
    if not where.any():
        return frame
    old = frame[column] if column in frame else pd.Series(np.nan, frame.index, dtype="str")
    return frame.assign(**{column: old.mask(where, text)})
