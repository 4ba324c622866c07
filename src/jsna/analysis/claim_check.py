"""Check claims: put beside each what it is held against, and give its verdict.

See docs/methods.md#claims.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.change import change_since, change_since_last
from jsna.analysis.claim_figures import (
    SERIES,
    beside_figures,
    older_periods,
    resolved,
    shares_of_all_ages,
)
from jsna.analysis.claim_ranks import ranks_of_claims
from jsna.analysis.claims import OLDER, Verdict, verdict_of, why_of_claims
from jsna.analysis.comparator_judgement import judge_frame
from jsna.analysis.goal_judgement import judge_goals
from jsna.analysis.goals import goals_in_force
from jsna.analysis.movement import breaks_of
from jsna.analysis.worked_out_interval import with_intervals
from jsna.register.register import Register
from jsna.settings.indicator import Indicator

GOAL: Final = "goal"
SHARE_PRINTED: Final = 0.1
"""What the last digit of a share is worth, as pages print it."""
AT: Final = [*SERIES, "held_period"]
COMPARED: Final = (
    "outcome", "basis", "comparator", "own_lower", "own_upper", "interval_from", "compare_reason",
)  # fmt: skip
"""Of a comparison: outcome, what that rests on, the comparator, the interval it used and where
that is from, and the reason."""
THEN_LIMITS: Final = ("then_lower_95", "then_upper_95")
THEN: Final = ("then_period", "then_label", "then", *THEN_LIMITS, "change", "change_reason")
FITTED: Final = (
    "held_label", "now", "lower_95", "upper_95", *COMPARED, *THEN, "rank", "of",
)  # fmt: skip
"""What is told of an older figure that a claim fits."""


@dataclass(frozen=True, eq=False)
class KnownFigures:
    """What claims are held against.

    Attributes:
        facts: FACT_COLUMNS: of the areas, those they are compared with, and for ranks of all
            authorities. Age bands of residents that claims name are rows of it.
        published: What the sources themselves concluded.
        indicators: The catalogue's, by id: those that claims name.
        register: The authorities by period.
        earlier: The facts that the present ones replaced; without rows where there are none.
        names: Code -> name of the areas that claims are held against.
    """

    facts: pd.DataFrame
    published: pd.DataFrame
    indicators: Mapping[str, Indicator]
    register: Register
    earlier: pd.DataFrame
    names: Mapping[str, str]


def check_claims(claims: pd.DataFrame, known: KnownFigures) -> pd.DataFrame:
    """Return the claims with what each is held against, and its verdict.

    Args:
        claims: One row per claim, the columns of `claims.claim.Claim`.
        known: What they are held against.

    Returns:
        `claims` in their order on a new index, their ages and editions as the facts have them,
        with the columns that `claims.why_of_claims` and `claim_figures.beside_figures` name, why
        (a word of `claims.WHY`) and verdict.
    """
    claims = resolved(_with_first_stratum(claims.reset_index(drop=True), known), known.facts)
    checked = _checked(claims, known)
    return _with_older_figures(checked, claims, known)


def _checked(claims: pd.DataFrame, known: KnownFigures) -> pd.DataFrame:
    figures = beside_figures(claims, known.facts)
    figures = shares_of_all_ages(claims, figures, known.facts)
    frame = claims.join(figures).join(_settings(claims, known.indicators))
    frame = frame.assign(before=_before(claims, known.earlier), goal=_goals(frame, known))
    frame = frame.join(_comparisons(frame, known)).join(_changes(frame, known))
    polarity = {id: item.polarity for id, item in known.indicators.items()}
    ranked = frame[(frame["kind"] == "rank") & (frame["held_period"] != "")]
    frame = frame.join(ranks_of_claims(ranked, known.facts, known.register, polarity))
    why = why_of_claims(frame)
    return frame.assign(why=why, verdict=verdict_of(why))


def _with_older_figures(
    checked: pd.DataFrame, claims: pd.DataFrame, known: KnownFigures
) -> pd.DataFrame:
    """Claims that state no period and fit an older figure than the newest at hand then.

    They contradict nothing, for nobody knows which figure was meant: that one stands in columns
    named as FITTED with older_ before.
    """
    doubted = checked[(checked["verdict"] == Verdict.CONTRADICTED) & (checked["period"] == "")]
    doubted = doubted[doubted["held_period"] != ""]
    rows = older_periods(doubted, known.facts)
    if rows.empty:
        return checked.join(checked.iloc[:0][list(FITTED)].add_prefix("older_"))
    asked = claims.loc[rows["claim"]].reset_index(drop=True).assign(period=rows["period"])
    again = _checked(asked, known).assign(claim=rows["claim"])
    fits = again[again["verdict"].isin([Verdict.CONFIRMED, Verdict.ROUNDED])]
    fits = fits.drop_duplicates("claim").set_index("claim")
    told = {"why": OLDER, "verdict": str(Verdict.SUPERSEDED)}
    checked.loc[fits.index, list(told)] = list(told.values())
    return checked.join(fits[list(FITTED)].add_prefix("older_"))


def _with_first_stratum(claims: pd.DataFrame, known: KnownFigures) -> pd.DataFrame:
    first = {id: item.strata[0] for id, item in known.indicators.items()}
    ids = claims["indicator_id"]
    sex = ids.map({id: each.sex for id, each in first.items()}).astype("object").fillna("")
    age = ids.map({id: each.age for id, each in first.items()}).astype("object").fillna("")
    return claims.assign(
        sex=claims["sex"].mask(claims["sex"] == "", sex),
        age=claims["age"].mask(claims["age"] == "", age),
    )


def _settings(claims: pd.DataFrame, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    printed = claims["indicator_id"].map({id: 10.0**-i.decimals for id, i in indicators.items()})
    relative = (claims["kind"] == "share") | (claims["unit"] == "%") & (claims["kind"] == "change")
    counted = {id: _counts_everybody(item) for id, item in indicators.items()}
    return pd.DataFrame(
        {
            "printed": printed.astype("float64").mask(relative, SHARE_PRINTED),
            "everyone": claims["indicator_id"].map(counted).eq(True),
        }
    )


def _counts_everybody(indicator: Indicator) -> bool:
    return indicator.value_type == "count" and indicator.interval_method == "none"


def _before(claims: pd.DataFrame, earlier: pd.DataFrame) -> pd.Series:
    if earlier.empty:
        return pd.Series(np.nan, index=claims.index)
    found = beside_figures(claims, earlier)
    return shares_of_all_ages(claims, found, earlier)["now"]


def _goals(frame: pd.DataFrame, known: KnownFigures) -> pd.Series:
    """The number of the catalogue's goal in force at the end of a target's period."""
    listed = [
        {"indicator_id": id, "since": goal.since, "until": goal.until, "goal": goal.value}
        for id, item in known.indicators.items()
        for goal in item.goals
    ]
    goals = pd.DataFrame(listed, columns=["indicator_id", "since", "until", "goal"])
    day = frame["written"].dt.strftime("%Y-%m-%d/P1D")
    asked = frame[["indicator_id"]].assign(period=frame["period"].mask(frame["period"] == "", day))
    if goals.empty:
        return pd.Series(np.nan, index=frame.index)
    return goals_in_force(asked, goals)["goal"].astype("float64")


def _comparisons(frame: pd.DataFrame, known: KnownFigures) -> pd.DataFrame:
    """The outcome of each comparison, and the comparator's value."""
    asked = frame[(frame["kind"] == "comparison") & (frame["held_period"] != "")]
    own = known.facts[known.facts["breakdown"] == ""]
    found = [_judged(rows, own, str(code), known) for code, rows in asked.groupby("against")]
    made = pd.concat(found) if found else pd.DataFrame(columns=list(COMPARED))
    made = made.reindex(frame.index)
    numbers = ("comparator", "own_lower", "own_upper")
    text = [name for name in COMPARED if name not in numbers]
    return made.assign(
        **{name: made[name].astype("float64") for name in numbers},
        **{name: made[name].fillna("").astype("str") for name in text},
    )


def _judged(
    asked: pd.DataFrame, own: pd.DataFrame, against: str, known: KnownFigures
) -> pd.DataFrame:
    codes = asked["area_code"].unique()
    rows = own[own["indicator_id"].isin(asked["indicator_id"])]
    if against == GOAL:
        judged = _beside_goals(rows[rows["area_code"].isin(codes)], known)
    else:
        name = known.names.get(against, "")
        judged = judge_frame(rows, known.published, known.indicators, codes, against, name)
    told = judged.rename(columns={"period": "held_period", "comparator_value": "comparator"})
    limits = {"lower_95": "own_lower", "upper_95": "own_upper"}
    told = told.rename(columns={"reason": "compare_reason"} | limits).drop_duplicates(AT)
    joined = asked[AT].merge(told, on=AT, how="left").set_index(asked.index)
    return joined[list(COMPARED)]


def _beside_goals(rows: pd.DataFrame, known: KnownFigures) -> pd.DataFrame:
    parts = [
        judge_goals(
            own, known.indicators[str(id)].goals, known.indicators[str(id)], known.published
        )
        for id, own in rows.groupby("indicator_id")
        if known.indicators[str(id)].goals
    ]
    blank = dict.fromkeys(["outcome", "basis", "interval_from", "reason"], "")
    return pd.concat(parts) if parts else rows.assign(comparator_value=np.nan, **blank)


def _changes(frame: pd.DataFrame, known: KnownFigures) -> pd.DataFrame:
    """The earlier figure of each claimed change, and the test on the area's own values."""
    asked = frame[(frame["kind"] == "change") & (frame["held_period"] != "")]
    rows = known.facts[known.facts["indicator_id"].isin(asked["indicator_id"])]
    rows = rows[rows["area_code"].isin(asked["area_code"]) & (rows["breakdown"] == "")]
    rows = with_intervals(rows, known.indicators) if len(rows) else rows
    listed = [breaks_of(item) for item in known.indicators.values()]
    breaks = pd.concat(listed) if listed else None
    found = [_changed(own, rows, str(since), breaks) for since, own in asked.groupby("since")]
    made = (pd.concat(found) if found else pd.DataFrame(columns=list(THEN))).reindex(frame.index)
    numbers = ("then", *THEN_LIMITS)
    text = {name: made[name].fillna("").astype("str") for name in THEN if name not in numbers}
    return made.assign(**{name: made[name].astype("float64") for name in numbers}, **text)


def _changed(
    asked: pd.DataFrame, rows: pd.DataFrame, since: str, breaks: pd.DataFrame | None
) -> pd.DataFrame:
    tested = change_since(rows, since, breaks) if since else change_since_last(rows, breaks)
    told = rows[[*SERIES]].assign(held_period=rows["period"]).join(tested)
    joined = asked[AT].merge(told.drop_duplicates(AT), on=AT, how="left").set_index(asked.index)
    names = {"since": "then_period", "earlier": "then", "reason": "change_reason"}
    limits = rows.drop_duplicates([*SERIES, "period"]).set_index([*SERIES, "period"])
    begun = pd.MultiIndex.from_frame(joined[[*SERIES, "since"]])
    for name, limit in zip(THEN_LIMITS, ("lower_95", "upper_95"), strict=True):
        joined[name] = limits[limit].reindex(begun).to_numpy()
    at = ["indicator_id", "period"]
    labels = rows.drop_duplicates(at).set_index(at)["period_label"]
    when = pd.MultiIndex.from_frame(joined[["indicator_id", "since"]])
    joined = joined.assign(then_label=labels.reindex(when).to_numpy())
    return joined.rename(columns=names)[list(THEN)]
