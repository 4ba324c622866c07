"""The file that an equity audit is made from: one row per service, also those without counts."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from jsna.errors import Problem, SourceError, UserFileError
from jsna.sources.council.personal_data import identifying_cells, identifying_columns
from jsna.sources.csv_file import header, read_csv

REQUIRED: Final = ("service", "users_from_target", "users")
EXACT, PARTIAL = "full postcodes", "partial postcodes"
COLUMNS: Final = {
    "service": "its name",
    "users_from_target": "users who live in the target areas; blank if the provider gave none",
    "users": "all users whose place is known; blank if the provider gave none",
    "target_population": "people of the target areas, of the ages and sex that the service is for",
    "population": "people of the whole area, of the same ages and sex",
    "expected_share": "percent, in place of the two populations",
    "expected_lower": "percent, only for --paper-rule without populations",
    "expected_upper": "percent, only for --paper-rule without populations",
    "denominator": "what the populations are, e.g. residents aged 18+ in mid-2015, three MSOAs",
    "age": "ages of the users, e.g. 18+",
    "sex": "sex of the users: Persons, Male or Female",
    "population_age": "ages of the populations, where they differ from the users'",
    "population_sex": "sex of the populations, where it differs from the users'",
    "catchment": f"how users were placed: {EXACT} or {PARTIAL}",
    "need_ratio": "how many times commoner the need is in the target areas than elsewhere",
    "target_ratio": "users' share over expected share, set before the figures are seen",
    "note": "e.g. why a provider returned nothing",
}
NUMBERS: Final = (
    "users_from_target", "users", "target_population", "population", "expected_share",
    "expected_lower", "expected_upper", "need_ratio", "target_ratio",
)  # fmt: skip
EXAMPLES: Final = (
    {"service": "Stop smoking service", "users_from_target": "156", "users": "1920",
     "target_population": "17600", "population": "210000", "age": "18+", "sex": "Persons",
     "denominator": "residents aged 18+", "catchment": EXACT, "need_ratio": "1.8",
     "target_ratio": "1.5"},
    {"service": "Pharmacy service", "users_from_target": "217", "users": "527",
     "expected_share": "42.2", "age": "16+", "sex": "Female", "population_age": "All ages",
     "population_sex": "Persons", "denominator": "residents of three postcode districts",
     "catchment": PARTIAL},
    {"service": "School nursing", "note": "being tendered"},
)  # fmt: skip


def equity_template() -> str:
    """Return the expected CSV with three invented rows."""
    rows = [[row.get(column, "") for column in COLUMNS] for row in EXAMPLES]
    return "\n".join(",".join(cells) for cells in [list(COLUMNS), *rows]) + "\n"


def read_equity_csv(content: bytes, file: str) -> pd.DataFrame:
    """Return one row per service with every column of COLUMNS, numbers as numbers.

    Text that is not given is blank; a number that is not given is NaN.

    Raises:
        UserFileError: not a whole CSV, an unknown column, something that could identify a
            person, or a cell that is no number, each with its line.
    """
    rows = read_counts_csv(content, file, REQUIRED, tuple(COLUMNS))
    numbers = rows[list(NUMBERS)].apply(_number)
    wrong = numbers.isna() & (rows[list(NUMBERS)] != "")
    if problems := _not_numbers(wrong, rows, file):
        raise UserFileError(*problems)
    return rows.assign(**numbers)


def read_counts_csv(
    content: bytes, file: str, required: Sequence[str], columns: Sequence[str]
) -> pd.DataFrame:
    """Return the rows of a CSV of counts as text, stripped, every column there and blanks "".

    Args:
        content: The bytes.
        file: What to call the file in an error.
        required: Columns that must be there.
        columns: All that there may be.

    Raises:
        UserFileError: not a whole CSV, an unknown column, or something that could identify a
            person.
    """
    try:
        written = read_csv(content, file, required)
    except SourceError as error:
        raise UserFileError(*error.problems) from error
    _check_columns(header(content), file, columns)
    lines = identifying_cells(written)
    if not lines.empty:
        what = "a row holds what looks like an NHS number or a full postcode."
        raise UserFileError(Problem(what, file, int(lines[0]) + 2, "Only counts come in."))
    rows = written.reindex(columns=list(columns)).astype("str").fillna("")
    return rows.apply(lambda column: column.str.strip())


def _number(column: pd.Series) -> pd.Series:
    return pd.to_numeric(column.str.replace(",", "").str.removesuffix("%"), errors="coerce")


def _not_numbers(wrong: pd.DataFrame, rows: pd.DataFrame, file: str) -> list[Problem]:
    return [
        Problem(f"{column} is not a number: {rows.loc[line, column]}.", file, int(line) + 2)
        for column in wrong
        for line in wrong.index[wrong[column]]
    ]


def _check_columns(names: list[str], file: str, columns: Sequence[str]) -> None:
    if personal := identifying_columns(names):
        what = f"the column {', '.join(personal)} could identify a person."
        raise UserFileError(Problem(what, file, 1, "Only counts come in.", "Take it out."))
    if unknown := [name for name in names if name not in columns]:
        allowed = f"Columns: {', '.join(columns)}."
        raise UserFileError(Problem(f"unknown column: {', '.join(unknown)}.", file, 1, allowed))
