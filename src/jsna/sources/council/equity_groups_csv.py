"""A partner's return for an equity audit: one row per service and group of people.

Groups divide a service's users by one dimension: place, sex, ethnicity, disability. A service that
returned nothing is a row without dimension, group and users. Counts come in as they are: small ones
are hidden before anything is kept (`disclosure.equity_counts`).
"""

from typing import Final

import pandas as pd

from jsna.errors import Problem, UserFileError
from jsna.sources.cell_numbers import COMMA, MISTAKES, read_number_columns
from jsna.sources.council.equity_csv import TOTAL, read_counts_csv

REQUIRED: Final = ("service", "dimension", "group", "users", "population")
COLUMNS: Final = {
    "partner": "who returned the file; needed where several partners are put together",
    "service": "its name",
    "dimension": "what divides its users: place, sex, ethnicity, disability or another word",
    "group": 'one of the groups, or "not known" for users of whom it was not recorded',
    "users": "users of the group, as counted",
    "population": "people of the group, of the ages and sex that the service is for",
    "need_ratio": "how many times commoner the need is in the group than among the others",
    "target_ratio": "users' share over expected share, set before the figures are seen",
    "denominator": "what the populations are, e.g. census residents aged 18+",
    "age": "ages of the users, e.g. 18+",
    "sex": "sex of the users: Persons, Male or Female",
    "population_age": "ages of the populations, where they differ from the users'",
    "population_sex": "sex of the populations, where it differs from the users'",
    "note": "e.g. why nothing was returned",
}
NUMBERS: Final = ("users", "population", "need_ratio", "target_ratio")
COUNTS: Final = ("users", "population")
NOT_KNOWN: Final = r"(?i)(?:not known|unknown|not stated|not recorded|missing|prefer not to say)"
KEY: Final = ["partner", "service", "dimension"]
FEWEST: Final = 2
FEWEST_ABOVE: Final = 2
"""Of how many groups a group is the sum that is taken for a total."""
EXAMPLES: Final = (
    ("Stop smoking service", "sex", "Female", "1040", "107500"),
    ("Stop smoking service", "sex", "Male", "880", "102500"),
    ("Stop smoking service", "disability", "Disabled", "420", "41200"),
    ("Stop smoking service", "disability", "Not disabled", "1310", "168800"),
    ("Stop smoking service", "disability", "not known", "190", ""),
    ("School nursing", "", "", "", ""),
)


def groups_template() -> str:
    """Return the expected CSV with invented rows."""
    rows = [dict(zip(REQUIRED, row, strict=True)) for row in EXAMPLES]
    rows[-1]["note"] = "being tendered"
    rows = [{"partner": "Public health", **row} for row in rows]
    lines = [list(COLUMNS), *([row.get(column, "") for column in COLUMNS] for row in rows)]
    return "\n".join(",".join(cells) for cells in lines) + "\n"


def read_groups_csv(content: bytes, file: str) -> pd.DataFrame:
    """Return one row per service and group with every column of COLUMNS, numbers as numbers.

    Its index is the row's line in the file less two.

    Raises:
        UserFileError: not a whole CSV, an unknown column, something that could identify a
            person, a cell that is no number, a total, a group without people or with more users
            than people, each with its line.
    """
    rows = read_counts_csv(content, file, REQUIRED, tuple(COLUMNS))
    numbers, kinds = read_number_columns(rows[list(NUMBERS)])
    wrong = [*_not_numbers(kinds, rows, file), *_mistakes(rows, numbers, kinds, file)]
    if wrong:
        raise UserFileError(*sorted(wrong, key=lambda problem: problem.line or 0))
    return rows.assign(**{str(column): numbers[column] for column in numbers})


def returned_nothing(rows: pd.DataFrame) -> pd.Series:
    """Return which rows name a service that returned nothing."""
    without = rows["users"].isna() | (rows["users"].astype("object") == "")
    return without & (rows["dimension"] == "") & (rows["group"] == "")


def not_known(rows: pd.DataFrame) -> pd.Series:
    """Return which rows are users of whom it is not known in which group they are."""
    return rows["group"].str.fullmatch(NOT_KNOWN)


def _not_numbers(kinds: pd.DataFrame, rows: pd.DataFrame, file: str) -> list[Problem]:
    """Return a problem for each cell that is neither a number nor blank."""
    allowed = {kind: f"It {why}." if kind == COMMA else "" for kind, why in MISTAKES.items()}
    as_it_is = "Write the count as it is: small ones are hidden before anything is shown."
    return [
        Problem(
            f"{column} is not a number: {rows.loc[line, column]}.", file, int(line) + 2,
            allowed.get(str(kinds.loc[line, column]), "") or (as_it_is if column in COUNTS else ""),
        )
        for column in kinds
        for line in kinds.index[~kinds[column].isin(["", "number"])]
    ]  # fmt: skip


def _mistakes(
    rows: pd.DataFrame, numbers: pd.DataFrame, kinds: pd.DataFrame, file: str
) -> list[Problem]:
    """Return a problem for each row that the audit can't use, the first that applies."""
    nothing, unknown = returned_nothing(rows), not_known(rows)
    users, people = numbers["users"], numbers["population"]
    several = rows.groupby(KEY)["group"].transform("count")
    tests = {
        "the service has no name.": (rows["service"] == "", ""),
        "the group has no name, or no dimension.": (
            ~nothing & ((rows["group"] == "") | (rows["dimension"] == "")),
            "Leave dimension, group and users blank where a service returned nothing.",
        ),
        "{group} is a total, and no group.": (
            ~nothing & (rows["group"].str.fullmatch(TOTAL) | _is_sum(rows, numbers)),
            "Take the row out: groups add up by themselves.",
        ),
        "this group stands in a row above.": (
            rows["group"].str.casefold().groupby([rows[k] for k in KEY]).transform(
                lambda own: own.duplicated()
            ),
            "Each group once for a service and dimension.",
        ),
        "users is blank.": (
            ~nothing & (kinds["users"] == ""), "0 where there were none.",
        ),
        "{column} is {value}, and no count.": (
            (numbers[list(COUNTS)] % 1 > 0).any(axis=1) | (numbers[list(COUNTS)] < 0).any(axis=1),
            "A whole number of people; a share is worked out here.",
        ),
        "{group} has no population.": (
            ~nothing & ~unknown & ~(people > 0),
            "The people of the group in the area, of the ages and sex that the service is for.",
        ),
        "{group} has {users} users and {population} people.": (
            users > people, "Users live in the area and are of the population's ages and sex.",
        ),
        "{group} is the only group of {dimension}.": (
            ~nothing & ~unknown & (several - unknown.groupby([rows[k] for k in KEY]).transform(
                "sum") < FEWEST),
            "A group is held against the others: two or more.",
        ),
        "a ratio is not above 0.": ((numbers[["need_ratio", "target_ratio"]] <= 0).any(axis=1), ""),
    }  # fmt: skip
    found: list[Problem] = []
    told = pd.Series(False, index=rows.index)
    for what, (wrong, allowed) in tests.items():
        here = wrong.fillna(False).astype("bool") & ~told
        found += [
            Problem(_filled(what, rows.loc[line], numbers.loc[line]), file, int(line) + 2, allowed)
            for line in rows.index[here]
        ]
        told |= here
    return found


def _filled(what: str, row: pd.Series, numbers: pd.Series) -> str:
    odd = [c for c in COUNTS if numbers[c] % 1 > 0 or numbers[c] < 0]
    return what.format(**row, column=odd[0] if odd else "", value=row[odd[0]] if odd else "")


def _is_sum(rows: pd.DataFrame, numbers: pd.DataFrame) -> pd.Series:
    """Return which groups are the sum of all others of their dimension, in users and in people."""
    keys = [rows[key] for key in KEY]
    counts = numbers[list(COUNTS)]
    others = counts.groupby(keys).transform("sum") - counts
    many = rows["group"].groupby(keys).transform("count") > FEWEST_ABOVE
    return many & (counts == others).all(axis=1)
