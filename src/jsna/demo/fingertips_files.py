"""Fingertips files of the invented country, in the spellings of the API and of the website."""

import csv

import pandas as pd

from jsna.demo.country import ENGLAND
from jsna.demo.fingertips_rows import COLUMNS, TO_REGION, series_rows
from jsna.demo.places import Places
from jsna.demo.verdicts import NOT_COMPARED
from jsna.settings.indicator import Indicator


def theme_rows(indicators: list[Indicator], authorities: Places, wards: Places) -> pd.DataFrame:
    """Return the rows of one file: every indicator, sex and age of a theme, oldest first."""
    parts = [
        part
        for indicator in indicators
        for stratum in indicator.strata
        for part in series_rows(indicator, stratum, authorities, wards)
    ]
    rows = pd.concat(parts, ignore_index=True)[list(COLUMNS)]
    return rows.astype({"Count": "Int64", "Denominator": "Int64"})


def api_csv(rows: pd.DataFrame) -> bytes:
    """Return the file as the API writes it: CRLF, quotes only where needed."""
    return rows.to_csv(index=False, lineterminator="\r\n").encode()


def website_csv(rows: pd.DataFrame) -> bytes:
    """Return the file as the website writes it: a BOM, every field quoted, `AreaName`, 1,480."""
    rows = rows.assign(Count=_with_commas(rows["Count"]))
    spelled = {
        "Area Name": "AreaName",
        TO_REGION: "Compared to parent value or percentiles",
    }
    text = rows.rename(columns=spelled).to_csv(
        index=False, quoting=csv.QUOTE_ALL, lineterminator="\n"
    )
    return b"\xef\xbb\xbf" + text.encode()


def under_two_parents(rows: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """Return the rows with the newest of some areas given a second time, under England."""
    again = rows[rows["Area Code"].isin(codes) & (rows["Recent Trend"] != "")]
    parent = dict(zip(("Parent Code", "Parent Name"), ENGLAND, strict=True))
    again = again.assign(**parent, **{TO_REGION: NOT_COMPARED})
    return pd.concat([rows, again], ignore_index=True)


def _with_commas(column: pd.Series) -> pd.Series:
    return column.map(lambda number: "" if pd.isna(number) else f"{number:,}")
