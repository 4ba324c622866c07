"""The headline of a strip of authorities: than how many of them the area's value is higher."""

import pandas as pd

from jsna.narrative.english import possessive
from jsna.narrative.headlines import shortened
from jsna.narrative.numbers import format_value
from jsna.narrative.statement import Statement


def authority_strip_headline(
    rows: pd.DataFrame, newest: Statement, tier: str, short_title: str
) -> str:
    """Return the area's value and its place: "... is higher than in 120 of 150 other ...".

    It says where the value lies, not that a difference is more than chance.

    Args:
        rows: One row per authority of the tier: area_code and value, which may be missing.
        newest: The area's own figure.
        tier: Of which areas, in words.
        short_title: Of the indicator.
    """
    value = format_value(newest.value, newest.unit, newest.decimals)
    start = f"{possessive(newest.area_name)} {value}"
    where = place_among(rows, newest.area_code, tier)
    return shortened(lambda what: f"{start} {where}: {what}", short_title, newest)


def place_among(rows: pd.DataFrame, area_code: str, tier: str) -> str:
    """Return where an area's value lies: "is the lowest of 151 upper-tier authorities".

    "is higher than in 120 of the 150 other upper-tier authorities, 2 without a value" where more
    lie below it than above, else "is lower than in ...". It counts the whole tier, as a rank does.

    Args:
        rows: One row per authority of the tier, with or without a value.
        area_code: The area, which has one.
        tier: Of which areas, in words.
    """
    known = rows[rows["value"].notna()]
    own = known.loc[known["area_code"] == area_code, "value"].iloc[0]
    others = known.loc[known["area_code"] != area_code, "value"]
    below, above = int((others < own).sum()), int((others > own).sum())
    lacking = len(rows) - len(known)
    among = f"{tier}, {lacking} without a value" if lacking else tier
    if not below and not above:
        return f"is the same as in all {len(others)} other {tier}{' with a value' * bool(lacking)}"
    if len(others) in (below, above):
        return f"is the {'highest' if below else 'lowest'} of {len(rows)} {among}"
    side, number = ("higher", below) if below >= above else ("lower", above)
    return f"is {side} than in {number} of the {len(rows) - 1} other {among}"
