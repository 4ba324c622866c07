"""Judge facts against a comparator, England or a region: like with like, by the published rule.

`judge_frame` does thousands of rows of many indicators at once; narrative/statement_rows.py
makes statements of its rows.
"""

from collections.abc import Collection, Mapping
from typing import Final

import pandas as pd

from jsna.analysis.interval_rule import interval_rule
from jsna.analysis.judgement import JUDGED_COLUMNS, judge
from jsna.analysis.judgement_rule import Against
from jsna.analysis.like_with_like import beside_comparator
from jsna.analysis.worked_out_interval import with_intervals
from jsna.fact_schema import ENGLAND, FACT_KEY
from jsna.settings.indicator import Indicator

GAPS: Final = {
    "indicator": "the file used holds no value for {comparator}",
    "edition": "{comparator} has no value of the same edition",
    "stratum": "{comparator} has no value for the same sex and age",
    "period": "{comparator} has no value for the same period",
    "value": "no value is available for {comparator} in the same period",
}
"""What a comparator lacks (like_with_like.py) -> the words for it."""


def judge_frame(
    facts: pd.DataFrame,
    published: pd.DataFrame,
    indicators: Mapping[str, Indicator],
    area_codes: Collection[str],
    comparator_code: str,
    comparator_name: str = "",
) -> pd.DataFrame:
    """Return every fact of the areas with its comparator's value and its outcome.

    Args:
        facts: Facts of the areas and of the comparator; other areas are ignored.
        published: The labels that sources printed (fact_schema.PUBLISHED_COLUMNS).
        indicators: The catalogue by id; facts of other indicators are left out.
        area_codes: Whose facts to judge.
        comparator_code: England's or a region's code.
        comparator_name: For the reasons; England needs none.

    Returns:
        One row per fact, in the order of `facts`, JUDGED_COLUMNS; an interval that the file
        lacks is worked out where it can be; published holds the source's label against
        England, "" for another comparator. See docs/methods.md#outcomes.
    """
    name = comparator_name or ("England" if comparator_code == ENGLAND else comparator_code)
    known = facts[facts["indicator_id"].isin(list(indicators))]
    rows = with_intervals(known[known["area_code"].isin(list(area_codes))], indicators)
    frame = beside_comparator(rows, known[known["area_code"] == comparator_code])
    # a "parent" label does not say whose it is
    labels = labels_of(frame, published, "england" if comparator_code == ENGLAND else "")
    against = Against(
        value=frame["comparator_value"],
        gap=gap_words(frame["comparator_gap"], name),
        unlike=_unlike(frame, comparator_code, name),
        snapshot_ids=frame["comparator_snapshot_ids"],
        published=labels,
    )
    return rows.join(judge(rows, against, interval_rule(indicators)))[list(JUDGED_COLUMNS)]


def gap_words(gaps: pd.Series, name: str) -> pd.Series:
    """Return what the comparator lacks in words, "" where it lacks nothing.

    Args:
        gaps: Words of `like_with_like.beside_comparator`.
        name: The comparator's.
    """
    words = {gap: text.format(comparator=name) for gap, text in GAPS.items()}
    return gaps.map(words | {"": ""}).astype("str")


def labels_of(frame: pd.DataFrame, published: pd.DataFrame, comparator: str) -> pd.Series:
    """Return the source's label of each fact against a comparator of PUBLISHED_COLUMNS, or ""."""
    mine = published[published["area_code"].isin(list(frame["area_code"].unique()))]
    mine = mine[mine["comparator"] == comparator]
    labels = _one_label_a_key(mine[[*FACT_KEY, "label"]])
    joined = frame[list(FACT_KEY)].merge(labels, on=list(FACT_KEY), how="left")
    return joined["label"].fillna("").set_axis(frame.index)


def _one_label_a_key(labels: pd.DataFrame) -> pd.DataFrame:
    """Files that print different labels for one value keep both: "Similar / Worse"."""
    labels = labels[labels["label"] != ""].drop_duplicates()
    repeated = labels.duplicated(list(FACT_KEY), keep=False)
    if not repeated.any():
        return labels
    both = labels[repeated].groupby(list(FACT_KEY), as_index=False)["label"]
    return pd.concat([labels[~repeated], both.agg(lambda words: " / ".join(sorted(words)))])


def _unlike(frame: pd.DataFrame, comparator_code: str, name: str) -> pd.Series:
    words = pd.Series("", index=frame.index, dtype="str")
    itself = frame["area_code"] == comparator_code
    words = words.mask(itself, f"{name} is what other areas are compared with")
    group = f"a value for one group of people is not compared with all of {name}"
    return words.mask(frame["breakdown"] != "", group)
