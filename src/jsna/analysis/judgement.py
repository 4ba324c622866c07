"""Judge facts: one outcome for every value against a comparator, like with like.

`judge_frame` does thousands of rows at once; narrative/judge.py makes statements of its rows.
"""

from collections.abc import Collection, Mapping
from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.comparison import NOT_COMPARED, compare
from jsna.analysis.like_with_like import beside_comparator
from jsna.analysis.outcome import PUBLISHED_ONLY, judge_rows, verdict_of
from jsna.fact_schema import ENGLAND, FACT_COLUMNS, FACT_KEY
from jsna.settings.indicator import Indicator

INTERVAL_RULE: Final = "single-overlapping-interval"
PUBLISHED_RULE: Final = "published-label"
NO_RULE: Final = "not-compared"

JUDGED_COLUMNS: Final = (
    *FACT_COLUMNS, "comparator_value", "comparator_snapshot_ids", "comparison", "published",
    "outcome", "reason", "label_note", "rule",
)  # fmt: skip


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
        One row per fact, in the order of `facts`: its own columns and comparator_value,
        comparator_snapshot_ids, comparison (the rule alone), published (the source's label
        against England, "" for another comparator), outcome, reason, label_note (a word where
        the two differ) and rule. See docs/methods.md#outcomes.
    """
    name = comparator_name or ("England" if comparator_code == ENGLAND else comparator_code)
    known = facts[facts["indicator_id"].isin(list(indicators))]
    rows = known[known["area_code"].isin(list(area_codes))]
    frame = beside_comparator(rows, known[known["area_code"] == comparator_code])
    frame["is_comparator"] = frame["area_code"] == comparator_code
    for column in ("polarity", "comparison_method", "matters"):
        of_indicator = {key: getattr(item, column) for key, item in indicators.items()}
        frame[column] = frame["indicator_id"].map(of_indicator)
    frame["matters"] = frame["matters"].astype("float64")
    # a "parent" label does not say whose it is
    against = "england" if comparator_code == ENGLAND else ""
    frame["published"] = labels_of(frame, published, against)
    frame["comparison"] = _comparison(frame)
    frame[["outcome", "reason"]] = judge_rows(frame, name)
    frame["label_note"] = _label_note(frame)
    frame["rule"] = _rule(frame)
    return frame[list(JUDGED_COLUMNS)]


def _comparison(frame: pd.DataFrame) -> pd.Series:
    """What the rule alone gives; nothing for a group, the comparator itself or another rule."""
    words = compare(frame.rename(columns={"comparator_value": "benchmark"}))
    applies = (frame["breakdown"] == "") & ~frame["is_comparator"]
    applies &= frame["comparison_method"] == INTERVAL_RULE
    return words.where(applies, NOT_COMPARED)


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


def _label_note(frame: pd.DataFrame) -> pd.Series:
    """A word wherever a reader could see two different labels for one value."""
    verdict = verdict_of(frame["published"])
    shown = (verdict != "") | frame["published"].str.contains(" / ", regex=False)
    differs = shown & (frame["comparison"] != NOT_COMPARED) & (frame["comparison"] != verdict)
    text = (
        'The source says "'
        + frame["published"]
        + '", by its own rule and unrounded figures; the comparison here is by the 95% interval'
        + " of the values shown."
    )
    return text.where(differs, "")


def _rule(frame: pd.DataFrame) -> np.ndarray:
    by_interval = frame["comparison"] != NOT_COMPARED
    by_source = frame["outcome"] == PUBLISHED_ONLY
    return np.select([by_interval, by_source], [INTERVAL_RULE, PUBLISHED_RULE], NO_RULE)
