"""What the page of an equity audit says: classes in plain words, findings, who returned nothing."""

from collections.abc import Iterator
from typing import Final

import pandas as pd

from jsna.analysis.equity_audit import EQUAL, EQUITABLE, JUDGED, NOT_JUDGED, UNEQUAL, WORDS
from jsna.narrative.english import counted, listed
from jsna.narrative.equity_words import PARTIAL_CAVEAT
from jsna.narrative.numbers import format_interval, format_number, format_value
from jsna.sources.council.equity_audit_csv import HIDDEN, NOTHING
from jsna.sources.council.equity_csv import PARTIAL

CLASSES: Final = {
    UNEQUAL: "unequal (below the share)",
    EQUAL: "equal (at the share)",
    EQUITABLE: "equitable (above the share)",
    NOT_JUDGED: "not judged",
}
TOO_FEW: Final = "hidden: few people, or others could be worked out"
BY_ROUNDING: Final = "; rounding could change this"
COMBINED: Final = (
    "Nothing is added up over services, partners or dimensions: the same people may stand in"
    " several."
)
CHANCE: Final = 0.05
TARGET_AREAS: Final = "target areas"


def is_of_target_areas(row: pd.Series) -> bool:
    """Return whether a row counts the users who live in the target areas, whom no name tells."""
    return row["group"] in ("", TARGET_AREAS)


def group_name(row: pd.Series, partners: int) -> str:
    """Return a row's name: its service, its group unless that is the target areas, its partner."""
    name = row["service"] if is_of_target_areas(row) else f"{row['service']}: {row['group']}"
    return f"{name} ({row['partner']})" if partners > 1 else str(name)


def class_words(row: pd.Series) -> str:
    """Return what was found of a row, with its doubt by rounding."""
    if row["status"] == HIDDEN:
        return TOO_FEW
    if row["status"] == NOTHING:
        return NOTHING
    if row["found"] != JUDGED:
        return str(row["found"])
    return CLASSES[row["class"]] + (BY_ROUNDING if row["by_rounding"] else "")


def equity_headline(judged: pd.DataFrame) -> str:
    """Return how many groups use a service less than their share, without a full stop.

    Args:
        judged: The rows that were judged.
    """
    below, above = (int((judged["class"] == name).sum()) for name in (UNEQUAL, EQUITABLE))
    of = counted(len(judged), "group")
    verb = "uses" if below == 1 else "use"
    if not below and not above:
        return f"No group of {len(judged)} is found to use a service less than its share of people"
    more = f", {above} more than {'its own' if above == 1 else 'theirs'}" if above else ""
    if not below:
        return f"None of {of} uses a service less than its share of people{more}"
    its = "its" if below == 1 else "their"
    return f"{below} of {of} {verb} a service less than {its} share of people{more}"


def findings(audited: pd.DataFrame, partners: int) -> Iterator[str]:
    """Yield the sentences of the finding: each group below its share, then those below by need."""
    below = audited[audited["class"] == UNEQUAL]
    for _, row in below.iterrows():
        yield _finding(row, partners)
    by_need = audited[(audited["need_class"] == UNEQUAL) & (audited["class"] != UNEQUAL)]
    for _, row in by_need.iterrows():
        who = f" users from the {TARGET_AREAS} are" if is_of_target_areas(row) else ""
        yield (
            f"{group_name(row, partners)}:{who} {WORDS[row['class']]} of people, but below the"
            f" share weighted by need, {_percent(row['need_share'])}."
        )


def how_sure(judged: pd.DataFrame) -> str:
    """Return what chance alone would find, and how many findings rounding could change."""
    if judged.empty:
        return ""
    alone = max(1, round(CHANCE * len(judged)))
    about = format_number(alone, 0)
    found = int((judged["class"] != EQUAL).sum())
    said = (
        f"Of {counted(len(judged), 'group')} judged, {found} lie outside their share by 95%"
        f" intervals; chance alone would put about {about} there."
    )
    doubtful = int(judged["by_rounding"].sum())
    if doubtful:
        said += f" Counts were rounded first: that could change {counted(doubtful, 'finding')}."
    return said


def returns_sentence(returns: pd.DataFrame, silent: pd.DataFrame) -> str:
    """Return the share of expected returns, and which services returned nothing.

    Args:
        returns: As `equity_groups.returns_of`.
        silent: The rows of services that returned nothing: partner, service, note.
    """
    back, every = int(returns["returned"].sum()), int(returns["services"].sum())
    share = format_value(100 * back / every, "%", 0)
    said = f"{back} of {counted(every, 'service')} ({share}) returned their users."
    if silent.empty:
        return said
    several = len(returns) > 1
    names = [
        row["service"]
        + (f" of {row['partner']}" if several else "")
        + (f" ({row['note']})" if row["note"] else "")
        for _, row in silent.iterrows()
    ]
    none = returns.loc[returns["returned"] == 0, "partner"].tolist()
    whole = f" {listed(none)} returned none at all." if several and none else ""
    return f"{said} Nothing came from: {listed(names)}.{whole}"


def audit_table(audited: pd.DataFrame, partners: int) -> pd.DataFrame:
    """Return the audit as readers see it: one row a group, every number with its unit."""
    rows = [_row(row, partners) for _, row in audited.iterrows()]
    return pd.DataFrame(rows)


def caveats(audited: pd.DataFrame) -> list[str]:
    """Return what stands against the findings: other people in the population, part postcodes."""
    differ = [
        f"{row['service']}: the users are {row[what]}, the population is"
        f" {row[f'population_{what}']}."
        for _, row in audited.iterrows()
        for what in ("age", "sex")
        if row[f"population_{what}"] and row[f"population_{what}"] != row[what]
    ]
    partial = [PARTIAL_CAVEAT] if (audited["catchment"] == PARTIAL).any() else []
    return [*dict.fromkeys(differ), *partial]


def _finding(row: pd.Series, partners: int) -> str:
    limits = format_interval(row["lower"], row["upper"], "%", 1)
    people = f" of {row['denominator']}" if row["denominator"] else " of people"
    live = " who live there" if is_of_target_areas(row) else ""
    came = f" came from the {TARGET_AREAS}" if live else ""
    need = ""
    if pd.notna(row["need_share"]):
        need = f" ({_percent(row['need_share'])} weighted by need)"
    needed = ""
    if pd.notna(row["smallest_share"]):
        needed = (
            f" At this size {_percent(row['smallest_share'])} would be the first share above it."
        )
    return (
        f"{group_name(row, partners)}: {_percent(row['share'])} of"
        f" {format_number(row['all_users'], 0)} users{came} ({limits}), below the"
        f" share{people}{live}, {_percent(row['expected'])}{need}.{needed}"
    )


def _row(row: pd.Series, partners: int) -> dict[str, str]:
    shown = row["found"] == JUDGED
    return {
        "Group": group_name(row, partners),
        "Finding": class_words(row),
        "Users": _count(row["users"]) if shown else "",
        "Of all users": _count(row["all_users"]),
        "Share of users": _percent(row["share"]) if shown else "",
        "95% interval": format_interval(row["lower"], row["upper"], "%", 1) if shown else "",
        "Share of people": _percent(row["expected"]),
        "Weighted by need": _percent(row["need_share"]),
        "First share above": _percent(row["smallest_share"]) if shown else "",
        "That is users": _count(row["smallest_count"]) if shown else "",
    }


def _percent(value: float) -> str:
    return "" if pd.isna(value) else format_value(value, "%", 1)


def _count(value: float) -> str:
    return "" if pd.isna(value) else format_number(value, 0)
