"""The table behind a figure: the same values, set out for reading.

A trend has one row a period, ranked bars one row an area in the order drawn, a pyramid one row
an age band from the youngest, a map one row a small area, a funnel one row a ward by name, part
bars one row a part, a gradient one row a group from the most deprived.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from jsna.facts.periods import in_time
from jsna.figures.spec import FigureKind, FigureSpec
from jsna.narrative.labels import period_words
from jsna.narrative.numbers import format_number
from jsna.tables.html_table import MISSING_WORDS, UNKNOWN, html_table, pipe_table

INTERVAL = "95% interval"
NO_INTERVAL = "none published"
LEVEL = "a level line"
NOT_FITTED = "not in the line"


@dataclass(frozen=True)
class FigureTable:
    """A table ready to print: every cell text, units by column, the column that names rows."""

    frame: pd.DataFrame
    caption: str
    units: Mapping[str, str]
    row_header: str

    def html(self) -> str:
        """Return the accessible HTML table."""
        return html_table(self.frame, self.caption, self.units, self.row_header)

    def pipe(self) -> str:
        """Return the Markdown pipe table."""
        return pipe_table(self.frame, self.units, self.row_header)


def figure_table(spec: FigureSpec) -> FigureTable:
    """Return the table of the values that `spec` draws; its subtitle is the caption."""
    makers: dict[FigureKind, Callable[[FigureSpec], FigureTable]] = {
        "trend": _trend, "ranked-bars": _ranked_bars, "pyramid": _pyramid,
        "choropleth": _choropleth, "funnel": _funnel, "part-bars": _part_bars,
        "gradient": _gradient,
    }  # fmt: skip
    return makers[spec.kind](spec)


def _caption(spec: FigureSpec) -> str:
    words = spec.subtitle.rstrip(".")
    return f"{words}. SYNTHETIC: invented data." if spec.synthetic else f"{words}."


def _trend(spec: FigureSpec) -> FigureTable:
    options: Mapping[str, Any] = spec.options
    periods = in_time(spec.data.drop_duplicates("period"))
    columns: dict[str, Any] = {"Period": [period_words(p) for p in periods["period_label"]]}
    units: dict[str, str] = {}
    for code in (options["area"], *options["comparators"]):
        rows = spec.data[spec.data["area_code"] == code]
        if rows.empty:
            continue
        name, by_period = rows["area_name"].iloc[0], rows.set_index("period")
        matched = by_period.reindex(periods["period"])
        columns[name] = values(matched, options["decimals"])
        units[name] = options["unit"]
        if code == options["area"] and rows["lower_95"].notna().any():
            columns[INTERVAL] = intervals(matched, options["decimals"])
            units[INTERVAL] = options["unit"]
    return FigureTable(pd.DataFrame(columns), _caption(spec), units, "Period")


def _ranked_bars(spec: FigureSpec) -> FigureTable:
    options: Mapping[str, Any] = spec.options
    columns = {"Area": spec.data["area_name"], "Value": values(spec.data, options["decimals"])}
    units = {"Value": options["unit"]}
    if spec.data["lower_95"].notna().any():
        columns[INTERVAL] = intervals(spec.data, options["decimals"])
        units[INTERVAL] = options["unit"]
    return FigureTable(pd.DataFrame(columns), _caption(spec), units, "Area")


def _pyramid(spec: FigureSpec) -> FigureTable:
    options: Mapping[str, Any] = spec.options
    decimals = 1 if options["unit"] == "%" else 0
    ages = spec.data["age"].drop_duplicates()
    columns: dict[str, Any] = {"Age": ages.tolist()}
    for series in filter(None, (options["bars"], options["outline"])):
        for sex, word in (("Male", "males"), ("Female", "females")):
            rows = spec.data[(spec.data["series"] == series) & (spec.data["sex"] == sex)]
            matched = rows.set_index("age").reindex(ages)
            columns[f"{series}, {word}"] = values(matched, decimals)
    units = {name: str(options["unit"]) for name in columns if name != "Age"}
    return FigureTable(pd.DataFrame(columns), _caption(spec), units, "Age")


def _choropleth(spec: FigureSpec) -> FigureTable:
    options: Mapping[str, Any] = spec.options
    classes = dict(enumerate(options["classes"], start=1))
    words = spec.data["value"].map(classes).astype("object")
    columns = {"Area": spec.data["area_name"], "Code": spec.data["area_code"]}
    known = ("area_code", "area_name", "value", "status")
    columns |= {_heading(str(name)): spec.data[name] for name in spec.data if name not in known}
    columns[str(options["legend"])] = words.where(words.notna(), _why(spec.data))
    return FigureTable(pd.DataFrame(columns), _caption(spec), {}, "Area")


def _funnel(spec: FigureSpec) -> FigureTable:
    options: Mapping[str, Any] = spec.options
    rows, decimals, level = spec.data, options["decimals"], spec.data["line"] != ""
    people = rows["denominator"].map(lambda n: format_number(n, 0), na_action="ignore")
    people = people.astype("object").where(people.notna(), _why(rows).mask(level, LEVEL))
    columns: dict[str, Any] = {"Area": rows["area_name"], "Denominator": people}
    columns["Value"] = values(rows, decimals)
    for digits, words in (("95", "95% limits at its size"), ("998", "99.8% limits")):
        ends = {f"{side}_limit_{digits}": f"{side}_95" for side in ("lower", "upper")}
        limits = pd.Series(
            intervals(rows[["value", "status", *ends]].rename(columns=ends), decimals)
        )
        columns[words] = limits.mask(level, LEVEL)
    units = {"Denominator": ""} | dict.fromkeys(list(columns)[2:], options["unit"])
    return FigureTable(pd.DataFrame(columns), _caption(spec), units, "Area")


def _part_bars(spec: FigureSpec) -> FigureTable:
    options: Mapping[str, Any] = spec.options
    place, comparator = options["place"], options["comparator"]
    columns = {
        "Part": spec.data["part"],
        place: values(spec.data, options["decimals"]),
        comparator: values(spec.data.assign(value=spec.data["comparator"]), options["decimals"]),
    }
    units = dict.fromkeys((place, comparator), str(options["unit"]))
    return FigureTable(pd.DataFrame(columns), _caption(spec), units, "Part")


def _gradient(spec: FigureSpec) -> FigureTable:
    options: Mapping[str, Any] = spec.options
    columns = {"Group": spec.data["group"], "Value": values(spec.data, options["decimals"])}
    if spec.data["lower_95"].notna().any():
        columns[INTERVAL] = intervals(spec.data, options["decimals"])
    if spec.data["fitted"].notna().any():
        fitted = spec.data["fitted"].map(
            lambda v: format_number(v, options["decimals"]), na_action="ignore"
        )
        columns["Fitted line"] = fitted.astype("object").where(fitted.notna(), NOT_FITTED).tolist()
    units = {name: str(options["unit"]) for name in columns if name != "Group"}
    return FigureTable(pd.DataFrame(columns), _caption(spec), units, "Group")


def _heading(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _why(rows: pd.DataFrame) -> pd.Series:
    # a period that an area has no row for was not published
    return rows["status"].map(MISSING_WORDS).fillna(UNKNOWN)


def values(rows: pd.DataFrame, decimals: int) -> list[str]:
    """Return the column `value` as printed; a missing one by its `status`."""
    words = rows["value"].map(lambda v: format_number(v, decimals), na_action="ignore")
    return words.astype("object").where(words.notna(), _why(rows)).tolist()


def intervals(rows: pd.DataFrame, decimals: int) -> list[str]:
    """Return the 95% limits as printed, "none published", or why there is no value."""
    low, high = (
        rows[name].map(lambda v: format_number(v, decimals), na_action="ignore").astype("object")
        for name in ("lower_95", "upper_95")
    )
    without = _why(rows).where(rows["value"].isna(), NO_INTERVAL)
    return (low + " to " + high).where(low.notna() & high.notna(), without).tolist()
