"""The layout of population tables from Nomis: one row per area, year, sex and age.

It is brought into the wide layout of ONS's own files, so that both give the same facts.
"""

from typing import Final

import pandas as pd

from jsna.errors import FormatChanged, Problem
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.contract import ParsedFacts
from jsna.sources.csv_file import check_whole, header, read_csv
from jsna.sources.fact_frame import refused_frame
from jsna.sources.population.ons_wide_layout import KEYS, facts_of_wide

PROJECTED_YEAR: Final = "PROJECTED_YEAR_NAME"
ESTIMATED_YEAR: Final = "DATE_NAME"
BASE: Final = "PROJECTION_BASE"
"""Written beside each row as it is fetched: a table from Nomis does not say which it is of."""
REQUIRED: Final = (
    "GEOGRAPHY_CODE", "GEOGRAPHY_NAME", "GEOGRAPHY_TYPE", "GENDER_NAME", "C_AGE_NAME", "OBS_VALUE",
)  # fmt: skip
SEXES: Final = {"total": "Persons", "male": "Male", "female": "Female"}
SMALL: Final = r"(?i)^(\d{4}) super output areas"


def recognise_nomis(name: str, content: bytes, year: str) -> bool:
    """Return whether the bytes are a table of this layout whose years stand in column `year`.

    Raises:
        SourceError: it is one, and breaks off.
    """
    names = header(content)
    if year not in names or sum(column in names for column in REQUIRED) < 4:
        return False
    check_whole(content, name, REQUIRED)
    return True


def parse_nomis(
    snapshot: Snapshot, content: bytes, indicator_id: str, year: str, edition: str
) -> ParsedFacts:
    """Return one fact per area, sex, age and year, Persons and all ages summed where possible.

    The vintage of LSOAs is in `geography_year`.

    Raises:
        SourceError: a missing column, a file that breaks off, an unknown sex, or two values
            for one area, year, sex and age.
    """
    file = snapshot.title
    frame = read_csv(content, file, [*REQUIRED, year])
    rows = _rows(frame, year, file)
    bad = rows["value"].isna() | frame["GEOGRAPHY_CODE"].isna()
    lines = pd.Series(frame.index[bad] + 2)
    wide = _wide(rows[~bad], file)
    parsed = facts_of_wide(
        wide, refused_frame(lines, "no value, or no area code"), snapshot, indicator_id, edition
    )
    years = _small_area_years(frame)
    vintage = parsed.facts["area_code"].map(years).fillna("").astype("str")
    facts = parsed.facts.assign(geography_year=vintage)
    return ParsedFacts(facts, parsed.published, parsed.refused, parsed.names)


def projection_base(content: bytes, file: str) -> str:
    """Return the base of a projection ("2022") that was written down as it was fetched.

    Raises:
        SourceError: the file does not say it: a table that was downloaded by hand.
    """
    if BASE not in header(content):
        what = "this table does not say which edition of the projections it is of."
        step = "Download the zip from the ONS website instead, or let `jsna fetch AREA` ask."
        raise FormatChanged(Problem(what, file, 1, next_step=step))
    bases = read_csv(content, file, [BASE])[BASE].unique()
    if len(bases) != 1:
        raise FormatChanged(Problem("this table mixes editions of the projections.", file))
    return str(bases[0])


def with_base(content: bytes, base: str) -> bytes:
    """Return a table with the base of its projection as a last column of every row."""
    lines = content.decode().splitlines()
    return "\n".join([f"{lines[0]},{BASE}", *(f"{line},{base}" for line in lines[1:]), ""]).encode()


def _rows(frame: pd.DataFrame, year: str, file: str) -> pd.DataFrame:
    sex = frame["GENDER_NAME"].str.strip().str.lower().map(SEXES)
    if sex.isna().any():
        line = int(frame.index[sex.isna()][0]) + 2
        what = f'"{frame["GENDER_NAME"][sex.isna()].iloc[0]}" is not a sex of this layout.'
        raise FormatChanged(Problem(what, file, line, f"It has {', '.join(SEXES)}."))
    return pd.DataFrame(
        {
            "AREA_CODE": frame["GEOGRAPHY_CODE"],
            "AREA_NAME": frame["GEOGRAPHY_NAME"].fillna(""),
            "COMPONENT": "Population",
            "SEX": sex.astype("str"),
            "AGE_GROUP": nomis_ages(frame["C_AGE_NAME"]),
            "year": frame[year].str.extract(r"(\d{4})", expand=False),
            "value": pd.to_numeric(frame["OBS_VALUE"].str.replace(",", ""), errors="coerce"),
        }
    )


def nomis_ages(ages: pd.Series) -> pd.Series:
    """Return Nomis's ages as facts write them: "Age 0" is 0, "Aged 5-9" 5-9, "Aged 90+" 90+."""
    wordings = ages.drop_duplicates()
    plain = wordings.str.replace(r"(?i)^aged?\s+", "", regex=True)
    plain = plain.str.replace(r"\s*(?:-|to)\s*", "-", regex=True).str.strip()
    plain = plain.where(plain.str.lower() != "all ages", "All ages")
    return ages.map(dict(zip(wordings, plain, strict=True))).astype("str")


def _wide(rows: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return one column per year; one area under two kinds of geography is one area."""
    unique = rows.drop_duplicates()
    key = [*KEYS, "year"]
    twice = unique[unique.duplicated(key)]
    if not twice.empty:
        what = f"{twice['AREA_CODE'].iloc[0]} has two values for one year, sex and age."
        raise FormatChanged(Problem(what, file, int(twice.index[0]) + 2))
    wide = unique.pivot_table(
        index=list(KEYS), columns="year", values="value", aggfunc="first", sort=False
    )
    return wide[sorted(wide.columns)].rename_axis(columns=None).reset_index()


def _small_area_years(frame: pd.DataFrame) -> dict[str, str]:
    kinds = frame[["GEOGRAPHY_CODE", "GEOGRAPHY_TYPE"]].drop_duplicates()
    years = kinds["GEOGRAPHY_TYPE"].str.extract(SMALL, expand=False)
    return dict(zip(kinds["GEOGRAPHY_CODE"], years.fillna(""), strict=True))
