"""What an equity audit says of a service, in sentences: above, at or below the share."""

from typing import Any, Final

import pandas as pd

from jsna.analysis.equity_audit import JUDGED, NOT_JUDGED, PAPER_RULE, WORDS
from jsna.narrative.numbers import format_interval, format_number, format_value
from jsna.sources.council.equity_csv import PARTIAL

PARTIAL_CAVEAT: Final = (
    "Users were placed by part of their postcode: the districts reach beyond the target areas, so"
    " that both shares are of a larger place."
)
SMALL_CAVEAT: Final = (
    "Not for publication: the share and its limits would give back a small count of people."
)
PAPER_CAVEAT: Final = (
    "The paper's own rule: an interval stands around the population's share too, though a"
    " population is counted and not sampled."
)


def equity_sentences(row: pd.Series, *, small: bool = False) -> list[str]:
    """Return what is to be said of one service of an audit; the first sentence is the finding.

    Args:
        row: A row of `analysis.equity_audit.equity_audit`, joined to its row of the file.
        small: Whether the count or its complement is too small to be published.
    """
    if row["status"] != JUDGED:
        why = f" ({row['note']})" if row.get("note") else ""
        return [f"{row['service']}: {row['status']}{why}."]
    said = [_finding(row), _test(row), _smallest(row), _need(row), _target(row)]
    said += equity_caveats(row, small=small)
    return [sentence for sentence in said if sentence]


def equity_caveats(row: pd.Series, *, small: bool = False) -> list[str]:
    """Return what stands against a finding: other people in the population, part postcodes."""
    caveats = [
        f"The users are {row[what]}, the population is {row[f'population_{what}']}."
        for what in ("age", "sex")
        if row.get(f"population_{what}") and row[f"population_{what}"] != row.get(what)
    ]
    elsewhere = row.get("users_elsewhere")
    if elsewhere is not None and elsewhere > 0:
        # the number itself may be small, and is in neither share
        caveats.append("Users who live outside the area, or nobody knows where, are left out.")
    caveats += [PARTIAL_CAVEAT] if row.get("catchment") == PARTIAL else []
    caveats += [PAPER_CAVEAT] if row["rule"] == PAPER_RULE else []
    return caveats + ([SMALL_CAVEAT] if small else [])


def _finding(row: pd.Series) -> str:
    of = f" of {row['denominator']}" if row.get("denominator") else ""
    return (
        f"{row['service']}: {_percent(row['share'])} of {format_number(row['users'], 0)} users came"
        f" from the target areas ({_interval(row, 'lower', 'upper')}), {row['word']}{of} who live"
        f" there, {_percent(row['expected'])}."
    )


def _test(row: pd.Series) -> str:
    p = "below 0.001" if row["p_exact"] < 0.001 else format_number(row["p_exact"], 3)
    ratio = format_number(row["ratio"], 2)
    limits = f"{format_number(row['ratio_lower'], 2)} to {format_number(row['ratio_upper'], 2)}"
    return f"That is {ratio} times the share ({limits}); p of the exact test {p}."


def _smallest(row: pd.Series) -> str:
    if pd.isna(row["smallest_share"]):
        return "With so few users no share would count as above it."
    return (
        f"With this many users, {_percent(row['smallest_share'])}"
        f" ({format_number(row['smallest_count'], 0)} users) would be the smallest share that"
        f" counts as above it; with ten times as many,"
        f" {_percent(row['smallest_share_ten_times'])}. It is a mark of size, not a target."
    )


def _need(row: pd.Series) -> str:
    if row["need_class"] == NOT_JUDGED:
        return ""
    return (
        f"Weighted by need, the share to expect is {_percent(row['need_share'])}: the users' share"
        f" is {_side(row['need_class'])} that."
    )


def _target(row: pd.Series) -> str:
    if row["target_class"] == NOT_JUDGED:
        return ""
    return (
        f"The target set beforehand, {format_number(row['target_ratio'], 2)} times the share, is"
        f" {_percent(row['target_share'])}: the users' share is {_side(row['target_class'])} that."
    )


def _side(found: Any) -> str:
    return WORDS[found].removesuffix(" the share")


def _percent(value: float) -> str:
    return format_value(value, "%", 1)


def _interval(row: pd.Series, lower: str, upper: str) -> str:
    return format_interval(row[lower], row[upper], "%", 1)
