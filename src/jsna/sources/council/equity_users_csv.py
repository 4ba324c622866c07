"""Users of services by where they live, for an equity audit: one row per service and place."""

import re
from typing import Final

import pandas as pd

from jsna.errors import Problem, UserFileError
from jsna.sources.cell_numbers import read_numbers
from jsna.sources.council.equity_csv import EXACT, PARTIAL, read_counts_csv

COLUMNS: Final = ("service", "place", "users")
LSOA: Final = re.compile(r"E01\d{6}")
SECTOR: Final = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d")
NOT_KNOWN: Final = "not known"
PLACES: Final = 'An LSOA code, a postcode sector such as "AB1 2", or "not known".'


def read_users_csv(content: bytes, file: str) -> pd.DataFrame:
    """Return one row per service and place: service, place, users (a number) and catchment.

    `catchment` says how a service's users were placed: full postcodes where every place is an
    LSOA, partial postcodes where they are sectors.

    Raises:
        UserFileError: not a whole CSV, another column, something that could identify a person,
            a place of no known kind or of two kinds for one service, a place given twice, or
            users that are no count, each with its line.
    """
    rows = read_counts_csv(content, file, COLUMNS, COLUMNS)
    rows["place"] = rows["place"].str.upper().replace(NOT_KNOWN.upper(), NOT_KNOWN)
    counts, _ = read_numbers(rows["users"])
    kinds = _kinds(rows["place"])
    if problems := _mistakes(rows, counts, kinds, file):
        raise UserFileError(*problems)
    sectors = (kinds == PARTIAL).groupby(rows["service"]).transform("any")
    return rows.assign(users=counts, catchment=sectors.map({True: PARTIAL, False: EXACT}))


def _kinds(places: pd.Series) -> pd.Series:
    kinds = pd.Series("", index=places.index, dtype="str")
    kinds = kinds.mask(places.str.fullmatch(LSOA), EXACT)
    kinds = kinds.mask(places.str.fullmatch(SECTOR), PARTIAL)
    return kinds.mask(places == NOT_KNOWN, NOT_KNOWN)


def _mistakes(rows: pd.DataFrame, counts: pd.Series, kinds: pd.Series, file: str) -> list[Problem]:
    placed = kinds.where(kinds.isin([EXACT, PARTIAL]))
    mixed = placed.groupby(rows["service"]).transform("nunique") > 1
    tests = {
        "the service has no name.": (rows["service"] == "", ""),
        "this is no place that can be read.": (kinds == "", PLACES),
        "a service's places are LSOAs and postcode sectors.": (mixed, "One kind for a service."),
        "this place stands in a row above.": (rows.duplicated(["service", "place"]), "Once each."),
        "users is no count.": (
            ~(counts.ge(0) & counts.mod(1).eq(0)),
            "A whole number; leave the service out where its provider gave none.",
        ),
    }
    return [
        Problem(what, file, int(line) + 2, allowed)
        for what, (wrong, allowed) in tests.items()
        for line in rows.index[wrong][:5]
    ]
