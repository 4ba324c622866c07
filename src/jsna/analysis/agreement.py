"""Published comparisons and trends worked out again, and where the two agree.

The rule of an indicator that the catalogue does not know is the one of the published rules that
gives most of its labels, and its polarity the one that its own words have most often; both are
told, so that nothing is fitted in silence. See docs/methods.md#published-answers.
"""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.comparison import NOT_COMPARED, compare, compare_two_levels
from jsna.analysis.process_control import compare_proportions
from jsna.analysis.recent_trend import CANNOT, recent_trend, trend_labels

JUDGING: Final = ("Better", "Worse")
PLAIN: Final = ("Higher", "Lower")
VERDICTS: Final = (*JUDGING, *PLAIN, "Similar")
ONE_LEVEL: Final = "single overlapping interval, 95%"
CONTROL: Final = "statistical process control of proportions, 99.8%"
RULES: Final[Mapping[str, Callable[[pd.DataFrame], pd.Series]]] = {
    ONE_LEVEL: compare,
    "single overlapping interval, 99.8%": lambda rows: compare(rows, "998"),
    "single overlapping intervals, 95% and 99.8%": compare_two_levels,
    CONTROL: lambda rows: compare_proportions(rows, level="998"),
    "statistical process control of proportions, 95%": compare_proportions,
}
"""Name -> rule, the commonest first: of rules that fit equally well the first is taken."""

SERIES: Final = [
    "indicator_id", "area_code", "area_kind", "sex", "age", "breakdown", "breakdown_value",
]  # fmt: skip

NO_BENCHMARK: Final = "no value to compare with of the same sex, age and period is there"
NO_RESULT: Final = "no interval or population is there that a rule could use"
UNJUDGED: Final = "which way is good can't be told"
OTHER_LABEL: Final = "it needs what is not in the file (quintiles, goals)"


def recompute_comparisons(rows: pd.DataFrame, known: frozenset[str] = frozenset()) -> pd.DataFrame:
    """Return our comparison of each row beside the published one.

    Args:
        rows: Columns indicator_id, value, lower_95, upper_95, lower_998, upper_998,
            denominator, benchmark, published (the label) and polarity ("" if not known).
        known: Indicators whose rule is known to be the 95% interval.

    Returns:
        On the index of `rows`: ours (a label, "" where it can't be worked out), agrees, why (the
        reason where there is none of ours), rule and polarity as used.
    """
    published = rows["published"].str.removesuffix(" 95")
    verdict = published.str.removesuffix(" 99.8")
    polarity = _polarity(rows, verdict)
    judged = rows.assign(polarity=polarity)
    rule = _rule(judged, published, verdict, known)
    ours = _apply(judged, rule)
    ours = ours.where(_comparable(published, rule), _with_level(ours))
    tests = [
        ~verdict.isin([*VERDICTS, NOT_COMPARED]),
        (polarity == "") & (verdict != NOT_COMPARED),
        rows["benchmark"].isna() & (verdict != NOT_COMPARED),
        (ours == NOT_COMPARED) & (verdict != NOT_COMPARED),
    ]
    reasons = [OTHER_LABEL, UNJUDGED, NO_BENCHMARK, NO_RESULT]
    why = pd.Series(np.select(tests, reasons, ""), index=rows.index, dtype="str")
    ours = ours.where(why == "", "")
    agrees = (why == "") & (ours == published)
    return pd.DataFrame(
        {"ours": ours, "agrees": agrees, "why": why, "rule": rule, "polarity": polarity}
    )


def recompute_trends(points: pd.DataFrame, by_counts: frozenset[str] = frozenset()) -> pd.DataFrame:
    """Return our recent trend of each series beside the published one.

    Args:
        points: One row per point: the columns of SERIES, period, value, lower_95, upper_95,
            count, denominator, value_type, polarity ("" if not known) and published (the label,
            on the row that carries it; "" elsewhere).
        by_counts: Indicators that are compared by control limits: the service's code took
            their trend from counts.

    Returns:
        One row per row with a label, on its index: ours, agrees, why and polarity as used.
        A label on a row that is not its series' newest can't be worked out.
    """
    labelled = points[points["published"] != ""]
    counted = points["indicator_id"].isin(list(by_counts))
    found = recent_trend(points[~counted], SERIES)
    if counted.any():
        more = recent_trend(points[counted], SERIES, "proportion")
        found = pd.concat([found, more], ignore_index=True)
    newest = points.groupby(SERIES, dropna=False)["period"].max()
    mine = labelled[SERIES].merge(found, on=SERIES, how="left", validate="many_to_one")
    last = labelled[SERIES].merge(newest.rename("last").reset_index(), on=SERIES, how="left")
    polarity = _trend_polarity(labelled)
    mine.index = last.index = labelled.index
    ours = trend_labels(mine["trend"].fillna(CANNOT), polarity)
    why = mine["reason"].fillna("the series has no figures")
    why = why.where(labelled["period"] == last["last"], "a newer figure stands in the file")
    both_cannot = (ours == CANNOT) & (labelled["published"] == CANNOT)
    why = why.where(~both_cannot, "").astype("str")
    agrees = (why == "") & (ours == labelled["published"])
    return pd.DataFrame(
        {"ours": ours.where(why == "", ""), "agrees": agrees, "why": why, "polarity": polarity}
    )


def _polarity(rows: pd.DataFrame, verdict: pd.Series) -> pd.Series:
    """What is known, if its words are the file's; else what the file's words say."""
    side = np.select(
        [rows["benchmark"] > rows["value"], rows["benchmark"] < rows["value"]], [-1, 1], 0
    )
    good = verdict.map({"Better": 1, "Worse": -1}).fillna(0)
    id = rows["indicator_id"]
    votes = (good * side).groupby(id).transform("sum")
    judging = verdict.isin(JUDGING).groupby(id).transform("sum")
    plain = verdict.isin(PLAIN).groupby(id).transform("sum")
    read = np.select(
        [plain >= judging, votes > 0, votes < 0], ["none", "high-is-good", "low-is-good"], ""
    )
    fits = (rows["polarity"] != "none") == (judging > plain)
    trusted = (rows["polarity"] != "") & (fits | (judging + plain == 0))
    return rows["polarity"].where(trusted, pd.Series(read, index=rows.index)).astype("str")


def _rule(
    rows: pd.DataFrame, published: pd.Series, verdict: pd.Series, known: frozenset[str]
) -> pd.Series:
    """The first rule that gives most of an indicator's labels."""
    open_rows = rows[~rows["indicator_id"].isin(list(known)) & verdict.isin(VERDICTS)]
    rule = pd.Series(ONE_LEVEL, index=rows.index, dtype="str")
    if open_rows.empty or compare(open_rows).eq(published[open_rows.index]).all():
        return rule
    hits = pd.DataFrame(
        {
            name: (_stripped(apply(open_rows), name) == _stripped(published, name)[open_rows.index])
            .groupby(open_rows["indicator_id"])
            .sum()
            for name, apply in RULES.items()
        }
    )
    best = rows["indicator_id"].map(hits.idxmax(axis=1))
    return best.fillna(ONE_LEVEL).astype("str")


def _stripped(words: pd.Series, rule: str) -> pd.Series:
    """Labels without the level, where the rule has only the one."""
    words = words.str.removesuffix(" 95")
    return words.str.removesuffix(" 99.8") if _is_strict(rule) else words


def _is_strict(rule: str) -> bool:
    return rule.endswith("99.8%") and " and " not in rule


def _apply(rows: pd.DataFrame, rule: pd.Series) -> pd.Series:
    ours = pd.Series(NOT_COMPARED, index=rows.index, dtype="str")
    for name in rule.unique():
        of_rule = rule == name
        ours[of_rule] = _stripped(RULES[name](rows[of_rule]), name)
    return ours


def _comparable(published: pd.Series, rule: pd.Series) -> pd.Series:
    """False where the source writes the level of a rule that has only the one, 99.8%."""
    strict = rule.map({name: _is_strict(name) for name in RULES}).astype(bool)
    return ~(strict & published.str.endswith(" 99.8"))


def _with_level(words: pd.Series) -> pd.Series:
    return words.where(words.isin(["Similar", NOT_COMPARED]), words + " 99.8")


def _trend_polarity(labelled: pd.DataFrame) -> pd.Series:
    """What is known, unless the labels of the indicator say something else throughout."""
    words, id = labelled["published"], labelled["indicator_id"]
    rises = words.str.startswith("Increasing")
    better, worse = words.str.endswith("better"), words.str.endswith("worse")
    vote = (better | worse) * (2 * (better == rises) - 1)
    votes = vote.groupby(id).transform("sum")
    judged = (better | worse).groupby(id).transform("any")
    read = np.select([~judged, votes > 0, votes < 0], ["none", "high-is-good", "low-is-good"], "")
    directed = words.str.startswith(("Increasing", "Decreasing")).groupby(id).transform("any")
    fits = ~directed | ((labelled["polarity"] != "none") == judged)
    trusted = (labelled["polarity"] != "") & fits
    return labelled["polarity"].where(trusted, pd.Series(read, index=labelled.index)).astype("str")
