"""Turn the text columns of a Fingertips file into columns of facts, without a loop over rows."""

from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa

from jsna.fact_schema import PUBLISHED_COLUMNS
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.cell_numbers import HIDDEN, MISTAKES
from jsna.sources.fingertips.table import numbers
from jsna.sources.gss_code import area_types
from jsna.sources.spreadsheet_dates import BECAME_DATES, DATE

REQUIRED: Final = {
    "Indicator ID": "indicator id",
    "Area Code": "area code",
    "Sex": "sex",
    "Age": "age",
    "Time period": "period",
}
NUMBERS: Final = {
    "Value": "value",
    "Lower CI 95.0 limit": "lower_95",
    "Upper CI 95.0 limit": "upper_95",
    "Lower CI 99.8 limit": "lower_998",
    "Upper CI 99.8 limit": "upper_998",
    "Count": "count",
    "Denominator": "denominator",
}
LABELS: Final = {
    "Compared to England value or percentiles": "england",
    "Compared to parent": "parent",
    "Compared to goal": "goal",
    "Recent Trend": "recent-trend",
}
NO_LABEL: Final = ("", "Not compared")
SEXES: Final = ("Persons", "Male", "Female", "Not applicable")
NO_SEX: Final = f"the sex is none of {', '.join(SEXES)}"
PARENTS: Final = ("E06", "E07", "E08", "E09", "E10", "E12")
SUPPRESSED: Final = r"(?i)suppress|disclos|too small|small (?:number|count)"
PROVISIONAL: Final = r"(?i)provisional"


def fact_rows(table: pa.Table, snapshot: Snapshot) -> pd.DataFrame:
    """Return one row per row of the file: the columns of facts but the period, and the labels."""
    text = table.to_pandas()
    values = {name: numbers(table[column]) for column, name in NUMBERS.items()}
    note = _plain(text["Value note"])
    frame = pd.DataFrame(
        {
            "indicator_id": text["Indicator ID"],
            "area_code": text["Area Code"],
            "area_type": area_types(text["Area Code"]),
            "geography_year": _ward_year(text["Area Type"]),
            "period_label": text["Time period"],
            "edition": "",
            "sex": _sex(text["Sex"]),
            "age": text["Age"],
            "breakdown": _breakdown(text["Category Type"], text["Category"]),
            "breakdown_value": text["Category"],
            **{name: column for name, (column, _) in values.items()},
            "status": _status(*values["value"], note),
            "note": note,
            "snapshot_ids": snapshot.sha256,
            "area_name": text["Area Name"],
            "parent_code": text["Parent Code"],
            "problem": "",
            **{name: text[column] for column, name in LABELS.items()},
        }
    )
    for column, name in NUMBERS.items():
        for kind, why in MISTAKES.items():
            kinds = values[name][1]
            frame.loc[kinds.index[kinds == kind], "problem"] = f"{column} {why}"
    for low, high in (("lower_95", "upper_95"), ("lower_998", "upper_998")):
        frame.loc[frame[low] > frame[high], "problem"] = "a lower limit is above its upper limit"
    unknown = (frame["sex"] != "") & ~frame["sex"].isin(SEXES)
    frame.loc[unknown, "problem"] = NO_SEX
    for column, word in (("age", "age"), ("breakdown_value", "category")):
        words = frame[column].drop_duplicates()
        dates = words[words.str.fullmatch(DATE)]
        frame.loc[frame[column].isin(dates), "problem"] = f"the {word} is a date: {BECAME_DATES}"
    return _hidden(frame)


def _hidden(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows without what would give back a value that was not published.

    The website prints limits beside values that it does not present; a suppressed value takes
    its count and denominator with it.
    """
    frame.loc[frame["value"].isna(), ["lower_95", "upper_95", "lower_998", "upper_998"]] = np.nan
    frame.loc[frame["status"] == "suppressed", ["count", "denominator"]] = np.nan
    return frame


def missing_reasons(rows: pd.DataFrame) -> pd.Series:
    """Return "no indicator id, sex, age" where those are blank, "" where nothing is."""
    columns = ["indicator_id", "area_code", "sex", "age", "period_label"]
    blank = pd.DataFrame({name: rows[name] == "" for name in columns})
    code = blank.to_numpy() @ (1 << np.arange(len(columns)))
    words = list(REQUIRED.values())
    wording = {
        c: "no " + ", ".join(w for i, w in enumerate(words) if c >> i & 1) if c else ""
        for c in np.unique(code)
    }
    return pd.Series(code, index=rows.index).map(wording).astype("str")


def _sex(words: pd.Series) -> pd.Series:
    """Return the words as Fingertips spells them; others stay, and are refused."""
    spelled = {word: word.capitalize() for word in words.drop_duplicates()}
    return words.map(spelled).astype("str")


def _plain(notes: pd.Series) -> pd.Series:
    """Return notes without the website's tags and leading asterisk; once per wording."""
    wordings = notes.drop_duplicates()
    plain = wordings.str.replace(r"<[^>]*>", "", regex=True).str.replace(
        r"^\s*\*\s*", "", regex=True
    )
    return notes.map(dict(zip(wordings, plain.str.strip(), strict=True))).astype("str")


def _breakdown(category_type: pd.Series, category: pd.Series) -> pd.Series:
    """Return the category type in single spaces; a category without a type is no headline."""
    wordings = category_type.drop_duplicates()
    plain = dict(zip(wordings, wordings.str.split().str.join(" "), strict=True))
    named = category_type.map(plain).astype("str")
    return named.where((named != "") | (category == ""), "Category without a type")


def _status(value: pd.Series, odd: pd.Series, note: pd.Series) -> pd.Series:
    """Return what a value is, by its note, or by the mark that stands in its place (`odd`)."""
    status = pd.Series("final", index=value.index, dtype="str")
    with_note = note != ""
    status[with_note & note.str.contains(PROVISIONAL)] = "provisional"
    status[value.isna()] = "not-available"
    status[value.isna() & with_note & note.str.contains(SUPPRESSED)] = "suppressed"
    status[odd.index[odd == HIDDEN]] = "suppressed"
    return status


def _ward_year(area_type: pd.Series) -> pd.Series:
    """Return 2024 for "Electoral Wards (2024)"; other kinds do not say their boundaries' year."""
    wordings = area_type.drop_duplicates()
    years = wordings.str.extract(r"(?i)ward.*\((\d{4})\)", expand=False).fillna("")
    return area_type.map(dict(zip(wordings, years, strict=True))).astype("str")


def published_labels(rows: pd.DataFrame, with_parent: bool) -> pd.DataFrame:
    """Return one row per label: what the source concluded, by what it was compared with.

    "Not compared" is no conclusion. A comparison with a parent is kept where the parent is a
    region or an authority: England has its own column, and CCGs are no areas of ours.
    """
    rows = rows.rename(columns={"snapshot_ids": "snapshot_id"})
    key = [c for c in PUBLISHED_COLUMNS if c not in ("comparator", "label")]
    parts = []
    for comparator in LABELS.values():
        keep = ~rows[comparator].isin(NO_LABEL)
        if comparator == "parent":
            keep &= rows["parent_code"].str[:3].isin(PARENTS) & with_parent
        part = rows.loc[keep, [*key, comparator]].rename(columns={comparator: "label"})
        parts.append(part.assign(comparator=comparator))
    published = pd.concat(parts, ignore_index=True)[list(PUBLISHED_COLUMNS)]
    return published.astype("str").drop_duplicates(ignore_index=True)
