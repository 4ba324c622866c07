"""Figures of a council's own measures: a CSV of one row a measure and period.

What it gives is the council's own CSV (`local_csv`), so that small counts are hidden, kept and
looked for by the same rules as every other figure of the council's (docs/disclosure.md).
"""

import re
from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from jsna.errors import Problem, SourceError
from jsna.settings.measure_period import ALLOWED, period_words, read_measure_period
from jsna.settings.own_measures import PERCENT, OwnMeasure
from jsna.settings.unknown_name import did_you_mean
from jsna.sources.cell_numbers import HIDDEN, MISTAKES, read_number_columns
from jsna.sources.council.local_csv import COLUMNS as LOCAL_COLUMNS
from jsna.sources.council.local_csv import NOTHING_KEPT
from jsna.sources.council.personal_data import identifying_cells, identifying_columns
from jsna.sources.csv_file import header, read_rows, told_line

COLUMNS: Final = ("measure", "period", "numerator", "denominator", "value", "note")
REQUIRED: Final = ("measure", "period")
NUMBERS: Final = ("numerator", "denominator", "value")
MOST_TOLD: Final = 20
MARK: Final = "*"
NEAR: Final = 1e-9
DIGITS: Final = "{:.9g}"
"""Of a value that was worked out: ten in a row could be taken for the number of a patient."""
IN_TEXT: Final = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
EXAMPLES: Final = {"month": "2025-04", "quarter": "2025/26 Q1", "year": "2025/26"}
"""How a period is written in the template."""


def is_measures_file(content: bytes) -> bool:
    """Return whether a file has the header of figures of own measures.

    In any spelling if it has no other column: "Measure", "Period" and "Value" are everybody's. One
    that names areas or indicators is another kind of table.
    """
    names = set(header(content, COLUMNS))
    names = names if names <= set(COLUMNS) else set(header(content))
    other = {"indicator_id", "area_code"} & names
    return set(REQUIRED) <= names and bool({"numerator", "value"} & names) and not other


def measures_named(content: bytes, file: str) -> set[str]:
    """Return the measures that a file has rows of; errors as `read_measures`."""
    return set(_cells(content, file)["measure"])


def read_measures(content: bytes, file: str, measures: Mapping[str, OwnMeasure]) -> pd.DataFrame:
    """Return the figures of a file.

    Args:
        content: Its bytes.
        file: What to call it in an error.
        measures: Id -> each measure that is described.

    Returns:
        One row per line, indexed by it less two: measure, period (ISO), numerator, denominator,
        value (numbers; worked out where the parts are given), hidden (a mark stands for a number)
        and note.

    Raises:
        SourceError: a column that is not known or could identify a person, or one problem for each
            row that can't be read, with its line.
    """
    cells = _cells(content, file)
    numbers, kinds = read_number_columns(cells[list(NUMBERS)])
    known = cells["measure"].map(measures)
    rows = pd.DataFrame(
        {
            "measure": cells["measure"],
            "period": _periods(cells, known),
            **{name: numbers[name] for name in NUMBERS},
            "hidden": (kinds == HIDDEN).any(axis="columns"),
            "note": cells["note"],
        }
    )
    rows = rows.assign(
        kind=known.map(lambda m: m.kind, na_action="ignore"),
        per=known.map(lambda m: m.multiplier, na_action="ignore").astype("float64"),
        things=known.map(lambda m: m.counts == "things", na_action="ignore") == True,  # noqa: E712
    )
    _refuse(_mistakes(rows, cells, kinds, measures), file)
    return rows.assign(value=_values(rows)).drop(columns=["kind", "per", "things"])


def as_local_csv(
    content: bytes, file: str, measures: Mapping[str, OwnMeasure], area_code: str
) -> bytes:
    """Return a file of own measures as the council's own CSV, line by line; errors as above.

    Numerators and denominators of things are left out: the rules are about people.
    """
    rows = read_measures(content, file, measures)
    known = rows["measure"].map(measures)
    people = known.map(lambda m: m.counts) == "people"
    counted = people & (known.map(lambda m: m.kind) != "mean")
    value = rows["value"].map(DIGITS.format, na_action="ignore").astype("object")
    written = pd.DataFrame(
        {
            "indicator_id": rows["measure"],
            "area_code": area_code,
            "period": rows["period"],
            "period_label": rows["period"].map(period_words),
            "value": value.mask(rows["hidden"], MARK),
            "count": _whole(rows["numerator"].where(counted & ~rows["hidden"])),
            "denominator": _whole(rows["denominator"].where(people)),
            "note": rows["note"].mask(people & ~counted & _tells(rows), ""),
            "disclosure_rule": known.map(lambda m: m.disclosure_rule),
        }
    )
    every_line = written.reindex(range(int(written.index.max()) + 1))
    whole = every_line.reindex(columns=[c for c in LOCAL_COLUMNS if c in written])
    return whole.to_csv(index=False, lineterminator="\n").encode()


def template(measures: Mapping[str, OwnMeasure]) -> str:
    """Return a CSV with every column and one row to fill for each measure."""
    lines = [",".join(COLUMNS)]
    lines += [f"{id},{EXAMPLES[one.frequency]},,,," for id, one in measures.items()]
    return "\n".join(lines) + "\n"


def _cells(content: bytes, file: str) -> pd.DataFrame:
    """Return every cell as text without white space around it; "" where it is blank."""
    names = header(content, COLUMNS)
    if personal := identifying_columns(names):
        what = f"the column {', '.join(personal)} could identify a person."
        raise SourceError(Problem(what, file, 1, "Only aggregates come in.", "Take it out."))
    if unknown := [name for name in names if name and name not in COLUMNS]:
        what = f"unknown column: {', '.join(unknown)}."
        allowed = f"Columns: {', '.join(COLUMNS)}."
        raise SourceError(Problem(what, file, 1, allowed, did_you_mean(unknown[0], COLUMNS)))
    read = read_rows(content, file, REQUIRED, known=COLUMNS)
    if read.below:
        what = f"below the table stands a line that is no row: {told_line(read.below[0])}."
        raise SourceError(Problem(what, file, read.lines + 1, next_step="Take it out."))
    frame = read.frame.reindex(columns=list(COLUMNS))
    if not (lines := identifying_cells(frame) + 2).empty:
        what = "a cell looks like an NHS number, a full postcode or a date of birth."
        allowed = "Only aggregates come in, so the whole file is refused."
        raise SourceError(Problem(what, file, int(lines[0]), allowed, "Take it out."))
    return frame.astype("object").fillna("").astype("str").apply(lambda c: c.str.strip())


def _periods(cells: pd.DataFrame, known: pd.Series) -> pd.Series:
    """Return each row's period as an ISO interval; "" where it is none of its measure's."""
    frequency = known.map(lambda m: m.frequency, na_action="ignore")
    pairs = pd.DataFrame({"period": cells["period"], "of": frequency})
    read = {
        (text, of): read_measure_period(text, of) or ""
        for text, of in pairs.dropna().drop_duplicates().itertuples(index=False)
    }
    keys = zip(pairs["period"], pairs["of"], strict=True)
    return pd.Series([read.get(key, "") for key in keys], cells.index, dtype="str")


def _values(rows: pd.DataFrame) -> pd.Series:
    """Return the value of each row: worked out of its parts, else as it is written."""
    made = rows["per"] * rows["numerator"] / rows["denominator"].where(rows["denominator"] > 0)
    made = made.where(rows["kind"] != "count", rows["numerator"])
    return made.where(made.notna(), rows["value"])


def _mistakes(
    rows: pd.DataFrame, cells: pd.DataFrame, kinds: pd.DataFrame, measures: Mapping[str, OwnMeasure]
) -> pd.Series:
    """Return why each row can't be read; "" for one that can."""
    part, whole, value, kind = (rows[n] for n in ("numerator", "denominator", "value", "kind"))
    told = pd.Series("", rows.index, dtype="str")
    unknown = ~rows["measure"].isin(list(measures))
    for name in rows.loc[unknown, "measure"].unique():
        step = did_you_mean(name, measures)
        why = f"there is no measure {name!r}. {step}".strip().rstrip(".")
        told = told.mask(rows["measure"] == name, why)
    no_period = ~unknown & (rows["period"] == "")
    for at in rows.index[no_period]:
        allowed = ALLOWED[measures[rows["measure"][at]].frequency].rstrip(".")
        told[at] = f"the period {cells['period'][at]!r} is not known. {allowed}"
    for mistake, words in MISTAKES.items():
        for name in NUMBERS:
            told = told.mask((told == "") & (kinds[name] == mistake), f"{name} {words}")
    first = rows.groupby(["measure", "period"]).cumcount() > 0
    people = ~rows["things"]
    checks = {
        "this measure and period stand in a line above": first & ~no_period,
        "a number is below 0": (part < 0) | (whole < 0),
        "a count of people is not whole": people & (
            ((kind != "mean") & (part % 1 > 0)) | (whole % 1 > 0)
        ),
        "a count has no denominator": (kind == "count") & whole.notna(),
        "there is a numerator and no denominator": (kind != "count") & part.notna() & whole.isna()
        & (kinds["denominator"] != HIDDEN),
        "the denominator is 0 and the numerator is not": (whole == 0) & (part > 0),
        "the numerator of a share is above its denominator": (kind == "share") & (part > whole),
        "a share is not between 0 and 100": (kind == "share") & ~value.between(0, PERCENT)
        & value.notna(),
        "a count of people is not whole ": people & (kind == "count") & (value % 1 > 0),
        "the value is not what numerator and denominator give": _differs(rows, cells),
    }  # fmt: skip
    for why, wrong in checks.items():
        told = told.mask((told == "") & wrong, why.strip())
    return told


def _differs(rows: pd.DataFrame, cells: pd.DataFrame) -> pd.Series:
    """Return where a value is written that its parts do not give, to the digits it has."""
    made = _values(rows)
    decimals = cells["value"].str.extract(r"\.(\d+)$")[0].str.len().fillna(0).astype("float64")
    apart = (made - rows["value"]).abs()
    return apart > 0.5 / 10.0**decimals + NEAR * np.maximum(made.abs(), 1)


def _tells(rows: pd.DataFrame) -> pd.Series:
    """Return which notes hold their row's numerator, which nothing after this would know."""
    pairs = zip(rows["note"], rows["numerator"], strict=True)
    told = [number in {float(n.replace(",", "")) for n in IN_TEXT.findall(note)}
            for note, number in pairs]  # fmt: skip
    return pd.Series(told, rows.index, dtype="bool")


def _whole(numbers: pd.Series) -> pd.Series:
    return numbers.map("{:.12g}".format, na_action="ignore").astype("object")


def _sentence(why: str) -> str:

    return why if why.endswith("?") else f"{why}."


def _refuse(reasons: pd.Series, file: str) -> None:
    wrong = reasons[reasons != ""]
    if wrong.empty:
        return
    first = wrong.head(MOST_TOLD).map(_sentence)
    told = [Problem(why, file, int(row) + 2) for row, why in first.items()]
    more = len(wrong) - len(told)
    last = f"{more} more rows can't be read either. " if more else ""
    raise SourceError(*told, Problem(f"{last}{NOTHING_KEPT}", file))
