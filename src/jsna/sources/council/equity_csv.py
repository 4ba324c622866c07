"""The file that an equity audit is made from: one row per service, also those without counts."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from jsna.errors import Problem, SourceError, UserFileError
from jsna.sources.cell_numbers import COMMA, MISTAKES, read_number_columns
from jsna.sources.council.personal_data import identifying_cells, identifying_columns
from jsna.sources.csv_file import header, read_rows, told_line

REQUIRED: Final = ("service", "users_from_target", "users")
EXACT, PARTIAL = "full postcodes", "partial postcodes"
COLUMNS: Final = {
    "partner": "who returned the file; needed where several partners are put together",
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
COUNTS: Final = NUMBERS[:2]
PERCENT: Final = ("expected_share", "expected_lower", "expected_upper")
TOTAL: Final = r"(?i)(?:grand |sub-? ?)?total\b.*|all(?: services)?|overall|sum"
FEWEST_ABOVE: Final = 2
"""Of how many rows a row is the sum that is taken for a total."""
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


OF_GROUPS: Final = ("dimension", "group")
"""Columns of the other template, `jsna equity --template groups`."""


def read_equity_csv(content: bytes, file: str) -> pd.DataFrame:
    """Return one row per service with every column of COLUMNS, numbers as numbers.

    Text that is not given is blank; a number that is not given is NaN.

    Raises:
        UserFileError: not a whole CSV, an unknown column, something that could identify a
            person, or a cell that is no number, each with its line.
    """
    if set(OF_GROUPS) <= set(header(content, OF_GROUPS)):
        what = "this is a return of groups, and none of users from target areas."
        step = "Put it into a pack: `jsna equity FILE --keep AREA --period PERIOD`."
        raise UserFileError(Problem(what, file, 1, next_step=step))
    rows = read_counts_csv(content, file, REQUIRED, tuple(COLUMNS))
    written = rows[list(NUMBERS)].apply(lambda column: column.str.removesuffix("%"))
    numbers, kinds = read_number_columns(written)
    wrong = _not_numbers(kinds, rows, file)
    wrong += [*_not_counts(numbers, rows, file), *_nameless(rows, file)]
    wrong += _of_too_many(numbers, rows, file)
    if problems := [*wrong, *_fractions(numbers, rows, file), *_totals(rows, numbers, file)]:
        raise UserFileError(*problems)
    return rows.assign(**{str(column): numbers[column] for column in numbers})


def _not_counts(numbers: pd.DataFrame, rows: pd.DataFrame, file: str) -> list[Problem]:
    """Return a problem for each number of people that is not whole."""
    return [
        Problem(
            f"{column} is {rows.loc[line, column]}, and no count.", file, int(line) + 2,
            "A whole number of people; blank if the provider gave none.",
        )
        for column in COUNTS
        for line in numbers.index[numbers[column] % 1 > 0]
    ]  # fmt: skip


def _of_too_many(numbers: pd.DataFrame, rows: pd.DataFrame, file: str) -> list[Problem]:
    """Return a problem for each row whose target areas hold more people than the whole area."""
    wrong = numbers["target_population"] > numbers["population"]
    return [
        Problem(
            f"target_population is {rows.loc[line, 'target_population']}, more than the population"
            f" of {rows.loc[line, 'population']}.", file, int(line) + 2,
        )
        for line in numbers.index[wrong]
    ]  # fmt: skip


def _nameless(rows: pd.DataFrame, file: str) -> list[Problem]:
    """Return a problem for each row that does not say which service it is of."""
    return [
        Problem("the service has no name.", file, int(line) + 2)
        for line in rows.index[rows["service"] == ""]
    ]


def _fractions(numbers: pd.DataFrame, rows: pd.DataFrame, file: str) -> list[Problem]:
    """Return a problem for each share that is written as a part of 1: shares are percent."""
    shares = [column for column in PERCENT if column in rows]
    return [
        Problem(
            f"{column} is {rows.loc[line, column]}, which is less than 1 percent.", file,
            int(line) + 2, f"Shares are in percent: {100 * numbers.loc[line, column]:g} if a"
            f" fraction was meant, {rows.loc[line, column]}% if not.",
        )
        for column in shares
        for line in numbers.index[numbers[column].between(0, 1, inclusive="neither")]
        if not str(rows.loc[line, column]).endswith("%")
    ]  # fmt: skip


def _totals(rows: pd.DataFrame, numbers: pd.DataFrame, file: str) -> list[Problem]:
    """Return a problem for each row that is the sum of those above it, or of all others."""
    counts = numbers[["users_from_target", "users"]]
    sums = counts.cumsum().shift()
    above = counts.notna().all(axis="columns").cumsum().shift()
    is_sum = (counts == sums).all(axis="columns") & (above >= FEWEST_ABOVE)
    filled = counts.notna().all(axis="columns")
    others = counts[filled].sum() - counts
    is_sum |= (counts == others).all(axis="columns") & filled & (filled.sum() > FEWEST_ABOVE)
    named = rows["service"].str.fullmatch(TOTAL)
    return [
        Problem(
            f"{rows.loc[line, 'service'] or 'this row'} is a total"
            f" ({counts.loc[line, 'users_from_target']:g} of {counts.loc[line, 'users']:g}), and no"
            " service.", file, int(line) + 2, next_step="Take the row out.",
        )
        for line in rows.index[is_sum | (named & (len(rows) > 1))]
    ]  # fmt: skip


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
        read = read_rows(content, file, required, known=columns, rows_of_words=True)
    except SourceError as error:
        raise UserFileError(*error.problems) from error
    if read.below:
        what = f"below the table stands a line that is no row: {told_line(read.below[0])}."
        step = "Take it out; if it is a service, say in the column note why it has no users."
        raise UserFileError(Problem(what, file, read.lines + 1, next_step=step))
    written = read.frame
    _check_columns(header(content, columns), file, columns)
    lines = identifying_cells(written)
    if not lines.empty:
        what = "a row holds what looks like an NHS number or a full postcode."
        raise UserFileError(Problem(what, file, int(lines[0]) + 2, "Only counts come in."))
    rows = written.reindex(columns=list(columns)).astype("str").fillna("")
    return rows.apply(lambda column: column.str.strip())


def _not_numbers(kinds: pd.DataFrame, rows: pd.DataFrame, file: str) -> list[Problem]:
    """Return a problem for each cell that is neither a number nor blank."""
    allowed = {kind: f" It {why}." if kind == COMMA else "" for kind, why in MISTAKES.items()}
    return [
        Problem(
            f"{column} is not a number: {rows.loc[line, column]}."
            + allowed.get(str(kinds.loc[line, column]), ""), file, int(line) + 2,
        )
        for column in kinds
        for line in kinds.index[~kinds[column].isin(["", "number"])]
    ]  # fmt: skip


def _check_columns(names: list[str], file: str, columns: Sequence[str]) -> None:
    if personal := identifying_columns(names):
        what = f"the column {', '.join(personal)} could identify a person."
        raise UserFileError(Problem(what, file, 1, "Only counts come in.", "Take it out."))
    if unknown := [name for name in names if name and name not in columns]:
        allowed = f"Columns: {', '.join(columns)}."
        raise UserFileError(Problem(f"unknown column: {', '.join(unknown)}.", file, 1, allowed))
