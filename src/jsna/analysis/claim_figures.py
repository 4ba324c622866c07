"""What claims are held against: the same measure, area, sex, age and period, and the newest.

See docs/methods.md#claims.
"""

from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.age_bands import ALL_AGES
from jsna.facts.periods import period_end, period_years

SERIES: Final = ["indicator_id", "area_code", "sex", "age", "edition"]
SINCE_THEN: Final = pd.Timedelta(days=365)
"""How long before a claim was written a period has to have ended for its figure to be at hand."""
OLDEST: Final = pd.Timedelta(days=6 * 365)
"""How much older than that a figure may be and still be the one that was meant."""
TAKEN: Final = ("value", "lower_95", "upper_95", "denominator", "snapshot_ids")
FIGURE_COLUMNS: Final = (
    "held_period", "held_label", "now", "lower_95", "upper_95", "held_denominator",
    "snapshot_ids", "first_label", "newest_period", "newest_label", "newest", "newest_lower_95",
    "newest_upper_95", "there",
)  # fmt: skip
NO_SERIES, NO_EDITION, NO_PERIOD, NO_VALUE, HELD = (
    "no series", "no edition", "no period", "no value", ""
)  # fmt: skip
"""What is `there` for a claim."""


def resolved(claims: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """Return claims whose blank ages and editions are those that the facts have.

    A blank age is the one that most facts of the indicator and sex have, a blank edition the
    newest.
    """
    counts = facts.groupby(["indicator_id", "sex", "age"]).size().rename("n").reset_index()
    counts = counts.assign(whole=counts["age"] == ALL_AGES)
    counts = counts.sort_values(["whole", "n"])
    counts = counts.drop_duplicates(["indicator_id", "sex"], keep="last")
    usual = claims[["indicator_id", "sex"]].merge(
        counts[["indicator_id", "sex", "age"]], on=["indicator_id", "sex"], how="left"
    )
    age = usual["age"].fillna("").set_axis(claims.index)
    newest = facts.groupby("indicator_id")["edition"].max()
    edition = claims["indicator_id"].map(newest).astype("object").fillna("")
    return claims.assign(
        age=claims["age"].mask(claims["age"] == "", age).astype("str"),
        edition=claims["edition"].mask(claims["edition"] == "", edition).astype("str"),
    )


def beside_figures(claims: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """Return each claim's own figure and the newest one of the same series.

    Args:
        claims: As `resolved` gives them: SERIES, period and written.
        facts: FACT_COLUMNS; rows of groups of people (a breakdown) are left out.

    Returns:
        One row per claim on its index, FIGURE_COLUMNS: the period that it is held against (of a
        claim that states none, the newest that had ended a year before it was written), the
        value in it, the newest one of the same length, and in `there` what is missing ("" if
        the value is there).
    """
    rows = facts[facts["breakdown"] == ""]
    asked = claims[[*SERIES, "period", "written"]].rename(columns={"period": "asked"})
    found = asked.assign(claim=claims.index).merge(rows, on=SERIES)
    found = found.assign(end=period_end(found["period"]), years=period_years(found["period"]))
    found = found.sort_values(["claim", "end", "years"])
    held = _last(found[_in_period(found)])
    valued = found[found["value"].notna()]
    newest = _last(valued[_of_one_length(valued, claims, held)])
    made = pd.DataFrame(index=claims.index)
    names = ("held_period", "held_label", "now", "lower_95", "upper_95", "held_denominator",
             "snapshot_ids")  # fmt: skip
    for name, column in zip(names, ("period", "period_label", *TAKEN), strict=True):
        made[name] = held[column].reindex(claims.index)
    made["first_label"] = found.drop_duplicates("claim").set_index("claim")["period_label"]
    for name, column in (("period", "period"), ("label", "period_label")):
        made[f"newest_{name}"] = newest[column]
    made["newest"] = newest["value"]
    for limit in ("lower_95", "upper_95"):
        made[f"newest_{limit}"] = newest[limit]
    # the last year of a projection is not its newest news, and an edition is a state of its own
    own = claims["edition"] != ""
    for name, same in (
        ("period", "held_period"), ("label", "held_label"), ("", "now"),
        ("lower_95", "lower_95"), ("upper_95", "upper_95"),
    ):  # fmt: skip
        column = f"newest_{name}".rstrip("_")
        made[column] = made[column].mask(own, made[same])
    made["there"] = _there(claims, rows, made, found)
    text = [name for name in FIGURE_COLUMNS if made[name].dtype != "float64"]
    return made.assign(**{name: made[name].fillna("").astype("str") for name in text})[
        list(FIGURE_COLUMNS)
    ]


def older_periods(claims: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """Return the periods with a value that ended up to OLDEST before those held against claims.

    Args:
        claims: SERIES and held_period.
        facts: As `beside_figures`.

    Returns:
        claim (an index of `claims`) and period, the newest first; periods of one length.
    """
    asked = claims[[*SERIES, "held_period"]].assign(claim=claims.index)
    rows = facts.loc[(facts["breakdown"] == "") & facts["value"].notna(), [*SERIES, "period"]]
    found = asked.merge(rows, on=SERIES)
    end, held = period_end(found["period"]), period_end(found["held_period"])
    alike = np.isclose(period_years(found["period"]), period_years(found["held_period"]))
    older = found.assign(end=end)[(end < held) & (end > held - OLDEST) & alike]
    ordered = older.sort_values(["claim", "end"], ascending=[True, False])
    return ordered[["claim", "period"]].reset_index(drop=True)


def shares_of_all_ages(
    claims: pd.DataFrame, figures: pd.DataFrame, facts: pd.DataFrame
) -> pd.DataFrame:
    """Return the figures of claims about a share of all residents as percentages.

    Args:
        claims: As `resolved` gives them.
        figures: As `beside_figures` gives them.
        facts: As there: they hold all ages too.
    """
    share = claims["kind"] == "share"
    if not share.any():
        return figures
    whole = beside_figures(claims.assign(age=ALL_AGES), facts)
    made = figures.copy()
    for name in ("now", "newest"):
        made[name] = made[name].mask(share, 100 * made[name] / whole[name])
    lost = share & made["now"].isna() & (made["there"] == HELD)
    made["there"] = made["there"].mask(lost, NO_VALUE)
    return made


def _in_period(found: pd.DataFrame) -> pd.Series:
    stated = found["asked"] != ""
    in_time = found["end"] <= found["written"] - SINCE_THEN
    return (found["period"] == found["asked"]).where(stated, in_time & found["value"].notna())


def _of_one_length(valued: pd.DataFrame, claims: pd.DataFrame, held: pd.DataFrame) -> pd.Series:
    """True for periods as long as the claim's own, or as the one it is held against."""
    length = period_years(claims["period"]).fillna(held["years"].reindex(claims.index))
    wanted = valued["claim"].map(length)
    return wanted.isna() | np.isclose(wanted, valued["years"])


def _last(found: pd.DataFrame) -> pd.DataFrame:
    return found.drop_duplicates("claim", keep="last").set_index("claim")


def _there(
    claims: pd.DataFrame, rows: pd.DataFrame, made: pd.DataFrame, found: pd.DataFrame
) -> pd.Series:
    with_series = claims.index.isin(found["claim"])
    others = pd.MultiIndex.from_frame(rows[SERIES[:-1]])
    of_edition = pd.MultiIndex.from_frame(claims[SERIES[:-1]]).isin(others)
    words = np.select(
        [~with_series & of_edition, ~with_series, made["held_period"].isna(), made["now"].isna()],
        [NO_EDITION, NO_SERIES, NO_PERIOD, NO_VALUE],
        HELD,
    )
    return pd.Series(words, index=claims.index, dtype="str")
