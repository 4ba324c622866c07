"""Read the labels that a source published, with the figures behind them, from one file.

Three layouts: any Fingertips file, a list of comparisons (`published_label`, `england_value`) and
a list of yearly series with their trend (`published_recent_trend`). Nothing is refused or hidden
here as it is for facts: every label that stands in the file is asked about.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from jsna.errors import FormatChanged, Problem
from jsna.fact_schema import ENGLAND
from jsna.settings.indicator import Indicator
from jsna.sources.cell_numbers import MISTAKES, read_number_columns
from jsna.sources.csv_file import header, read_csv
from jsna.sources.fingertips.table import (
    is_fingertips,
    line_numbers,
    numbers,
    read_fingertips,
)
from jsna.sources.period_text import read_period

COMPARISONS: Final = (
    "indicator_id", "area_code", "sex", "period", "value", "lower_95", "upper_95",
    "england_value", "published_label", "polarity",
)  # fmt: skip
TRENDS: Final = (
    "indicator_id", "area_code", "sex", "age", "value_type", "polarity", "year", "value",
    "lower_95", "upper_95", "count", "denominator", "published_recent_trend",
)  # fmt: skip
POLARITY: Final = {
    "high is good": "high-is-good",
    "low is good": "low-is-good",
    "no judgement": "none",
    "none": "none",
}
VALUE_TYPES: Final = {
    "proportion": "proportion",
    "crude rate": "rate",
    "directly standardised rate": "standardised-rate",
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
TEXT: Final = {
    "Indicator ID": "indicator_id",
    "Parent Code": "parent_code",
    "Area Code": "area_code",
    "Area Type": "area_kind",
    "Sex": "sex",
    "Age": "age",
    "Category Type": "breakdown",
    "Category": "breakdown_value",
    "Time period": "period_label",
    "Recent Trend": "trend",
    "Compared to England value or percentiles": "england",
    "Compared to parent": "parent",
}
YEAR: Final = r"\s*\d{4}\s*"
_KEY: Final = ("indicator_id", "area_code", "sex", "age", "breakdown_value", "period_label")
_LABEL_TEXT: Final = (*_KEY, "line", "polarity", "published")
_POINT_TEXT: Final = (*_LABEL_TEXT, "area_kind", "breakdown", "period", "value_type")
_SAME: Final = ["indicator_id", "sex", "age", "period_label"]


@dataclass(frozen=True, eq=False)
class LabelFile:
    """The labels of one file.

    Attributes:
        comparisons: One row per label against England, with what `recompute_comparisons` asks
            for, and line.
        parents: The same of every label against the area's parent in the file.
        points: One row per figure of every series with a trend label, with what
            `recompute_trends` asks for, and line.
    """

    comparisons: pd.DataFrame
    parents: pd.DataFrame
    points: pd.DataFrame


def read_labels(content: bytes, name: str, indicators: Iterable[Indicator]) -> LabelFile:
    """Return the labels of a file in one of the three layouts.

    Args:
        content: The bytes of the file.
        name: What to call it in an error.
        indicators: The catalogue, for polarity, kind of value and kind of year.

    Raises:
        SourceError: another layout, or a file that is broken.
    """
    names = header(content)
    if is_fingertips(names):
        return _fingertips(content, name, {i.source.id: i for i in indicators})
    no_labels = _none(_LABEL_TEXT, [*NUMBERS.values(), "benchmark"])
    if set(COMPARISONS) <= set(names):
        no_points = _none(_POINT_TEXT, NUMBERS.values())
        return LabelFile(_comparisons(content, name), no_labels, no_points)
    if set(TRENDS) <= set(names):
        return LabelFile(no_labels, no_labels, _trends(content, name))
    what = "this file holds no published labels in a layout that is known."
    allowed = (
        "A Fingertips file, or a CSV with the columns "
        f"{', '.join(COMPARISONS)} or {', '.join(TRENDS)}."
    )
    raise FormatChanged(Problem(what, name, 1, allowed))


def _fingertips(content: bytes, name: str, known: Mapping[str, Indicator]) -> LabelFile:
    table = read_fingertips(content, name)
    text = table.select(list(TEXT)).rename_columns(list(TEXT.values())).to_pandas()
    rows = text.assign(**{new: numbers(table[old])[0] for old, new in NUMBERS.items()})
    rows["line"] = np.arange(len(rows))
    for column in ("polarity", "value_type"):
        told = {id: getattr(one, column) for id, one in known.items()}
        rows[column] = rows["indicator_id"].map(told).astype("str").fillna("")
    years = {key: indicator.year_type for key, indicator in known.items()}
    return LabelFile(
        _with_lines(_against_england(rows), content, len(table)),
        _with_lines(_against_parent(rows), content, len(table)),
        _with_lines(_series_with_trend(rows, years), content, len(table)),
    )


def _against_england(rows: pd.DataFrame) -> pd.DataFrame:
    """Labels beside England's headline figure; England's own rows are its groups, and left out."""
    england = rows["area_code"] == ENGLAND
    headline = rows[england & (rows["breakdown_value"] == "") & (rows["breakdown"] == "")]
    headline = headline.drop_duplicates(_SAME)[[*_SAME, "value"]]
    labelled = rows[~england & ~rows["england"].isin(["", "Not compared"])]
    labelled = labelled[labelled["indicator_id"] != ""].rename(columns={"england": "published"})
    right = headline.rename(columns={"value": "benchmark"})
    return labelled.merge(right, on=_SAME, how="left", validate="many_to_one")


def _against_parent(rows: pd.DataFrame) -> pd.DataFrame:
    """Labels beside the headline figure of the area that stands as each row's parent.

    No place is its own parent, and breakdown rows stand beside the parent's headline figure.
    """
    headline = rows[(rows["breakdown_value"] == "") & (rows["breakdown"] == "")]
    right = headline[[*_SAME, "area_code", "value"]].drop_duplicates([*_SAME, "area_code"])
    right = right.rename(columns={"area_code": "parent_code", "value": "benchmark"})
    labelled = rows[~rows["parent"].isin(["", "Not compared"]) & (rows["indicator_id"] != "")]
    labelled = labelled[labelled["parent_code"] != labelled["area_code"]]
    labelled = labelled.rename(columns={"parent": "published"})
    return labelled.merge(right, on=[*_SAME, "parent_code"], how="left", validate="many_to_one")


def _series_with_trend(rows: pd.DataFrame, years: Mapping[str, str]) -> pd.DataFrame:
    """All figures of the series of which one carries a trend other than "cannot be"."""
    told_of = ("parent_code", "period_label", "trend", "england", "parent")
    key = [name for name in TEXT.values() if name not in told_of]
    told = rows[~rows["trend"].isin(["", "Cannot be calculated"]) & (rows["indicator_id"] != "")]
    points = rows.merge(told[key].drop_duplicates(), on=key)
    points["published"] = points["trend"].replace("Cannot be calculated", "")
    return points.assign(period=_periods(points, years))


def _periods(rows: pd.DataFrame, years: Mapping[str, str]) -> pd.Series:
    """ISO intervals; a split year that the catalogue does not know is read as financial."""
    pairs = rows[["indicator_id", "period_label"]].drop_duplicates()
    read = [_period(label, years.get(id, "")) for id, label in pairs.itertuples(index=False)]
    joined = rows[["indicator_id", "period_label"]].merge(pairs.assign(period=read), how="left")
    return joined["period"].set_axis(rows.index).astype("str")


def _period(label: str, year_type: str) -> str:
    for kind in (year_type, "calendar", "financial"):
        try:
            return read_period(label, kind)
        except ValueError:
            continue
    return ""


def _with_lines(rows: pd.DataFrame, content: bytes, total: int) -> pd.DataFrame:
    return rows.assign(line=line_numbers(content, rows["line"].to_numpy(), total))


def _comparisons(content: bytes, name: str) -> pd.DataFrame:
    rows = _typed(content, name, COMPARISONS, ("value", "lower_95", "upper_95", "england_value"))
    rows = rows.rename(
        columns={
            "england_value": "benchmark",
            "published_label": "published",
            "period": "period_label",
        }
    )
    # a benchmark is never compared with itself
    rows["benchmark"] = rows["benchmark"].where(rows["area_code"] != ENGLAND)
    missing = {column: np.nan for column in ("lower_998", "upper_998", "denominator")}
    blank = {column: "" for column in ("age", "breakdown_value") if column not in rows}
    return rows.assign(**{k: v for k, v in missing.items() if k not in rows}, **blank)


def _trends(content: bytes, name: str) -> pd.DataFrame:
    rows = _typed(content, name, TRENDS, ("value", "lower_95", "upper_95", "count", "denominator"))
    _refuse(~rows["year"].str.fullmatch(YEAR), rows["year"], "is no year", name)
    rows["period"] = rows["year"].str.strip() + "-01-01/P1Y"
    rows["value_type"] = rows["value_type"].str.lower().map(VALUE_TYPES).fillna("other")
    rows = rows.rename(columns={"year": "period_label", "published_recent_trend": "published"})
    series = ["indicator_id", "area_code", "sex", "age"]
    newest = rows["period"] == rows.groupby(series)["period"].transform("max")
    rows["published"] = rows["published"].where(newest, "")
    return rows.assign(area_kind="", breakdown="", breakdown_value="")


def _typed(
    content: bytes, name: str, columns: Iterable[str], numeric: Iterable[str]
) -> pd.DataFrame:
    rows = read_csv(content, name, list(columns)).fillna("")
    # one cell alone is words between the rows: a source line, a title
    filled = rows.apply(lambda column: column.str.strip().ne(""))
    rows = rows[filled.sum(axis="columns") > 1].copy()
    rows["line"] = rows.index + 2
    rows["polarity"] = rows["polarity"].str.lower().map(POLARITY).fillna("")
    numbers, kinds = read_number_columns(rows[list(numeric)])
    for column in numbers:
        for kind, why in MISTAKES.items():
            _refuse(kinds[column] == kind, rows[column], why, name)
    return rows.assign(**{str(column): numbers[column] for column in numbers})


def _refuse(wrong: pd.Series, cells: pd.Series, why: str, file: str) -> None:
    """Raise FormatChanged at the first wrong cell of a column: a label needs its figures."""
    if wrong.any():
        line = int(cells.index[wrong][0])
        raise FormatChanged(Problem(f"{cells.name} {cells[line]!r} {why}.", file, line + 2))


def _none(text: Iterable[str], numeric: Iterable[str]) -> pd.DataFrame:
    columns = {name: pd.Series(dtype="str") for name in text}
    return pd.DataFrame(columns | {name: pd.Series(dtype="float64") for name in numeric})
